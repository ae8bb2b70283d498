# What pages, problems and mails share. Every language's folder has the same messages; a test compares them.
# What a desk says stands in its desk file.

language-name = Português

quarantine-type = o conteúdo é { $found }, que não é aceito aqui
quarantine-different = o que chegou não é o que foi anunciado
quarantine-empty = não contém nada
quarantine-too-large = é maior do que se aceita aqui
quarantine-second-by-form = outro arquivo já tinha chegado pelo mesmo formulário; abra o formulário de novo para este
size-b = { $value } bytes
size-kb = { $value } KB
size-mb = { $value } MB
size-gb = { $value } GB
size-point = ,
who-you = Você
who-system = O sistema
who-opener = { $name } (pelo link do formulário, endereço não comprovado)
