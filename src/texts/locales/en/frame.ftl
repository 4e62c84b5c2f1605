# Header, navigation, footer.
skip = Skip to content
breadcrumb = You are here
menu = Menu
account = My account
administration = Administration
cancel = Cancel
undo = Undo
restore = Restore
show-all = Show all

nav-main = Main navigation
nav-more = More …
nav-more-label = More
nav-start = Start
nav-standards = Standards
nav-glossary = Glossary
nav-practice = Good practice
nav-projects = Projects
nav-meetings = AG QM & dates
nav-spaces = Districts
nav-newcomers = New to QM
nav-help = Help
nav-practise = Practice area
nav-accessibility = Accessibility
nav-barrier = Report a barrier
nav-privacy = Data protection
nav-imprint = Legal notice

new = New
new-long = Create something new
new-question = Ask all districts
new-heading = What would you like to do?
new-in = In the space
new-none = You can read here. If you would like to contribute, ask your QM officers for the right “Contribute”.
new-page = Write a page
new-standard = Develop or adopt a standard
new-practice = Share good practice
new-project = Start a project
new-term = Suggest a term
new-of-kind = Create: { $kind }

paging = Pages of the list
paging-of = { $from } to { $to } of { $total }
paging-previous = Previous
paging-next = Next

narrow = Narrow down
narrow-label = Narrow down the results
narrow-label-short = Narrow down the results, small screen
narrow-remove = – remove filter
narrow-clear = Remove all filters
