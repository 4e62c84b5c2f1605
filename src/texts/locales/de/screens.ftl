# Words that handlers choose: who sees what, what just happened, names of values every page has.

audience-draft = Alle, die in „{ $space }“ mitarbeiten
audience-intern = Alle angemeldeten Beschäftigten
audience-members = Die Mitglieder von „{ $space }“
audience-note-pending = Bis zur Freigabe sehen andere weiter die gültige Fassung.
audience-open = Das hängt vom Bereich ab, den Sie wählen
audience-public = Alle, auch ohne Anmeldung
audience-qm = Alle QM-Beauftragten

banner-to-current = Zur aktuellen Seite
banner-to-released = Gültige Fassung ansehen
banner-to-working = Bearbeitungsstand ansehen

chip-example = Beispiel
chip-intention = Absicht laut Quelle

done-created = Die Seite ist angelegt.
done-merged = Gespeichert. Jemand hatte gleichzeitig an anderer Stelle geändert; beide Änderungen sind zusammengeführt.
done-pending = Der Bearbeitungsstand ist gespeichert. Die gültige Fassung bleibt, bis er freigegeben ist.
done-published = Gespeichert und veröffentlicht.
done-restored = Der frühere Stand ist wiederhergestellt. Auch der bisherige bleibt im Verlauf.
done-saved = Gespeichert.
done-see-changes = Änderungen ansehen
done-unchanged = Es gab nichts zu speichern: Der Text ist derselbe.

edit-title = „{ $title }“ bearbeiten
error-plain = Das hat nicht geklappt. Bitte versuchen Sie es in einigen Minuten noch einmal.

facet-kind = Seitenart
facet-space = Bereich
facet-status = Status

field-change-note = Was haben Sie geändert?
field-space = Bereich
field-status = Status
field-text = Text
field-title = Titel
field-updated = Geändert
help-change-note = Ein halber Satz genügt. Andere sehen ihn im Verlauf.
help-space = Wohin gehört die Seite?

history-released = Veröffentlicht
restore-note = Bearbeitungsstand { $number } wiederhergestellt
revision-label = Bearbeitungsstand { $number }

markdown-note = Hinweis
markdown-tip = Tipp
markdown-important = Wichtig
markdown-warning = Warnung
markdown-caution = Vorsicht
markdown-table = Tabelle
markdown-task-done = Erledigt
markdown-task-open = Offen
markdown-footnote = Fußnote
markdown-footnotes = Fußnoten
markdown-footnote-back = Zurück zum Text von Fußnote
markdown-page-missing = (Seite fehlt noch)
markdown-page-ambiguous = (mehrere Seiten)

portal-source-texts = { $count ->
    [one] fachliche Grundlage
   *[other] fachliche Grundlagen
}
search-title-for = „{ $query }“ – Suche

problem-account-name = Ein Anmeldename hat 1 bis 100 Zeichen.
problem-bad-address = Diese Adresse ist unvollständig. Gehen Sie zurück und versuchen Sie es noch einmal.
problem-bad-form = Das Formular kam unvollständig an. Gehen Sie zurück, Ihr Text steht noch dort, und senden Sie es noch einmal.
problem-file-too-many-first = Höchstens { $max } Felder dürfen zuerst stehen, hier sind es { $actual }.
problem-language = Diese Sprache gibt es hier nicht.
problem-no-longer-fits = Der gespeicherte Wert passt nicht mehr zum Feld. Er bleibt erhalten, bis Sie ihn ändern.
problem-not-utf8 = Die Datei ist kein Text in UTF-8. Speichern Sie sie als UTF-8 und nehmen Sie sie noch einmal auf.
problem-text-too-large = Der Text ist größer als { $max } MiB. Teilen Sie ihn auf mehrere Seiten auf.
problem-unknown-kind = Die Seitenart „{ $kind }“ gibt es nicht.
problem-unknown-revision = Den Bearbeitungsstand, von dem Sie ausgingen, gibt es nicht. Öffnen Sie die Seite neu.

version-released = Fassung vom { $date }
version-working = Bearbeitungsstand { $number } vom { $date }

record-act = Bearbeiten
record-add = { $what } hinzufügen
record-edit = Ändern
record-history = Geändert
record-remove = Entfernen
problem-field-needed = Füllen Sie dieses Feld aus; ohne es sagt die Zeile nichts.
problem-record-taken = Jemand war schneller, oder diese Zeile gibt es schon. Ihre Eingaben stehen noch hier; öffnen Sie die Seite in einem zweiten Fenster und vergleichen Sie.
problem-rule = { $message }
problem-page-moved = Die Seite wurde gerade von jemand anderem geändert. Nehmen Sie die Datei noch einmal auf.
