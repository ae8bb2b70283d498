# What pages, problems and mails share. Every language's folder has the same messages; a test compares them.
# What a desk says stands in its desk file.

language-name = English

quarantine-type = its content is { $found }, which this desk does not take
quarantine-different = what arrived is not what was announced
quarantine-empty = there is nothing in it
quarantine-too-large = it is larger than this desk takes
quarantine-second-by-form = another file came by the same form before; open the form again for this one
size-b = { $value } bytes
size-kb = { $value } KB
size-mb = { $value } MB
size-gb = { $value } GB
size-point = .
who-you = You
who-system = The system
who-opener = { $name } (by the link of the form, address not proven)
