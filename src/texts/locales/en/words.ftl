# Words of the domain that are not data: pillars, states, dates.
pillar-bezirklich = Pillar I · District
pillar-ueberbezirklich = Pillar II · Several districts
pillar-gesamtstaedtisch = Pillar III · Citywide
pillar-bezirklich-about = What your district decides for itself
pillar-ueberbezirklich-about = What several districts do together
pillar-gesamtstaedtisch-about = What has been agreed for all of Berlin

status-entwurf = Draft
status-in-abstimmung = In coordination
status-freigegeben = Published
status-in-ueberpruefung = Published, under review
status-abgeloest = Superseded
status-ausser-kraft = Repealed
status-fachliche-grundlage = Source text
status-archiviert = Archived
status-standard-freigegeben = In force
status-standard-in-ueberpruefung = In force, under review
status-anbahnung = Idea, partners wanted
status-geplant = Planned
status-laufend = Running
status-ruhend = Paused
status-abgeschlossen = Completed
status-abgebrochen = Cancelled
status-from = In force from { $date }
status-since = In force since { $date }
status-superseded-by = Superseded by { $title }
status-example = Example
status-pending = Working copy
version = Version { $number }
revision = Revision { $number }

since-now = just now
since-minutes = { $count ->
    [one] 1 minute ago
   *[other] { $count } minutes ago
}
since-hours = { $count ->
    [one] 1 hour ago
   *[other] { $count } hours ago
}
since-yesterday = yesterday, { $time }
since-days = { $count } days ago

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
yes = Yes
no = No
no-answer = No answer
