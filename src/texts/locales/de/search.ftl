# Finding.
search-label = Im QM-Wiki suchen
search-button = Suchen
search-open = Suche öffnen
search-placeholder = Standard oder Begriff
search-placeholder-header = Standard oder Begriff suchen
search-question = Was möchten Sie nachschlagen?
search-examples = Zum Beispiel:
search-heading = Suche: { $count ->
    [0] kein Treffer
    [one] 1 Treffer
   *[other] { $count } Treffer
} für „{ $query }“
search-total = { $count ->
    [0] Kein Treffer
    [one] 1 Treffer
   *[other] { $count } Treffer
}
search-for = für „{ $query }“
search-hits = Treffer
search-order = Gültiges zuerst
search-suggestion = Meinten Sie
search-more-places = { $count ->
    [one] Eine weitere Stelle auf dieser Seite
   *[other] { $count } weitere Stellen auf dieser Seite
}
search-empty = Zu „{ $query }“ steht noch nichts im Wiki
search-empty-words = Versuchen Sie weniger oder andere Wörter. Die Endung ist egal, „Hilfeplan“ findet auch „Hilfepläne“.
search-empty-filters = Ohne Filter suchen
search-empty-glossary = Im Glossar von A bis Z nachsehen
search-empty-write = Eine Seite zu „{ $query }“ schreiben
search-else = Nicht das Richtige dabei?
search-title = Suche
