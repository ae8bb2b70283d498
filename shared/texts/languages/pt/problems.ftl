# Problems, and what is wrong with a field.

problem-not-found = Não encontrado
problem-not-found-detail = Não há nada neste endereço. Verifique se há algum erro de digitação.
problem-no-desk = Esse suporte não existe. Verifique se há algum erro de digitação no endereço.
problem-desk-removed = Este suporte foi encerrado
problem-desk-removed-detail = Ele foi encerrado, e ninguém mais responde aqui. As solicitações dele estão guardadas.
problem-no-ticket = Essa solicitação não existe ou você não tem acesso a ela. Use o link dos e-mails sobre ela.
problem-sign-in = Acesso não identificado
problem-sign-in-detail = Use o link dos e-mails sobre a solicitação ou entre.
problem-forbidden = Não permitido
problem-staff-only = Somente a equipe deste suporte pode fazer isso.
problem-move-not-allowed = Você não pode mudar a solicitação para esse status. Opções disponíveis para você: { $possible }.
problem-other-site-detail = Outro site enviou isto. Abra a página do atendimento e envie de lá.
problem-limited = Vezes demais
problem-limited-minutes = Isto foi feito vezes demais. Tente de novo em cerca de { $minutes } minutos. O que você digitou fica nesta página.
problem-limited-hours = Isto foi feito vezes demais hoje. Tente de novo em cerca de { $hours } horas. O que você digitou fica nesta página.
problem-link-used = O link não funciona mais
problem-link-used-detail = Ele já foi usado ou é antigo demais. Peça um novo.
problem-draft-ended = Este link terminou
problem-draft-ended-detail = A solicitação já foi enviada, ou as 24 horas terminaram. Se não foi enviada, preencha o formulário de novo.
problem-key-ended = O link não vale mais
problem-key-ended-detail = A solicitação foi concluída há mais de 90 dias, e os links dela não valem mais. Envie uma nova solicitação ou peça um novo link às pessoas do atendimento.
problem-confirmed = A solicitação é sua
problem-confirmed-detail = Você confirmou que esta solicitação é sua. Para encerrá-la, feche-a ou escreva ao atendimento.
problem-link-sent = O link já foi enviado vezes suficientes
problem-link-sent-detail = O e-mail com o link foi reenviado três vezes. Procure-o na pasta de spam ou fale com as pessoas do atendimento.
problem-malformed = Não foi possível ler a requisição
problem-not-utf8 = O conteúdo não é texto em UTF-8.
problem-not-http = O endereço ou a codificação do corpo não está como o HTTP pede.
problem-json-end = Não é JSON: termina cedo demais (linha { $line }, coluna { $column }).
problem-not-json = Não é JSON (linha { $line }, coluna { $column }).
problem-not-an-object = O conteúdo precisa ser um objeto JSON.
problem-media-type = Este tipo de conteúdo não é aceito
problem-media-type-detail = Envie `application/json` ou `application/x-www-form-urlencoded`.
problem-too-slow = A requisição não chegou
problem-too-slow-detail = Ela não chegou inteira a tempo. Verifique a conexão e envie de novo.
problem-too-large = A requisição é grande demais
problem-too-large-detail = { $max ->
    [one] O tamanho máximo é de { $max } byte. Encurte o texto.
    *[other] O tamanho máximo é de { $max } bytes. Encurte o texto.
    }
problem-table-too-large = A tabela é grande demais
problem-table-too-large-detail = { $max ->
    [one] O tamanho máximo é de { $max } byte, cerca de 50.000 linhas. Divida a tabela em várias, cada uma com a primeira linha, ou use `docket accounts import`.
    *[other] O tamanho máximo é de { $max } bytes, cerca de 50.000 linhas. Divida a tabela em várias, cada uma com a primeira linha, ou use `docket accounts import`.
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
problem-wrong-method = Método errado
problem-wrong-method-detail = Envie a requisição com outro método: { $allowed }.
problem-not-allowed = Esta chave ou sessão não permite isso. Fale com as pessoas do atendimento.
problem-later-detail = Uma versão mais nova do Docket gravou isto, e esta perderia uma parte. Espere o fim da atualização e tente de novo.
problem-broken = Algo deu errado do nosso lado
problem-broken-detail = Nada foi alterado. Tente de novo; se o problema persistir, diga-nos quando aconteceu.
problem-file = Isto não pode ser feito com o arquivo
problem-no-file = Não há esse arquivo nesta solicitação.
problem-file-uploading = O arquivo ainda não chegou.
problem-file-stored = O arquivo já está na solicitação.
problem-file-quarantined = O arquivo foi posto de lado: não servia. Envie outro.
problem-file-removed = O arquivo não existe mais: ninguém confirmou o endereço do solicitante em 30 dias.
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
field-line-break = Escreva isto em uma linha.
field-choice = Escolha uma das opções: { $choices }.
field-address = Informe um endereço de e-mail, como name@example.com.
field-address-among = “{ $entry }” não é um endereço de e-mail. Escreva endereços como name@example.com, separados por vírgulas.
field-number = Informe um número, como 42 ou 3.5.
field-number-twice = Isto pode ser lido como dois números. Escreva { $thousands } ou { $decimals }.
field-range = Escreva um número inteiro de { $min } a { $max }.
field-date = Informe uma data, como 2026-12-31.
field-time = Informe um horário, como 2026-12-24T18:00+01:00.
field-ticket-is-done = A solicitação está concluída, e um acionamento termina com as solicitações. Reabra-a primeiro.
field-too-early = Esse horário já passou ou não é depois do anterior. Informe um mais tarde.
field-too-late = São mais de 366 dias. Informe um horário mais cedo.
field-url = Informe um endereço que comece com https://.
field-type-text = Envie um texto.
field-type-object = Envie um objeto.
field-type-flag = Envie true ou false.
field-unknown = Esse campo não existe aqui. Remova-o.
field-redirects = Este tópico é tratado em outro lugar; a página dele diz onde.
field-move = A solicitação não pode ir do status atual para esse. Opções possíveis: { $possible }.
field-address-final = O endereço fica como está: já foi confirmado ou corrigido, ou o atendimento já escreveu para ele. Envie uma nova solicitação ou fale com as pessoas do atendimento.
field-not-empty = Um campo que as pessoas não veem foi preenchido, como fazem alguns programas. Ele está vazio de novo: envie o formulário mais uma vez.
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
field-sign-in-link = Este não é o link de acesso inteiro. Abra o link do e-mail de novo ou peça outro.
field-idempotency-key = Envie de 1 a 100 letras, dígitos e os sinais - _ . : ou deixe de fora.
field-in-parts = Um arquivo deste tamanho vem em partes de { $bytes } bytes: em vez de `sha256`, envie `parts` com o SHA-256 de cada uma das { $count } partes.
field-not-in-parts = Um arquivo deste tamanho vem inteiro: envie o seu `sha256` e nenhuma `parts`.
field-ticket-id = Uma solicitação tem um ID como SPSUP-1494: letras maiúsculas, um hífen e um número a partir de 1.
field-desk = Esse suporte não existe.
field-cursor = Use o valor de `next` ou `older` da resposta anterior, da mesma lista ou do mesmo chamado.
field-parameter = Esse parâmetro não existe. Remova-o.
none = nenhuma
problem-sign-in-first = Este suporte recebe solicitações de quem entrou. Peça um link de acesso e envie a solicitação de novo.
problem-no-account = Não há conta para você aqui
problem-no-account-detail = Este suporte recebe solicitações de quem tem conta, e não conhece nenhuma para o seu endereço. Peça uma conta à sua empresa, ou entre com o endereço que tem uma.
problem-administrators = Para administradores de nível superior
problem-administrators-detail = Somente administradores de nível superior podem enviar solicitações aqui. Peça ao administrador do portal de nível superior da sua organização.
problem-white-label = O suporte fica em outro endereço
field-web-address = Escreva o endereço de uma página, como `https://meet.example.com/123`.
field-domain = Escreva um domínio, como `example.com`.
field-public-domain = Qualquer pessoa consegue um endereço em `{ $entry }`. Informe um domínio da própria empresa.
field-domain-taken = `{ $entry }` pertence à empresa `{ $company }`. Remova-o de lá primeiro.
field-id = Use letras minúsculas, dígitos e hífens simples, começando por uma letra: no máximo 40.
field-taken = Isto já está em uso. Escolha outro.
field-not-there = Não existe. Verifique, ou crie primeiro.
field-not-an-administrator = { $entry } não é administrador de nível superior da sua organização. Só esses podem ser copiados aqui. Retire o endereço.
import-not-utf8 = Esta linha não está em UTF-8. Salve a tabela como “CSV UTF-8” e envie de novo.
import-open-quote = Uma aspa abre uma célula nesta linha e nenhuma a fecha. Feche-a ou remova-a.
import-no-email = A primeira linha deve nomear as colunas, entre elas `email`. Existem: { $columns }.
import-unknown-column = Não existe a coluna `{ $name }`. Existem: { $columns }.
import-doubled-column = A coluna `{ $name }` aparece duas vezes. Remova uma.
import-cells = Esta linha tem { $given } células, e a primeira { $wanted }. Ponha entre aspas a célula que tem vírgula.
import-doubled = A linha { $first } tem o mesmo endereço. Remova uma.
problem-has-accounts = A empresa tem contas
problem-has-accounts-detail = Mova ou remova primeiro as contas dela; depois remova a empresa.
problem-no-such-account = Não existe essa conta. Verifique o endereço.
problem-no-such-company = Não existe essa empresa. Verifique o ID.
problem-white-label-detail = { $text }
problem-no-such-session = Não existe essa sessão. Ela pode já ter terminado.
field-portal = Este não é um portal da sua organização ao qual se possa conceder acesso. Escolha um dos que estão na página de acesso do suporte.
problem-access = Este acesso não pode ser usado
problem-access-ended = O acesso do suporte foi revogado, ou o prazo terminou. Peça a um administrador da empresa que o conceda novamente.
problem-portal-left = O portal não pertence mais a esta empresa, então o acesso não leva a lugar nenhum. Peça à empresa à qual ele pertence agora.
problem-no-such-grant = Não existe esse acesso do suporte. Talvez tenha sido concedido de novo: consulte a lista.
problem-no-such-page = Não existe esse acionamento do plantão. Veja na solicitação o que está em andamento.
problem-no-such-override = Não existe essa troca, ou ela terminou. Consulte a lista.
problem-needs-company = A sua conta não pertence a nenhuma empresa aqui. Peça à equipe de suporte que a adicione à sua.

problem-no-such-incident = Não há tal incidente aqui.
field-token-of-mail = O link não está completo, ou você não recebe mais e-mails sobre isto. Copie o link inteiro do e-mail.
problem-incident = O incidente está em outro estado
problem-incident-closed = O incidente está fechado. Declare outro se o problema voltou.
problem-too-many-incidents = Há tantos incidentes abertos quantos a página de status mostra. Feche um primeiro.
problem-incident-changed = Outra pessoa mudou o incidente. Leia-o de novo e envie a atualização com a nova versão.
field-ticket = Escreva os números das solicitações, como SUP-12, separados por vírgulas.
field-no-such-ticket = Não há solicitação { $ticket } neste portal. Confira o número.
problem-not-signed = Isto não está assinado
problem-not-signed-detail = A assinatura não serve para nenhum canal deste portal. Confira o segredo do webhook e `webhook_secret` no arquivo do portal.
