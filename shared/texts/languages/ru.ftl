# What Docket itself says to people. What a desk says stands in its desk file.
# The same messages stand in every language's file; a test compares them.

language-name = Русский

## Pages

site-title = Поддержка
desks-title = Какая поддержка вам нужна?
desk-open = Сейчас работает
desk-always-open = Работает круглосуточно
desk-closed = Сейчас нерабочее время; ваша заявка сохранится и дождётся нас
choose-category = С чем связан ваш вопрос?
choose-topic = Выберите тему
help-first = Возможно, это сразу поможет
help-nearby = Полезные страницы
whom-to-turn-to = К кому обратиться
no-request-here = Здесь мы не можем с этим помочь, поэтому формы заявки нет.
form-title = Новая заявка: { $topic }
form-you = О вас
form-email = Ваш адрес электронной почты
form-email-help = На него придут наши ответы.
form-name = Ваше имя
form-subject = Краткое описание
form-subject-help = Одна строка о том, в чём суть вопроса.
form-description = Подробное описание
form-description-help = Что происходит и чего вы ожидали вместо этого.
form-priority = Приоритет
form-impact = На кого и как это влияет?
form-choose = Выберите…
form-optional = необязательно
form-only-when = только если выбрано «{ $choice }»
form-cc-help = Их адреса электронной почты через запятую. Эти люди будут видеть заявку и получать уведомления об изменениях.
form-submit = Создать заявку
form-mistakes = Пока не всё заполнено верно. Ничего не отправлено; введённый вами текст сохранён.
back-to-topics = Назад к темам
ticket-opened = Создана
ticket-arrived = Ваша заявка принята. Ссылка на эту страницу отправлена вам по почте: { $email }
ticket-updated = Последнее изменение
ticket-requester = Заявитель
ticket-topic = Тема
ticket-priority = Приоритет
ticket-impact = Влияние
ticket-watchers = Наблюдатели
ticket-status = Статус
ticket-timeline = История
ticket-details = Содержание заявки
event-opened = { $who }: заявка создана
event-commented = { $who }: комментарий
event-internal = Внутренняя заметка, видна только сотрудникам поддержки
event-moved = { $who }: { $from } → { $to }
event-silence = Ответа не было: { $from } → { $to }
event-reaction = Статус: { $from } → { $to }
event-attached = { $who }: приложен файл { $name } ({ $size })
event-refused = Файл { $name } не принят: { $reason }
event-infected = В файле { $name } найдено вредоносное содержимое. Открыть его больше нельзя.
refused-type = его содержимое — { $found }, такие файлы здесь не принимаются
refused-different = пришло не то, что было объявлено
refused-empty = в нём ничего нет
refused-too-large = он больше, чем здесь принимается
refused-second-by-form = по той же форме уже пришёл другой файл; для этого откройте форму ещё раз
size-b = { $value } Б
size-kb = { $value } КБ
size-mb = { $value } МБ
size-gb = { $value } ГБ
size-point = ,
who-you = Вы
who-system = Система
comment-title = Написать комментарий
comment-body = Ваш комментарий
comment-submit = Отправить комментарий
comment-internal = Внутренняя заметка: её видят только сотрудники поддержки
move-title = Изменить статус заявки
move-comment = Комментарий
move-with-comment = Добавить комментарий
move-comment-required = Комментарий (обязательно)
queue-title = Заявки
queue-empty = Здесь пусто.
queue-next = Следующая страница
queue-priority = Приоритет
queue-subject = Краткое описание
queue-status = Статус
phase-open = К выполнению
phase-waiting = Ожидание ответа заявителя
phase-held = Ожидание других
phase-done = Завершено
files-title = Файлы
files-attach = Приложить файлы
files-drop = Выберите файлы, перетащите их в любое место страницы или вставьте снимок экрана
files-limits = Не более %count% файлов, каждый до %each%, всего до %total%: %types%
files-kind-image = изображения
files-kind-video = видео
files-kind-audio = звук
files-internal = Внутренние файлы: то, что будет добавлено дальше, увидят только сотрудники поддержки
files-plain = Приложить файл
files-later = Приложить файлы можно будет после отправки заявки.
files-cancel = Отменить
files-retry = Повторить
files-remove = Убрать
files-show = Показать
files-done = Файлы отправлены.
files-kept = Будет отправлен вместе с заявкой
files-waiting = Ждёт своей очереди
files-reading = Подготовка: %percent%
files-sending = Отправляется: %sent% из %size%
files-lost = Нет соединения. Отправка продолжится сама, как только оно появится.
files-busy = Небольшая задержка. Попытка повторится сама.
files-checking = Пришёл и проверяется
files-stored = Приложен
files-on-its-way = Загружается. Если загрузка прервалась, выберите тот же файл ещё раз: она продолжится с того же места.
files-not-scanned = Не проверен на вредоносное содержимое
files-scanned = Проверен: ничего вредоносного не найдено
files-infected = В нём найдено вредоносное содержимое: открыть его нельзя
files-set-aside = Отложен: { $reason }
files-other-type = содержимое такого типа здесь не принимается
files-unreadable = Файл не читается: он изменён, перемещён или удалён. Выберите его ещё раз.
files-failed = Отправить не удалось (%status%). Повторите попытку.
files-gone = Его больше нет в заявке. Повторите попытку.
files-form-sending = Ваша заявка отправляется…
files-form-lost = Нет соединения. Всё, что вы ввели и выбрали, сохранено: нажмите кнопку ещё раз чуть позже.
files-form-arrived = Ваша заявка принята. Теперь отправляются файлы; не закрывайте страницу, пока они не загрузятся.
files-form-open = Открыть заявку
upload-title = Приложить файл
upload-back = Назад к заявке
upload-file = Файл
upload-limit = Не более { $limit }. Можно приложить несколько файлов, один за другим.
upload-types = Принимаются: { $types }
upload-submit = Отправить файл
upload-checking = Ваш файл пришёл и проверяется. Обновите страницу через мгновение.
sign-in = Войти
sign-in-title = Вход для сотрудников этой службы поддержки
sign-in-intro = Введите свой адрес, и мы пришлём вам одноразовую ссылку для входа.
sign-in-submit = Прислать ссылку
sign-in-sent-title = Проверьте почту
sign-in-sent = Если этот адрес принадлежит сотруднику этой службы поддержки, ссылка уже отправлена. { $minutes ->
    [one] Она одноразовая и действует { $minutes } минуту.
    [few] Она одноразовая и действует { $minutes } минуты.
    [many] Она одноразовая и действует { $minutes } минут.
    *[other] Она одноразовая и действует { $minutes } минуты.
    }
sign-in-confirm-title = Остался один шаг
sign-in-confirm = Чтобы войти, нажмите кнопку. После этого ссылка больше не сработает.
sign-in-confirm-submit = Войти
sign-out = Выйти
signed-in-as = Вы вошли как { $name }
key-needed-title = Доступ к этой заявке ограничен
key-needed = Откройте её по ссылке из писем о ней или войдите, если вы сотрудник этой службы поддержки.
language-choice = Язык

## Problems

problem-not-found = Не найдено
problem-not-found-detail = По этому адресу ничего нет. Проверьте, нет ли в нём опечатки, или начните с главной страницы.
problem-way-out = Продолжить
problem-no-desk = Такой службы поддержки нет. Список служб — на главной странице.
problem-no-ticket = Такой заявки нет, или она вам недоступна. Воспользуйтесь ссылкой из писем о ней.
problem-sign-in = Вход не выполнен
problem-sign-in-detail = Воспользуйтесь ссылкой из писем о заявке или войдите.
problem-forbidden = Недостаточно прав
problem-staff-only = Это могут делать только сотрудники этой службы поддержки.
problem-move-not-allowed = Вы не можете перевести заявку в этот статус. Доступные вам статусы: { $possible }.
problem-link-used = Ссылка больше не действует
problem-link-used-detail = Она уже использована или устарела. Запросите новую.
problem-malformed = Не удаётся прочитать запрос
problem-not-utf8 = Это не текст в кодировке UTF-8.
problem-not-http = Адрес или кодировка тела не такие, как требует HTTP.
problem-not-json = Это не JSON: { $reason }.
problem-not-an-object = Это должен быть объект JSON.
problem-media-type = Содержимое этого типа не принимается
problem-media-type-detail = Отправьте `application/json` или `application/x-www-form-urlencoded`.
problem-too-large = Слишком большой запрос
problem-too-large-detail = { $max ->
    [one] Наибольший допустимый размер — { $max } байт. Сократите текст.
    [few] Наибольший допустимый размер — { $max } байта. Сократите текст.
    [many] Наибольший допустимый размер — { $max } байт. Сократите текст.
    *[other] Наибольший допустимый размер — { $max } байта. Сократите текст.
    }
problem-header = Не удаётся прочитать заголовок
problem-header-detail = Каким должен быть заголовок `{ $name }`: { $rule }.
problem-fields = Пока не всё заполнено верно
problem-fields-detail = Ничего не изменено. В `errors` для каждого поля указано, что в нём нужно написать.
problem-stale = Заявка тем временем изменилась
problem-stale-detail = Ничего не изменено. Загрузите её заново и примите решение ещё раз.
problem-key-reused = Этот ключ идемпотентности уже использован для другого запроса
problem-key-reused-detail = Для нового запроса возьмите новый ключ.
problem-busy = Сейчас слишком большая нагрузка
problem-busy-detail = Ничего не потеряно. Повторите попытку через несколько секунд.
problem-broken = Что-то пошло не так на нашей стороне
problem-broken-detail = Ничего не изменено. Повторите попытку; если ошибка не исчезнет, сообщите нам, когда она произошла.
problem-file = С файлом этого сделать нельзя
problem-no-file = Такого файла в этой заявке нет.
problem-file-uploading = Файл ещё не пришёл.
problem-file-stored = Файл уже приложен к заявке.
problem-file-quarantined = Файл отложен: он не подошёл. Отправьте другой.
problem-file-parts = Не хватает частей файла. Объявите его ещё раз, чтобы узнать каких.
problem-infected = В этом файле найдено вредоносное содержимое. Открыть его нельзя.

field-missing = Пожалуйста, заполните это поле.
field-too-long = { $max ->
    [one] Не более { $max } символа.
    [few] Не более { $max } символов.
    [many] Не более { $max } символов.
    *[other] Не более { $max } символа.
    }
field-too-many = { $max ->
    [one] Не более { $max } значения.
    [few] Не более { $max } значений.
    [many] Не более { $max } значений.
    *[other] Не более { $max } значения.
    }
field-control = Уберите переводы строк и управляющие символы.
field-choice = Выберите один из вариантов: { $choices }.
field-address = Укажите адрес электронной почты, например name@example.com.
field-number = Укажите число, например 42 или 3.5.
field-range = Укажите целое число от { $min } до { $max }.
field-date = Укажите дату, например 2026-12-31.
field-url = Укажите адрес, который начинается с https://.
field-type = Нужный тип значения: { $expected }.
field-unknown = Такого поля здесь нет. Уберите его.
field-redirects = Этой темой занимаются в другом месте; где именно, сказано на её странице.
field-move = Из текущего статуса заявку нельзя перевести в этот. Доступные статусы: { $possible }.
field-already-there = Заявка уже в этом статусе. Если хотите что-то сообщить, напишите комментарий.
field-not-asked = Здесь это не требуется. Оставьте поле пустым.
field-key-reused = Вы уже отправили заявку из этой формы. Чтобы отправить и эту, нажмите кнопку ещё раз.
field-no-files = Здесь файлы не принимаются.
field-empty-file = Этот файл пуст: отправлять нечего.
field-file-too-large = Файл может занимать не больше { $most }. Отправьте файл короче или его часть.
field-too-many-files = К заявке можно приложить не больше { $max } файлов. Столько уже есть, считая те, что ещё загружаются.
field-no-room = Файлы заявки могут занимать всего { $most }; осталось { $left }.
field-file-type = Файлы этого типа здесь не принимаются. Отправьте один из: { $types }.
field-digest = Отправьте SHA-256: 64 шестнадцатеричные цифры.
field-in-parts = Файл такой длины загружается частями по { $bytes } байт: вместо `sha256` отправьте `parts` с SHA-256 каждой из частей (их { $count }).
field-not-in-parts = Файл такой длины загружается целиком: отправьте его `sha256` без `parts`.
field-ticket-id = Номер заявки выглядит так: SPSUP-1494, то есть заглавные латинские буквы, дефис и число от 1.
field-desk = Такой службы поддержки нет.
field-cursor = Возьмите значение `next` с предыдущей страницы.
field-parameter = Такого параметра нет. Уберите его.
none = нет

## Mails

mail-subject = [{ $id }] { $subject }
mail-hello = Здравствуйте, { $name }!
mail-hello-nameless = Здравствуйте!
mail-acknowledgement = Мы получили вашу заявку. Её номер — { $id }.
mail-acknowledgement-closed = Сейчас мы не работаем; заявка дождётся нас.
mail-copied = Вас добавили в копию заявки { $id }. Кто добавил: { $who }.
mail-comment = Новый комментарий к заявке { $id }, автор — { $who }:
mail-status = У заявки { $id } новый статус: { $status }
mail-status-by = Статус заявки { $id } изменён ({ $who }): { $status }
mail-silence = Заявка { $id } закрыта, так как ответа не было: { $status }
mail-silence-reopen = Если вопрос для вас ещё не решён, напишите комментарий к заявке, и мы вернёмся к ней.
mail-attached = { $who }: к заявке { $id } приложен файл { $name } ({ $size })
mail-refused = Ваш файл { $name } не удалось приложить к заявке { $id }: { $reason }.
mail-refused-way-out = Всё остальное дошло. Другой файл можно отправить по ссылке ниже.
mail-infected = В файле { $name } заявки { $id } найдено вредоносное содержимое. Открыть его больше никто не может.
mail-infected-way-out = Если вы его сохранили, не открывайте его и проверьте своё устройство. То же стоит сделать тому, кто его отправил.
mail-resources = Возможно, это сразу поможет:
mail-what-you-wrote = Ваше сообщение:
mail-what-they-wrote = Текст сообщения:
mail-open = Посмотреть заявку и ответить:
mail-footer = Любой, у кого есть эта ссылка, может видеть заявку и отвечать в ней. Пожалуйста, не передавайте ссылку другим.
mail-automatic = Это письмо отправлено автоматически. Ответы на него не читаются: пожалуйста, используйте ссылку.
mail-sign-in-subject = Ваша ссылка для входа: { $desk }
mail-sign-in = Кто-то, вероятно вы, хочет войти с этим адресом в службу поддержки «{ $desk }». { $minutes ->
    [one] Ссылка одноразовая и действует { $minutes } минуту:
    [few] Ссылка одноразовая и действует { $minutes } минуты:
    [many] Ссылка одноразовая и действует { $minutes } минут:
    *[other] Ссылка одноразовая и действует { $minutes } минуты:
    }
mail-sign-in-not-you = Если это были не вы, ничего делать не нужно.
