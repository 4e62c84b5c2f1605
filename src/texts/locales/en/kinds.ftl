# What can be wrong with rules, kinds and sets of records.
problem-not-this = “{ $value }” does not fit here. Please choose something else.
problem-leads-back = “{ $value }” leads back here in a circle.
problem-file-unknown-records = There is no set of records “{ $id }”.
problem-file-unknown-message = What the rule says is missing: “{ $id }” is not in messages.toml.
problem-query-no-colon = “{ $line }” is not a condition. Write for example “status: running”.
problem-query-unknown-key = “{ $key }” is neither a field nor an option of lists.
problem-query-unknown-field = There is no field “{ $field }”.
problem-query-unknown-kind = There is no kind of page “{ $kind }”.
problem-query-unknown-records = There are no records “{ $records }”.
problem-query-unknown-operator = “{ $operator }” is not a comparison. Possible are is, before, after, contains and empty.
problem-query-twice = “{ $key }” can be given only once and with one value.
