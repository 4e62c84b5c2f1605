# Remarks while files are taken in.

problem-import-elsewhere = The page of this id is elsewhere: { $url }. Take “id” out of the file if it is to become another page.
problem-import-in-trash = The page of this id is in the trash. Bring it back from there if it is to count again.
problem-import-link = Links to other places are not taken in.
problem-import-moved = The address was taken; the page is now at { $path }.
problem-import-no-id = This is no page of an export: “id”, “kind”, “space” or “slug” is missing. Take in single files with --space.
problem-import-no-parent = The page above, { $parent }, does not exist.
problem-import-no-space = The space “{ $space }” does not exist.
problem-import-outside = The name leads out of the archive; the file stayed outside.
problem-import-packed = This file cannot be unpacked.
problem-import-top = The page above, { $parent }, does not exist; the page is now at the top of its space.
problem-import-twice = A page of this id came from another file already.
problem-import-wiki-only = What stands under “_wiki” counts only when the export of a wiki is taken in without --space.
