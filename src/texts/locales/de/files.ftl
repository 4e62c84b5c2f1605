# Files at pages.
files = Dateien
files-empty-hint = Hier ist Platz für Vordrucke, Vorlagen und Bilder zu dieser Seite.
files-add = Dateien hinzufügen
files-choose = Dateien auswählen
files-choose-one = Neue Fassung auswählen
files-choose-hint = Höchstens { $max } MB je Datei. Eine Datei mit demselben Namen wird zur neuen Fassung; die alte bleibt für Bearbeitende erhalten.
files-choose-one-hint = Höchstens { $max } MB. Die Datei behält ihren Namen; die bisherige Fassung bleibt für Bearbeitende erhalten.
files-upload = Hochladen
files-pending = Leserinnen und Leser sehen diese Fassung ab der nächsten Freigabe.
files-manage = Fassungen
files-clean = Bereinigt speichern
files-clean-hint = Es entsteht eine neue Fassung ohne Namen und Kommentare; nachverfolgte Änderungen sind darin angenommen.
files-removed = { $count ->
    [one] Eine entfernte Datei
   *[other] { $count } entfernte Dateien
}
files-removed-when = entfernt { $when }
files-restore = Wiederherstellen
files-remove = Entfernen
files-remove-hint = Die Datei verschwindet von der Seite und kann dort wiederhergestellt werden.
files-is-removed = Diese Datei ist entfernt.
files-in-text = So steht sie im Text
files-in-text-hint = Kopieren Sie diese Zeile an die Stelle im Text, an der die Datei stehen soll.
files-versions = Fassungen
files-version = Fassung { $number }
files-version-in-force = sehen alle
files-version-act = Herunterladen
files-came-as = hochgeladen als { $name }
files-new-version = Neue Fassung
files-to-page = Zur Seite

files-refused-title = Nicht alles wurde übernommen
files-refused-lead = Diese Dateien wurden nicht gespeichert:
files-stored-lead = Diese Dateien sind gespeichert:
files-refused-none = Es wurde nichts gespeichert.
files-too-large = Die Datei ist zu groß: höchstens { $max } MB. Verkleinern Sie Bilder, oder teilen Sie die Datei.
files-wiki-full = Für diese Datei ist im Wiki kein Platz mehr. Bitte wenden Sie sich an die Verwaltung des Wikis.
files-too-many = Eine Seite kann höchstens { $max } Dateien haben. Entfernen Sie einige, oder nehmen Sie eine andere Seite.
files-too-many-at-once = Bitte laden Sie höchstens 50 Dateien auf einmal hoch.
files-empty = Die Datei ist leer.
files-none-chosen = Sie haben keine Datei ausgewählt.
files-broken-upload = Das Hochladen ist unterwegs abgebrochen. Bitte versuchen Sie es noch einmal.
files-bomb = Die Datei ist ungewöhnlich gepackt und wird deshalb nicht angenommen. Öffnen und speichern Sie sie neu, und versuchen Sie es dann noch einmal.
files-image-broken = Das Bild lässt sich nicht lesen. Speichern Sie es neu als JPEG oder PNG.
files-image-too-large = Das Bild hat zu viele Bildpunkte: höchstens 50 Millionen. Verkleinern Sie es, und laden Sie es noch einmal hoch.
files-image-animated = Bewegte Bilder gehen nur als GIF.
files-infected = Der Virenschutz hat die Datei abgelehnt ({ $name }). Bitte wenden Sie sich an Ihre IT-Stelle.
files-no-scanner = Der Virenschutz antwortet gerade nicht, deshalb wird keine Datei angenommen. Bitte versuchen Sie es später noch einmal.
files-name-taken = Das geht gerade nicht: Es gibt inzwischen eine andere Datei mit diesem Namen, oder jemand war schneller.
files-not-cleanable = Diese Datei lässt sich hier nicht bereinigen. Bereinigen Sie sie in Ihrem Büroprogramm, und laden Sie sie als neue Fassung hoch.
files-locked = Diese Datei ist mit einem Kennwort geschützt und lässt sich hier nicht bereinigen.
files-tracked-tables = In einer Tabelle sind Zeilen oder Zellen als gelöscht vorgemerkt. Nehmen Sie diese Änderungen in Ihrem Büroprogramm an, und laden Sie die Datei als neue Fassung hoch.
files-drawings = Neben den Kommentaren gibt es gezeichnete Schaltflächen, die sich nicht davon trennen lassen. Entfernen Sie die Kommentare in Ihrem Büroprogramm.

files-findings = Bitte prüfen
files-comments = Enthält Kommentare.
files-comments-of = Enthält Kommentare von { $names }.
files-changes = Enthält nachverfolgte Änderungen.
files-changes-of = Enthält nachverfolgte Änderungen von { $names }.
files-hidden = Enthält ausgeblendete Blätter oder Folien.
files-hidden-of = Enthält ausgeblendete Blätter oder Folien: { $names }.
files-author = Nennt, wer sie geschrieben hat.
files-author-of = Nennt als Verfasserin oder Verfasser: { $names }.
files-macros = Enthält Makros. Wer sie öffnet, kann damit Programme starten.
files-place = Kann Ort und Gerät der Aufnahme nennen. Als JPEG oder PNG hochgeladen, werden diese Angaben entfernt.
files-unread = Konnte nicht geprüft werden, zum Beispiel wegen eines Kennworts. Prüfen Sie selbst, ob Namen oder Kommentare darin stehen.

done-files-saved = Die Dateien sind gespeichert.
done-files-to-check = Gespeichert. Bitte prüfen Sie die Hinweise bei den Dateien.
done-file-removed = Die Datei ist entfernt.
done-file-restored = Die Datei ist wieder da.
done-file-cleaned = Die bereinigte Fassung ist gespeichert. Was noch daran zu prüfen ist, steht bei der Datei.

markdown-file-missing = (Datei fehlt)
