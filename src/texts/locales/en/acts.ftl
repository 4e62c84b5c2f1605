# Acts on whole pages and what they leave behind: move, copy, trash, lock, order, undo, drafts, changes.

tools = More to do
tool-move = Move
tool-copy = Copy
tool-template = Use as a template
tool-no-template = No longer offer as a template
tool-lock = Lock page
tool-unlock = Unlock page
tool-trash = Move to trash

move-title = Move
move-lead = The page gets another address. The present one keeps leading to it, also from texts that link to it.
move-below = { $count ->
    [one] The page below it comes along.
   *[other] All { $count } pages below it come along.
}
move-above = Page above
move-above-help = Title or address of a page of the space. Leave it empty to put the page on top of the space.
move-slug = Last part of the address
move-slug-help = Made from the title. If the address is taken it gets a number.

copy-title = Copy
copy-lead = A new draft with the same text. History, code and entries such as measures stay with the original.
copy-of = Copy of { $title }
copy-whole = What is copied?
copy-alone = This page only
copy-with = { $count ->
    [one] The page below it as well
   *[other] All { $count } pages below it as well
}

lock-title = Lock page
lock-lead = While it is locked, only people with the rights Approve or Manage edit the page. Everybody else reads it as before.
lock-reason = Reason
lock-reason-help = One sentence for everybody who wants to edit the page. Nothing about persons.
locked-since = Locked since { $when }. Only those who may approve can edit the page.
locked-because = Locked since { $when }: { $reason } Only those who may approve can edit the page.

trash-title = Trash
trash-lead = Deleted pages of your spaces stay here for 90 days and can be restored.
trash-empty = The trash is empty. Pages that were moved to the trash are shown here.
trash-until = Deleted { $when }, kept until { $day }.
trash-due = Deleted { $when }. Its time ended on { $day }; the page can be deleted for good.
trash-with = { $count ->
    [one] with one page below it
   *[other] with { $count } pages below it
}
trash-purge = Delete for good
purge-title = Delete “{ $title }” for good?
purge-lead = { $count ->
    [one] The page, its history and its entries will be deleted. This cannot be undone.
   *[other] { $count } pages, their history and their entries will be deleted. This cannot be undone.
}

order-title = Order
order-do = Change order
order-below = Order pages below
order-empty = There are no pages to put in order yet.
order-back = Done

undo-note = Undone
done-moved = { $count ->
    [one] Moved. The former address keeps leading here.
   *[other] { $count } pages moved. The former addresses keep leading here.
}
done-not-moved = The page was already there.
done-copied = { $count ->
    [one] Copied. The copy is a draft.
   *[other] { $count } pages copied. The copies are drafts.
}
done-trashed = { $count ->
    [one] The page is in the trash.
   *[other] { $count } pages are in the trash.
}
done-taken-out = { $count ->
    [one] The page is back.
   *[other] { $count } pages are back.
}
done-purged = Deleted for good.
done-locked = The page is locked.
done-unlocked = The page is unlocked.
done-template = The page is offered as a template under “New”.
done-no-template = The page is no template any more.
done-ordered = The order has changed.
done-discarded = The unsaved version is discarded.
done-undone = Undone.
done-undo-late = This can no longer be undone: more than ten minutes have passed, or it was undone already. The history helps.
done-undo-moved = This can no longer be undone because something has changed since. The history helps.

unsaved-typed = Unsaved version of { $when }.
unsaved-aside = Your version of { $when }, put aside when somebody saved at the same time.
unsaved-resume = Go on with it
unsaved-discard = Discard
unsaved-kept = Draft kept. Only you see it until you save.
unsaved-not-kept = The draft could not be kept. Please save soon.
writing-now = { $count ->
    [one] { $names } is editing the page just now.
   *[other] { $names } are editing the page just now.
}
form-minor = Small change
form-minor-hint = A typing mistake, for instance. “Recent changes” can leave it out.
conflict-kept = Your version is also put aside; the form offers it to you again.

compare-reasons = What was changed
compare-as-read = Side by side, as read
compare-as-text = Compare as text
compare-was = Before
compare-is = Changed
compare-gone = Gone
compare-appeared = New

authors-title = Who wrote what
authors-lead = For each paragraph the state that changed it last. Only people who may edit the page see this.
authors-partial = Older states are taken together.
authors-paragraph = Paragraph
authors-last = Last changed
authors-empty = The page has no text yet.

changes-title = Recent changes
changes-title-in = Recent changes: { $space }
changes-all = All changes
changes-empty = Nothing has changed here yet.
changes-minor = small change
changes-with-minor = Show small changes as well
changes-without-minor = Hide small changes
changes-where = Spaces
changes-everywhere = All spaces
changes-compare = Compare
changes-older = Older
changes-newest = Newest
change-created = Created
change-saved = Changed
change-moved = Moved
change-restored = Restored
change-marked = Lock or template changed
space-tree = Pages

problem-move-below-itself = A page cannot be below itself. Choose another page above.
problem-no-such-page = There is no such page in the chosen space. Check title or address.
problem-tree-too-large = There are too many pages below this one for one step. Move or delete them in parts.
new-templates = Begin with a template
done-fit-address = The address has stayed the same. Adjust the address
