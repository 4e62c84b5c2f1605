# What can be wrong with rules, kinds and sets of records.
problem-not-this = “{ $value }” does not fit here. Please choose something else.
problem-leads-back = “{ $value }” leads back here in a circle.
problem-file-unknown-records = There is no set of records “{ $id }”.
problem-file-unknown-message = What the rule says is missing: “{ $id }” is not in messages.toml.
