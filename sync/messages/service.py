"""Every other way to tell somebody (Telegram, and what else Apprise knows), by an address in `dip-messages.secret`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from sync.message import say
from sync.messages.due import Answer
from sync.messages.memory import MessagesError, Outgoing
from sync.messages.secret import MessageSecret
from sync.time_limit import within

LONGEST = 60.0
"""So many seconds for one message."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class ServiceDoor:
    """The services that the secret names. An address is never told: it holds a token."""

    secret: MessageSecret
    seconds: float = LONGEST

    def verify(self, name: str) -> None:
        """Whether Apprise knows the address; nothing is sent. Raises `MessagesError`."""
        self._opened(name)

    def send(self, message: Outgoing) -> Answer:
        """Give one message to its service. Apprise says no more than yes or no: a no is tried again later."""
        try:
            service = self._opened(message.to)
        except MessagesError as error:
            return Answer("later", error.message)
        try:
            is_sent = within(self.seconds, lambda: bool(service.notify(body=message.body, title=message.subject)))
        except TimeoutError:
            return Answer("unknown", say("%(name)s does not answer in time", name=message.to))
        except Exception:  # noqa: BLE001  whatever a plugin raises, a run goes on; its words may hold the token
            is_sent = False
        return Answer("sent") if is_sent else Answer("later", say("%(name)s did not take it", name=message.to))

    def _opened(self, name: str) -> Any:
        address = self.secret.services.get(name)
        if not address:
            raise MessagesError(say("dip-messages.secret has no address of %(name)s under [services]", name=name))
        try:
            import apprise
        except ImportError:
            words = say("for %(name)s one more package is needed: pip install 'dip-sync[messages]'", name=name)
            raise MessagesError(words) from None
        logging.getLogger("apprise").disabled = True  # it quotes addresses with their tokens
        service = apprise.Apprise.instantiate(address, suppress_exceptions=True)
        if service is None:
            raise MessagesError(
                say("the address of %(name)s in dip-messages.secret is none that Apprise knows", name=name)
            )
        if not (_is_encrypted(address, service) or (service.host or "").strip("[]").lower() in _LOOPBACK):
            raise MessagesError(
                say("the address of %(name)s in dip-messages.secret is not encrypted: take one with https", name=name)
            )
        return service


def _is_encrypted(address: str, service: Any) -> bool:
    """Whether the scheme of an address is one that the service only speaks encrypted."""
    schemes = service.secure_protocol or ()
    scheme = address.partition("://")[0].lower()
    return scheme in ("https", *([schemes] if isinstance(schemes, str) else schemes))
