# What can be wrong with rules, kinds and sets of records.
problem-not-this = „{ $value }“ passt hier nicht. Bitte wählen Sie etwas anderes.
problem-leads-back = „{ $value }“ führt im Kreis hierher zurück.
problem-file-unknown-records = Die Datensätze „{ $id }“ gibt es nicht.
problem-file-unknown-message = Was die Regel sagt, fehlt: „{ $id }“ steht nicht in messages.toml.
