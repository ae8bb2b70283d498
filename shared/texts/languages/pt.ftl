# What Docket itself says to people. What a desk says stands in its desk file.
# The same messages stand in every language's file; a test compares them.

language-name = Português

## Pages

site-title = Suporte
desks-title = De qual suporte você precisa?
desk-open = Em atendimento agora
desk-always-open = Atendimento dia e noite
desk-closed = Fechado agora; sua solicitação fica guardada e espera por nós
choose-category = Sobre o que é a sua solicitação?
choose-topic = Escolha um tópico
help-first = Isto pode ajudar de imediato
help-nearby = Páginas úteis
whom-to-turn-to = A quem recorrer
no-request-here = Não podemos ajudar com isso por aqui, por isso não há formulário.
form-title = Nova solicitação: { $topic }
form-you = Sobre você
form-email = Seu endereço de e-mail
form-email-help = Nossas respostas vão para ele.
form-name = Seu nome
form-subject = Assunto
form-subject-help = Uma linha que diga do que se trata.
form-description = Descrição
form-description-help = O que acontece e o que você esperava que acontecesse.
form-priority = Prioridade
form-impact = Impacto
form-choose = Escolha…
form-optional = opcional
form-only-when = somente para “{ $choice }”
form-cc-help = Os endereços de e-mail dessas pessoas, separados por vírgulas. Elas veem a solicitação e são avisadas das mudanças.
form-submit = Criar solicitação
form-mistakes = Algo ainda não está certo. Nada foi enviado; o que você digitou continua aqui.
back-to-topics = Voltar aos tópicos
ticket-opened = Aberta em
ticket-arrived = Sua solicitação chegou. Enviamos o link desta página por e-mail: { $email }
ticket-updated = Última alteração
ticket-requester = Solicitante
ticket-topic = Tópico
ticket-priority = Prioridade
ticket-impact = Impacto
ticket-watchers = Também são avisados
ticket-status = Status
ticket-timeline = Histórico
ticket-details = O que foi relatado
event-opened = { $who } abriu a solicitação
event-commented = { $who } escreveu
event-internal = Nota interna, vista somente pela equipe de suporte
event-moved = { $who }: { $from } → { $to }
event-silence = Sem resposta: { $from } → { $to }
event-reaction = Status: { $from } → { $to }
event-attached = { $who } anexou { $name } ({ $size })
event-refused = { $name } não foi aceito: { $reason }
event-infected = Algo nocivo foi encontrado em { $name }. O arquivo não pode mais ser aberto.
refused-type = o conteúdo é { $found }, que não é aceito aqui
refused-different = o que chegou não é o que foi anunciado
refused-empty = não contém nada
refused-too-large = é maior do que se aceita aqui
refused-second-by-form = outro arquivo já tinha chegado pelo mesmo formulário; abra o formulário de novo para este
size-b = { $value } bytes
size-kb = { $value } KB
size-mb = { $value } MB
size-gb = { $value } GB
size-point = ,
who-you = Você
who-system = O sistema
comment-title = Escrever um comentário
comment-body = Seu comentário
comment-submit = Enviar comentário
comment-internal = Nota interna: somente a equipe de suporte vê
move-title = Mudar o status desta solicitação
move-comment = Comentário
move-with-comment = Adicionar um comentário
move-comment-required = Comentário (obrigatório)
queue-title = Solicitações
queue-empty = Não há nada aqui.
queue-next = Próxima página
queue-priority = Prioridade
queue-subject = Assunto
queue-status = Status
phase-open = A fazer
phase-waiting = Aguardando o solicitante
phase-held = Aguardando terceiros
phase-done = Concluído
files-title = Arquivos
files-attach = Anexar arquivos
files-drop = Escolha arquivos, solte-os em qualquer lugar desta página ou cole uma captura de tela
files-limits = No máximo %count% arquivos, %each% cada um, %total% no total: %types%
files-kind-image = imagens
files-kind-video = vídeos
files-kind-audio = áudio
files-internal = Arquivos internos: somente a equipe de suporte vê o que for adicionado a partir de agora
files-plain = Anexar um arquivo
files-later = Você poderá anexar arquivos depois de enviar a solicitação.
files-cancel = Cancelar
files-retry = Tentar de novo
files-remove = Remover
files-show = Mostrar
files-done = Os arquivos foram enviados.
files-kept = Será enviado com a solicitação
files-waiting = Aguardando a vez
files-reading = Em preparação: %percent%
files-sending = Em envio: %sent% de %size%
files-lost = Sem conexão. O envio continua sozinho assim que ela voltar.
files-busy = Parado por um momento. Uma nova tentativa é feita automaticamente.
files-checking = Chegou e está sendo verificado
files-stored = Anexado
files-on-its-way = A caminho. Se o envio foi interrompido, escolha o mesmo arquivo de novo: ele continua de onde parou.
files-not-scanned = Não verificado contra conteúdo nocivo
files-scanned = Verificado: nada de nocivo foi encontrado
files-infected = Foi encontrado algo nocivo nele: não pode ser aberto
files-set-aside = Posto de lado: { $reason }
files-other-type = o conteúdo dele é de um tipo que não é aceito aqui
files-unreadable = Não foi possível ler o arquivo: ele foi alterado, movido ou excluído. Escolha-o novamente.
files-failed = Não foi possível enviar (%status%). Tente de novo.
files-gone = Ele não está mais na solicitação. Tente de novo.
files-form-sending = Sua solicitação está sendo enviada…
files-form-lost = Não há conexão. Tudo o que você digitou e escolheu continua aqui: pressione o botão novamente daqui a pouco.
files-form-arrived = Sua solicitação chegou. Agora os arquivos são enviados; deixe esta página aberta até que terminem.
files-form-open = Abrir a solicitação
upload-title = Anexar um arquivo
upload-back = Voltar à solicitação
upload-file = Arquivo
upload-limit = No máximo { $limit }. Você pode anexar vários, um depois do outro.
upload-types = São aceitos: { $types }
upload-submit = Enviar arquivo
upload-checking = Seu arquivo chegou e está sendo verificado. Recarregue a página em um instante.
sign-in = Entrar
sign-in-title = Acesso para a equipe deste suporte
sign-in-intro = Informe seu endereço de e-mail, e enviaremos um link que funciona uma única vez.
sign-in-submit = Enviar o link
sign-in-sent-title = Verifique sua caixa de entrada
sign-in-sent = Se este endereço pertence a alguém que trabalha neste suporte, um link está a caminho. { $minutes ->
    [one] Ele funciona uma única vez, durante { $minutes } minuto.
    *[other] Ele funciona uma única vez, durante { $minutes } minutos.
    }
sign-in-confirm-title = Só mais um passo
sign-in-confirm = Pressione o botão para entrar. Depois disso, o link deixa de funcionar.
sign-in-confirm-submit = Entrar
sign-out = Sair
signed-in-as = Você entrou como { $name }
key-needed-title = Esta solicitação é privada
key-needed = Abra-a pelo link dos e-mails sobre ela ou entre, se você trabalha neste suporte.
language-choice = Idioma

## Problems

problem-not-found = Não encontrado
problem-not-found-detail = Não há nada neste endereço. Verifique se há algum erro de digitação ou comece pela página inicial.
problem-way-out = Continue por aqui
problem-no-desk = Esse suporte não existe. A lista de suportes está na página inicial.
problem-no-ticket = Essa solicitação não existe ou você não tem acesso a ela. Use o link dos e-mails sobre ela.
problem-sign-in = Acesso não identificado
problem-sign-in-detail = Use o link dos e-mails sobre a solicitação ou entre.
problem-forbidden = Não permitido
problem-staff-only = Somente a equipe deste suporte pode fazer isso.
problem-move-not-allowed = Você não pode mudar a solicitação para esse status. Opções disponíveis para você: { $possible }.
problem-link-used = O link não funciona mais
problem-link-used-detail = Ele já foi usado ou é antigo demais. Peça um novo.
problem-malformed = Não foi possível ler a requisição
problem-not-utf8 = O conteúdo não é texto em UTF-8.
problem-not-http = O endereço ou a codificação do corpo não está como o HTTP pede.
problem-not-json = O conteúdo não é JSON: { $reason }.
problem-not-an-object = O conteúdo precisa ser um objeto JSON.
problem-media-type = Este tipo de conteúdo não é aceito
problem-media-type-detail = Envie `application/json` ou `application/x-www-form-urlencoded`.
problem-too-large = A requisição é grande demais
problem-too-large-detail = { $max ->
    [one] O tamanho máximo é de { $max } byte. Encurte o texto.
    *[other] O tamanho máximo é de { $max } bytes. Encurte o texto.
    }
problem-header = Não foi possível ler um cabeçalho
problem-header-detail = Como o cabeçalho `{ $name }` precisa ser: { $rule }.
problem-fields = Algo ainda não está certo
problem-fields-detail = Nada foi alterado. Veja em `errors` o que escrever em cada campo.
problem-stale = A solicitação mudou nesse meio-tempo
problem-stale-detail = Nada foi alterado. Carregue-a de novo e decida novamente.
problem-key-reused = A chave de idempotência já foi usada para outra coisa
problem-key-reused-detail = Use uma chave nova para uma nova requisição.
problem-busy = Sobrecarga no momento
problem-busy-detail = Nada foi perdido. Tente de novo em alguns segundos.
problem-broken = Algo deu errado do nosso lado
problem-broken-detail = Nada foi alterado. Tente de novo; se o problema persistir, diga-nos quando aconteceu.
problem-file = Isto não pode ser feito com o arquivo
problem-no-file = Não há esse arquivo nesta solicitação.
problem-file-uploading = O arquivo ainda não chegou.
problem-file-stored = O arquivo já está na solicitação.
problem-file-quarantined = O arquivo foi posto de lado: não servia. Envie outro.
problem-file-parts = Faltam partes do arquivo. Anuncie-o de novo para saber quais.
problem-infected = Algo nocivo foi encontrado neste arquivo. Ele não pode ser aberto.

field-missing = Preencha este campo.
field-too-long = { $max ->
    [one] No máximo { $max } caractere.
    *[other] No máximo { $max } caracteres.
    }
field-too-many = { $max ->
    [one] No máximo { $max } item.
    *[other] No máximo { $max } itens.
    }
field-control = Remova quebras de linha e caracteres de controle.
field-choice = Escolha uma das opções: { $choices }.
field-address = Informe um endereço de e-mail, como name@example.com.
field-number = Informe um número, como 42 ou 3.5.
field-range = Escreva um número inteiro de { $min } a { $max }.
field-date = Informe uma data, como 2026-12-31.
field-url = Informe um endereço que comece com https://.
field-type = Tipo de valor esperado: { $expected }.
field-unknown = Esse campo não existe aqui. Remova-o.
field-redirects = Este tópico é tratado em outro lugar; a página dele diz onde.
field-move = A solicitação não pode ir do status atual para esse. Opções possíveis: { $possible }.
field-already-there = A solicitação já está nesse status. Para dizer algo, escreva um comentário.
field-not-asked = Isso não é pedido aqui. Deixe em branco.
field-key-reused = Você já enviou uma solicitação com este formulário. Para enviar também esta, pressione o botão novamente.
field-no-files = Arquivos não são aceitos aqui.
field-empty-file = Este arquivo está vazio: não há nada para enviar.
field-file-too-large = Um arquivo pode ter no máximo { $most }. Envie um menor, ou uma parte dele.
field-too-many-files = Uma solicitação aceita no máximo { $max } arquivos. Esta já tem todos, contando os que estão a caminho.
field-no-room = Os arquivos de uma solicitação podem ter { $most } no total; restam { $left }.
field-file-type = Arquivos deste tipo não são aceitos aqui. Envie um destes: { $types }.
field-digest = Envie um SHA-256 com 64 dígitos hexadecimais.
field-in-parts = Um arquivo deste tamanho vem em partes de { $bytes } bytes: em vez de `sha256`, envie `parts` com o SHA-256 de cada uma das { $count } partes.
field-not-in-parts = Um arquivo deste tamanho vem inteiro: envie o seu `sha256` e nenhuma `parts`.
field-ticket-id = Uma solicitação tem um ID como SPSUP-1494: letras maiúsculas, um hífen e um número a partir de 1.
field-desk = Esse suporte não existe.
field-cursor = Use o valor de `next` da página anterior.
field-parameter = Esse parâmetro não existe. Remova-o.
none = nenhuma

## Mails

mail-subject = [{ $id }] { $subject }
mail-hello = Olá, { $name }!
mail-hello-nameless = Olá!
mail-acknowledgement = Recebemos sua solicitação. O número dela é { $id }.
mail-acknowledgement-closed = Estamos fechados no momento; ela espera por nós.
mail-copied = { $who } colocou você em cópia na solicitação { $id }.
mail-comment = { $who } escreveu na solicitação { $id }:
mail-status = A solicitação { $id } tem um novo status: { $status }
mail-status-by = { $who } mudou o status da solicitação { $id }: { $status }
mail-silence = A solicitação { $id } foi encerrada por falta de resposta: { $status }
mail-silence-reopen = Se para você ela ainda não está resolvida, escreva um comentário nela, e ela será retomada.
mail-attached = { $who } anexou um arquivo à solicitação { $id }: { $name } ({ $size })
mail-refused = Seu arquivo { $name } não pôde ser anexado à solicitação { $id }: { $reason }.
mail-refused-way-out = Todo o resto chegou. Você pode enviar outro arquivo pelo link abaixo.
mail-infected = Algo nocivo foi encontrado no arquivo { $name } da solicitação { $id }. Ninguém mais pode abri-lo.
mail-infected-way-out = Se você o salvou, não o abra e mande verificar seu dispositivo. Quem o enviou deve fazer o mesmo.
mail-resources = Isto pode ajudar de imediato:
mail-what-you-wrote = O que você escreveu:
mail-what-they-wrote = O que foi escrito:
mail-open = Ver a solicitação e responder:
mail-footer = Quem tiver este link pode ver a solicitação e responder a ela. Por favor, não o repasse.
mail-automatic = Este e-mail foi enviado por uma máquina. Respostas a ele não são lidas: use o link.
mail-sign-in-subject = Seu link para entrar: { $desk }
mail-sign-in = Alguém, provavelmente você, quer entrar em { $desk } com este endereço. { $minutes ->
    [one] O link funciona uma única vez, durante { $minutes } minuto:
    *[other] O link funciona uma única vez, durante { $minutes } minutos:
    }
mail-sign-in-not-you = Se não foi você, não é preciso fazer nada.
