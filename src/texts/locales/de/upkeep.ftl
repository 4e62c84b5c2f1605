# Lists that keep a wiki in order, and pages that share a name.
nav-upkeep = Seitenpflege
upkeep-lists = Listen der Seitenpflege
upkeep-missing = Fehlende Seiten
upkeep-missing-about = Auf diese Seiten wird verwiesen, aber niemand hat sie bisher geschrieben. Oben steht, was am häufigsten gebraucht wird.
upkeep-missing-empty = Jeder Verweis führt zu einer Seite.
upkeep-unlinked = Nicht verlinkte Seiten
upkeep-unlinked-about = Auf diese Seiten verweist keine andere. Wer sie nicht sucht, findet sie nicht.
upkeep-unlinked-empty = Auf jede Seite verweist mindestens eine andere.
upkeep-ownerless = Ohne Zuständige
upkeep-ownerless-about = Für diese Seiten ist niemand zuständig. Eine Person, eine Stelle oder ein Gremium kann es sein.
upkeep-ownerless-empty = Für jede Seite ist jemand zuständig.
upkeep-nothing = Nichts zu tun
upkeep-space = Bereich
upkeep-all-spaces = Alle Bereiche
upkeep-named = { $count ->
    [one] Verwiesen wird auf einer Seite:
   *[other] Verwiesen wird auf { $count } Seiten:
 }
upkeep-write = Seite schreiben
upkeep-cut = Gezeigt sind die ersten 200. Wählen Sie einen Bereich, um weitere zu sehen.
names-title = Mehrere Seiten heißen „{ $name }“
names-lead = Welche ist gemeint?
names-hint = Sie schreiben selbst an der Seite mit dem Verweis? Mit dem Bereich davor wird er eindeutig, zum Beispiel [[mitte:Übergabe]].
names-none = Keine Seite dieses Namens
names-search = Nach dem Namen suchen
banner-as-of = So galt die Seite am Ende des { $date }, mit den Einträgen von diesem Tag.
problem-bad-day = Dieser Tag ist nicht zu lesen. Er wird so geschrieben: 2026-03-31.
