"""What stands in the four workbooks."""

from package import AREAS, DISTRICTS
from sheet import NUMBER, ROWHEAD, Column, Counted, Sheet, Workbook, choice, computed, date

UNITS = [
    "Amtsleitung", "QM-Beauftragte", "Leistungsbereich EH", "Leistungsbereich aHzP",
    "Finanzcontrolling und KLR", "Geschäftsprozessmanagement", "Planungskoordination",
    "Steuerungsdienst",
]
DIMENSIONS = ["Strukturqualität", "Prozessqualität", "Ergebnisqualität"]
RATINGS = ["Erfüllt", "Teilweise erfüllt", "Nicht erfüllt", "Nicht prüfbar"]
NO_PERSONS = "Keine Namen von Leistungsberechtigten, keine Aktenzeichen aus Fällen."


def guide(table, steps, hint):
    """The sheet that says how to work with the file."""
    columns = [Column("Schritt", 24, style=ROWHEAD), Column("Was Sie tun", 96)]
    return Sheet("Anleitung", "So arbeiten Sie mit dieser Datei", hint, table, columns, steps, high=20)


def measures():
    """Who does what by when, with the words of the register of measures."""
    row = "Massnahmen[[#This Row],[{}]]".format
    late = (
        f'IF({row("Was ist zu tun?")}="","",IF(OR({row("Stand")}="Erledigt",{row("Stand")}="Verworfen"),"abgeschlossen",'
        f'IF({row("Fällig am")}="","ohne Termin",IF({row("Fällig am")}<TODAY(),"überfällig",'
        f'IF({row("Fällig am")}<=TODAY()+14,"bald fällig","im Plan")))))'
    )
    states = ["Offen", "Läuft", "Erledigt", "Verworfen"]
    columns = [
        Column("Nr.", 7, style=NUMBER),
        Column("Was ist zu tun?", 27, prompt="Ein Satz, der mit dem Ergebnis endet. Beispiel: Protokoll an alle verschickt"),
        Column("Verantwortlich", 17, prompt="Stelle oder Funktion, wenn möglich kein Name."),
        date("Fällig am", 13),
        choice("Stand", 12, states, "Offen, läuft, erledigt oder verworfen?"),
        computed("Lage", 14, late),
        date("Wiedervorlage", 16, "Ohne Angabe gilt der Tag der Fälligkeit."),
        choice("Stelle", 17, UNITS, "Wo wird gearbeitet? Überfälliges wird nach Stellen gezeigt, nie nach Personen."),
        Column("Für wen", 15, prompt="Wen betrifft die Verbesserung?"),
        Column("Anlass", 17, prompt="Welche Feststellung oder welcher Beschluss führte dazu?"),
        Column("Zwischenstand", 21, prompt="Was ist seit dem letzten Mal geschehen? Mit Datum anfangen, Älteres stehen lassen."),
        Column("Ergebnis", 19, prompt="Beim Abschließen: Was kam heraus, oder warum wurde verworfen?"),
    ]
    plan = Sheet(
        "Maßnahmen", "Maßnahmenplan",
        "Je Zeile eine Maßnahme. Die Spalte „Lage“ füllt sich selbst und sagt, was überfällig oder in zwei Wochen fällig ist.",
        "Massnahmen", columns, [[number] for number in range(1, 21)],
        marked=[('$F5="überfällig"', 0), ('$F5="abgeschlossen"', 1)],
    )
    count = lambda column, word: Counted(f'COUNTIF(Massnahmen[{column}],"{word}")')
    overview = [
        ("Offen", count("Stand", "Offen"), "Vereinbart, noch nicht begonnen"),
        ("Läuft", count("Stand", "Läuft"), "Es wird daran gearbeitet"),
        ("Erledigt", count("Stand", "Erledigt"), "Abgeschlossen mit Ergebnis"),
        ("Verworfen", count("Stand", "Verworfen"), "Beendet mit Begründung"),
        ("davon überfällig", count("Lage", "überfällig"), "Termin verstrichen, noch nicht abgeschlossen"),
        ("davon bald fällig", count("Lage", "bald fällig"), "In den nächsten vierzehn Tagen"),
    ]
    summary = Sheet(
        "Überblick", "Stand für die Leitung",
        "Zählt die Zeilen des Blattes „Maßnahmen“. Nach Stand, nicht nach Personen.",
        "Ueberblick",
        [Column("Stand", 24, style=ROWHEAD), Column("Anzahl", 12, style=NUMBER), Column("Bedeutung", 70)],
        overview, high=20,
    )
    steps = [
        ("Festhalten", "Maßnahme in einem Satz aufschreiben, am besten in der Runde, die sie vereinbart."),
        ("Zuordnen", "Verantwortliche Stelle, Termin und Wiedervorlage eintragen. Bei längeren Vorhaben zusätzlich eine Zeile je Zwischenschritt."),
        ("Nachhalten", "Zur Wiedervorlage den Zwischenstand ergänzen. Wird ein Termin verschoben, gehört der Grund in den Zwischenstand."),
        ("Berichten", "Das Blatt „Überblick“ gibt der Leitung den Stand. Für die Leitungsrunde nach „Lage“ filtern."),
        ("Abschließen", "Stand auf „Erledigt“ oder „Verworfen“ setzen und das Ergebnis eintragen."),
        ("Ins Wiki", "Maßnahmen stehen im QM-Wiki auf der Seite, zu der sie gehören. Die Spalten heißen dort genauso."),
        ("Datenschutz", NO_PERSONS + " Verschiebungen nie mit Krankheit oder Leistung einer Person begründen."),
    ]
    return Workbook("Maßnahmenplan", "Maßnahmen vereinbaren und nachhalten", [
        plan, summary,
        guide("Anleitung", steps, "Grundlage: Management Response, QM-Konzept Abschnitt 4.4.1."),
    ])


def qcheck():
    """A cover, target and actual state, findings for the management, and counts."""
    form = [
        ("Geprüfter Ablauf", "", "Was genau wird geprüft, und wo hört es auf?"),
        ("Form", "Prozess", "Prüfung eines Ablaufs, Befragung, Vergleich oder Selbstbewertung?"),
        ("Bezirk", "", "Das Ergebnis sieht zunächst nur dieser Bezirk."),
        ("Leistungsbereich", "", "Zum Beispiel EH, aHzP oder das gesamte Amt"),
        ("Von", "", "Wann beginnt die Prüfung?"),
        ("Bis", "", "Wann liegt das Ergebnis vor?"),
        ("Auftrag", "", "Wer hat die Prüfung beauftragt, was soll sie klären?"),
        ("Geprüfte Standards", "", "Woher kommt das Soll? Kennungen genügen, zum Beispiel FM-3."),
        ("Methode", "", "Unterlagen ansehen, Gespräche, Beobachtung, Befragung; Größe der Stichprobe"),
        ("Team", "", "Wer prüft? Funktionen genügen."),
        ("Chancen", "", "Was kann die Prüfung zeigen?"),
        ("Risiken", "", "Was kann sie auslösen? Zum Beispiel: Sie wird als Kontrolle einzelner Personen verstanden."),
        ("Anzahl der Antworten", "", "Nur bei Befragungen. Unter fünf wird keine Gruppe dargestellt."),
        ("Worum geht es?", "", "Zum Schluss: Was kam heraus? Zwei Sätze, die auch versteht, wer nicht dabei war."),
    ]
    cover = Sheet(
        "Auftrag", "Q-Check: Auftrag und Rahmen", "Vor der Prüfung ausfüllen und mit der Amtsleitung vereinbaren.",
        "Auftrag", [Column("Angabe", 24, style=ROWHEAD), Column("Eintrag", 58), Column("Hinweis", 52)], form, high=24,
        entries={
            "Form": [
                "Prozess", "Befragung von Klientinnen und Klienten", "Befragung von Mitarbeitenden",
                "Vergleich", "Selbstbewertung",
            ],
            "Bezirk": DISTRICTS, "Leistungsbereich": AREAS, "Von": date, "Bis": date,
        },
    )
    start = [
        ("Strukturqualität", "Zeit und Personal", "Reichen Zeit und Personal für den Ablauf, auch in der Vertretung?"),
        ("Strukturqualität", "Wissen", "Haben alle die nötigen Kenntnisse, Arbeitshilfen und Zugänge?"),
        ("Strukturqualität", "Zuständigkeit", "Ist an jeder Stelle klar, wer entscheidet und wer vertritt?"),
        ("Prozessqualität", "Ablauf", "Wird in der vereinbarten Reihenfolge und Frist gearbeitet?"),
        ("Prozessqualität", "Schnittstellen", "Wer informiert wen, wann, worüber und in welcher Form?"),
        ("Prozessqualität", "Beteiligung", "Verstehen Leistungsberechtigte den Ablauf, und können sie mitentscheiden?"),
        ("Prozessqualität", "Dokumentation", "Ist das Nötige festgehalten, nicht mehr und nicht weniger?"),
        ("Ergebnisqualität", "Ziel", "Wird das vereinbarte Ziel erreicht, und woran ist es zu sehen?"),
        ("Ergebnisqualität", "Zufriedenheit", "Was sagen Leistungsberechtigte, Mitarbeitende und Leistungserbringer?"),
        ("Ergebnisqualität", "Wirtschaftlichkeit", "Steht der Aufwand in einem vertretbaren Verhältnis zum Ergebnis?"),
    ]
    columns = [
        Column("Nr.", 7, style=NUMBER),
        choice("Dimension", 18, DIMENSIONS),
        Column("Aspekt", 18, prompt="Wovon handelt die Zeile? Ein oder zwei Wörter."),
        Column("Soll", 32, prompt="Was soll sein? Aussage des Standards mit Nummer oder die Frage durch eine prüfbare Aussage ersetzen."),
        Column("Ist", 28, prompt="Was haben Sie gesehen oder gehört? " + NO_PERSONS),
        Column("Abweichung", 24, prompt="Worin unterscheiden sich Soll und Ist? Auch gute Abweichungen zählen."),
        choice("Bewertung", 16, RATINGS),
        Column("Verbesserungspotenzial", 28, prompt="Was ließe sich ändern, und wer kann es ändern?"),
    ]
    rows = [[number, *row] for number, row in enumerate(start, 1)]
    rows += [[number] for number in range(len(rows) + 1, 16)]
    sheet = Sheet(
        "Soll und Ist", "Q-Check: Soll und Ist",
        "Je Zeile ein Punkt, wenigstens eine Zeile je Dimension. Ersetzen Sie die Leitfragen in der Spalte „Soll“ durch das, was bei Ihnen vereinbart ist.",
        "SollIst", columns, rows, marked=[('$G5="Nicht erfüllt"', 0)],
    )
    found = Sheet(
        "Feststellungen", "Q-Check: Feststellungen und Stellungnahme der Leitung",
        "Je Zeile eine Feststellung, so kurz, dass die Leitung darauf antworten kann. Höchstens fünf bis sieben.",
        "Feststellungen",
        [
            Column("Nr.", 7, style=NUMBER),
            Column("Feststellung", 32, prompt="Ein Satz, sachlich, ohne Personen."),
            choice("Dimension", 18, DIMENSIONS),
            Column("Vorschlag", 28, prompt="Was schlagen Sie vor, durch wen, bis wann?"),
            choice("Stellungnahme", 18, ["Noch offen", "Angenommen", "Teilweise angenommen", "Abgelehnt"]),
            Column("Begründung", 26, prompt="Nötig, wenn teilweise angenommen oder abgelehnt."),
            date("Entschieden am", 15),
            Column("Maßnahme", 28, prompt="Was folgt daraus? Danach in den Maßnahmenplan übernehmen."),
        ],
        [[number] for number in range(1, 11)],
    )
    counted = [
        (dimension, *(Counted(f'COUNTIFS(SollIst[Dimension],"{dimension}",SollIst[Bewertung],"{it}")') for it in RATINGS))
        for dimension in DIMENSIONS
    ]
    counts = Sheet(
        "Auswertung", "Q-Check: Auswertung",
        "Zählt die Bewertungen des Blattes „Soll und Ist“. Die Zahlen ersetzen keine Deutung und taugen nicht für Ranglisten.",
        "Auswertung",
        [Column("Dimension", 24, style=ROWHEAD), *(Column(it, 18, style=NUMBER) for it in RATINGS)],
        counted, high=20,
    )
    steps = [
        ("Auftrag klären", "Ablauf, Fragen und Grenzen mit der Amtsleitung vereinbaren. Chancen und Risiken abwägen."),
        ("Soll beschreiben", "Aus Standards, Vorgaben oder Zielen wenige prüfbare Aussagen je Dimension ableiten."),
        ("Ist erheben", "Unterlagen ohne Personenbezug ansehen, mit Beteiligten sprechen, zusehen, bei Bedarf befragen."),
        ("Vergleichen", "Abweichungen benennen und bewerten. „Nicht prüfbar“ ist ein Ergebnis: Dann fehlt ein Soll oder ein Nachweis."),
        ("Rückmelden", "Zuerst denen, die mitgemacht haben, danach der Leitung."),
        ("Beantworten lassen", "Feststellungen in die Leitungsrunde geben, Stellungnahme eintragen, Maßnahmen vereinbaren."),
        ("Datenschutz", NO_PERSONS + " Ergebnisse aus weniger als fünf Antworten nicht darstellen."),
    ]
    return Workbook("Q-Check-Bogen", "Einen Ablauf mit dem vergleichen, was vereinbart ist", [
        cover, sheet, found, counts,
        guide("Anleitung", steps, "Grundlage: QM-Konzept Abschnitte 2.3 und 4.3.1. Schritte und Leitfragen: Redaktion AG QM."),
    ])


def stakeholders():
    """Groups, what they expect, how much they matter and how they take part."""
    groups = [
        ("Klientinnen und Klienten",), ("Angehörige und rechtliche Betreuungen",), ("Mitarbeitende",),
        ("Führungskräfte und Amtsleitung",), ("Personalvertretungen",), ("Leistungserbringer",),
        ("Für Soziales und Pflege zuständige Senatsverwaltungen",),
        ("Für Finanzen zuständige Senatsverwaltung",),
        ("Fachstellen im Bezirksamt (Controlling, Prozessmanagement, Planung)",),
        ("Andere Bezirke",), ("Bürgerinnen und Bürger",),
    ]
    levels = ["Hoch", "Mittel", "Gering"]
    row = "Stakeholder[[#This Row],[{}]]".format
    advice = (
        f'IF(OR({row("Einfluss")}="",{row("Betroffenheit")}=""),"",'
        f'IF({row("Einfluss")}="Hoch",IF({row("Betroffenheit")}="Gering","zufriedenstellen","eng beteiligen"),'
        f'IF({row("Betroffenheit")}="Hoch","anhören und einbeziehen","informieren")))'
    )
    columns = [
        Column("Gruppe", 28, prompt="Gruppen, keine Namen."),
        Column("Erwartung", 28, prompt="Was erwartet die Gruppe? Möglichst fragen statt vermuten."),
        choice("Woher wissen Sie das?", 15, ["Gefragt", "Unterlagen", "Vermutet"]),
        Column("Interesse oder Betroffenheit", 26, prompt="Was gewinnt oder verliert die Gruppe?"),
        choice("Betroffenheit", 16, levels, "Wie stark trifft das Vorhaben die Gruppe?"),
        choice("Einfluss", 12, levels, "Wie stark wirkt die Gruppe auf den Erfolg?"),
        computed("Anhaltspunkt", 18, advice),
        choice("Beteiligung", 18, ["Informieren", "Fragen", "Mitarbeiten", "Mitentscheiden"]),
        Column("So wird die Gruppe einbezogen", 28, prompt="Wie, wann und durch wen?"),
    ]
    sheet = Sheet(
        "Stakeholder", "Stakeholder-Tabelle",
        "Wer hat Erwartungen an das Vorhaben oder ist davon betroffen? Streichen Sie Gruppen, die nicht passen. Der Anhaltspunkt folgt aus Einfluss und Betroffenheit und ersetzt Ihr Urteil nicht.",
        "Stakeholder", columns, groups, empty=4,
    )
    steps = [
        ("Gruppen sammeln", "Wer nutzt die Leistung, wer erbringt, entscheidet, finanziert, wer ist sonst betroffen? Auch Gruppen ohne laute Stimme."),
        ("Erwartungen notieren", "Fragen Sie nach. Steht „Vermutet“ in der Zeile, gehört ein Gespräch auf den Plan."),
        ("Einschätzen", "Betroffenheit und Einfluss zu zweit oder in der Projektgruppe festlegen, nicht allein."),
        ("Beteiligung festlegen", "Informieren, fragen, mitarbeiten oder mitentscheiden lassen, mit Termin."),
        ("Wiederholen", "Zu Beginn, bei größeren Änderungen und vor dem Abschluss."),
        ("Ins Wiki", "Das Projektformular hat dieselbe Tabelle unter „Stakeholder“."),
        ("Datenschutz", "Es geht um Gruppen. Einschätzungen zu einzelnen Personen haben hier nichts zu suchen."),
    ]
    return Workbook("Stakeholder-Tabelle", "Erwartungen und Einfluss klären, bevor geplant wird", [
        sheet,
        guide("Anleitung", steps, "Grundlage: QM-Konzept Abschnitt 4.1.2. Schritte und Vorschläge: Redaktion AG QM."),
    ])


def inquiry():
    """One question, one row per district."""
    answers = Sheet(
        "Antworten", "Abfrage der Bezirke",
        "Jeder Bezirk füllt nur seine Zeile aus. „Gibt es bei uns nicht“ ist auch eine Antwort. Die fünf Spalten nach der Antwort benennen Sie vor dem Versand um oder löschen sie.",
        "Antworten",
        [
            Column("Bezirk", 26, style=ROWHEAD),
            choice("Stand", 20, ["Noch offen", "Beantwortet", "Gibt es bei uns nicht"]),
            Column("Antwort", 36, prompt="Zwei bis drei Sätze. " + NO_PERSONS),
            *(Column(f"Angabe {n}", 13, prompt="Überschrift vor dem Versand ersetzen.") for n in range(1, 6)),
            Column("Ansprechperson", 19, prompt="Funktion genügt."),
            date("Beantwortet am", 15),
        ],
        [(name, "Noch offen") for name in DISTRICTS], high=34, marked=[('$B5="Noch offen"', 1)],
    )
    question = Sheet(
        "Frage", "Die Frage", "Vor dem Versand ausfüllen. Wer den Zweck kennt, antwortet besser.", "Frage",
        [Column("Angabe", 26, style=ROWHEAD), Column("Eintrag", 58), Column("Hinweis", 52)],
        [
            ("Frage", "", "Eine Frage, die sich in zehn Minuten beantworten lässt"),
            ("Wozu Sie das wissen möchten", "", "Ein Satz"),
            ("Antwort bis", "", "Zwei Wochen sind üblich. Einmal erinnern genügt."),
            ("An wen", "Alle zwölf Bezirke", "Oder eine Auswahl; dann die übrigen Zeilen löschen"),
            ("Fragende Stelle", "", "Bezirk und Funktion, Telefon für Rückfragen"),
            ("Leistungsbereich", "", "Zum Beispiel EH, aHzP oder das gesamte Amt"),
            ("Das gibt es schon", "", "Frühere Abfrage oder Seite im QM-Wiki dazu"),
            ("Auswertung", "", "Was fällt auf, und was haben Sie damit vor? Kein Bezirk wird vorgeführt."),
        ],
        high=34,
        entries={
            "Antwort bis": date, "Leistungsbereich": AREAS,
            "An wen": ["Alle zwölf Bezirke", "Nur ausgewählte Bezirke"],
        },
    )
    states = ["Noch offen", "Beantwortet", "Gibt es bei uns nicht"]
    counts = Sheet(
        "Überblick", "Rücklauf", "Zählt die Zeilen des Blattes „Antworten“.", "Ruecklauf",
        [Column("Stand", 28, style=ROWHEAD), Column("Bezirke", 14, style=NUMBER)],
        [(it, Counted(f'COUNTIF(Antworten[Stand],"{it}")', 12 * (it == "Noch offen"))) for it in states], high=20,
    )
    steps = [
        ("Vorher suchen", "Gibt es im QM-Wiki schon eine ähnliche Frage? Dann dort anknüpfen."),
        ("Frage stellen", "Blatt „Frage“ ausfüllen, Überschriften der Angaben anpassen, selbst einmal zur Probe beantworten."),
        ("Versenden", "An die QM-Beauftragten. Bequemer geht es im Wiki mit „Alle Bezirke fragen“: Jeder Bezirk bekommt genau eine Aufgabe."),
        ("Zusammenführen", "Je Bezirk die Zeile in eine gemeinsame Datei übernehmen. Einmal freundlich erinnern."),
        ("Auswerten", "Gemeinsamkeiten und Unterschiede beschreiben, keine Rangfolge. Zahlen nie ohne Deutung."),
        ("Zurückgeben", "Alle, die geantwortet haben, bekommen das Ergebnis."),
    ]
    return Workbook("Abfrage der Bezirke", "Eine Frage an alle zwölf Bezirke stellen und auswerten", [
        question, answers, counts, guide("Anleitung", steps, "Grundlage: Austausch in der AG QM, QM-Konzept Abschnitt 3.2."),
    ])

