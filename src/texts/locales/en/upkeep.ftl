# Lists that keep a wiki in order, and pages that share a name.
nav-upkeep = Page upkeep
upkeep-lists = Upkeep lists
upkeep-missing = Missing pages
upkeep-missing-about = Pages that others link to and nobody has written yet. The most wanted come first.
upkeep-missing-empty = Every link leads to a page.
upkeep-unlinked = Pages nothing links to
upkeep-unlinked-about = No other page links to these. Nobody finds them without searching.
upkeep-unlinked-empty = At least one other page links to every page.
upkeep-ownerless = Without owner
upkeep-ownerless-about = Nobody looks after these pages. A person, a unit or a body can.
upkeep-ownerless-empty = Somebody looks after every page.
upkeep-nothing = Nothing to do
upkeep-space = Space
upkeep-all-spaces = All spaces
upkeep-named = { $count ->
    [one] One page links to it:
   *[other] { $count } pages link to it:
 }
upkeep-write = Write this page
upkeep-cut = The first 200 are shown. Choose a space to see more.
names-title = Several pages are called “{ $name }”
names-lead = Which one is meant?
names-hint = Do you write the page with the link? Put the space in front to be exact, for instance [[mitte:Übergabe]].
names-none = No page of this name
names-search = Search for the name
banner-as-of = This was in force at the end of { $date }, with the entries of that day.
problem-bad-day = This day cannot be read. It is written like this: 2026-03-31.
