# Mails. The messages of a mail begin with the name of its folder in functions/notify/templates/.
# Every message may use: id, subject, person, who, headline, status, topic, time, file, reason, desk,
# minutes, policy, title, assignee, highest,
# as far as the mail has them.

# Every mail
mail-subject = [{ $id }] { $subject }
mail-greeting = Hello { $person },
mail-greeting-nameless = Hello,
mail-they-wrote = { $who } wrote:
mail-open = See the request and reply:
mail-open-button = See the request
mail-footer = Do not share this link. Anyone who has it can see the request and reply to it.
mail-earlier = Earlier on this request:
mail-note = { $who } (note)
mail-automatic = This is an automatic email. We do not read replies to it. Use the link to reply.

mail-acknowledgement = Your request { $id } is sent. We will send our reply to this address.
mail-acknowledgement-closed = We are closed now. Your request is saved. We will answer it when we are open.
mail-acknowledgement-resources = These pages may help:
mail-acknowledgement-not-you = If you sent no request, ignore this email. You will get no more than our reply.

mail-copied = { $who } copied you on request { $id }. You will get an email when it changes.

mail-introduction = { $assignee } works on request { $id } now. You can reply to them on the request.

mail-comment = { $who } replied on request { $id }:

mail-status-change = The status of request { $id } is now “{ $status }”.
mail-status-change-by = { $who } changed the status of request { $id } to “{ $status }”.

mail-closing-reminder = We are waiting for your reply to request { $id }. If all is solved, you can ignore this email: the request is closed on { $time }.
mail-closed-by-silence = Request { $id } is closed because there was no reply. Its status is now “{ $status }”.
mail-closed-by-silence-reopen = Reply to the request if you still need help. We will open it again.

mail-change = Request { $id }: { $headline }

mail-digest = These things happened to request { $id }:
mail-digest-status = Its status is now “{ $status }”.

mail-file-refused = We could not attach your file { $file } to request { $id }: { $reason }.
mail-file-refused-next = Open the request to send another file. Everything else is saved.

mail-file-infected = We found harmful content in the file { $file } on request { $id }. Nobody can open the file now.
mail-file-infected-next = Do not open the file if you saved it, and check your device for viruses. The person who sent the file should check their device too.

mail-remote-session = { $who } offers you a remote session about request { $id }. You can join it until { $time }:
mail-remote-session-safe = Join only if you expect this. You can end the session at any time.
mail-remote-session-button = Join the session

mail-staff-opened = { $who } opened request { $id } in “{ $topic }”:
mail-staff-unconfirmed = The address is not confirmed yet.
mail-staff-commented = { $who } wrote on request { $id }:
mail-staff-moved = { $who } changed the status of request { $id } to “{ $status }”.
mail-staff-moved-by-system = The status of request { $id } is now “{ $status }”, because nobody wrote.
mail-staff-due-soon = Request { $id } needs { $metric } by { $time }.
mail-staff-due-soon-why = You get this email because { $desk } is set up to tell you when a service level target is near.
mail-staff-breached = Request { $id } has missed its service level: { $metric } was due by { $time }.
mail-staff-breached-why = You get this email because { $desk } is set up to tell you when a service level target is missed.
mail-staff-assigned = { $who } gave request { $id } to you.
mail-staff-assigned-why = You get this email because you work on this request now.
mail-rating = How did we do? Choose a mark from 1 (bad) to { $highest } (very good). You can add a comment before you send it.
mail-rating-request = You closed request { $id }.
mail-staff-rated-why = You get this email because { $desk } is set up to tell you of ratings.
mail-staff-open = See the request in the console:
mail-staff-button = See it in the console
mail-staff-why = You get this email because you work on the requests of { $desk }.
mail-manager-why = You get this email because you look after the company of the requester.
mail-staff-entered-why = You get this email because { $desk } is set up to tell you of requests with this status.

mail-sign-in-subject = Sign in to { $desk }
mail-sign-in = Someone, probably you, asked to sign in to { $desk } with this address.
mail-sign-in-button = Sign in
mail-sign-in-link = { $minutes ->
    [one] Open this link to sign in. It works once, for { $minutes } minute:
    *[other] Open this link to sign in. It works once, for { $minutes } minutes:
    }
mail-sign-in-not-you = Ignore this email if it was not you.

mail-draft-subject = Confirm your request to { $desk }
mail-draft = Someone, probably you, wrote a request to { $desk } with this address. It is not sent yet.
mail-draft-button = Check and send the request
mail-draft-link = Open this link within { $hours } hours, check the request and send it:
mail-draft-not-you = Ignore this email if it was not you. The request is then deleted.

mail-invitation-subject = Your account at { $desk }
mail-invitation = You have an account at { $desk } now. With it, you can send requests and follow them.
mail-invitation-button = See the sign-in page
mail-invitation-link = Open this page and sign in with this address. There is no password: we mail you a link each time.
mail-invitation-why = You get this email because the people of { $desk } made the account.

mail-page-subject = Page: { $policy }, { $id } { $subject }
mail-page = { $desk } needs somebody now. Acknowledge this, so that nobody else is called.
mail-page-ticket = { $id }: { $subject }
mail-page-missed = Service level missed: { $metrics }
mail-page-late = This call comes { $minutes } minutes late.
mail-page-button = See and acknowledge
mail-page-link = Open this page and acknowledge. Nothing happens until you press a button there.
mail-page-why = You get this email because a policy of { $desk } calls you. Do not share the link: it acts in your name.
mail-confirm-account-subject = Confirm your account at { $desk }
mail-confirm-account = Confirm your account once, and you can use the support of { $desk }.
mail-confirm-account-button = Confirm the account
mail-confirm-account-link = { $minutes ->
    [one] Open this link to confirm it. It works once, for { $minutes } minute:
    *[other] Open this link to confirm it. It works once, for { $minutes } minutes:
    }

# Incidents
mail-project-manager-subject = [{ $id }] { $subject }
mail-project-manager = A large-scale problem concerns a customer of yours. Request { $id } is in “{ $topic }”.
mail-project-manager-paged = The people on call were called.
mail-project-manager-incident = It belongs to the incident “{ $title }”. You will get its updates.
mail-project-manager-button = See the status
mail-project-manager-link = See the status of the desk:
mail-incident-update-subject = { $title }
mail-incident-update = There is news about “{ $title }”:
mail-incident-update-closed = “{ $title }” is over:
mail-incident-update-closes = We close your request { $id } with it, and any other of yours that is about it. If you still have the problem, write to us there.
mail-incident-update-button = See all updates
mail-incident-update-link = See all updates:
mail-incident-update-why-ticket = You get this email because of your request: { $id }.
mail-incident-update-why-follows = You get this email because you asked to be told about this problem.
mail-incident-update-stop = The same page stops these emails.
mail-incident-question-subject = Confirm that you want updates: { $title }
mail-incident-question = Someone, probably you, asked { $desk } to tell this address about “{ $title }”. Confirm it, and we will send you each update.
mail-incident-question-button = Confirm
mail-incident-question-link = Open this page and confirm:
mail-incident-question-not-you = Ignore this email if it was not you. You will then get no updates.

# A call that tries whether somebody can be reached
mail-test-call-subject = Test: { $desk } reaches you
mail-test-call = This is a test. { $desk } calls you like this when you are on call. There is nothing to do.
mail-test-call-button = See who is on call
mail-test-call-link = See who is on call:
mail-test-call-why = You get this email because somebody at { $desk } tests whether you can be reached.
