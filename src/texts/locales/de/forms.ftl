# Writing, history, comparing, conflicts.
form-title-new = Neu: { $kind }
form-title-edit = { $kind } bearbeiten
form-required = (nötig)
form-lines = Ein Eintrag pro Zeile.
form-markdown = Leerzeilen trennen Absätze. Überschriften, Listen und Verweise: siehe „So gestalten Sie Text“.
form-more = Weitere Angaben
form-filled = { $filled ->
    [0] leer, { $total } möglich
   *[other] { $filled } von { $total } ausgefüllt
}
form-row = Zeile { $number }
form-add = Zeile hinzufügen
form-remove = Entfernen
form-up = Nach oben
form-down = Nach unten
form-problems = { $count ->
    [one] Eine Angabe stimmt noch nicht
   *[other] { $count } Angaben stimmen noch nicht
}
form-problems-kept = Ihr Text steht noch im Formular. Gespeichert ist er erst, wenn Sie das geändert haben.
form-aside = Stand und Hilfe
form-missing = { $open ->
    [0] Vollständig ({ $total } von { $total })
   *[other] Was noch fehlt ({ $open } von { $total })
}
form-missing-hint = Zum Speichern genügt der Titel. Das hier braucht es erst für die Freigabe.
form-missing-none = Alles da, was für die Freigabe gebraucht wird.
form-done = { $count ->
    [one] 1 Angabe ist fertig
   *[other] { $count } Angaben sind fertig
}
form-audience = Wer sieht das nach dem Speichern?
form-save = Speichern
form-save-draft = Als Entwurf speichern
form-publish = Speichern und veröffentlichen
form-preview = Vorschau
form-preview-title = Vorschau, noch nicht gespeichert
form-body = Text
form-body-help = Was sonst noch zu sagen ist, in Ihren eigenen Worten.
form-title-label = Titel
form-title-help = So, wie Sie es einer Kollegin oder einem Kollegen nennen würden.
form-space-label = Bereich
form-space-help = Wem die Seite gehört. Davon hängt ab, wer sie sieht und wer mitschreibt.
form-change-note-label = Was haben Sie geändert?
form-change-note-help = Ein Satz für alle, die den Verlauf lesen.
form-format = So gestalten Sie Text
form-format-heading = Überschrift
form-format-bold = fett
form-format-list = Punkt einer Liste
form-format-step = Schritt
form-format-page = Titel einer Seite
form-format-link = Verweis auf eine Seite im Wiki

flash-saved = „{ $title }“ ist gespeichert.
flash-published = „{ $title }“ ist veröffentlicht.
flash-restored = Der Stand { $number } von „{ $title }“ ist wiederhergestellt.
flash-merged = Gespeichert. Jemand hat die Seite gleichzeitig bearbeitet; beide Änderungen wurden zusammengeführt.
flash-merged-compare = Zusammengeführten Text vergleichen
flash-unchanged = Es gab nichts zu speichern: Die Seite ist unverändert.
flash-undone = Rückgängig gemacht.
flash-trashed = „{ $title }“ liegt jetzt im Papierkorb.
flash-password = Ihr neues Passwort gilt ab sofort.

audience-you = Sie
audience-team = Sie und alle, die im Bereich „{ $space }“ mitarbeiten
audience-staff = alle angemeldeten Beschäftigten
audience-pending = Lesende sehen weiter die gültige Fassung, bis die Änderung freigegeben ist.

history-title = Verlauf
history-hint = Wählen Sie zwei Stände, um sie zu vergleichen.
history-compare = Ausgewählte vergleichen
history-from = Älter
history-to = Neuer
history-from-label = Stand { $number } als älteren wählen
history-to-label = Stand { $number } als neueren wählen
history-revision = Stand
history-number = Stand { $number }
history-note = Änderung
history-no-note = ohne Notiz
history-in-force = Das lesen alle

compare-title = Zwei Stände im Vergleich
compare-fields = Geänderte Angaben
compare-field = Angabe
compare-old = Vorher
compare-new = Nachher
compare-empty = leer
compare-text = Geänderter Text
compare-same = Beide Stände sind gleich.
compare-skipped = { $count ->
    [one] Eine unveränderte Zeile ausgelassen
   *[other] { $count } unveränderte Zeilen ausgelassen
}
compare-added = Neu:
compare-removed = Entfallen:
compare-end = Ende der Änderung.
compare-legend-new = Was neu ist, ist
compare-legend-underlined = unterstrichen
compare-legend-gone = was entfallen ist,
compare-legend-struck = durchgestrichen
compare-earlier = Eine Änderung davor
compare-later = Eine Änderung danach

conflict-title = Gleichzeitig bearbeitet
conflict-lead-by = Während Sie schrieben, hat { $other } „{ $page }“ gespeichert ({ $when }).
conflict-lead = Während Sie schrieben, hat jemand anderes „{ $page }“ gespeichert ({ $when }).
conflict-count = { $count ->
    [one] An einer Stelle entscheiden Sie.
   *[other] An { $count } Stellen entscheiden Sie.
}
conflict-safe = Nichts ist verloren: Ihr Text steht vollständig in diesem Formular.
conflict-part = { $number } von { $total }
conflict-mine = Meine Fassung
conflict-theirs = Die andere Fassung
conflict-theirs-by = Andere Fassung ({ $other })
conflict-both = Beide behalten
conflict-both-hint = Beide Absätze stehen nacheinander, Sie kürzen danach.
conflict-merged = { $count ->
    [one] Eine Angabe ist schon zusammengeführt
   *[other] { $count } Angaben sind schon zusammengeführt
}
conflict-aside = Andere Wege
conflict-else = Lieber anders?
conflict-edit = Selbst im Text zusammenführen
conflict-current = Gespeicherte Seite in neuem Fenster lesen
conflict-then = Was danach passiert
conflict-then-text = Die Seite bekommt einen neuen Stand. Beide früheren Stände bleiben im Verlauf.
conflict-save = Zusammenführen und speichern
