# Finding.
search-label = Search the QM-Wiki
search-button = Search
search-open = Open search
search-placeholder = Standard or term
search-placeholder-header = Search for a standard or term
search-question = What would you like to look up?
search-examples = For example:
search-heading = Search: { $count ->
    [0] no hit
    [one] 1 hit
   *[other] { $count } hits
} for “{ $query }”
search-total = { $count ->
    [0] No hit
    [one] 1 hit
   *[other] { $count } hits
}
search-for = for “{ $query }”
search-hits = Hits
search-order = What is in force comes first
search-suggestion = Did you mean
search-more-places = { $count ->
    [one] One more place on this page
   *[other] { $count } more places on this page
}
search-empty = Nothing in the wiki about “{ $query }” yet
search-empty-words = Try fewer or other words. Endings do not matter: “Hilfeplan” also finds “Hilfepläne”.
search-empty-filters = Search without filters
search-empty-glossary = Look it up in the glossary from A to Z
search-empty-write = Write a page about “{ $query }”
search-else = Not what you were looking for?
search-title = Search
