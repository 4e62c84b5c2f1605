# Writing, history, comparing, conflicts.
form-title-new = New: { $kind }
form-title-edit = Edit: { $kind }
form-required = (needed)
form-lines = One entry per line.
form-markdown = Empty lines separate paragraphs. Headings, lists and links: see “How to format text”.
form-more = Further details
form-filled = { $filled ->
    [0] empty, { $total } possible
   *[other] { $filled } of { $total } filled in
}
form-row = Row { $number }
form-add = Add a row
form-remove = Remove
form-up = Move up
form-down = Move down
form-problems = { $count ->
    [one] One entry is not right yet
   *[other] { $count } entries are not right yet
}
form-problems-kept = Your text is still in the form. It will be saved once you have changed this.
form-aside = Progress and help
form-missing = { $open ->
    [0] Complete ({ $total } of { $total })
   *[other] What is still missing ({ $open } of { $total })
}
form-missing-hint = A title is enough for saving. This is only needed for approval.
form-missing-none = Everything needed for approval is there.
form-done = { $count ->
    [one] 1 entry is done
   *[other] { $count } entries are done
}
form-audience = Who sees this after saving?
form-save = Save
form-save-draft = Save as draft
form-publish = Save and publish
form-preview = Preview
form-preview-title = Preview, not saved yet
form-body = Text
form-body-help = Whatever else there is to say, in your own words.
form-title-label = Title
form-title-help = The way you would name it to a colleague.
form-space-label = Space
form-space-help = Who the page belongs to. It decides who sees it and who may contribute.
form-change-note-label = What did you change?
form-change-note-help = One sentence for everyone who reads the history.
form-format = How to format text
form-format-heading = Heading
form-format-bold = bold
form-format-list = Item of a list
form-format-step = Step
form-format-page = Title of a page
form-format-link = Link to a page of the wiki

flash-saved = “{ $title }” has been saved.
flash-published = “{ $title }” has been published.
flash-restored = Revision { $number } of “{ $title }” has been restored.
flash-merged = Saved. Someone edited the page at the same time; both changes have been merged.
flash-merged-compare = Compare the merged text
flash-unchanged = There was nothing to save: the page is unchanged.
flash-undone = Undone.
flash-trashed = “{ $title }” is now in the trash.
flash-password = Your new password is valid from now on.

audience-you = you
audience-team = you and everyone who contributes to the space “{ $space }”
audience-staff = all signed-in staff
audience-pending = Readers keep seeing the version in force until the change is approved.

history-title = History
history-hint = Choose two revisions to compare them.
history-compare = Compare the chosen ones
history-from = Older
history-to = Newer
history-from-label = Choose revision { $number } as the older one
history-to-label = Choose revision { $number } as the newer one
history-revision = Revision
history-number = Revision { $number }
history-note = Change
history-no-note = no note
history-in-force = Everyone reads this

compare-title = Two revisions compared
compare-fields = Changed details
compare-field = Detail
compare-old = Before
compare-new = After
compare-empty = empty
compare-text = Changed text
compare-same = Both revisions are the same.
compare-skipped = { $count ->
    [one] One unchanged line left out
   *[other] { $count } unchanged lines left out
}
compare-added = New:
compare-removed = Removed:
compare-end = End of change.
compare-legend-new = What is new is
compare-legend-underlined = underlined
compare-legend-gone = what is gone is
compare-legend-struck = struck through
compare-earlier = One change earlier
compare-later = One change later

conflict-title = Edited at the same time
conflict-lead-by = While you were writing, { $other } saved “{ $page }” ({ $when }).
conflict-lead = While you were writing, someone else saved “{ $page }” ({ $when }).
conflict-count = { $count ->
    [one] There is one place for you to decide.
   *[other] There are { $count } places for you to decide.
}
conflict-safe = Nothing is lost: your whole text is in this form.
conflict-part = { $number } of { $total }
conflict-mine = My version
conflict-theirs = The other version
conflict-theirs-by = Other version ({ $other })
conflict-both = Keep both
conflict-both-hint = Both paragraphs stand one after the other; you shorten them later.
conflict-merged = { $count ->
    [one] One detail has already been merged
   *[other] { $count } details have already been merged
}
conflict-aside = Other ways
conflict-else = Rather another way?
conflict-edit = Merge it myself in the text
conflict-current = Read the saved page in a new window
conflict-then = What happens next
conflict-then-text = The page gets a new revision. Both earlier ones stay in the history.
conflict-save = Merge and save
