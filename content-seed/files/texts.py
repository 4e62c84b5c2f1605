"""What stands in the seven documents."""

from package import AREAS, DISTRICTS
from word import Document, Strong, choose, day, tick, write

STEPS = ["Planen (Plan)", "Umsetzen (Do)", "Prüfen (Check)", "Verbessern (Act)"]
DIMENSIONS = ["Strukturqualität", "Prozessqualität", "Ergebnisqualität"]
CHECKED = [
    "Keine Namen, keine Aktenzeichen aus Fällen, keine Schilderung, an der jemand zu erkennen ist",
    "Keine Beurteilung einzelner Mitarbeitender",
    "Änderungsverfolgung und Kommentare sind aus der Datei entfernt",
]
MORE = "Weitere Zeilen: in die letzte Zelle klicken und die Tabulatortaste drücken."


def practice():
    """The words of the kind “Gute Praxis”."""
    it = Document(
        "Gute-Praxis-Steckbrief", "Beschreiben, was gut läuft, damit andere es übernehmen können",
        "Beschreiben Sie, was bei Ihnen gut läuft, so dass ein anderes Amt es nachmachen kann. "
        "Ein Titel und drei Sätze genügen für den Anfang.",
    )
    it.form("Überblick über die gute Praxis", [
        ("Titel", write("Titel", "So kurz, dass man es weitersagen kann")),
        ("Worum geht es?", write("Worum geht es?", "Ein bis zwei Sätze für die Trefferliste")),
        ("Art", choose("Art", [
            "Verfahren: So läuft es bei uns ab", "Instrument: ein Werkzeug zum Nachnutzen",
            "Organisation: wer was in welcher Rolle tut", "Modellprojekt",
            "Empfehlung aus der Literatur",
        ])),
        ("Reifegrad", choose("Reifegrad", [
            "Idee (noch nicht ausprobiert)", "Erprobt (an einer Stelle im Einsatz)",
            "Bewährt (an mindestens zwei Stellen im Einsatz oder ausgewertet)",
        ])),
        ("Herkunft (Bezirk)", choose("Herkunft (Bezirk)", DISTRICTS)),
        ("Herkunft (Stelle oder Quelle)", write("Herkunft (Stelle oder Quelle)")),
        ("Leistungsbereich", choose("Leistungsbereich", AREAS)),
        ("PDCA-Schritt", choose("PDCA-Schritt", STEPS)),
        ("Qualitätsdimension", choose("Qualitätsdimension", DIMENSIONS)),
        ("Qualitätsziele", write("Qualitätsziele", "Nummern genügen, zum Beispiel QZ 4.3")),
        ("Ansprechperson", write("Ansprechperson", "Funktion und Telefon, wenn möglich kein Name")),
    ])
    it.heading("Anlass", "Was war vorher schwierig, oder wann hilft das?")
    it.say(write("Anlass"))
    it.heading("Ziel und Zweck", "Was soll danach besser sein?")
    it.say(write("Ziel und Zweck"))
    it.heading("So gehen Sie vor", f"Je Schritt ein Satz: Wer tut was? {MORE}")
    it.table(
        "Schritte der guten Praxis", ["Schritt", "Wer tut was?", "Womit?"],
        [[str(n), write(f"Schritt {n}: Wer tut was?"), write(f"Schritt {n}: Womit?", "Formular, Raum, Zeit")] for n in range(1, 6)],
        [12, 58, 30],
    )
    it.heading("Chancen, Risiken und Grenzen", "Was gewinnt man? Woran kann es scheitern, wofür taugt es nicht?")
    it.table("Chancen, Risiken und Grenzen", ["Chancen", "Risiken und Grenzen"],
             [[write("Chancen"), write("Risiken und Grenzen")]], [50, 50], 900)
    it.heading("Voraussetzungen", "Was müssen Beteiligte können, was muss das Amt bereitstellen?")
    it.table("Voraussetzungen", ["Bei den Beteiligten", "Im Amt"],
             [[write("Voraussetzungen bei den Beteiligten"), write("Voraussetzungen im Amt", "Zeit, Räume, Entscheidungen")]], [50, 50], 900)
    it.heading("Rollen", "Wer moderiert, wer dokumentiert, wer entscheidet?")
    it.table("Rollen", ["Rolle", "Aufgabe"],
             [[write(f"Rolle {n}", "Rolle"), write(f"Aufgabe {n}", "Aufgabe")] for n in range(1, 4)], [34, 66])
    it.heading("Ergebnis und Belege", "Was hat sich verändert, und woran sehen Sie das? Schreiben Sie, was plausibel ist, nicht mehr.")
    it.say(write("Ergebnis und Belege"))
    it.heading("Übertragbarkeit", "Was müssen andere an ihre Verhältnisse anpassen, was sollte bleiben?")
    it.say(write("Übertragbarkeit"))
    it.heading("Bevor Sie den Steckbrief weitergeben")
    it.boxes([*CHECKED, "Fragen anderer Bezirke beantwortet die genannte Stelle"])
    return it


def project():
    """The words of the kind “Projekt”."""
    it = Document(
        "Projektauftrag", "Ziel, Beteiligte und Mittel eines Projekts vereinbaren",
        "Zwei bis drei Seiten, auf die sich Auftraggebende und Projektleitung einigen, bevor die Arbeit beginnt.",
    )
    it.form("Eckdaten des Projekts", [
        ("Projekttitel", write("Projekttitel")),
        ("Worum geht es?", write("Worum geht es?", "Ein bis zwei Sätze")),
        ("Projektart", choose("Projektart", [
            "Instrument entwickeln", "Standard entwickeln", "Prozess untersuchen", "Q-Check", "Befragung",
            "Verbesserung umsetzen", "Veränderungsprojekt", "Wissensmanagement", "Sonstiges",
        ])),
        ("Säule", choose("Säule", [
            "Säule I · Bezirklich", "Säule II · Überbezirklich", "Säule III · Gesamtstädtisch",
        ])),
        ("Beteiligte Bezirke", write("Beteiligte Bezirke", "Säule II: mindestens zwei. Säule III: alle zwölf")),
        ("Beteiligte Senatsverwaltungen", write("Beteiligte Senatsverwaltungen", "In Säule III mindestens eine")),
        ("Leistungsbereich", choose("Leistungsbereich", AREAS)),
        ("Projektleitung", write("Projektleitung", "Person oder Funktion")),
        ("Auftrag durch", write("Auftraggeberin oder Auftraggeber", "Säule I und II: Amtsleitung. Säule III: AG QM")),
        ("Beginn", day("Beginn")),
        ("Ende geplant", day("Ende geplant")),
        ("Qualitätsziele", write("Qualitätsziele", "Mindestens eines, zum Beispiel QZ 3.2")),
        ("Aktenzeichen", write("Aktenzeichen", "Fundstelle in der E-Akte")),
    ])
    it.heading("Anlass und Ausgangslage (Ist)", "Was läuft heute wie, und warum genügt das nicht? Keine Angaben zu einzelnen Fällen oder Personen.")
    it.say(write("Anlass und Ausgangslage"))
    it.heading("Ziel (Soll)", "Was ist am Ende anders, und woran erkennen Sie es?")
    it.say(write("Ziel"))
    it.table("Erfolgskriterien", ["Kriterium", "Ausgangswert", "Zielwert", "Bis"],
             [[write(f"Kriterium {n}", "Woran ist der Erfolg zu prüfen?"), write(f"Ausgangswert {n}", "Wert"),
               write(f"Zielwert {n}", "Wert"), day(f"Bis {n}")] for n in range(1, 4)], [44, 20, 18, 18])
    it.heading("Was nicht dazugehört", "Was regelt das Projekt ausdrücklich nicht?")
    it.say(write("Was nicht dazugehört"))
    it.heading("Was es schon gibt", "Welche Projekte oder Regelungen gibt es dazu? „Keine bekannt“ ist auch eine Antwort.")
    it.say(write("Was es schon gibt"))
    it.heading("Schritte und Meilensteine", MORE)
    it.table("Meilensteine", ["Meilenstein", "Bis", "Verantwortlich"],
             [[write(f"Meilenstein {n}", "Was ist dann erreicht?"), day(f"Meilenstein {n}: bis"),
               write(f"Meilenstein {n}: verantwortlich", "Stelle oder Funktion")] for n in range(1, 5)], [54, 18, 28])
    it.heading("Team", "Wer arbeitet mit?")
    it.table("Team", ["Person oder Funktion", "Bezirk oder Stelle", "Rolle"],
             [[write(f"Team {n}: Person oder Funktion", "Person oder Funktion"), write(f"Team {n}: Bezirk", "Bezirk"),
               write(f"Team {n}: Rolle", "Rolle")] for n in range(1, 5)], [40, 30, 30])
    it.heading("Stakeholder", "Wer hat Erwartungen oder ist betroffen? Gruppen, keine Namen. Ausführlich in der Stakeholder-Tabelle.")
    it.table("Stakeholder", ["Gruppe", "Erwartung", "Einfluss", "So wird die Gruppe einbezogen"],
             [[write(f"Gruppe {n}", "Gruppe"), write(f"Erwartung {n}", "Erwartung"),
               choose(f"Einfluss {n}", ["Hoch", "Mittel", "Gering"], "Wählen"),
               write(f"Einbezug {n}", "Wie und wann?")] for n in range(1, 4)], [24, 32, 14, 30])
    it.heading("Schnittstellen und Konfliktweg", "Wer informiert wen, wann, worüber und in welcher Form?")
    it.table("Schnittstellen", ["Wer", "Wen", "Wann", "Worüber", "Form"],
             [[write(f"Schnittstelle {n}: {name}", name) for name in ["Wer", "Wen", "Wann", "Worüber", "Form"]] for n in range(1, 3)],
             [20, 20, 18, 26, 16])
    it.say(Strong("Konfliktweg: "), write("Konfliktweg", "Wer entscheidet, wenn die Beteiligten sich nicht einigen?"))
    it.heading("Ressourcen")
    it.table("Ressourcen", ["Art", "Umfang", "Gestellt von"],
             [[kind, write(f"{kind}: Umfang", "Umfang"), write(f"{kind}: gestellt von", "Stelle")]
              for kind in ["Zeit", "Personal", "Geld", "Sonstiges"]], [20, 45, 35])
    it.heading("Externe Beratung", "Wirkt jemand von außen mit? Dann auch: Wer führt die Arbeit danach fort, und was braucht es dafür?")
    it.say(write("Externe Beratung", "Keine, oder wer und bis wann"))
    it.heading("Auftrag erteilt", "In Säule II zeichnet jede beteiligte Amtsleitung eine Zeile.")
    it.table("Auftrag erteilt", ["Stelle", "Entscheidung", "Datum", "Unterschrift"],
             [[write(f"Stelle {n}", "Amtsleitung oder AG QM"), choose(f"Entscheidung {n}", ["Einverstanden", "Rücksprache", "Nicht einverstanden"], "Wählen"),
               day(f"Entscheidung {n}: Datum"), ""] for n in range(1, 4)], [32, 22, 18, 28], 620)
    return it


def minutes():
    """The words of the kind “Sitzung”."""
    it = Document(
        "Sitzungsprotokoll", "Ergebnisse, Beschlüsse und Aufgaben einer Sitzung festhalten",
        "Ergebnisse statt Wortbeiträge: Wer nicht dabei war, soll in fünf Minuten wissen, was gilt und was zu tun ist.",
    )
    it.form("Eckdaten der Sitzung", [
        ("Gremium", choose("Gremium", [
            "AG QM", "AG FallKo", "AG IAP QS", "AG FFM", "Amtsleitung", "Qualitätszirkel", "Qualitätsdialog",
            "Arbeitsgemeinschaft öffentlicher Träger und Anbieter", "Projektgruppe",
        ])),
        ("Art der Sitzung", choose("Art der Sitzung", [
            "Sitzung eines Gremiums", "Workshop", "Qualitätszirkel", "Qualitätsdialog", "Projektgruppe",
            "Leitungsrunde (Stellungnahme der Leitung)",
        ])),
        ("Datum", day("Datum")),
        ("Uhrzeit", write("Uhrzeit", "Beginn und Ende")),
        ("Ort oder Zugang", write("Ort oder Zugang")),
        ("Moderation", write("Moderation", "Person oder Funktion")),
        ("Protokoll", write("Protokoll", "Person oder Funktion")),
        ("Stand des Protokolls", choose("Stand des Protokolls", ["Entwurf", "Verteilt", "Angenommen"])),
        ("Nächster Termin", day("Nächster Termin")),
        ("Aktenzeichen", write("Aktenzeichen", "Fundstelle in der E-Akte")),
    ])
    it.heading("Worum ging es?", "Ein Satz für die Sitzungsliste.")
    it.say(write("Worum ging es?"))
    it.heading("Tagesordnung und Ergebnisse", f"Zwei Sätze je Ergebnis genügen. {MORE}")
    kinds = ["Information", "Austausch", "Beschluss"]
    rows = [["1", "Protokoll der letzten Sitzung", "Beschluss", "Moderation", write("Ergebnis 1", "Angenommen, geändert")]]
    rows += [[str(n), write(f"Thema {n}", "Thema"), choose(f"Art {n}", kinds, "Wählen"), write(f"Einführung {n}", "Stelle"),
              write(f"Ergebnis {n}", "Ergebnis")] for n in range(2, 7)]
    it.table("Tagesordnung und Ergebnisse", ["Nr.", "Thema", "Art", "Einführung", "Ergebnis"], rows, [7, 27, 16, 16, 34])
    it.heading("Beschlüsse", "Im Wortlaut, so dass ihn auch versteht, wer nicht dabei war. Nummer zum Beispiel AGQM-2026-03/2.")
    it.table("Beschlüsse", ["Nummer", "Wortlaut", "Ergebnis"],
             [[write(f"Beschluss {n}: Nummer", "Nummer"), write(f"Beschluss {n}: Wortlaut", "Wortlaut"),
               choose(f"Beschluss {n}: Ergebnis", ["Konsens", "Mehrheit", "Vertagt", "Abgelehnt"], "Wählen")] for n in range(1, 3)], [20, 58, 22])
    it.heading("Aufgaben", "Wer macht was bis wann? Ein Satz, der mit dem Ergebnis endet. Danach in den Maßnahmenplan oder ins Wiki übernehmen.")
    it.table("Aufgaben", ["Was ist zu tun?", "Verantwortlich", "Fällig am", "Wiedervorlage"],
             [[write(f"Aufgabe {n}"), write(f"Aufgabe {n}: verantwortlich", "Stelle"), day(f"Aufgabe {n}: fällig am"),
               day(f"Aufgabe {n}: Wiedervorlage")] for n in range(1, 5)], [42, 22, 18, 18])
    it.heading("Für die nächste Sitzung", "Was wurde vertagt oder neu angemeldet?")
    it.say(write("Für die nächste Sitzung"))
    it.heading("Anwesenheit", "Zeilen, die Sie nicht brauchen, löschen Sie. Funktionen genügen.")
    present = ["Anwesend", "Vertreten", "Entschuldigt", "Nicht da"]
    places = [f"QMB Bezirk {name}" for name in DISTRICTS]
    places += ["Für Soziales zuständige Senatsverwaltung", "Für Pflege zuständige Senatsverwaltung"]
    rows = [[it_, choose(f"{it_}: Anwesenheit", present, "Wählen"), write(f"{it_}: Bemerkung", "Bemerkung")] for it_ in places]
    rows.append([write("Gast", "Gast"), choose("Gast: Anwesenheit", present, "Wählen"), write("Gast: Bemerkung", "Bemerkung")])
    it.table("Anwesenheit", ["Stelle", "Anwesend", "Bemerkung"], rows, [50, 20, 30])
    return it


def decision():
    """The words of the records “Beschluss”."""
    it = Document(
        "Beschlussvorlage", "Einen Beschluss in der Sitzung oder im Umlauf vorbereiten",
        "Für die AG QM und andere Gremien, in der Sitzung oder im Umlauf. Wer abstimmt, soll nur diese Vorlage lesen müssen.",
    )
    it.form("Eckdaten des Beschlusses", [
        ("Gremium", choose("Gremium", ["AG QM", "AG FallKo", "AG IAP QS", "AG FFM", "Amtsleitung", "Projektgruppe"])),
        ("Gegenstand", write("Gegenstand", "Worüber wird entschieden? Ein Satz")),
        ("Zustande gekommen", choose("Zustande gekommen", ["In der Sitzung", "Im Umlauf", "Als Eilentscheidung"])),
        ("Sitzung am oder Stimmen bis", day("Sitzung am oder Stimmen bis")),
        ("Eingebracht von", write("Eingebracht von", "Bezirk und Stelle")),
        ("Betrifft", write("Betrifft", "Standard, Projekt oder Seite im QM-Wiki")),
        ("Aktenzeichen", write("Aktenzeichen", "Fundstelle in der E-Akte")),
    ])
    it.heading("Beschlussvorschlag", "Der Wortlaut, über den abgestimmt wird: Was gilt ab wann für wen, und wer setzt es um?")
    it.say(write("Beschlussvorschlag", "Das Gremium beschließt: …"))
    it.heading("Anlass", "Warum jetzt? Was geschieht, wenn nichts beschlossen wird?")
    it.say(write("Anlass"))
    it.heading("Begründung", "Welchem Qualitätsziel dient es, und warum führt der Weg dorthin?")
    it.say(write("Begründung"))
    it.heading("Auswirkungen")
    it.table("Auswirkungen", ["Worauf", "Auswirkung"],
             [[[Strong(name)], write(f"Auswirkung auf {name}", hint)] for name, hint in [
                 ("Leistungsberechtigte", "Was merken sie davon?"),
                 ("Mitarbeitende", "Zeit, Arbeitsweise, Schulung"),
                 ("Leistungserbringer", "Was ändert sich in der Zusammenarbeit?"),
                 ("Bezirke", "Wo weicht die heutige Praxis ab?"),
                 ("Kosten und Personal", "Einmalig und laufend, wer trägt sie?"),
                 ("Datenschutz und Beteiligung", "Wer ist zu beteiligen, ist das geschehen?"),
             ]], [32, 68])
    it.heading("Zielkonflikte und Alternativen", "Womit steht der Vorschlag in Spannung? Was wurde außerdem geprüft, und warum nicht gewählt?")
    it.say(write("Zielkonflikte und Alternativen"))
    it.heading("Beteiligte Gremien und fachliche Prüfung", "Wer wurde gehört? Bei Standards prüft eine andere Stelle als die verfassende.")
    it.say(write("Beteiligte Gremien und fachliche Prüfung"))
    it.heading("Anlagen")
    it.say(write("Anlagen", "Dateien oder Seiten, mit Fassung"))
    it.heading("Stimmen", "Eine Stimme je Bezirk oder Mitglied. „Erörterung verlangt“ hält einen Umlauf an.")
    votes = ["Zustimmung", "Ablehnung", "Enthaltung", "Erörterung verlangt"]
    it.table("Stimmen", ["Bezirk oder Mitglied", "Stimme", "Bemerkung"],
             [[name, choose(f"{name}: Stimme", votes, "Wählen"), write(f"{name}: Bemerkung", "Bemerkung")] for name in DISTRICTS],
             [38, 27, 35])
    it.heading("Ergebnis")
    it.form("Ergebnis der Abstimmung", [
        ("Nummer", write("Nummer des Beschlusses", "Zum Beispiel AGQM-2026-03/2")),
        ("Ergebnis", choose("Ergebnis", ["Konsens", "Mehrheit", "Vertagt", "Abgelehnt"])),
        ("Beschlossen am", day("Beschlossen am")),
        ("Bei Eilentscheidung bestätigt in", write("Bestätigt in", "Sitzung")),
        ("Umsetzung", write("Umsetzung", "Wer macht was bis wann?")),
    ])
    return it


def submission():
    """One page for the head of the office."""
    it = Document(
        "Leitungsvorlage", "Eine Entscheidung der Amtsleitung auf einer Seite vorbereiten",
        "Eine Seite. Was hier nicht Platz hat, gehört in eine Anlage.",
    )
    it.table("Eckdaten", ["An", "Von", "Entscheidung bis", "Aktenzeichen"],
             [[write("An", "Amtsleitung"), write("Von", "Stelle, Telefon"), day("Entscheidung bis"), write("Aktenzeichen", "Fundstelle")]],
             [25, 29, 23, 23])
    it.say(Strong("Betreff: "), write("Betreff", "Worüber ist zu entscheiden?"))
    it.heading("Anlass", "Worum geht es, und warum jetzt?")
    it.say(write("Anlass", "Zwei bis drei Sätze"))
    it.heading("Vorschlag", "So formuliert, dass ein Ja genügt.")
    it.say(write("Vorschlag", "Es wird vorgeschlagen, …"))
    it.heading("Begründung", "Die zwei oder drei stärksten Gründe, mit Beleg.")
    it.say(write("Begründung"))
    it.heading("Auswirkungen", "Leistungsberechtigte, Mitarbeitende, Kosten, Fristen, Beteiligungsrechte")
    it.say(write("Auswirkungen"))
    it.heading("Alternativen", "Was ginge auch, und was spricht dagegen? Auch: nichts tun.")
    it.say(write("Alternativen"))
    it.heading("Entscheidung")
    it.table("Entscheidung", ["Entscheidung", "Bemerkung", "Datum", "Unterschrift"],
             [[([tick("Ja"), " Ja"], [tick("Nein"), " Nein"], [tick("Rücksprache"), " Rücksprache"]),
               write("Bemerkung zur Entscheidung", "Bemerkung"), day("Datum der Entscheidung"), ""]], [20, 32, 18, 30], 1100)
    it.hint("Die Entscheidung trägt die vorlegende Stelle im QM-Wiki nach, mit Datum und Beleg.")
    return it


def questionnaire():
    """Questions after the five criteria of people who use the service."""
    it = Document(
        "Fragebogen: Wie erleben Sie unser Amt?", "Rückmeldung von Leistungsberechtigten nach fünf Kriterien",
        "Ihre Meinung hilft uns, besser zu werden. Das Ausfüllen dauert etwa fünf Minuten.",
        above="Amt für Soziales · Befragung",
    )
    it.points([
        "Sie machen freiwillig mit. Es hat keine Folgen für Ihre Leistung, ob und was Sie antworten.",
        "Bitte schreiben Sie keinen Namen und kein Aktenzeichen auf den Bogen.",
        "Kreuzen Sie je Zeile ein Kästchen an. Was Sie nicht beantworten möchten, lassen Sie frei.",
    ])
    scale = ["Stimmt", "Stimmt eher", "Stimmt eher nicht", "Stimmt nicht", "Weiß nicht"]
    groups = [
        ("1 Zeit und Erreichbarkeit", [
            "Für mein Anliegen war genug Zeit.", "Ich weiß, wen ich ansprechen kann.",
            "Wenn ich eine Frage habe, erreiche ich jemanden.",
        ]),
        ("2 Achtung und Mitentscheiden", [
            "Ich wurde mit Respekt behandelt.", "Mir wurde erklärt, wie es weitergeht.",
            "Ich konnte mitentscheiden, was für mich der richtige Weg ist.",
        ]),
        ("3 Umgang miteinander", [
            "Das Gespräch war freundlich.", "Ich hatte den Eindruck, dass man sich für mich einsetzt.",
            "Ich konnte offen sagen, was mich beschäftigt.",
        ]),
        ("4 Fachwissen", [
            "Die Person kannte sich gut aus.", "Sie ist auf meine Lage eingegangen.",
            "Briefe und Formulare habe ich verstanden.",
        ]),
        ("5 Nutzen", [
            "Was vereinbart wurde, hilft mir.", "Ich bin meinem Ziel näher gekommen.",
        ]),
    ]
    for title, statements in groups:
        # Whoever gets the sheet turns it over once.
        (it.new_page if title.startswith("4") else it.heading)(title)
        it.table(title, ["Aussage", *scale],
                 [[words, *([tick(f"{words} {answer}")] for answer in scale)] for words in statements],
                 [40, 11, 12, 13, 12, 12], look="Fragetext")
    it.heading("In Ihren Worten")
    it.table("Antworten in eigenen Worten", ["Was war gut?", "Was sollen wir besser machen?"],
             [[write("Was war gut?", " "), write("Was sollen wir besser machen?", " ")]], [50, 50], 3400)
    it.say("Vielen Dank! Bitte werfen Sie den Bogen in den Kasten oder geben Sie ihn dort ab, wo Sie ihn bekommen haben.")
    it.new_page("Für das Amt: vor dem Einsatz", "Diese Seite nicht mit ausgeben.")
    it.say(
        "Die fünf Gruppen folgen den Kriterien, nach denen Nutzerinnen und Nutzer die Fallbearbeitung beurteilen "
        "(im QM-Wiki unter ST-P2; Quelle: Bartelheimer, Prozessstandards und Qualität). Die Aussagen hat die Redaktion AG QM formuliert."
    )
    it.heading("Vorbereiten", level=2)
    it.steps([
        "Zweck festlegen: Welche Entscheidung hängt vom Ergebnis ab?",
        "Datenschutz, Personalvertretung und Schwerbehindertenvertretung rechtzeitig beteiligen.",
        "Mit drei bis fünf Menschen ausprobieren, auch in Einfacher Sprache und mit Sprachmittlung.",
        "Ausgabe und Rückgabe so einrichten, dass niemand zugeordnet werden kann. Wer über die Leistung entscheidet, sammelt nicht ein.",
    ])
    it.heading("Auswerten", level=2)
    it.steps([
        "Je Aussage zählen, wie oft welches Kästchen angekreuzt wurde. „Weiß nicht“ getrennt ausweisen.",
        "Häufigkeiten statt Durchschnitt: Die Antworten sind eine Rangfolge, keine Messwerte.",
        "Erst ab fünf Antworten je Gruppe darstellen. Freie Antworten nur zusammengefasst.",
        "Ergebnis den Befragten und den Mitarbeitenden zeigen, zusammen mit dem, was daraus folgt.",
    ])
    return it


def circle():
    """A plan of ninety minutes for a quality circle."""
    it = Document(
        "Moderationsplan Qualitätszirkel", "Ein Treffen von neunzig Minuten vorbereiten und festhalten",
        "Ein Thema, neunzig Minuten, am Ende eine Vereinbarung. Zeiten und Methoden passen Sie an.",
    )
    it.form("Eckdaten des Treffens", [
        ("Thema", write("Thema", "Ein Problem aus dem eigenen Arbeitsbereich, in wenigen Wochen lösbar")),
        ("Datum und Uhrzeit", write("Datum und Uhrzeit")),
        ("Ort", write("Ort")),
        ("Moderation", write("Moderation", "Funktion")),
        ("Mitschrift", write("Mitschrift", "Funktion")),
        ("Teilnehmende", write("Teilnehmende", "Bereiche und Anzahl, höchstens etwa fünfzehn")),
    ])
    it.heading("Vorher")
    it.boxes([
        "Thema mit der Gruppe gewählt, nicht vorgegeben",
        "Zeit im Dienstplan, Vertretung geklärt",
        "Raum ohne Störung, Karten, Stifte, Wand",
        "Leitung hat zugesagt, auf Vorschläge zu antworten",
    ])
    it.heading("Regeln des Zirkels")
    it.points([
        "Wir sprechen über Abläufe, nicht über Personen und nicht über einzelne Fälle.",
        "Jede Erfahrung zählt gleich viel, Rang spielt keine Rolle.",
        "Was auf der Wand steht, gehört dem Zirkel, bis er es freigibt.",
    ])
    it.heading("Ablauf")
    it.table("Ablauf in neunzig Minuten", ["Zeit", "Schritt", "Leitfrage", "Methode und Material"], [
        ["0–10", "Ankommen", "Was ist seit dem letzten Treffen geschehen? Was haben wir vereinbart?", "Runde, Blick in die Maßnahmen"],
        ["10–15", "Ziel klären", "Was soll in neunzig Minuten auf dem Tisch liegen?", "Satz an die Wand schreiben"],
        ["15–30", "Problem beschreiben", "Wo genau hakt es, wie oft, wen trifft es?", "Karten, je eine Beobachtung"],
        ["30–45", "Ursachen finden", "Warum ist das so? Und warum das?", "Fünfmal „Warum?“, Karten ordnen"],
        ["45–65", "Lösungen sammeln", "Was könnten wir selbst ändern? Wie machen es andere?", "Erst allein, dann zu zweit, dann alle"],
        ["65–75", "Auswählen", "Was bringt viel und kostet wenig?", "Punkte vergeben, eine Lösung wählen"],
        ["75–85", "Vereinbaren", "Wer macht was bis wann? Was muss die Leitung entscheiden?", "Tabelle unten, Wiedervorlage setzen"],
        ["85–90", "Abschließen", "Was nehmen wir mit, was machen wir anders?", "Blitzlicht, nächster Termin"],
    ], [11, 20, 38, 31])
    it.new_page("Ergebnis", "Am Ende des Treffens gemeinsam ausfüllen.")
    it.form("Ergebnis des Treffens", [
        ("Problem in einem Satz", write("Problem in einem Satz")),
        ("Wichtigste Ursachen", write("Wichtigste Ursachen")),
        ("Lösung, die wir erproben", write("Lösung, die wir erproben")),
        ("Woran wir den Erfolg sehen", write("Woran wir den Erfolg sehen")),
    ])
    it.heading("Wer macht was bis wann?", "Danach in die Maßnahmen übernehmen.")
    it.table("Vereinbarte Maßnahmen", ["Was ist zu tun?", "Verantwortlich", "Fällig am"],
             [[write(f"Maßnahme {n}"), write(f"Maßnahme {n}: verantwortlich", "Funktion"), day(f"Maßnahme {n}: fällig am")] for n in range(1, 4)],
             [54, 26, 20])
    it.heading("Was die Leitung entscheiden muss", "Nur was der Zirkel nicht selbst umsetzen kann.")
    it.say(write("Was die Leitung entscheiden muss", "Frage, Vorschlag und bis wann eine Antwort gebraucht wird"))
    return it
