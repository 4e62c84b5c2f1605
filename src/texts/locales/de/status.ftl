# Where a page stands and what may come next.
step-title = Status von „{ $title }“
step-heading = Wie geht es weiter?
step-now = Jetzt
step-choose = Nächster Schritt
step-none = Von hier aus gibt es für Sie keinen weiteren Schritt.
step-asks-others = Weitere Schritte sind Sache derer, die in diesem Bereich die Rolle „Freigeben“ haben.
step-note = Anmerkung
step-note-help = Steht im Verlauf der Seite. Beim Zurückgeben und beim Außerkraftsetzen gehört ein Grund dazu.
step-set = Status setzen
step-problems = { $count ->
    [one] Es fehlt noch etwas
   *[other] Es fehlen noch { $count } Dinge
}
step-problems-kept = Der Status ist unverändert. Ergänzen Sie, was fehlt, und kommen Sie dann hierher zurück.
step-complete = Alles da, was dafür gebraucht wird.
step-needs-reason = Bitte mit Grund.

step-submit = Zur Mitzeichnung geben
step-release = Freigeben
step-publish = Veröffentlichen
step-return = Zurückgeben
step-reopen = Wieder als Entwurf aufnehmen
step-review = Überprüfung beginnen
step-still-valid = Gilt unverändert weiter
step-back-in-force = Wieder in Kraft setzen
step-supersede = Als abgelöst kennzeichnen
step-repeal = Außer Kraft setzen
step-source-text = Als fachliche Grundlage führen
step-archive = Archivieren
step-show-qm = Allen QM-Beauftragten zeigen
step-other = Auf „{ $status }“ setzen

step-effect-in-abstimmung = Andere lesen mit und sagen, was noch fehlt. Für Leserinnen und Leser ändert sich nichts.
step-effect-freigegeben = Ab jetzt die gültige Fassung für alle, die hier lesen dürfen.
step-effect-entwurf = Geht zurück in Arbeit.
step-effect-in-ueberpruefung = Gilt weiter und trägt den Hinweis, dass sie überprüft wird.
step-effect-abgeloest = Bleibt lesbar und zeigt, dass etwas anderes an ihre Stelle getreten ist.
step-effect-ausser-kraft = Bleibt lesbar, gilt aber nicht mehr.
step-effect-fachliche-grundlage = Text anderer Stellen, auf den Sie sich stützen. Er gilt in Berlin nicht.
step-effect-archiviert = Bleibt lesbar, wird aber nicht mehr gepflegt.
step-effect-show-qm = Sofort für alle QM-Beauftragten und diesen Bereich lesbar, mit dem Hinweis „Noch nicht freigegeben“.

chip-not-yet-released = Noch nicht freigegeben
page-status = Status
page-status-change = Status ändern
form-hints = Hinweise

done-status-submitted = Zur Mitzeichnung gegeben. Wer hier freigibt, kann die Seite jetzt lesen.
done-status-released = Freigegeben. Das ist jetzt die gültige Fassung.
done-status-returned = Zurück im Entwurf.
done-status-archived = Archiviert. Die Seite bleibt lesbar.
done-status-shown = Die Seite ist jetzt für alle QM-Beauftragten lesbar.
done-status-set = Der Status ist geändert.
done-status-same = Die Seite hatte diesen Status schon.

problem-unknown-status = Den Status „{ $status }“ gibt es für diese Seitenart nicht.
problem-status-not-next = Dieser Schritt ist von hier aus nicht vorgesehen. Bitte wählen Sie einen der angebotenen.
problem-status-page-changed = Die Seite wurde inzwischen geändert. Lesen Sie den neuen Stand, bevor Sie entscheiden.
problem-status-reason = Bitte schreiben Sie einen Grund dazu.
