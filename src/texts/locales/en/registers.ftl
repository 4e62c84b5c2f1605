# Administration: registers and lists, files of the site, examples, templates of new pages.
administration-lead = What the office keeps in order itself, without anybody programming.
administration-parts = Keep in order

files-wrong = Something is wrong in a file of page kinds or templates. The last version without mistakes still counts.
files-wrong-link = Show
files-wrong-title = Files with mistakes
files-wrong-about = For these files the last version without mistakes still counts. Once mended, they count without a restart.
files-line = line { $line }

registers-title = Registers and lists
registers-about = Service areas, bodies, organisations, functions and all lists forms offer for choosing: add, rename, order, retire.
registers-lead = Everything forms offer for choosing. Changes count at once and everywhere, without a restart.
registers-registers = Registers
registers-lists = Lists of choices
registers-lists-about = These lists belong to single fields. Renaming and ordering is harmless; agree on new values in the working group first.
registers-none = Registers will stand here as soon as there are any.
registers-name = Name
registers-for = What for
registers-entries = Entries
registers-retired = and { $count } no longer offered

register-offered-in = Offered in: { $fields }
register-entries = Entries
register-entry = Entry
register-use = Used in
register-order = Order
register-empty = No entries yet. Add the first one below.
register-new = New entry
register-add = Add
register-aside = Where the list appears
register-fields = Offered in
register-no-fields = In no form yet.
register-rules = Good to know
register-rules-text = What stands on a page stays readable there, even if it is no longer offered. Only what was added here and never used can be deleted.
register-used = { $count ->
    [one] 1 page
   *[other] { $count } pages
}
register-used-rows = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
register-retired = No longer offered
register-since = Offered until { $date }
register-until = Offered until { $date }
register-label-de = German name
register-help-label-de = This is how it reads in forms, lists and on pages.
register-label-en = English name
register-help-label-en = For the English interface. If left empty, the German name stands there too.
register-last-day = Last offered on
register-help-last-day = Leave empty as long as the entry holds. After this day it is no longer offered in new forms.
register-retire = No longer offer
register-offer = Offer again
register-delete = Delete
register-id = Id in files
register-unused = On no page yet.
register-used-retires = The entry is in use and cannot be deleted. When no longer offered it stays readable there.
register-still-needed = The entry is or was in use, or comes from a file, so it cannot be deleted. You can stop offering it.
register-overtaken = Somebody else has just changed something here. Your input is still in the form; have a look and save again.
register-overtaken-by = Somebody else has just changed this entry; it is now called “{ $word }”. Your input is still in the form. If you save again, yours counts.
register-order-moved = The order has just changed. This is how it is now.

problem-register-unnamed = Give the entry a name.
problem-register-long = A name has at most { $max } characters.
problem-register-twice = This name is in the list already. If the entry is no longer offered, you can offer it again.
problem-register-day = Write the day like this: 2026-12-31.

problem-template-unnamed = The template lacks “label”, its name.
problem-template-key = A template does not know “{ $key }”. Fields of the page stand under “fields”.
problem-template-fields = Under “fields” stand fields with their values.
template-begin = What would you like to begin with?
template-empty = Empty page

examples-title = Examples
examples-about = { $count ->
    [one] 1 page is an invented example to get to know the wiki.
   *[other] { $count } pages are invented examples to get to know the wiki.
} When you no longer need them, take them out with everything attached to them. Your own pages stay.
examples-remove = Remove the examples

problem-records-form = Under “records” there is one list per set, of rows with “fields”.
problem-records-set = A page of this kind has no rows of the set “{ $set }”.
done-examples-removed = The examples are gone. Your own pages are unchanged.
