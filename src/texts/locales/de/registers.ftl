# Administration: registers and lists, files of the site, examples, templates of new pages.
administration-lead = Was das Amt selbst pflegt, ohne dass jemand etwas programmiert.
administration-parts = Pflegen

files-wrong = In einer Datei für Seitenarten oder Vorlagen stimmt etwas nicht. Es gilt weiter die letzte fehlerfreie Fassung.
files-wrong-link = Ansehen
files-wrong-title = Dateien mit Fehlern
files-wrong-about = Für diese Dateien gilt weiter die letzte fehlerfreie Fassung. Sobald sie berichtigt sind, gelten sie ohne Neustart.
files-line = Zeile { $line }

registers-title = Register und Auswahllisten
registers-about = Leistungsbereiche, Gremien, Organisationen, Funktionen und alle Listen, aus denen Formulare wählen lassen: ergänzen, umbenennen, ordnen, auslaufen lassen.
registers-lead = Alles, woraus Formulare wählen lassen. Änderungen gelten sofort und überall, ohne Neustart.
registers-registers = Register
registers-lists = Auswahllisten
registers-lists-about = Diese Listen gehören zu einzelnen Feldern. Umbenennen und Ordnen ist unbedenklich; neue Werte sprechen Sie am besten vorher in der AG QM ab.
registers-none = Hier stehen die Register, sobald es welche gibt.
registers-name = Name
registers-for = Wofür
registers-entries = Einträge
registers-retired = und { $count } nicht mehr angeboten

register-offered-in = Zur Auswahl in: { $fields }
register-entries = Einträge
register-entry = Eintrag
register-use = Verwendung
register-order = Reihenfolge
register-empty = Noch keine Einträge. Fügen Sie unten den ersten hinzu.
register-new = Neuer Eintrag
register-add = Hinzufügen
register-aside = Wo die Liste erscheint
register-fields = Zur Auswahl in
register-no-fields = Noch in keinem Formular.
register-rules = Gut zu wissen
register-rules-text = Was auf einer Seite steht, bleibt dort lesbar, auch wenn es nicht mehr angeboten wird. Löschen lässt sich nur, was hier hinzugefügt und nie verwendet wurde.
register-used = { $count ->
    [one] 1 Seite
   *[other] { $count } Seiten
}
register-used-rows = { $count ->
    [one] 1 Zeile
   *[other] { $count } Zeilen
}
register-retired = Nicht mehr angeboten
register-since = Angeboten bis { $date }
register-until = Wird angeboten bis { $date }
register-label-de = Bezeichnung
register-help-label-de = So steht es in Formularen, Listen und auf Seiten.
register-label-en = Bezeichnung auf Englisch
register-help-label-en = Für die englische Oberfläche. Bleibt das Feld leer, steht auch dort die deutsche Bezeichnung.
register-last-day = Zuletzt angeboten am
register-help-last-day = Leer lassen, solange der Eintrag gilt. Nach diesem Tag steht er in neuen Formularen nicht mehr zur Wahl.
register-retire = Nicht mehr anbieten
register-offer = Wieder anbieten
register-delete = Löschen
register-id = Kennung in Dateien
register-unused = Noch auf keiner Seite.
register-used-retires = Weil er verwendet wird, lässt sich der Eintrag nicht löschen. Nicht mehr angeboten bleibt er dort lesbar.
register-still-needed = Der Eintrag ist oder war in Gebrauch oder kommt aus einer Datei. Löschen geht deshalb nicht; bieten Sie ihn nicht mehr an.
register-overtaken = Jemand anderes hat hier gerade etwas geändert. Ihre Eingabe steht noch im Formular; sehen Sie nach und speichern Sie noch einmal.
register-overtaken-by = Jemand anderes hat diesen Eintrag gerade geändert; er heißt jetzt „{ $word }“. Ihre Eingabe steht noch im Formular. Wenn Sie noch einmal speichern, gilt Ihre.
register-order-moved = Die Reihenfolge hat sich gerade geändert. So ist sie jetzt.

problem-register-unnamed = Geben Sie dem Eintrag eine Bezeichnung.
problem-register-long = Eine Bezeichnung hat höchstens { $max } Zeichen.
problem-register-twice = Diese Bezeichnung steht schon in der Liste. Wird der Eintrag nicht mehr angeboten, können Sie ihn wieder anbieten.
problem-register-day = Schreiben Sie den Tag so: 31.12.2026.

problem-template-unnamed = Der Vorlage fehlt „label“, ihr Name.
problem-template-key = „{ $key }“ kennt eine Vorlage nicht. Felder der Seite stehen unter „fields“.
problem-template-fields = Unter „fields“ stehen Felder mit ihren Werten.
template-begin = Womit möchten Sie beginnen?
template-empty = Leere Seite

examples-title = Beispiele
examples-about = { $count ->
    [one] 1 Seite ist ein erfundenes Beispiel zum Kennenlernen.
   *[other] { $count } Seiten sind erfundene Beispiele zum Kennenlernen.
} Wenn Sie sie nicht mehr brauchen, nehmen Sie sie mit allem, was daran hängt, heraus. Eigene Seiten bleiben.
examples-remove = Beispiele entfernen

problem-records-form = Unter „records“ steht je Art eine Liste von Zeilen mit „fields“.
problem-records-set = Zeilen der Art „{ $set }“ hat eine Seite dieser Art nicht.
done-examples-removed = Die Beispiele sind entfernt. Ihre eigenen Seiten sind unverändert.
