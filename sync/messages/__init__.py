"""Messages to the people concerned: what waits for whom, told by mail or by a service, at most once a day.

Others use: `Waitings`, `Told`, `waitings_of`, `operator_section` (matters), `group_text` (digest), `MemoryFile`,
`MessagesError` (memory), `RunEnd`, `Telling`, `recipients_of`,
`refused_addresses` (due), `read_message_secret` (secret), `MailDoor` (mail), `ServiceDoor` (service), `Post`,
`Delivered`, `deliver` (post).

    discretion  what of an entry may go out with a message
    sentences   the words of messages to staff, in Indonesian
    matters     a plan → what is told to whom, as values
    digest      sections → the text of one message, or the same for a group chat
    memory      what was sent to whom, and the file that keeps it
    due         who is to be told what now
    secret      what opens the mail server and the services
    mail        a message as mail, and the conversation with the server that takes it
    service     everything else, through Apprise
    post        messages sent one after another, and remembered
"""
