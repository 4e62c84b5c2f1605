# Files at pages.
files = Files
files-empty-hint = Room for forms, templates and images that belong to this page.
files-add = Add files
files-choose = Choose files
files-choose-one = Choose the new version
files-choose-hint = At most { $max } MB per file. A file of the same name becomes its new version; the old one stays for editors.
files-choose-one-hint = At most { $max } MB. The file keeps its name; the version so far stays for editors.
files-upload = Upload
files-pending = Readers see this version from the next approval on.
files-manage = Versions
files-clean = Save cleaned
files-clean-hint = Makes a new version without names and comments, with tracked changes accepted.
files-removed = { $count ->
    [one] One removed file
   *[other] { $count } removed files
}
files-removed-when = removed { $when }
files-restore = Restore
files-remove = Remove
files-remove-hint = The file goes from the page and can be restored there.
files-is-removed = This file has been removed.
files-in-text = How to put it in the text
files-in-text-hint = Copy this line to the place in the text where the file should stand.
files-versions = Versions
files-version = Version { $number }
files-version-in-force = seen by all
files-version-act = Download
files-came-as = uploaded as { $name }
files-new-version = New version
files-to-page = To the page

files-refused-title = Not everything was taken
files-refused-lead = These files were not stored:
files-stored-lead = These files are stored:
files-refused-none = Nothing was stored.
files-too-large = The file is too large: at most { $max } MB. Make images smaller, or split the file.
files-wiki-full = The wiki has no room left for this file. Please turn to whoever runs the wiki.
files-too-many = A page can have at most { $max } files. Remove some, or take another page.
files-too-many-at-once = Please upload at most 50 files at once.
files-empty = The file is empty.
files-none-chosen = You have not chosen a file.
files-broken-upload = The upload broke off on its way. Please try again.
files-bomb = The file is packed in an unusual way and is not accepted. Open it, save it anew and try again.
files-image-broken = The image cannot be read. Save it anew as JPEG or PNG.
files-image-too-large = The image has too many pixels: at most 50 million. Make it smaller and upload it again.
files-image-animated = Moving images can only be GIF.
files-infected = The virus scanner has refused the file ({ $name }). Please turn to your IT department.
files-no-scanner = The virus scanner does not answer at the moment, so no file is accepted. Please try again later.
files-name-taken = Not possible at the moment: there is another file of this name by now, or somebody was faster.
files-not-cleanable = This file cannot be cleaned here. Clean it in your office program and upload it as a new version.
files-locked = This file is protected by a password and cannot be cleaned here.
files-tracked-tables = A table has rows or cells marked as deleted. Accept these changes in your office program and upload the file as a new version.
files-drawings = Beside the comments there are drawn buttons that cannot be told from them. Remove the comments in your office program.

files-findings = Please check
files-comments = Contains comments.
files-comments-of = Contains comments by { $names }.
files-changes = Contains tracked changes.
files-changes-of = Contains tracked changes by { $names }.
files-hidden = Contains hidden sheets or slides.
files-hidden-of = Contains hidden sheets or slides: { $names }.
files-author = Tells who wrote it.
files-author-of = Names as author: { $names }.
files-macros = Contains macros. Whoever opens it may run programs with them.
files-place = May tell place and device of the picture. Uploaded as JPEG or PNG, it loses these details.
files-unread = Could not be checked, for instance because of a password. Please see for yourself whether it holds names or comments.

done-files-saved = The files are stored.
done-files-to-check = Stored. Please check the notes on the files.
done-file-removed = The file has been removed.
done-file-restored = The file is back.
done-file-cleaned = The cleaned version is stored. What is left to check stands at the file.

markdown-file-missing = (file missing)
