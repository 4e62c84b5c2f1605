# Words that handlers choose: who sees what, what just happened, names of values every page has.

audience-draft = Everybody who works in “{ $space }”
audience-intern = All staff who are signed in
audience-members = The members of “{ $space }”
audience-note-pending = Until it is approved, others keep seeing the version in force.
audience-open = that depends on the space you choose
audience-public = Everybody, even without signing in
audience-qm = All quality officers

banner-to-current = To the present page
banner-to-released = See the version in force
banner-to-working = See the working copy

chip-example = Example
chip-intention = Intended by the source

done-created = The page has been made.
done-merged = Saved. Somebody had changed another place at the same time; both changes are brought together.
done-pending = The working copy is saved. The version in force stays until it is approved.
done-published = Saved and published.
done-restored = The earlier state is back. The one before stays in the history, too.
done-saved = Saved.
done-see-changes = See the changes
done-unchanged = There was nothing to save: the text is the same.

edit-title = Edit “{ $title }”
error-plain = That did not work. Please try again in a few minutes.

facet-kind = Kind of page
facet-space = Space
facet-status = Status

field-change-note = What did you change?
field-space = Space
field-status = Status
field-text = Text
field-title = Title
field-updated = Changed
help-change-note = Half a sentence will do. Others see it in the history.
help-space = Where does the page belong?

history-released = Published
restore-note = Revision { $number } restored
revision-label = Revision { $number }

markdown-note = Note
markdown-tip = Tip
markdown-important = Important
markdown-warning = Warning
markdown-caution = Caution
markdown-table = Table
markdown-task-done = Done
markdown-task-open = Open
markdown-footnote = Footnote
markdown-footnotes = Footnotes
markdown-footnote-back = Back to the text of footnote
markdown-page-missing = (page missing)
markdown-page-ambiguous = (several pages)

portal-source-texts = { $count ->
    [one] source text
   *[other] source texts
}
search-title-for = “{ $query }” – search

problem-account-name = A sign-in name has 1 to 100 characters.
problem-bad-address = This address is incomplete. Go back and try again.
problem-bad-form = The form arrived incomplete. Go back, your text is still there, and send it again.
problem-file-too-many-first = At most { $max } fields may come first, here there are { $actual }.
problem-language = This language is not available here.
problem-no-longer-fits = The stored value no longer fits the field. It is kept until you change it.
problem-not-utf8 = The file is no text in UTF-8. Save it as UTF-8 and import it again.
problem-text-too-large = The text is larger than { $max } MiB. Split it over several pages.
problem-unknown-kind = There is no kind of page called “{ $kind }”.
problem-unknown-revision = The revision you started from does not exist. Open the page again.

version-released = Version of { $date }
version-working = Revision { $number } of { $date }

record-act = Edit
record-add = Add: { $what }
record-edit = Change
record-history = Changed
record-remove = Remove
problem-field-needed = Fill in this field; without it the row says nothing.
problem-record-taken = Somebody was faster, or this row exists already. What you typed is still here; open the page in a second window and compare.
problem-rule = { $message }
problem-page-moved = Somebody else just changed the page. Import the file again.
