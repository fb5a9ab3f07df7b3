"""`dip messages`: what waits is told to the people concerned, after a run and by itself.

A run writes down under this lock what is due, then sends it. Nothing of it changes what became of the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sync.errors import ArgumentError, DipError
from sync.fence.fleet_mark import fenced
from sync.message import say, to_document
from sync.messages.digest import Digest, Speak, make_digest
from sync.messages.due import RunEnd, Telling, recipients_of, refused_addresses
from sync.messages.mail import MailDoor
from sync.messages.matters import OPERATOR, RoleSection, Told, Waitings, operator_section, waitings_of
from sync.messages.memory import Memory, MemoryFile
from sync.messages.post import Delivered, Door, Post, deliver
from sync.messages.secret import read_message_secret
from sync.messages.service import ServiceDoor
from sync.plan.plan import Plan
from sync.run.run_lock import lock_held
from sync.run.run_log import Line, RunLog
from sync.run.status import next_steps, read_status
from sync.settings.message_settings import MessageSettings
from sync.settings.settings import Settings
from sync.template.template import Template

_TOLD_AT_ONCE = frozenset({"example", "clock", "no-run", "held", "failing", "silent", "messages", "behind", "due"})
"""Steps that the operator hears of in another way."""


@dataclass(frozen=True)
class Teller:
    """For whom messages are made: the settings and templates, the operator's language, the time, and who carries the
    messages (None: mail server and services of `dip.toml`)."""

    settings: Settings
    template: Template
    speak: Speak
    now: datetime
    door: Door | None = None

    @property
    def told(self) -> MessageSettings:
        """`[messages]`. Raises `ArgumentError` where there is none."""
        if self.settings.messages is None:
            raise ArgumentError(
                say(
                    "dip.toml has no table [messages]: nobody is told. How it is set up stands in "
                    "docs/panduan/operator.md (Surat pemberitahuan), in English in docs/messages.md. "
                    "dip messages --copy needs none"
                )
            )
        return self.settings.messages

    @property
    def file(self) -> MemoryFile:
        """What is remembered."""
        return MemoryFile(self.settings.messages_path)

    @property
    def telling(self) -> Telling:
        """The rules of telling, at this moment."""
        return Telling(self.settings, self.told, self.now, self.speak)


@dataclass(frozen=True)
class Shown:
    """What a recipient would be told, and whether that is `now`, `later` (in the office's hours), or was `told`."""

    to: str
    state: str
    digest: Digest


def tell(teller: Teller, plan: Plan | None, end: RunEnd, lines: Sequence[str] = ()) -> Delivered:
    """After a run: what is due is remembered and sent. `lines` are what the operator was told on the screen. Raises
    `MessagesError` or `FileError`; `TryLater` where another run sends."""
    with _sending(teller.settings):
        telling, file = teller.telling, teller.file
        memory = telling.after_run(telling.after_crash(file.load()), end)
        waitings = waitings_of(plan, teller.settings, teller.template) if plan else None
        if waitings:
            memory = telling.with_digests(memory, waitings, _operator(teller, memory, lines))
        file.save(memory)
        return _deliver(teller, file, at_once=False)


def send_now(teller: Teller, plan: Plan) -> Delivered:
    """By hand: what is due is sent, also what was put off. Raises as `tell`."""
    with _sending(teller.settings):
        file = teller.file
        file.save(_with_plan(teller, file.load(), plan))
        return _deliver(teller, file, at_once=True)


@contextmanager
def _sending(settings: Settings) -> Iterator[None]:
    """One run at a time sends, on whatever machine."""
    with lock_held(settings.messages_lock_path, say("another run of dip is sending messages")), fenced(settings):
        yield


def show(teller: Teller, plan: Plan) -> list[Shown]:
    """Who would be told what. Nothing is remembered."""
    telling, before = teller.telling, teller.file.load()
    memory = _with_plan(teller, before, plan)
    due = {message.to for message in telling.to_send(memory, at_once=True) if message.kind == "digest"}
    waitings, operator = waitings_of(plan, teller.settings, teller.template), _operator(teller, before, ())
    found = []
    for to, roles in telling.recipients.items():
        sections = [*(waitings.of(roles) if waitings else ()), *([operator] if operator and OPERATOR in roles else [])]
        seen = before.of(to).seen
        digest = make_digest(sections, teller.settings.office.short, seen, teller.speak, with_link="@" in to)
        if digest.keys:
            found.append(Shown(to, "now" if to in due else "later" if digest.keys - seen else "told", digest))
    return found


def _with_plan(teller: Teller, memory: Memory, plan: Plan) -> Memory:
    telling = teller.telling
    memory, waitings = telling.after_crash(memory), waitings_of(plan, teller.settings, teller.template)
    return telling.with_digests(memory, waitings or Waitings(), _operator(teller, memory, ()))


def _operator(teller: Teller, memory: Memory, lines: Sequence[str]) -> RoleSection | None:
    """What waits for the operator: the next steps of `dip status`, what a run said, addresses that are refused."""
    steps = next_steps(read_status(teller.settings, teller.now), teller.settings)
    told = [Told(step.code, step.text) for step in steps if step.code not in _TOLD_AT_ONCE]
    told += [Told(str(line), line) for line in lines]
    return operator_section([*told, *refused_addresses(memory)], say("What to do next:"))


def _deliver(teller: Teller, file: MemoryFile, *, at_once: bool) -> Delivered:
    """No door is opened, and no secret read, before something is to be sent."""
    telling = teller.telling
    if not telling.to_send(file.load(), at_once=at_once):
        return Delivered()
    door = teller.door or Post(teller.settings, read_message_secret(teller.settings.messages_secret_path))
    return deliver(file, telling, door, at_once=at_once)


def unreached(settings: Settings) -> list[str]:
    """The units, desk and PPID that nobody is told for."""
    told = {whom for roles in recipients_of(settings).values() for whom in roles}
    names = {f"unit:{unit.code}": unit.code for unit in settings.units} | {"desk": "desk", "ppid": "ppid"}
    return [name for whom, name in names.items() if whom not in told]


def verify_doors(settings: Settings, told: MessageSettings) -> str:
    """Whether the mail server lets us in and Apprise knows the services; nothing is sent. Returns who is told. Raises
    `MessagesError`."""
    secret = read_message_secret(settings.messages_secret_path)
    for name in told.services:
        ServiceDoor(secret).verify(name)
    if told.server:
        MailDoor(told.server, secret, told.sender, settings.office.short, settings.ca_path).verify()
    count, lack = len(recipients_of(settings)), ", ".join(unreached(settings))
    if not lack:
        return say("%(count)s people and services can be told", count=count)
    return say("%(count)s people and services can be told; dip.toml has no address for %(lack)s",
               count=count, lack=lack)  # fmt: skip


def delivered_line(name: str, delivered: Delivered, former: Line) -> Line:
    """What `dip-runs.jsonl` keeps of a round of messages: no address. `former` is the line before: trouble goes on
    since then."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    done: dict[str, Any] = delivered.document()
    if delivered.trouble:
        known = former.get("messages") or {}
        done["since"] = (known.get("since") or former.get("started") or at) if known.get("trouble") else at
    return {"name": name, "started": at, "messages": done, "told": to_document(delivered.trouble)}


def failed(error: Exception) -> Delivered:
    """A round that broke off. What an error says that is none of ours may hold a secret."""
    if isinstance(error, DipError):
        return Delivered(trouble=error.message)
    return Delivered(trouble=say("something unforeseen happened (%(kind)s)", kind=type(error).__name__))


def note_delivered(settings: Settings, name: str, delivered: Delivered) -> None:
    """Keep it in the log, also that it goes well again. Trouble is not over because nothing was tried
    since: at night, or while a server that refused the password is left alone."""
    log = RunLog(settings.runs_path)
    former = next(log.lines(b'"messages": '), {})
    is_over = bool((former.get("messages") or {}).get("trouble")) and not _is_waited_for(settings)
    if delivered.tried or is_over:
        log.note(delivered_line(name, delivered, former))


def _is_waited_for(settings: Settings) -> bool:
    """Whether a message still waits."""
    try:
        return any(one.is_open for one in MemoryFile(settings.messages_path).load().outbox)
    except DipError:
        return True
