# Header, navigation, footer.
skip = Zum Inhalt springen
breadcrumb = Sie sind hier
menu = Menü
account = Mein Konto
administration = Verwaltung
cancel = Abbrechen
undo = Rückgängig
restore = Wiederherstellen
show-all = Alle anzeigen

nav-main = Hauptnavigation
nav-more = Mehr …
nav-more-label = Mehr
nav-start = Start
nav-standards = Standards
nav-glossary = Glossar
nav-practice = Gute Praxis
nav-projects = Projekte
nav-meetings = AG QM & Termine
nav-spaces = Bezirke
nav-newcomers = Neu im QM
nav-help = Hilfe
nav-practise = Übungsbereich
nav-accessibility = Barrierefreiheit
nav-barrier = Barriere melden
nav-privacy = Datenschutz
nav-imprint = Impressum

new = Neu
new-long = Neu anlegen
new-question = Alle Bezirke fragen
new-heading = Was möchten Sie tun?
new-in = Im Bereich
new-none = Sie lesen hier mit. Wenn Sie etwas beitragen möchten, fragen Sie Ihre QM-Beauftragten nach dem Recht „Mitarbeiten“.
new-page = Seite schreiben
new-standard = Standard entwickeln oder aufnehmen
new-practice = Gute Praxis teilen
new-project = Projekt starten
new-term = Begriff vorschlagen
new-of-kind = { $kind } anlegen

paging = Blättern
paging-of = { $from } bis { $to } von { $total }
paging-previous = Zurück
paging-next = Weiter

narrow = Eingrenzen
narrow-label = Treffer eingrenzen
narrow-label-short = Treffer eingrenzen, schmale Ansicht
narrow-remove = – Filter entfernen
narrow-clear = Alle Filter entfernen
