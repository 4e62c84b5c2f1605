# Words of the domain that are not data: pillars, states, dates.
pillar-bezirklich = Säule I · Bezirklich
pillar-ueberbezirklich = Säule II · Überbezirklich
pillar-gesamtstaedtisch = Säule III · Gesamtstädtisch
pillar-bezirklich-about = Was Ihr Bezirk für sich regelt
pillar-ueberbezirklich-about = Was mehrere Bezirke gemeinsam tun
pillar-gesamtstaedtisch-about = Was für ganz Berlin vereinbart ist

status-entwurf = Entwurf
status-in-abstimmung = In Abstimmung
status-freigegeben = Veröffentlicht
status-in-ueberpruefung = Veröffentlicht, wird überprüft
status-abgeloest = Abgelöst
status-ausser-kraft = Außer Kraft
status-fachliche-grundlage = Fachliche Grundlage
status-archiviert = Archiviert
status-standard-freigegeben = Gültig
status-standard-in-ueberpruefung = Gültig, wird überprüft
status-anbahnung = Idee, Partner gesucht
status-geplant = Geplant
status-laufend = Laufend
status-ruhend = Ruhend
status-abgeschlossen = Abgeschlossen
status-abgebrochen = Abgebrochen
status-from = Gilt ab { $date }
status-since = Gültig seit { $date }
status-superseded-by = Abgelöst durch { $title }
status-example = Beispiel
status-pending = Bearbeitungsstand
version = Fassung { $number }
revision = Bearbeitungsstand { $number }

since-now = gerade eben
since-minutes = vor { $count ->
    [one] 1 Minute
   *[other] { $count } Minuten
}
since-hours = vor { $count ->
    [one] 1 Stunde
   *[other] { $count } Stunden
}
since-yesterday = gestern, { $time }
since-days = vor { $count } Tagen

month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
weekday-1 = Montag
weekday-2 = Dienstag
weekday-3 = Mittwoch
weekday-4 = Donnerstag
weekday-5 = Freitag
weekday-6 = Samstag
weekday-7 = Sonntag
yes = Ja
no = Nein
no-answer = Keine Angabe
