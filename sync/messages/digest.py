"""Sections → the text of one message: plain, short enough, the new things first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from sync.message import say
from sync.messages.matters import OPERATOR, Matter, RoleSection, Waitings
from sync.messages.sentences import (
    CLOSING,
    GROUP_TITLE,
    MORE,
    NOTHING_WAITS,
    OPEN,
    PLACE,
    SUBJECT,
    TITLE,
)  # fmt: skip
from sync.plain_text import plain

_SHOWN = 10
"""So many of one kind are told one by one."""
LONGEST = 60_000
"""Characters of a message."""

Speak = Callable[[str], str]
"""Says a message in the operator's language."""


@dataclass(frozen=True)
class Digest:
    """What one recipient is told, and the keys of everything that waits for them, told one by one or not."""

    subject: str
    body: str
    keys: frozenset[str]


def make_digest(
    sections: Sequence[RoleSection], office: str, seen: Collection[str], speak: Speak, *, with_link: bool = True
) -> Digest:
    """The message of somebody who has these roles, and who was told of `seen` before; without addresses for a chat."""
    keys = frozenset(key for section in sections for key in section.keys)
    count, staff = sum(section.count for section in sections), any(section.whom != OPERATOR for section in sections)
    subject = SUBJECT.format(office=office, count=count) if staff else speak(_operator_subject(office, count))
    lines = [TITLE.format(office=office), ""] if staff else []
    for section in sections:
        lines += [*_section_lines(section, seen, speak, with_link=with_link), ""]
    return Digest(plain(subject), bounded([*lines, *([CLOSING] if staff else [])]), keys)


def _operator_subject(office: str, count: int) -> str:
    return say("dip of %(office)s: %(count)s to look at", office=office, count=count)


def group_text(waitings: Waitings, office: str) -> str:
    """The same for a group of people who chat: whom it is for stands above, and there is no address in it."""
    lines = [GROUP_TITLE.format(office=office)]
    for section in waitings.sections:
        lines += ["", *_section_lines(section, (), str, with_link=False)]
    return bounded(lines if waitings.sections else [*lines, "", NOTHING_WAITS])


def _section_lines(section: RoleSection, seen: Collection[str], speak: Speak, *, with_link: bool) -> Iterator[str]:
    yield speak(section.heading).upper() if section.whom != OPERATOR else speak(section.heading)
    for intro, matters in section.parts:
        if intro:
            yield intro
        first = sorted(matters, key=lambda matter: all(key in seen for key in matter.keys))
        for number, matter in enumerate(first[:_SHOWN], 1):
            yield from _matter_lines(number, matter, speak, with_link=with_link)
        if len(first) > _SHOWN:
            yield MORE.format(count=len(first) - _SHOWN)


def _matter_lines(number: int, matter: Matter, speak: Speak, *, with_link: bool) -> Iterator[str]:
    yield f"{number}. {speak(matter.name)}"
    yield from (f"   {line}" for line in matter.lines)
    if matter.link and with_link:
        yield f"   {OPEN.format(link=matter.link)}"
    elif matter.place:
        yield f"   {PLACE.format(place=matter.place)}"


def bounded(lines: Sequence[str]) -> str:
    """The lines as one text, cut at the end of a line where it grows too long."""
    text = "\n".join(map(plain, lines)).strip() + "\n"
    return text if len(text) <= LONGEST else text[: text.rindex("\n", 0, LONGEST)] + "\n…\n"
