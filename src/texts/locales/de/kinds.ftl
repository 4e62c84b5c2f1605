# What can be wrong with rules, kinds and sets of records.
problem-not-this = „{ $value }“ passt hier nicht. Bitte wählen Sie etwas anderes.
problem-leads-back = „{ $value }“ führt im Kreis hierher zurück.
problem-file-unknown-records = Die Datensätze „{ $id }“ gibt es nicht.
problem-file-unknown-message = Was die Regel sagt, fehlt: „{ $id }“ steht nicht in messages.toml.
problem-query-no-colon = „{ $line }“ ist keine Bedingung. Schreiben Sie zum Beispiel „Status: laufend“.
problem-query-unknown-key = „{ $key }“ ist weder ein Feld noch eine Angabe für Listen.
problem-query-unknown-field = Das Feld „{ $field }“ gibt es nicht.
problem-query-unknown-kind = Die Seitenart „{ $kind }“ gibt es nicht.
problem-query-unknown-records = Die Einträge „{ $records }“ gibt es nicht.
problem-query-unknown-operator = „{ $operator }“ ist kein Vergleich. Möglich sind is, before, after, contains und empty.
problem-query-twice = „{ $key }“ kann nur einmal und nur einen Wert haben.
