"""Who is to be told what now. Pure: what is remembered, what waits and the time give what is remembered next.

A recipient gets at most one digest a day, in the office's hours, and only if something waits of which the last one said
nothing. A failure is told at once and once, a recovery likewise. No clock is believed: a time that lies further ahead
than any that is ever set counts as past.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from sync.message import joined, say
from sync.messages.digest import Digest, Speak, bounded, make_digest
from sync.messages.matters import OPERATOR, RoleSection, Told, Waitings
from sync.messages.memory import MOST_TRIES, Memory, Outgoing, Recipient, within
from sync.plain_text import plain
from sync.settings.message_settings import MessageSettings
from sync.settings.settings import Settings

PUT_OFF, LONGEST_PUT_OFF = timedelta(minutes=25), timedelta(hours=4)
"""How long a message waits that the server does not take yet: twice as long each time."""
PAUSE = timedelta(hours=6)
"""So long a server that refused the password is left alone: it may lock the account."""
MOST_NEWS = 3
"""So many failures are told in a day."""
_DAY, _JUMP, _SET_BACK = timedelta(days=1), timedelta(days=30), timedelta(hours=1)
_LONGEST_NEWS = 4000
"""Characters of news that could not be sent yet that are kept."""
_IN_THE_WAY = 75
"""The exit code of a run that found something in the way."""


@dataclass(frozen=True)
class RunEnd:
    """How a run ended: whether it did what it should, its exit code, and why it stopped."""

    good: bool
    exit_code: int = 0
    code: str = ""
    text: str = ""


class Answer(NamedTuple):
    """What became of sending a message.

    sent     taken
    later    not taken for now
    refused  never taken
    unknown  nobody knows
    closed   nothing was asked: the server is not reached
    locked   the same, and the password is wrong
    """

    kind: Literal["sent", "later", "refused", "unknown", "closed", "locked"]
    text: str = ""


def recipients_of(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Who is told, and in which roles: addresses if there is a server of mail, and services."""
    told = settings.messages
    if told is None:
        return {}
    roles: dict[str, list[str]] = {}
    staff = {f"unit:{unit.code}": unit.editors for unit in settings.units}
    staff |= {"desk": settings.roles.desk, "ppid": settings.roles.ppid}
    for whom, names in {**staff, OPERATOR: told.operator}.items():
        for name in names:
            roles.setdefault(name.casefold(), []).append(whom)
    for name in told.also:
        roles[name] = [*staff, *roles.get(name, [])]
    return {to: tuple(dict.fromkeys(whom)) for to, whom in roles.items() if told.server or "@" not in to}


class Telling:
    """One moment of telling: the office's settings, the time, and the operator's language."""

    def __init__(self, settings: Settings, told: MessageSettings, now: datetime, speak: Speak) -> None:
        self.settings, self.told, self.now, self.speak = settings, told, now.astimezone(UTC), speak
        self.local = now.astimezone(settings.office.zone)
        self.recipients = recipients_of(settings)

    # -- what is due ---------------------------------------------------------------------------------------------------

    def after_run(self, memory: Memory, run: RunEnd) -> Memory:
        """With what the operator must know of this run at once."""
        news = [*self._about_clock(memory), *self._about_run(memory, run)]
        if news:
            memory = self._with_news(memory, news)
        if run.good:
            memory = replace(memory, failing="", told=())
        else:
            codes = (item.code for item in news if item.code == run.code)
            memory = replace(memory, failing=self._stamp_of_failing(memory), told=(*memory.told, *codes))
        jumped = memory.last and self.now - datetime.fromisoformat(memory.last) > _JUMP
        return replace(memory, last=self._stamp, held=_stamp(self.now + _DAY) if jumped else memory.held)

    def with_digests(self, memory: Memory, waitings: Waitings, operator: RoleSection | None) -> Memory:
        """With a digest for everybody for whom something new waits, if this is the time. While the clock may be wrong
        nothing is told, and nothing that was told is forgotten."""
        if within(memory.held, self.now, _DAY):
            return memory
        for to, roles in self.recipients.items():
            sections = [*waitings.of(roles), *([operator] if operator and OPERATOR in roles else [])]
            memory = self._with_digest(memory, to, sections)
        return memory

    def after_crash(self, memory: Memory) -> Memory:
        """What was being sent when the process died is sent once more, and no third time; what nobody is to get any
        more is dropped."""
        for message in memory.outbox:
            if message.state == "sending":
                memory = self.answered(memory, message, Answer("unknown"))
        kept = (message for message in memory.outbox if not message.is_open or message.to in self.recipients)
        known = {to: recipient for to, recipient in memory.recipients.items() if to in self.recipients}
        return replace(memory, outbox=tuple(kept), recipients=known)

    # -- what is sent --------------------------------------------------------------------------------------------------

    def to_send(self, memory: Memory, *, at_once: bool = False) -> tuple[Outgoing, ...]:
        """The messages whose time has come; `at_once`: those that were put off, too."""
        return tuple(message for message in memory.outbox if self._is_due(message, memory, at_once=at_once))

    def _is_due(self, message: Outgoing, memory: Memory, *, at_once: bool) -> bool:
        if message.state != "waiting" or (not at_once and within(message.later, self.now, LONGEST_PUT_OFF)):
            return False
        return message.kind == "news" or self._may_digest(memory)

    def _may_digest(self, memory: Memory) -> bool:
        return not self.told.is_quiet(self.local) and not within(memory.held, self.now, _DAY)

    def answered(self, memory: Memory, message: Outgoing, answer: Answer) -> Memory:
        """With what became of a message."""
        message = replace(message, answer=answer.text[:300], state="waiting")
        if answer.kind in ("closed", "locked"):
            pause = _stamp(self.now + PAUSE) if answer.kind == "locked" else memory.pause
            return replace(memory.with_message(message), pause=pause)
        if answer.kind == "later":
            put_off = min(PUT_OFF * 2**message.tries, LONGEST_PUT_OFF)
            message = replace(message, tries=min(message.tries + 1, MOST_TRIES), later=_stamp(self.now + put_off))
            return memory.with_message(message)
        if answer.kind == "unknown" and not message.repeats:
            return memory.with_message(replace(message, repeats=1))
        closed = replace(message, state=answer.kind, body="", keys=())  # type: ignore[arg-type]  # neither of the others
        memory = memory.with_message(closed)
        if message.kind == "digest":
            known = Recipient(frozenset(message.keys), self.local.date().isoformat())
            memory = memory.with_recipient(message.to, known)
        return memory

    # -- digests -------------------------------------------------------------------------------------------------------

    def _with_digest(self, memory: Memory, to: str, sections: Sequence[RoleSection]) -> Memory:
        known = memory.of(to)
        digest = make_digest(sections, self.settings.office.short, known.seen, self.speak, with_link="@" in to)
        memory = memory.with_recipient(to, replace(known, seen=known.seen & digest.keys))
        waiting = self._open(memory, to, "digest")
        if waiting is None:
            due = digest.keys - known.seen and known.day != self.local.date().isoformat() and self._may_digest(memory)
            return memory.with_message(self._message(to, "digest", digest)) if due else memory
        if waiting.repeats:  # it may have arrived: what goes out again is the same
            return memory
        if digest.keys - known.seen:  # nobody has read it yet: it says what waits now
            fresh = replace(waiting, subject=digest.subject, body=digest.body, keys=tuple(sorted(digest.keys)))
            return memory.with_message(fresh)
        return replace(memory, outbox=tuple(message for message in memory.outbox if message.id != waiting.id))

    def _open(self, memory: Memory, to: str, kind: str) -> Outgoing | None:
        return next((one for one in memory.outbox if one.to == to and one.kind == kind and one.is_open), None)

    def _message(self, to: str, kind: Literal["digest", "news"], digest: Digest) -> Outgoing:
        name = hashlib.blake2b(f"{to}\n{kind}\n{digest.body}".encode(), digest_size=8).hexdigest()
        domain = self.told.sender.rpartition("@")[2] or "dip.invalid"
        id = f"<{self.now:%Y%m%d%H%M%S}.{name}@{domain}>"
        return Outgoing(id, to, kind, digest.subject, digest.body, tuple(sorted(digest.keys)), self._stamp)

    # -- the operator --------------------------------------------------------------------------------------------------

    def _with_news(self, memory: Memory, news: Sequence[Told]) -> Memory:
        """A message for each operator; where one still waits that cannot have arrived, it says this as well."""
        told = [plain(self.speak(item.text)) for item in news]
        title = say("dip of %(office)s: %(news)s", office=self.settings.office.short, news=_subject_of(news[-1].code))
        subject = plain(self.speak(title))
        for to, roles in self.recipients.items():
            if OPERATOR not in roles:
                continue
            waiting = self._open(memory, to, "news")
            if waiting and not waiting.repeats:
                body = bounded([*waiting.body[-_LONGEST_NEWS:].splitlines(), "", *told])
                memory = memory.with_message(replace(waiting, subject=subject, body=body))
            else:
                closing = self.speak(say("More: dip status. A failure is told once; you hear when it is over."))
                digest = Digest(subject, bounded([*"\n\n".join([*told, closing]).splitlines()]), frozenset())
                memory = memory.with_message(self._message(to, "news", digest))
        return memory

    def _about_run(self, memory: Memory, run: RunEnd) -> list[Told]:
        since = datetime.fromisoformat(self._stamp_of_failing(memory))
        at = self._minute(since)
        if run.good:
            words = say("It works again. Since %(at)s no run had done what it should.", at=at)
            return [Told("recovered", words)] if memory.told else []
        if run.code in memory.told or self._failures_today(memory) >= MOST_NEWS:
            return []
        if run.exit_code == _IN_THE_WAY and self.now - since < _DAY:
            return []
        now = self._minute(self.now)
        return [Told(run.code, joined((say("The run of %(at)s stopped.", at=now), run.text), " "))]

    def _stamp_of_failing(self, memory: Memory) -> str:
        """Since when runs fail; not from a time to come."""
        return min(filter(None, (memory.failing, self._stamp)))

    def _failures_today(self, memory: Memory) -> int:
        """How many failures were told within a day; a time to come is none."""
        made = {one.made for one in memory.outbox if one.kind == "news"}
        return sum(timedelta() <= self.now - datetime.fromisoformat(moment) < _DAY for moment in made)

    def _about_clock(self, memory: Memory) -> list[Told]:
        if not memory.last:
            return []
        last = datetime.fromisoformat(memory.last)
        times = {"last": self._minute(last), "now": self._minute(self.now)}
        if last - self.now > _SET_BACK:
            words = say(
                "The clock of this computer was wrong, or is now: the last run bears the time %(last)s, this one "
                "%(now)s.",
                **times,
            )
            return [Told("clock", words)]
        if self.now - last > _JUMP:
            words = say(
                "Nothing ran from %(last)s to %(now)s, or the clock of this computer is wrong: then set it. For a day "
                "nobody is told what waits.",
                **times,
            )
            return [Told("clock", words)]
        if self.told.missed_day(last.astimezone(self.settings.office.zone), self.local):
            words = say(
                "Nothing ran from %(last)s to %(now)s. Was this computer off? Is the timer or the cron line there?",
                **times,
            )
            return [Told("silent", words)]
        return []

    def _minute(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.settings.office.zone):%Y-%m-%d %H:%M}"

    @property
    def _stamp(self) -> str:
        return _stamp(self.now)


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _subject_of(code: str) -> str:
    return _SUBJECTS.get(code, say("a run stopped"))


_SUBJECTS: Mapping[str, str] = {
    "recovered": say("it works again"),
    "held": say("a run is held"),
    "silent": say("nothing had run"),
    "clock": say("look at the clock"),
}


def refused_addresses(memory: Memory) -> list[Told]:
    """The addresses whose last message the server refused, and what it said."""
    last = {message.to: message for message in memory.outbox if not message.is_open}
    return [
        Told(f"refused:{to}", say("%(address)s gets no messages: %(answer)s", address=to, answer=one.answer))
        for to, one in last.items()
        if one.state == "refused"
    ]  # fmt: skip
