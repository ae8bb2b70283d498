# Mails. The messages of a mail begin with the name of its folder in functions/notify/templates/.
# Every message may use: id, subject, person, who, headline, status, topic, time, file, reason, desk,
# minutes, policy, title, assignee, highest,
# as far as the mail has them.

# Every mail
mail-subject = [{ $id }] { $subject }
mail-greeting = Olá, { $person }!
mail-greeting-nameless = Olá!
mail-they-wrote = { $who } escreveu:
mail-open = Veja a solicitação e responda:
mail-open-button = Ver a solicitação
mail-footer = Não compartilhe este link. Qualquer pessoa que tenha o link pode ver a solicitação e responder a ela.
mail-earlier = Mensagens anteriores desta solicitação:
mail-note = { $who } (nota)
mail-automatic = Este é um e-mail automático. Não lemos respostas a ele. Use o link para responder.

mail-acknowledgement = Sua solicitação { $id } foi enviada. Enviaremos nossa resposta para este endereço.
mail-acknowledgement-closed = Estamos fechados agora. Sua solicitação está salva. Responderemos quando estivermos abertos.
mail-acknowledgement-resources = Estas páginas podem ajudar:
mail-acknowledgement-not-you = Se você não enviou nenhuma solicitação, ignore este e-mail. Você receberá apenas nossa resposta.

mail-copied = { $who } colocou você em cópia na solicitação { $id }. Você receberá um e-mail quando ela mudar.

mail-introduction = { $assignee } cuida da solicitação { $id } agora. Você pode responder na própria solicitação.

mail-comment = { $who } respondeu na solicitação { $id }:

mail-status-change = O status da solicitação { $id } agora é “{ $status }”.
mail-status-change-by = { $who } mudou o status da solicitação { $id } para “{ $status }”.

mail-closing-reminder = Aguardamos sua resposta na solicitação { $id }. Se tudo já foi resolvido, ignore este e-mail: a solicitação será encerrada em { $time }.
mail-closed-by-silence = A solicitação { $id } foi encerrada porque não houve resposta. O status dela agora é “{ $status }”.
mail-closed-by-silence-reopen = Responda à solicitação se ainda precisar de ajuda. Vamos abri-la de novo.

mail-change = Solicitação { $id }: { $headline }

mail-digest = O que aconteceu com a solicitação { $id }:
mail-digest-status = O status agora é “{ $status }”.

mail-file-refused = Não foi possível anexar seu arquivo { $file } à solicitação { $id }: { $reason }.
mail-file-refused-next = Abra a solicitação para enviar outro arquivo. Todo o resto está salvo.

mail-file-infected = Encontramos conteúdo nocivo no arquivo { $file } da solicitação { $id }. Ninguém mais pode abrir o arquivo.
mail-file-infected-next = Não abra o arquivo se você o salvou e verifique se há vírus no seu dispositivo. Quem enviou o arquivo também deve verificar o próprio dispositivo.

mail-remote-session = { $who } oferece a você uma sessão remota sobre a solicitação { $id }. Você pode entrar até { $time }:
mail-remote-session-safe = Entre somente se você estiver esperando por esta sessão. Você pode encerrá-la a qualquer momento.
mail-remote-session-button = Entrar na sessão

mail-staff-opened = { $who } abriu a solicitação { $id } no tópico “{ $topic }”:
mail-staff-unconfirmed = O endereço ainda não foi confirmado.
mail-staff-commented = { $who } escreveu na solicitação { $id }:
mail-staff-moved = { $who } mudou o status da solicitação { $id } para “{ $status }”.
mail-staff-moved-by-system = O status da solicitação { $id } agora é “{ $status }”, porque ninguém escreveu.
mail-staff-due-soon = A solicitação { $id } precisa de { $metric } até { $time }.
mail-staff-due-soon-why = Você recebe este e-mail porque { $desk } está configurado para avisar você quando um prazo está próximo.
mail-staff-breached = A solicitação { $id } perdeu o prazo: { $metric } até { $time }.
mail-staff-breached-why = Você recebe este e-mail porque { $desk } está configurado para avisar você sobre prazos perdidos.
mail-staff-assigned = { $who } passou a solicitação { $id } para você.
mail-staff-assigned-why = Você recebe este e-mail porque cuida desta solicitação agora.
mail-rating = Como foi o nosso atendimento? Escolha uma nota de 1 (ruim) a { $highest } (muito bom). Você pode comentar antes de enviar.
mail-rating-request = Você encerrou a solicitação { $id }.
mail-staff-rated-why = Você recebe este e-mail porque { $desk } avisa você sobre as avaliações.
mail-staff-open = Veja a solicitação no console:
mail-staff-button = Ver no console
mail-staff-why = Você recebe este e-mail porque trabalha com as solicitações de { $desk }.
mail-manager-why = Você recebe este e-mail porque cuida da empresa do solicitante.
mail-staff-entered-why = Você recebe este e-mail porque { $desk } está configurado para avisar você sobre solicitações com este status.

mail-sign-in-subject = Entre em { $desk }
mail-sign-in = Alguém, provavelmente você, pediu para entrar em { $desk } com este endereço.
mail-sign-in-button = Entrar
mail-sign-in-link = { $minutes ->
    [one] Abra este link para entrar. Ele funciona uma única vez, durante { $minutes } minuto:
    *[other] Abra este link para entrar. Ele funciona uma única vez, durante { $minutes } minutos:
    }
mail-sign-in-not-you = Ignore este e-mail se não foi você.

mail-draft-subject = Confirme sua solicitação a { $desk }
mail-draft = Alguém, provavelmente você, escreveu uma solicitação a { $desk } com este endereço. Ela ainda não foi enviada.
mail-draft-button = Conferir e enviar a solicitação
mail-draft-link = Abra este link em até { $hours } horas, confira a solicitação e envie-a:
mail-draft-not-you = Ignore este e-mail se não foi você. A solicitação será então apagada.

mail-invitation-subject = Sua conta em { $desk }
mail-invitation = Agora você tem uma conta em { $desk }. Com ela, pode enviar solicitações e acompanhá-las.
mail-invitation-button = Abrir a página de entrada
mail-invitation-link = Abra esta página e entre com este endereço. Não há senha: enviamos um link a cada vez.
mail-invitation-why = Você recebe este e-mail porque as pessoas de { $desk } criaram a conta.

mail-page-subject = Acionamento: { $policy }, { $id } { $subject }
mail-page = { $desk } precisa de alguém agora. Assuma, para que ninguém mais seja acionado.
mail-page-ticket = { $id }: { $subject }
mail-page-missed = Prazo perdido: { $metrics }
mail-page-late = Esta chamada chega com { $minutes } minutos de atraso.
mail-page-button = Ver e assumir
mail-page-link = Abra esta página e assuma. Nada acontece até você apertar um botão nela.
mail-page-why = Você recebe este e-mail porque uma política de { $desk } aciona você. Não compartilhe o link: ele age em seu nome.
mail-confirm-account-subject = Confirme sua conta em { $desk }
mail-confirm-account = Confirme sua conta uma única vez para usar o suporte de { $desk }.
mail-confirm-account-button = Confirmar a conta
mail-confirm-account-link = { $minutes ->
    [one] Abra este link para confirmar. Ele funciona uma única vez, por { $minutes } minuto:
    *[other] Abra este link para confirmar. Ele funciona uma única vez, por { $minutes } minutos:
    }

# Incidentes
mail-project-manager-subject = [{ $id }] { $subject }
mail-project-manager = Um problema de grande escala atinge um cliente seu. A solicitação { $id } está no tópico “{ $topic }”.
mail-project-manager-paged = As pessoas de plantão foram acionadas.
mail-project-manager-incident = Ela pertence ao incidente “{ $title }”. Você receberá as atualizações dele.
mail-project-manager-button = Ver o status
mail-project-manager-link = Veja o status do portal:
mail-incident-update-subject = { $title }
mail-incident-update = Há novidades sobre “{ $title }”:
mail-incident-update-closed = “{ $title }” terminou:
mail-incident-update-closes = Fechamos com ele sua solicitação { $id } e outras suas sobre ele. Se o problema continuar, escreva para nós na solicitação.
mail-incident-update-button = Ver todas as atualizações
mail-incident-update-link = Veja todas as atualizações:
mail-incident-update-why-ticket = Você recebe este e-mail por causa da sua solicitação: { $id }.
mail-incident-update-why-follows = Você recebe este e-mail porque pediu para ser avisado sobre este problema.
mail-incident-update-stop = A mesma página cancela estes e-mails.
mail-incident-question-subject = Confirme que quer receber atualizações: { $title }
mail-incident-question = Alguém, provavelmente você, pediu a { $desk } que avise este endereço sobre “{ $title }”. Confirme, e enviaremos cada atualização.
mail-incident-question-button = Confirmar
mail-incident-question-link = Abra esta página e confirme:
mail-incident-question-not-you = Ignore este e-mail se não foi você. Você não receberá atualizações.

# Uma chamada de teste
mail-test-call-subject = Teste: { $desk } alcança você
mail-test-call = Isto é um teste. { $desk } aciona você assim quando você está de plantão. Não há nada a fazer.
mail-test-call-button = Ver quem está de plantão
mail-test-call-link = Veja quem está de plantão:
mail-test-call-why = Você recebe este e-mail porque alguém de { $desk } testa se você pode ser acionado.
