# Mails. The messages of a mail begin with the name of its folder in functions/notify/templates/.
# Every message may use: id, subject, person, who, headline, status, topic, time, file, reason, desk,
# minutes, policy, title, assignee, highest,
# as far as the mail has them.

# Every mail
mail-subject = [{ $id }] { $subject }
mail-greeting = Здравствуйте, { $person }!
mail-greeting-nameless = Здравствуйте!
mail-they-wrote = Текст сообщения ({ $who }):
mail-open = Посмотрите заявку и ответьте:
mail-open-button = Посмотреть заявку
mail-footer = Не передавайте эту ссылку. Любой, у кого она есть, может видеть заявку и отвечать в ней.
mail-earlier = Ранее в этой заявке:
mail-note = { $who } (заметка)
mail-automatic = Это автоматическое письмо. Мы не читаем ответы на него. Чтобы ответить, откройте ссылку.

mail-acknowledgement = Ваша заявка { $id } отправлена. Мы пришлём ответ на этот адрес.
mail-acknowledgement-closed = Сейчас мы не работаем. Ваша заявка сохранена. Мы ответим в рабочее время.
mail-acknowledgement-resources = Эти страницы могут помочь:
mail-acknowledgement-not-you = Если вы не отправляли заявку, не обращайте внимания на это письмо. Вы получите только наш ответ.

mail-copied = Вы добавлены в копию заявки { $id } (кто добавил: { $who }). Вы получите письмо, когда она изменится.

mail-introduction = Заявкой { $id } теперь занимается { $assignee }. Ответить можно в самой заявке.

mail-comment = Новый ответ в заявке { $id } ({ $who }):

mail-status-change = Новый статус заявки { $id }: «{ $status }».
mail-status-change-by = Новый статус заявки { $id }: «{ $status }» (кто изменил: { $who }).

mail-closing-reminder = Мы ждём вашего ответа по заявке { $id }. Если вопрос решён, ничего делать не нужно: заявка будет закрыта { $time }.
mail-closed-by-silence = Заявка { $id } закрыта, так как ответа не было. Её новый статус: «{ $status }».
mail-closed-by-silence-reopen = Ответьте в заявке, если вам ещё нужна помощь. Мы снова её откроем.

mail-change = Заявка { $id }: { $headline }

mail-digest = Что произошло с заявкой { $id }:
mail-digest-status = Статус теперь: «{ $status }».

mail-file-refused = Не удалось приложить ваш файл { $file } к заявке { $id }: { $reason }.
mail-file-refused-next = Откройте заявку, чтобы отправить другой файл. Всё остальное сохранено.

mail-file-infected = В файле { $file } заявки { $id } найдено вредоносное содержимое. Теперь этот файл никто не может открыть.
mail-file-infected-next = Не открывайте файл, если вы его сохранили, и проверьте своё устройство на вирусы. Отправителю файла тоже нужно проверить своё устройство.

mail-remote-session = { $who } предлагает вам удалённый сеанс по заявке { $id }. Присоединиться можно до { $time }:
mail-remote-session-safe = Присоединяйтесь, только если вы договаривались о сеансе. Закончить его можно в любой момент.
mail-remote-session-button = Присоединиться к сеансу

mail-staff-opened = Новая заявка { $id } по теме «{ $topic }». Автор: { $who }.
mail-staff-unconfirmed = Адрес ещё не подтверждён.
mail-staff-commented = Новое сообщение в заявке { $id }. Автор: { $who }.
mail-staff-moved = Новый статус заявки { $id }: «{ $status }». Кто изменил: { $who }.
mail-staff-moved-by-system = Статус заявки { $id } изменился на «{ $status }», потому что в ней никто не писал.
mail-staff-due-soon = По заявке { $id } до { $time } нужно: { $metric }.
mail-staff-due-soon-why = Вы получили это письмо, потому что в настройках «{ $desk }» указано сообщать вам о приближении срока.
mail-staff-breached = По заявке { $id } пропущен срок: { $metric } — до { $time }.
mail-staff-breached-why = Вы получили это письмо, потому что в настройках «{ $desk }» указано сообщать вам о пропущенных сроках.
mail-staff-assigned = { $who }: заявка { $id } передана вам.
mail-staff-assigned-why = Вы получили это письмо, потому что теперь занимаетесь этой заявкой.
mail-rating = Оцените нашу работу: выберите оценку от 1 (плохо) до { $highest } (отлично). Перед отправкой можно добавить комментарий.
mail-rating-request = Вы закрыли заявку { $id }.
mail-staff-rated-why = Вы получили это письмо, потому что { $desk } сообщает вам об оценках.
mail-staff-open = Посмотрите заявку в консоли:
mail-staff-button = Посмотреть в консоли
mail-staff-why = Вы получили это письмо, потому что работаете с заявками «{ $desk }».
mail-manager-why = Вы получили это письмо, потому что ведёте компанию заявителя.
mail-staff-entered-why = Вы получили это письмо, потому что в настройках «{ $desk }» указано сообщать вам о заявках с этим статусом.

mail-sign-in-subject = Вход: { $desk }
mail-sign-in = Кто-то, вероятно вы, хочет войти в «{ $desk }» с этим адресом.
mail-sign-in-button = Войти
mail-sign-in-link = { $minutes ->
    [one] Откройте ссылку, чтобы войти. Она одноразовая и действует { $minutes } минуту:
    [few] Откройте ссылку, чтобы войти. Она одноразовая и действует { $minutes } минуты:
    [many] Откройте ссылку, чтобы войти. Она одноразовая и действует { $minutes } минут:
    *[other] Откройте ссылку, чтобы войти. Она одноразовая и действует { $minutes } минуты:
    }
mail-sign-in-not-you = Если это были не вы, ничего не делайте.

mail-draft-subject = Подтвердите заявку: { $desk }
mail-draft = Кто-то, вероятно вы, написал заявку в «{ $desk }» с этим адресом. Она ещё не отправлена.
mail-draft-button = Проверить и отправить заявку
mail-draft-link = Откройте эту ссылку в течение { $hours } часов, проверьте заявку и отправьте её:
mail-draft-not-you = Если это были не вы, ничего не делайте: заявка будет удалена.

mail-invitation-subject = Ваша учётная запись: { $desk }
mail-invitation = Теперь у вас есть учётная запись в «{ $desk }». С ней вы можете отправлять заявки и следить за ними.
mail-invitation-button = Открыть страницу входа
mail-invitation-link = Откройте эту страницу и войдите с этим адресом. Пароль не нужен: каждый раз мы присылаем ссылку.
mail-invitation-why = Вы получили это письмо, потому что сотрудники «{ $desk }» создали учётную запись.

mail-page-subject = Вызов: { $policy }, { $id } { $subject }
mail-page = Порталу «{ $desk }» срочно нужен человек. Примите вызов, чтобы больше никого не вызывали.
mail-page-ticket = { $id }: { $subject }
mail-page-missed = Срок пропущен: { $metrics }
mail-page-late = Вызов приходит с опозданием на { $minutes } мин.
mail-page-button = Посмотреть и принять
mail-page-link = Откройте страницу и примите вызов. Пока вы не нажмёте там кнопку, ничего не произойдёт.
mail-page-why = Вы получили это письмо, потому что портал «{ $desk }» вызывает вас. Никому не передавайте ссылку: она действует от вашего имени.
mail-confirm-account-subject = Подтвердите учётную запись: { $desk }
mail-confirm-account = Подтвердите учётную запись один раз, и вам будет доступна поддержка «{ $desk }».
mail-confirm-account-button = Подтвердить учётную запись
mail-confirm-account-link = { $minutes ->
    [one] Откройте эту ссылку, чтобы подтвердить. Она сработает один раз, в течение { $minutes } минуты:
    [few] Откройте эту ссылку, чтобы подтвердить. Она сработает один раз, в течение { $minutes } минут:
    *[other] Откройте эту ссылку, чтобы подтвердить. Она сработает один раз, в течение { $minutes } минут:
    }

# Сбои
mail-project-manager-subject = [{ $id }] { $subject }
mail-project-manager = Крупный сбой касается вашего клиента. Тема заявки { $id }: «{ $topic }».
mail-project-manager-paged = Дежурные вызваны.
mail-project-manager-incident = Заявка относится к сбою «{ $title }». Вы будете получать новости о нём.
mail-project-manager-button = Посмотреть состояние
mail-project-manager-link = Посмотрите состояние портала:
mail-incident-update-subject = { $title }
mail-incident-update = Есть новости о сбое «{ $title }»:
mail-incident-update-closed = Сбой «{ $title }» устранён:
mail-incident-update-closes = Вместе с ним мы закрываем вашу заявку { $id } и другие ваши заявки о нём. Если проблема осталась, напишите нам в заявке.
mail-incident-update-button = Посмотреть все новости
mail-incident-update-link = Посмотрите все новости:
mail-incident-update-why-ticket = Вы получили это письмо из-за вашей заявки: { $id }.
mail-incident-update-why-follows = Вы получили это письмо, потому что просили сообщать вам об этом сбое.
mail-incident-update-stop = На той же странице можно отказаться от этих писем.
mail-incident-question-subject = Подтвердите, что хотите получать новости: { $title }
mail-incident-question = Кто-то, вероятно вы, попросил «{ $desk }» сообщать на этот адрес о сбое «{ $title }». Подтвердите это, и мы будем присылать вам новости.
mail-incident-question-button = Подтвердить
mail-incident-question-link = Откройте страницу и подтвердите:
mail-incident-question-not-you = Если это были не вы, ничего не делайте: новостей не будет.

# Вызов для проверки связи
mail-test-call-subject = Проверка: портал «{ $desk }» может вас вызвать
mail-test-call = Это проверка. Так портал «{ $desk }» вызывает вас, когда вы дежурите. Делать ничего не нужно.
mail-test-call-button = Посмотреть, кто дежурит
mail-test-call-link = Посмотрите, кто дежурит:
mail-test-call-why = Вы получили это письмо, потому что в «{ $desk }» проверяют, можно ли вас вызвать.
