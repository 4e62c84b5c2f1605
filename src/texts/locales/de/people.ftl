# Coming in, and what can go wrong.
sign-in = Anmelden
sign-out = Abmelden
sign-in-title = Anmelden
sign-in-lead = Mit Ihrem Namen im { $site } und Ihrem Passwort.
sign-in-name = Anmeldename
sign-in-password = Passwort
sign-in-help = Hilfe zur Anmeldung
sign-in-link-title = Sie haben einen Anmelde-Link?
sign-in-link-text = Öffnen Sie ihn einfach. Den Link für die erste Anmeldung zeigt das Programm beim Start auf dem Server; weitere stellt Ihre Administration aus. Jeder Link gilt einmal.
sign-in-none-title = Noch kein Zugang?
sign-in-none-text = Fragen Sie die QM-Beauftragten Ihres Bezirks oder Ihre Administration.
sign-in-wrong = Name und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.
sign-in-too-many = Das waren sehr viele Versuche. Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.
sign-in-ended = Ihre Sitzung ist zu Ende. Melden Sie sich an, dann geht es dort weiter, wo Sie waren.
sign-in-signed-out = Sie sind abgemeldet.
sign-in-bad-link = Dieser Link gilt nicht mehr. Jeder Link gilt einmal und nur kurze Zeit. Ihre Administration stellt Ihnen gern einen neuen aus.
sign-in-needed = Melden Sie sich an, um die Seite zu sehen.
sign-in-link-welcome = Willkommen, { $name }
sign-in-link-once = Dieser Link gilt einmal. Danach melden Sie sich mit Ihrem Passwort an.
sign-in-link-button = Jetzt anmelden
password-title = Passwort festlegen
password-lead = Mindestens { $min } Zeichen. Drei oder vier Wörter, die nur Sie zusammenbringen, sind leicht zu merken und schwer zu raten.
password-new = Neues Passwort
password-hint = Leerzeichen und Umlaute sind erlaubt.
password-again = Noch einmal
password-save = Passwort speichern

error-access-title = Sie brauchen Zugang?
error-access = Manche Seiten sehen nur bestimmte Menschen. Die QM-Beauftragten Ihres Bezirks können Ihnen Zugang geben.
error-home = Zur Startseite
error-back = Zurück
error-sign-in = Anmelden
error-write = Diese Seite schreiben
error-reference = Kennzeichen für die Administration:
error-retry = { $count ->
    [one] Versuchen Sie es in einer Sekunde noch einmal.
   *[other] Versuchen Sie es in { $count } Sekunden noch einmal.
}
error-400-title = Das haben wir nicht verstanden
error-400 = Die Anfrage war unvollständig. Gehen Sie zurück und versuchen Sie es noch einmal.
error-404-title = Diese Seite finden wir nicht
error-404 = Vielleicht wurde sie verschoben, vielleicht ist sie nicht für alle sichtbar. Die Suche hilft weiter.
error-405-title = So geht es hier nicht
error-405 = Diese Adresse nimmt die Anfrage nicht an. Gehen Sie über die Seite, von der Sie kamen.
error-409-title = Das hat sich inzwischen geändert
error-409 = Jemand war schneller. Laden Sie die Seite neu und sehen Sie nach, was sich geändert hat.
error-413-title = Das ist zu viel auf einmal
error-413 = Der Text oder die Datei ist zu groß. Teilen Sie den Inhalt auf mehrere Seiten auf.
error-429-title = Das ging sehr schnell
error-429 = Es kamen viele Anfragen in kurzer Zeit. Bitte warten Sie einen Augenblick.
error-500-title = Da ist etwas schiefgegangen
error-500 = Der Fehler liegt bei uns und ist vermerkt. Was vorher gespeichert war, ist nicht verloren.
error-503-title = Gleich wieder da
error-503 = Das Wiki ist gerade nicht erreichbar oder wird gewartet. Versuchen Sie es in ein paar Minuten noch einmal.
