"""Mail: an outgoing message as its bytes, and the conversation with a server that takes it.

Every conversation ends: a server that is silent, or that answers byte by byte, is left alone after a while. What became
of a message is known as exactly as it can be: until its last line was sent nobody has taken it.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from pathlib import Path
from typing import TypeVar

from sync.certificates import context_with
from sync.errors import reason_of
from sync.message import say
from sync.messages.due import Answer
from sync.messages.memory import MessagesError, Outgoing
from sync.messages.secret import MessageSecret
from sync.plain_text import plain
from sync.settings.message_settings import MailServer
from sync.tabs.problem import shorten
from sync.time_limit import within

OPENING, SENDING, SILENCE = 40.0, 60.0, 20.0
"""So many seconds for getting ready, for one message, from one byte to the next."""

_MUST_LOG_IN = 530
Result = TypeVar("Result")


def as_mail(message: Outgoing, sender: str, office: str) -> bytes:
    """The message as it is sent: plain text and nothing else. Raises `ValueError` for what cannot be an address; no
    text of a header begins a header of its own."""
    mail = EmailMessage(policy=SMTP if f"{sender}{message.to}".isascii() else SMTPUTF8)
    try:
        mail["From"] = Address(_as_it_stands(office), addr_spec=sender)
        mail["To"] = Address(addr_spec=message.to)
    except (MessageError, IndexError) as error:
        raise ValueError(str(error)) from error
    mail["Subject"] = _as_it_stands(message.subject)
    mail["Date"] = format_datetime(datetime.fromisoformat(message.made))
    mail["Message-ID"] = message.id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body, cte="quoted-printable")
    return mail.as_bytes()


def _as_it_stands(text: str) -> str:
    """No part of it is read as the encoding of another text, which may hold a line break."""
    return text.replace("=?", "= ?")


class _Lost(Exception):
    """The conversation ended with this answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.text)
        self.answer = answer


@dataclass
class MailDoor:
    """One conversation with a server, opened with the first message. `office` is the name shown as the sender's."""

    server: MailServer
    secret: MessageSecret
    sender: str
    office: str
    ca_file: Path | None = None
    opening: float = OPENING
    sending: float = SENDING
    _smtp: smtplib.SMTP | None = field(default=None, repr=False)
    _is_open: bool = False
    _socket: socket.socket | None = field(default=None, repr=False)

    def verify(self) -> None:
        """Whether the server is reached, lets us in and takes mail from us; nothing is sent. Raises `MessagesError`."""
        try:
            smtp = self._open()
            options = [] if self.sender.isascii() else ["SMTPUTF8"]
            self._bounded(self.opening, lambda: self._begin(smtp, options))
        except _Lost as lost:
            raise MessagesError(lost.answer.text) from None
        finally:
            self.close()

    def send(self, message: Outgoing) -> Answer:
        """Give one message to the server."""
        try:
            data = as_mail(message, self.sender, self.office)
        except ValueError:
            return Answer("refused", say("this is no address that mail can be sent to"))
        try:
            smtp = self._open()
            answer = self._give(smtp, message.to, data)
        except _Lost as lost:
            self._hang_up()
            return lost.answer
        if answer.kind != "sent":
            self.close()  # whatever the server thinks of this conversation, the next message gets one of its own
        return answer

    def close(self) -> None:
        """End the conversation."""
        if self._smtp and self._is_open:
            with suppress(OSError, smtplib.SMTPException):
                within(2.0, self._smtp.quit)
        self._hang_up()

    def _hang_up(self) -> None:
        """Whoever still waits for the server in another thread waits no longer."""
        smtp, there, self._is_open = self._smtp, self._socket, False
        self._smtp = self._socket = None
        if there:
            with suppress(OSError):
                there.shutdown(socket.SHUT_RDWR)
            there.close()
        if smtp:
            with suppress(OSError, ValueError):
                smtp.close()

    # -- opening -------------------------------------------------------------------------------------------------------

    def _open(self) -> smtplib.SMTP:
        if self._smtp is None or not self._is_open:
            self._smtp = self._bounded(self.opening, self._greeted)
            self._is_open = True
        return self._smtp

    def _bounded(self, seconds: float, talk: Callable[[], Result]) -> Result:
        """What the talk returns. Raises `_Lost` for whatever else may happen."""
        try:
            return within(seconds, talk)
        except _Lost:
            raise
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise _Lost(Answer("closed", self._not_reached(error))) from None

    def _not_reached(self, error: Exception) -> str:
        where = f"{self.server.host}:{self.server.port}"
        return say(
            "the mail server %(where)s is not reached: %(reason)s. Is the network there, and are server, port and TLS "
            "right in smtp of [messages] (usually smtps:// with port 465, smtp+starttls:// with 587)?",
            where=where, reason=_why(error),
        )  # fmt: skip

    def _greeted(self) -> smtplib.SMTP:
        """A conversation that is encrypted and logged in. Runs in a thread of its own."""
        name = self.sender.rpartition("@")[2].encode("idna").decode()
        self._smtp = smtp = smtplib.SMTP(local_hostname=name, timeout=SILENCE)
        there = socket.create_connection((self.server.host, self.server.port), SILENCE)
        if self._smtp is not smtp:  # given up meanwhile, and nobody would hang up any more
            there.close()
            raise ConnectionAbortedError
        self._socket = there
        if self.server.scheme == "smtps":
            self._encrypt()
        smtp.sock = self._socket
        self._expect(smtp.getreply(), 220)
        self._expect(smtp.ehlo(), 250)
        if self.server.scheme == "smtp+starttls":
            self._expect(smtp.docmd("STARTTLS"), 220)
            self._encrypt()
            smtp.sock, smtp.file, smtp.esmtp_features = self._socket, None, {}
            self._expect(smtp.ehlo(), 250)
        self._log_in(smtp)
        return smtp

    def _encrypt(self) -> None:
        assert self._socket  # noqa: S101  it was connected just now
        context = context_with(self.ca_file)
        host = self.server.host
        self._socket = there = context.wrap_socket(self._socket, server_hostname=host, do_handshake_on_connect=False)
        there.do_handshake()  # only now: who hangs up meanwhile must know this socket

    def _expect(self, reply: tuple[int, bytes], code: int) -> None:
        if reply[0] != code:
            words = say("the mail server refuses the conversation: %(answer)s", answer=_said(reply))
            raise _Lost(Answer("closed", words))

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if not self.secret.user:
            return
        try:
            smtp.login(self.secret.user, self.secret.password)
        except smtplib.SMTPAuthenticationError as error:
            answer = _said((error.smtp_code, _bytes(error.smtp_error)))
            words = say(
                "the mail server does not accept user and password of dip-messages.secret: %(answer)s. Put them right "
                "there (some services want a password made for programs), then run: dip messages --send",
                answer=answer,
            )  # fmt: skip
            kind = "locked" if error.smtp_code >= 500 else "closed"
            raise _Lost(Answer(kind, words)) from None  # type: ignore[arg-type]  # one of the two
        except smtplib.SMTPNotSupportedError:
            words = say(
                "the mail server offers no way to log in that dip knows. Does it take mail without? Then take user and "
                "password out of dip-messages.secret; else ask who runs it"
            )
            raise _Lost(Answer("locked", words)) from None

    # -- sending -------------------------------------------------------------------------------------------------------

    def _give(self, smtp: smtplib.SMTP, to: str, data: bytes) -> Answer:
        done: list[str] = []

        def talk() -> Answer:
            return self._given(smtp, to, data, done)

        try:
            return self._bounded(self.sending, talk)
        except _Lost as lost:
            raise _Lost(Answer("unknown", lost.answer.text) if done else lost.answer) from None

    def _given(self, smtp: smtplib.SMTP, to: str, data: bytes, done: list[str]) -> Answer:
        options = ["SMTPUTF8"] if not f"{self.sender}{to}".isascii() else []
        if options and not smtp.has_extn("smtputf8"):
            return Answer("refused", say("the mail server takes no address with such letters"))
        self._begin(smtp, options)
        if refusal := self._refused(smtp.rcpt(to)):
            return refusal
        reply = smtp.docmd("DATA")
        if reply[0] != 354:
            return self._refused(reply) or Answer("later", _said(reply))
        smtp.send(re.sub(rb"(?m)^\.", b"..", data))
        done.append("content")
        smtp.send(b".\r\n")
        reply = smtp.getreply()
        known = 200 <= reply[0] < 600
        return (self._refused(reply) or Answer("sent")) if known else Answer("unknown", _said(reply))

    def _begin(self, smtp: smtplib.SMTP, options: list[str]) -> None:
        """Say from whom a message comes. Raises `_Lost` if the server takes none from there."""
        reply = smtp.mail(self.sender, options)
        if 200 <= reply[0] < 300:
            return
        if reply[0] == _MUST_LOG_IN and not self.secret.user:
            words = say(
                "the mail server asks for user and password: write both into dip-messages.secret (%(answer)s)",
                answer=_said(reply),
            )  # fmt: skip
        else:
            words = say("the mail server refuses mail from %(sender)s: %(answer)s", sender=self.sender,
                        answer=_said(reply))  # fmt: skip
        raise _Lost(Answer("closed", words))

    def _refused(self, reply: tuple[int, bytes]) -> Answer | None:
        """None for a yes."""
        if 200 <= reply[0] < 300:
            return None
        return Answer("refused" if 500 <= reply[0] < 600 else "later", _said(reply))


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return say("its certificate is not trusted (%(why)s)", why=error.verify_message)
    if isinstance(error, OSError) and not isinstance(error, (ssl.SSLError, smtplib.SMTPException)) and error.args:
        return reason_of(error)
    return say("it ends the conversation, or says nothing that a mail server says")


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")


def _said(reply: tuple[int, bytes]) -> str:
    """What a server answered, on one line."""
    return shorten(f"{reply[0]} {plain(reply[1].decode('utf-8', 'replace'))}", 200)
