"""What was sent to whom, as values, and the file that keeps them: `dip-messages.json`, beside `dip.toml`.

Lost, it is begun anew, and everybody is told once more what waits: so it is in no backup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args

from sync.errors import DipError, files_translated
from sync.message import say
from sync.plain_text import to_json
from sync.private_files import write_private

MOST_TRIES = 8
"""So often a message is counted as put off: the pause grows no longer then."""
KEPT = 500
"""So many messages that need nothing more are remembered."""

Kind = Literal["digest", "news"]
State = Literal["waiting", "sending", "sent", "refused", "unknown"]


class MessagesError(DipError):
    """Messages cannot be sent: their memory or their secrets cannot be used, the server is not reached."""

    code = "messages"


@dataclass(frozen=True)
class Outgoing:
    """A message to one recipient.

    id       its Message-ID, the same however often it is sent
    to       an address, or the name of a service
    kind     `digest`: what waits; `news`: a failure, a recovery, silence
    subject  its subject
    body     its text; empty once it needs nothing more
    keys     what of a digest was told
    made     when it was written (UTC, ISO)
    state    `sending`: nobody knows whether it arrived, if that is read after a crash
    repeats  how often it was sent again though it may have arrived
    tries    how often it was put off
    later    before when it is not tried again (UTC, ISO)
    answer   what the server said last
    """

    id: str
    to: str
    kind: Kind
    subject: str
    body: str
    keys: tuple[str, ...] = ()
    made: str = ""
    state: State = "waiting"
    repeats: int = 0
    tries: int = 0
    later: str = ""
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be sent."""
        return self.state in ("waiting", "sending")


@dataclass(frozen=True)
class Recipient:
    """What somebody was last told of, as far as it still waits, and the day (office time) of that digest."""

    seen: frozenset[str] = frozenset()
    day: str = ""


@dataclass(frozen=True)
class Memory:
    """Everything that is remembered.

    recipients  by address or name of a service
    outbox      the messages, oldest first
    failing     since when no run did what it should (UTC, ISO); empty if the last did
    told        the codes of failures told since
    last        when the last run was (UTC, ISO)
    held        until when nobody is told what waits, for the clock may be wrong (UTC, ISO)
    pause       until when the server is left alone after it refused the password (UTC, ISO)
    """

    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    outbox: tuple[Outgoing, ...] = ()
    failing: str = ""
    told: tuple[str, ...] = ()
    last: str = ""
    held: str = ""
    pause: str = ""

    def of(self, to: str) -> Recipient:
        """What is known of a recipient."""
        return self.recipients.get(to, Recipient())

    def with_recipient(self, to: str, recipient: Recipient) -> Memory:
        """The same, knowing this of a recipient."""
        if self.of(to) == recipient:
            return self
        return replace(self, recipients={**self.recipients, to: recipient})

    def with_message(self, message: Outgoing) -> Memory:
        """The same with this message in the place of the one that has its ID, or at the end."""
        if any(other.id == message.id for other in self.outbox):
            outbox = tuple(message if other.id == message.id else other for other in self.outbox)
        else:
            outbox = (*self.outbox, message)
        return replace(self, outbox=outbox)

    def trimmed(self) -> Memory:
        """The same without the oldest of the messages that need nothing more."""
        closed = [message.id for message in self.outbox if not message.is_open]
        gone = frozenset(closed[: max(0, len(closed) - KEPT)])
        return replace(self, outbox=tuple(message for message in self.outbox if message.id not in gone))


def within(moment: str, now: datetime, span: timedelta) -> bool:
    """Whether a moment is still to come, and no further away than it was ever set: else a clock was wrong."""
    return bool(moment) and timedelta() < datetime.fromisoformat(moment) - now <= span


class MemoryFile:
    """The file. Without a path nothing is kept longer than this object."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._known = Memory()

    def load(self) -> Memory:
        """What is remembered. Raises `MessagesError` for a file that is damaged, `FileError` for one that cannot be
        read."""
        if self.path is None:
            return self._known
        with files_translated():
            data = self.path.read_bytes() if self.path.exists() else b""
        try:
            self._known = _read(json.loads(data)) if data else Memory()
        except (ValueError, TypeError, KeyError, AttributeError):
            words = say(
                "%(name)s is damaged. Remove it: everybody is then told once more what waits", name=self.path.name
            )
            raise MessagesError(words) from None
        return self._known

    def save(self, memory: Memory) -> Memory:
        """Keep it, on the disk before this returns. Raises `FileError`."""
        memory = memory.trimmed()
        if memory != self._known and self.path is not None:
            with files_translated():
                write_private(self.path, to_json(_document(memory)).encode(), durable=True)
        self._known = memory
        return memory


def _document(memory: Memory) -> dict[str, Any]:
    recipients = {
        to: {"seen": sorted(known.seen), "day": known.day} for to, known in sorted(memory.recipients.items())
    }  # fmt: skip
    outbox = [asdict(message) for message in memory.outbox]
    return {**asdict(replace(memory, recipients={}, outbox=())), "recipients": recipients, "outbox": outbox}


def _read(document: dict[str, Any]) -> Memory:
    recipients = {to: Recipient(frozenset(known["seen"]), known["day"]) for to, known in document["recipients"].items()}
    outbox = tuple(Outgoing(**{**message, "keys": tuple(message["keys"])}) for message in document["outbox"])
    for message in outbox:
        _verify(message)
    for moment in (document["failing"], document["last"], document["held"], document["pause"]):
        _verify_moment(moment)
    return Memory(**{**document, "recipients": recipients, "outbox": outbox, "told": tuple(document["told"])})


def _verify(message: Outgoing) -> None:
    """Raises `TypeError` or `ValueError` for what no run wrote."""
    texts = message.id, message.to, message.subject, message.body, message.answer, *message.keys
    if not all(isinstance(text, str) for text in texts) or message.kind not in get_args(Kind):
        raise TypeError(message)
    if message.state not in get_args(State) or not 0 <= message.tries <= MOST_TRIES:
        raise ValueError(message)
    _verify_moment(message.made, message.later)


def _verify_moment(*moments: str) -> None:
    """Each is empty, or a time in UTC that can be reckoned with. Raises `TypeError` or `ValueError`."""
    for moment in filter(None, moments):
        read = datetime.fromisoformat(moment)
        if read.utcoffset() != timedelta() or not 1 < read.year < 9999:
            raise ValueError(moment)
