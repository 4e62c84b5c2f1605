# Start, spaces, lists, pages.
portal-changes = New and changed
portal-changes-all = All changes
portal-areas = Standards by service area
portal-standards-all = All standards
portal-count = Number:
portal-sources-before = In addition
portal-sources-after = They have not been adopted in Berlin.
portal-terms-all = { $count ->
    [one] One term
   *[other] All { $count } terms
}
portal-practices = From the districts
portal-practices-all = More good practice
portal-drafts = My drafts
portal-newcomers = New at the office?
portal-newcomers-text = Four pages, fifteen minutes: how Berlin’s social offices work on quality.
portal-newcomers-link = Start the reading path
portal-aside = For you
portal-motto = What we work for

space-new = New in this space
space-edit = Edit the home page
space-changes = Changed recently
space-empty = Nothing here yet
space-empty-write = Make a start: a title is enough, everything else can follow later.
space-empty-read = As soon as someone in this space publishes something, you will find it here.
spaces-title = Districts and spaces
spaces-lead = Each district has a space of its own; the shared ones come on top.
spaces-other = Other spaces
spaces-own = Your district
spaces-pages = { $count ->
    [0] still empty
    [one] 1 page
   *[other] { $count } pages
}

list-total = { $count ->
    [0] No entry
    [one] 1 entry
   *[other] { $count } entries
}
list-empty = No entry yet
list-empty-write = A title is enough to start with. Nothing is published until you say so.
list-empty-read = As soon as the first entry is published, it will stand here.
list-empty-narrowed = No entry matches these filters

glossary-lead = { $count ->
    [one] One term, clarified together.
   *[other] { $count } terms, clarified together: so that everyone means the same when they say the same.
}
glossary-letters = Glossary from A to Z
glossary-filter = Search the glossary
glossary-also = also:
glossary-abbreviations = Abbreviations
glossary-empty-query = No term for “{ $query }”
glossary-all = Show all terms

contents = On this page
contents-short = On this page, short
page-aside = About this page
page-actions = What you can do
page-edit = Edit
page-history = History
page-print = Print
page-used-in = Used in
page-owner = Responsible
page-children = Subpages
page-chain = Move along the process chain
page-previous = Previous step
page-next = Next step
page-changed = Changed { $when }
page-changed-by = Changed { $when } by { $name }
print-on = printed on { $date }
sources = Sources

banner-trash-title = This page is in the trash
banner-trash = Only people who may edit it can still see it.
banner-old-revision-title = You are reading an earlier revision
banner-old-revision = The page has changed since.
banner-superseded-title = No longer in force: superseded
banner-superseded = Please follow its successor.
banner-repealed-title = Repealed
banner-repealed = This rule is no longer in force. There is no successor.
banner-source-text-title = Source text, not adopted in Berlin
banner-source-text = This text gives guidance; it does not bind you.
banner-example-title = Example
banner-example = This page shows what an entry can look like. Its content is invented.
banner-draft-title = Draft
banner-draft = Only you and the people who contribute here can see this page.
banner-open-draft-title = Draft, not decided yet
banner-open-draft = This text is being agreed. It gives guidance and does not bind you yet.
banner-pending-for-reader-title = There is a working copy
banner-pending-for-reader = You are reading the version in force. Changes to it have not been approved yet.
banner-pending-shown-title = Working copy, not yet approved
banner-pending-shown = Everyone else still reads the version in force.

standard-quick = At a glance
standard-objective = Aim
standard-statement = Statement
standard-statements = { $count ->
    [1] One statement
    [2] Two statements
    [3] Three statements
    [4] Four statements
    [5] Five statements
    [6] Six statements
    [7] Seven statements
    [8] Eight statements
    [9] Nine statements
    [10] Ten statements
    [11] Eleven statements
    [12] Twelve statements
   *[other] { $count } statements
}
standard-quote = Copy quotation
standard-quote-label = Quotation for the file
standard-quote-source = { $title }, statement { $number }
standard-scope = Scope and context
standard-effect = Goals and effect
standard-conflicts = Conflicting goals
standard-resources = What it takes
resources-individual = From the specialists
resources-institutional = In the office

practice-problem = When does it help?
practice-purpose = Aim and purpose
practice-procedure = How to go about it
practice-chances = Opportunities and risks
practice-opportunities = Opportunities
practice-risks = Risks and limits
practice-evidence = Results and evidence
practice-transfer = Transfer to your office
practice-adoptions = Who uses it?
practice-attachments = Templates
practice-about = Context
practice-contact = Questions about it

project-aim = What it is about
project-measures = Measures
project-milestones = Milestones
project-results = Results and lessons
project-about = Framework
project-team = Team
project-goals = Contributes to

term-definition = Definition
term-note = Please note
term-usage = How we use the word
term-related = Related terms
see-also = See also
