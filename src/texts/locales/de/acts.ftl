# Acts on whole pages and what they leave behind: move, copy, trash, lock, order, undo, drafts, changes.

tools = Weitere Handlungen
tool-move = Verschieben
tool-copy = Kopieren
tool-template = Als Vorlage verwenden
tool-no-template = Nicht mehr als Vorlage anbieten
tool-lock = Seite sperren
tool-unlock = Sperre aufheben
tool-trash = In den Papierkorb

move-title = Verschieben
move-lead = Die Seite bekommt eine andere Adresse. Die bisherige führt weiter zu ihr, auch aus Texten, die auf sie verweisen.
move-below = { $count ->
    [one] Die Unterseite kommt mit.
   *[other] Alle { $count } Unterseiten kommen mit.
}
move-above = Übergeordnete Seite
move-above-help = Titel oder Adresse einer Seite des Bereichs. Leer steht die Seite oben im Bereich.
move-slug = Letzter Teil der Adresse
move-slug-help = Aus dem Titel gebildet. Ist die Adresse vergeben, bekommt sie eine Nummer.

copy-title = Kopieren
copy-lead = Es entsteht ein neuer Entwurf mit demselben Text. Verlauf, Kennung und Einträge wie Maßnahmen bleiben beim Original.
copy-of = Kopie von { $title }
copy-whole = Was wird kopiert?
copy-alone = Nur diese Seite
copy-with = { $count ->
    [one] Auch die Unterseite
   *[other] Auch alle { $count } Unterseiten
}

lock-title = Seite sperren
lock-lead = Solange die Sperre gilt, bearbeiten die Seite nur Personen mit den Rechten Freigeben oder Verwalten. Lesen können sie weiter alle wie bisher.
lock-reason = Grund
lock-reason-help = Ein Satz für alle, die die Seite bearbeiten wollen. Keine Angaben zu Personen.
locked-since = Gesperrt seit { $when }. Nur wer freigeben darf, kann die Seite bearbeiten.
locked-because = Gesperrt seit { $when }: { $reason } Nur wer freigeben darf, kann die Seite bearbeiten.

trash-title = Papierkorb
trash-lead = Gelöschte Seiten Ihrer Bereiche bleiben hier 90 Tage und lassen sich wiederherstellen.
trash-empty = Der Papierkorb ist leer. Hier stehen Seiten, die in den Papierkorb gelegt wurden.
trash-until = Gelöscht { $when }, hier bis { $day }.
trash-due = Gelöscht { $when }. Die Frist endete am { $day }, die Seite kann endgültig gelöscht werden.
trash-with = { $count ->
    [one] mit einer Unterseite
   *[other] mit { $count } Unterseiten
}
trash-purge = Endgültig löschen
purge-title = „{ $title }“ endgültig löschen?
purge-lead = { $count ->
    [one] Die Seite, ihr Verlauf und ihre Einträge werden gelöscht. Das lässt sich nicht rückgängig machen.
   *[other] { $count } Seiten, ihr Verlauf und ihre Einträge werden gelöscht. Das lässt sich nicht rückgängig machen.
}

order-title = Reihenfolge
order-do = Reihenfolge ändern
order-below = Unterseiten ordnen
order-empty = Hier gibt es noch keine Seiten, die man ordnen könnte.
order-back = Fertig

undo-note = Rückgängig gemacht
done-moved = { $count ->
    [one] Verschoben. Die bisherige Adresse führt weiter hierher.
   *[other] { $count } Seiten verschoben. Die bisherigen Adressen führen weiter hierher.
}
done-not-moved = Die Seite stand schon an dieser Stelle.
done-copied = { $count ->
    [one] Kopiert. Die Kopie ist ein Entwurf.
   *[other] { $count } Seiten kopiert. Die Kopien sind Entwürfe.
}
done-trashed = { $count ->
    [one] Die Seite liegt im Papierkorb.
   *[other] { $count } Seiten liegen im Papierkorb.
}
done-taken-out = { $count ->
    [one] Die Seite ist wieder da.
   *[other] { $count } Seiten sind wieder da.
}
done-purged = Endgültig gelöscht.
done-locked = Die Seite ist gesperrt.
done-unlocked = Die Sperre ist aufgehoben.
done-template = Die Seite wird bei „Neu“ als Vorlage angeboten.
done-no-template = Die Seite ist keine Vorlage mehr.
done-ordered = Die Reihenfolge ist geändert.
done-discarded = Die nicht gespeicherte Fassung ist verworfen.
done-undone = Rückgängig gemacht.
done-undo-late = Das lässt sich nicht mehr rückgängig machen: Es ist länger als zehn Minuten her oder schon geschehen. Der Verlauf hilft weiter.
done-undo-moved = Das lässt sich nicht mehr rückgängig machen, weil seither etwas geändert wurde. Der Verlauf hilft weiter.

unsaved-typed = Nicht gespeicherte Fassung vom { $when }.
unsaved-aside = Ihre Fassung vom { $when }, aufgehoben, als jemand gleichzeitig gespeichert hat.
unsaved-resume = Weiterbearbeiten
unsaved-discard = Verwerfen
unsaved-kept = Entwurf gesichert. Nur Sie sehen ihn, bis Sie speichern.
unsaved-not-kept = Der Entwurf konnte nicht gesichert werden. Bitte speichern Sie bald.
writing-now = { $count ->
    [one] { $names } bearbeitet die Seite gerade.
   *[other] { $names } bearbeiten die Seite gerade.
}
form-minor = Kleine Änderung
form-minor-hint = Zum Beispiel ein Tippfehler. In „Letzte Änderungen“ lässt sie sich ausblenden.
conflict-kept = Ihre Fassung ist außerdem aufgehoben; das Formular bietet sie Ihnen wieder an.

compare-reasons = Was geändert wurde
compare-as-read = Nebeneinander, wie gelesen
compare-as-text = Als Text vergleichen
compare-was = Vorher
compare-is = Geändert
compare-gone = Entfallen
compare-appeared = Neu

authors-title = Wer hat was geschrieben
authors-lead = Zu jedem Absatz der Stand, der ihn zuletzt geändert hat. Das sehen nur Personen, die die Seite bearbeiten dürfen.
authors-partial = Ältere Stände sind zusammengefasst.
authors-paragraph = Absatz
authors-last = Zuletzt geändert
authors-empty = Die Seite hat noch keinen Text.

changes-title = Letzte Änderungen
changes-title-in = Letzte Änderungen: { $space }
changes-all = Alle Änderungen
changes-empty = Hier hat sich noch nichts geändert.
changes-minor = kleine Änderung
changes-with-minor = Auch kleine Änderungen zeigen
changes-without-minor = Kleine Änderungen ausblenden
changes-where = Bereiche
changes-everywhere = Alle Bereiche
changes-compare = Vergleichen
changes-older = Ältere
changes-newest = Neueste
change-created = Angelegt
change-saved = Geändert
change-moved = Verschoben
change-restored = Wiederhergestellt
change-marked = Sperre oder Vorlage geändert
space-tree = Seiten

problem-move-below-itself = Eine Seite kann nicht unter sich selbst stehen. Wählen Sie eine andere übergeordnete Seite.
problem-no-such-page = Diese Seite gibt es im gewählten Bereich nicht. Prüfen Sie Titel oder Adresse.
problem-tree-too-large = Unter dieser Seite liegen zu viele Seiten für einen Schritt. Verschieben oder löschen Sie sie in Teilen.
new-templates = Mit einer Vorlage beginnen
done-fit-address = Die Adresse ist dieselbe geblieben. Adresse anpassen
