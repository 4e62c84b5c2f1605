# Hinweise beim Aufnehmen von Dateien.

problem-import-elsewhere = Die Seite dieser Kennung steht woanders: { $url }. Nehmen Sie „id“ aus der Datei, wenn es eine andere Seite werden soll.
problem-import-in-trash = Die Seite dieser Kennung liegt im Papierkorb. Holen Sie sie dort zurück, wenn sie wieder gelten soll.
problem-import-link = Verknüpfungen auf andere Orte werden nicht aufgenommen.
problem-import-moved = Die Adresse war vergeben; die Seite steht jetzt unter { $path }.
problem-import-no-id = Das ist keine Seite eines Exports: Es fehlen „id“, „kind“, „space“ oder „slug“. Einzelne Dateien nehmen Sie mit --space auf.
problem-import-no-parent = Die Seite darüber, { $parent }, gibt es nicht.
problem-import-no-space = Den Raum „{ $space }“ gibt es nicht.
problem-import-outside = Der Name führt aus dem Archiv hinaus; die Datei blieb draußen.
problem-import-packed = Diese Datei lässt sich nicht auspacken.
problem-import-top = Die Seite darüber, { $parent }, gibt es nicht; die Seite steht jetzt oben im Raum.
problem-import-twice = Eine Seite dieser Kennung kam schon aus einer anderen Datei.
problem-import-wiki-only = Was unter „_wiki“ steht, gilt nur, wenn der Export eines Wikis ohne --space aufgenommen wird.
