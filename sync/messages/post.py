"""Messages are sent, one after another, and after each step it is remembered what became of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sync.messages.due import PAUSE, Answer, Telling
from sync.messages.mail import MailDoor
from sync.messages.memory import MemoryFile, Outgoing, within
from sync.messages.secret import MessageSecret
from sync.messages.service import ServiceDoor
from sync.settings.settings import Settings

LONGEST = 180.0
"""So many seconds a run sends; the rest is sent by the next."""


class Door(Protocol):
    """Gives messages to whoever carries them."""

    def send(self, message: Outgoing) -> Answer:
        """What became of it. Raises nothing."""

    def close(self) -> None:
        """Nothing more is sent."""


class Post:
    """Mail and services as one door."""

    def __init__(self, settings: Settings, secret: MessageSecret) -> None:
        told = settings.messages
        server = told.server if told else None
        self._services = ServiceDoor(secret)
        self._mail = (
            MailDoor(server, secret, told.sender, settings.office.short, settings.ca_path) if told and server else None
        )

    def send(self, message: Outgoing) -> Answer:
        """Give one message to the mail server, or to its service."""
        if "@" not in message.to:
            return self._services.send(message)
        return self._mail.send(message) if self._mail else Answer("closed")

    def close(self) -> None:
        """End the conversation with the mail server."""
        if self._mail:
            self._mail.close()


@dataclass(frozen=True)
class Delivered:
    """What became of the messages of one round: how many were sent, how many wait for another time, which addresses
    were refused, and why the last that waits does."""

    sent: int = 0
    waiting: int = 0
    refused: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def tried(self) -> bool:
        """Whether anything was tried: what only waits for its time was not."""
        return bool(self.sent or self.refused or self.trouble)

    @property
    def is_silent(self) -> bool:
        """Nothing was to be sent, or to be told of it."""
        return self == Delivered()

    def document(self) -> dict[str, Any]:
        """For JSON and for the log: no address in it."""
        return {"sent": self.sent, "waiting": self.waiting, "refused": len(self.refused), "trouble": self.trouble}


def deliver(
    file: MemoryFile,
    telling: Telling,
    door: Door,
    *,
    at_once: bool = False,
    clock: Callable[[], float] = time.monotonic,
) -> Delivered:
    """Send what is due. A process that dies here leaves at most one message of which nobody knows what became of it.
    Raises `MessagesError` or `FileError` where nothing can be remembered: then nothing more is sent."""
    memory, done, begun = file.load(), Delivered(), clock()
    left_alone = not at_once and within(memory.pause, telling.now, PAUSE)
    with closing(door):
        for message in telling.to_send(memory, at_once=at_once):
            is_mail = "@" in message.to
            if clock() - begun > LONGEST or (is_mail and left_alone):
                done = replace(done, waiting=done.waiting + 1)
                continue
            memory = file.save(memory.with_message(replace(message, state="sending")))
            answer = door.send(message)
            memory = file.save(telling.answered(memory, message, answer))
            done, left_alone = _counted(done, message, answer), left_alone or (is_mail and _is_shut(answer))
    return done


def _is_shut(answer: Answer) -> bool:
    return answer.kind in ("closed", "locked")


def _counted(done: Delivered, message: Outgoing, answer: Answer) -> Delivered:
    if answer.kind == "sent":
        return replace(done, sent=done.sent + 1)
    if answer.kind == "refused":
        return replace(done, refused=(*done.refused, message.to))
    return replace(done, waiting=done.waiting + 1, trouble=answer.text)
