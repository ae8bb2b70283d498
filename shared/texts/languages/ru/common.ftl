# What pages, problems and mails share. Every language's folder has the same messages; a test compares them.
# What a desk says stands in its desk file.

language-name = Русский

quarantine-type = его содержимое — { $found }, такие файлы здесь не принимаются
quarantine-different = пришло не то, что было объявлено
quarantine-empty = в нём ничего нет
quarantine-too-large = он больше, чем здесь принимается
quarantine-second-by-form = по той же форме уже пришёл другой файл; для этого откройте форму ещё раз
size-b = { $value } Б
size-kb = { $value } КБ
size-mb = { $value } МБ
size-gb = { $value } ГБ
size-point = ,
who-you = Вы
who-system = Система
who-opener = { $name } (по ссылке из формы, адрес не подтверждён)
