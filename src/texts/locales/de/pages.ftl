# Start, spaces, lists, pages.
portal-changes = Neu und geändert
portal-changes-all = Alle Änderungen
portal-areas = Standards nach Leistungsbereich
portal-standards-all = Alle Standards
portal-count = Anzahl:
portal-sources-before = Dazu
portal-sources-after = Sie sind in Berlin nicht beschlossen.
portal-terms-all = { $count ->
    [one] Ein Begriff
   *[other] Alle { $count } Begriffe
}
portal-practices = Aus den Bezirken
portal-practices-all = Mehr gute Praxis
portal-drafts = Meine Entwürfe
portal-newcomers = Neu im Amt?
portal-newcomers-text = Vier Seiten, fünfzehn Minuten: So arbeiten die Berliner Sozialämter an Qualität.
portal-newcomers-link = Lesepfad beginnen
portal-aside = Für Sie
portal-motto = Wofür wir arbeiten

space-new = Neu in diesem Bereich
space-edit = Startseite bearbeiten
space-changes = Zuletzt geändert
space-empty = Hier steht noch nichts
space-empty-write = Machen Sie den Anfang: Ein Titel genügt, alles andere können Sie später ergänzen.
space-empty-read = Sobald jemand aus diesem Bereich etwas veröffentlicht, finden Sie es hier.
spaces-title = Bezirke und Bereiche
spaces-lead = Jeder Bezirk hat einen eigenen Bereich, dazu kommen die gemeinsamen.
spaces-other = Weitere Bereiche
spaces-own = Ihr Bezirk
spaces-pages = { $count ->
    [0] noch leer
    [one] 1 Seite
   *[other] { $count } Seiten
}

list-total = { $count ->
    [0] Kein Eintrag
    [one] 1 Eintrag
   *[other] { $count } Einträge
}
list-empty = Noch kein Eintrag
list-empty-write = Ein Titel genügt für den Anfang. Veröffentlicht wird erst, wenn Sie es sagen.
list-empty-read = Sobald der erste Eintrag veröffentlicht ist, steht er hier.
list-empty-narrowed = Mit diesen Filtern gibt es keinen Eintrag

glossary-lead = { $count ->
    [one] Ein Begriff, gemeinsam geklärt.
   *[other] { $count } Begriffe, gemeinsam geklärt: damit alle dasselbe meinen, wenn sie dasselbe sagen.
}
glossary-letters = Glossar von A bis Z
glossary-filter = Im Glossar suchen
glossary-also = auch:
glossary-abbreviations = Abkürzungen
glossary-empty-query = Kein Begriff zu „{ $query }“
glossary-all = Alle Begriffe zeigen

contents = Auf dieser Seite
contents-short = Auf dieser Seite, kurz
page-aside = Zu dieser Seite
page-actions = Was Sie tun können
page-edit = Bearbeiten
page-history = Verlauf
page-print = Drucken
page-used-in = Wird verwendet in
page-owner = Zuständig
page-children = Unterseiten
page-chain = In der Prozesskette blättern
page-previous = Schritt davor
page-next = Nächster Schritt
page-changed = Geändert { $when }
page-changed-by = Geändert { $when } von { $name }
print-on = gedruckt am { $date }
sources = Quellen

banner-trash-title = Diese Seite liegt im Papierkorb
banner-trash = Nur wer sie bearbeiten darf, sieht sie noch.
banner-old-revision-title = Sie lesen einen früheren Stand
banner-old-revision = Inzwischen hat sich die Seite geändert.
banner-superseded-title = Nicht mehr gültig: abgelöst
banner-superseded = Richten Sie sich nach der Nachfolgerin.
banner-repealed-title = Außer Kraft
banner-repealed = Diese Regelung gilt nicht mehr. Eine Nachfolgerin gibt es nicht.
banner-source-text-title = Fachliche Grundlage, in Berlin nicht beschlossen
banner-source-text = Dieser Text gibt Orientierung, er bindet Sie nicht.
banner-example-title = Beispiel
banner-example = Diese Seite zeigt, wie ein Eintrag aussehen kann. Der Inhalt ist erfunden.
banner-draft-title = Entwurf
banner-draft = Diese Seite sehen nur Sie und die Menschen, die hier mitarbeiten.
banner-open-draft-title = Entwurf, noch nicht beschlossen
banner-open-draft = Dieser Text wird abgestimmt. Er gibt Orientierung, er bindet Sie noch nicht.
banner-pending-for-reader-title = Ein Bearbeitungsstand liegt vor
banner-pending-for-reader = Sie lesen die gültige Fassung. Änderungen daran sind noch nicht freigegeben.
banner-pending-shown-title = Bearbeitungsstand, noch nicht freigegeben
banner-pending-shown = Alle anderen lesen weiter die gültige Fassung.

standard-quick = Auf einen Blick
standard-objective = Ziel
standard-statement = Aussage
standard-statements = { $count ->
    [1] Eine Aussage
    [2] Zwei Aussagen
    [3] Drei Aussagen
    [4] Vier Aussagen
    [5] Fünf Aussagen
    [6] Sechs Aussagen
    [7] Sieben Aussagen
    [8] Acht Aussagen
    [9] Neun Aussagen
    [10] Zehn Aussagen
    [11] Elf Aussagen
    [12] Zwölf Aussagen
   *[other] { $count } Aussagen
}
standard-quote = Zitat kopieren
standard-quote-label = Zitat für die Akte
standard-quote-source = { $title }, Aussage { $number }
standard-scope = Geltung und Einordnung
standard-effect = Ziele und Wirkung
standard-conflicts = Zielkonflikte
standard-resources = Was es dafür braucht
resources-individual = Bei den Fachkräften
resources-institutional = Im Amt

practice-problem = Wann hilft das?
practice-purpose = Ziel und Zweck
practice-procedure = So gehen Sie vor
practice-chances = Chancen und Risiken
practice-opportunities = Chancen
practice-risks = Risiken und Grenzen
practice-evidence = Ergebnis und Belege
practice-transfer = Übertragen auf Ihr Amt
practice-adoptions = Wer nutzt das?
practice-attachments = Vorlagen
practice-about = Einordnung
practice-contact = Fragen dazu

project-aim = Worum es geht
project-measures = Maßnahmen
project-milestones = Meilensteine
project-results = Ergebnisse und Erkenntnisse
project-about = Rahmen
project-team = Team
project-goals = Trägt bei zu

term-definition = Definition
term-note = Beachte
term-usage = So verwenden wir das Wort
term-related = Verwandte Begriffe
see-also = Siehe auch
