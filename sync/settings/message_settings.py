"""The table `[messages]`: whether and how the people concerned are told what waits for them."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from sync.message import say
from sync.strict_toml import Mistake, verify_emails

SCHEMES = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
"""How a server of mail is spoken to, and its usual port."""
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-3]):([0-5]\d)")
_SATURDAY = 5
_LONGEST_SILENCE = 400
"""Days that are looked at: among so many is one of work."""
_SERVICE = re.compile(r"[a-z][a-z0-9_-]{0,30}")


@dataclass(frozen=True)
class MailServer:
    """Where mail is given: how it is spoken to, host and port."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True)
class MessageSettings:
    """`[messages]`. Raises `Mistake` for what has no meaning.

    smtp      the server of mail: `smtps://host`, `smtp+starttls://host`, on this machine also `smtp://localhost`;
              empty: no mail is sent
    sender    the address that mail comes from
    operator  the operator's addresses, and names of services
    also      names of services of Apprise that get what is for everybody, as a group chat
    quiet     the hours in which nobody is told but of failures, like `18:00-07:00`
    holidays  days on which nobody works, like `2026-12-25`; Saturdays and Sundays are such days anyway
    """

    smtp: str = ""
    sender: str = ""
    operator: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    quiet: str = "18:00-07:00"
    holidays: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.smtp:
            _server(self.smtp)
            if not self.sender:
                raise Mistake(say("sender in [messages] is missing: the address that mail comes from."))
        elif not self.services:
            raise Mistake(say("smtp in [messages] is missing; write it like smtps://mail.kantor.go.id."))
        verify_emails([self.sender] if self.sender else [], "sender in [messages]")
        verify_emails([name for name in self.operator if not _is_service(name)], "operator in [messages]")
        _verify_services(self.also)
        _verify_times(self.quiet, self.holidays)

    @property
    def server(self) -> MailServer | None:
        """The server of mail; None if no mail is sent."""
        return _server(self.smtp) if self.smtp else None

    @property
    def services(self) -> tuple[str, ...]:
        """The names of all services."""
        return tuple(dict.fromkeys((*self.also, *filter(_is_service, self.operator))))

    @property
    def hours(self) -> tuple[time, time] | None:
        """From when to when it is quiet; None if it never is."""
        return _span(self.quiet)

    def is_quiet(self, now: datetime) -> bool:
        """Whether nobody is to be told now, by the office's clock."""
        if not self._is_work_day(now.date()):
            return True
        if self.hours is None:
            return False
        begin, end = self.hours
        clock = now.time()
        return begin <= clock < end if begin <= end else clock >= begin or clock < end

    def missed_day(self, last: datetime, now: datetime) -> date | None:
        """The first whole day of work between two moments of the office's clock."""
        days = range(1, min((now.date() - last.date()).days, _LONGEST_SILENCE))
        between = (last.date() + timedelta(days=count) for count in days)
        return next((day for day in between if self._is_work_day(day)), None)

    def _is_work_day(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.days_off

    @property
    def days_off(self) -> frozenset[date]:
        """The holidays."""
        return frozenset(map(date.fromisoformat, self.holidays))


def _is_service(name: str) -> bool:
    return "@" not in name and bool(_SERVICE.fullmatch(name))


def _verify_services(names: tuple[str, ...]) -> None:
    if bad := [name for name in names if not _is_service(name)]:
        raise Mistake(
            say("also in [messages]: “%(name)s” is no name of a service; write it like telegram.", name=bad[0])
        )


def _verify_times(quiet: str, holidays: tuple[str, ...]) -> None:
    _span(quiet)
    for day in holidays:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise Mistake(
                say("holidays in [messages]: “%(day)s” is no day; write it like 2026-12-25.", day=day)
            ) from None


def _span(text: str) -> tuple[time, time] | None:
    if not text:
        return None
    match = _SPAN.fullmatch(text)
    if not match:
        raise Mistake(say("quiet in [messages]: “%(text)s” is no span of hours; write it like 18:00-07:00.", text=text))
    begin_hour, begin_minute, end_hour, end_minute = map(int, match.groups())
    return time(begin_hour, begin_minute), time(end_hour, end_minute)


def _server(address: str) -> MailServer:
    """Never quotes the address: people write a password into it."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        parts, port, host = urlsplit(""), None, ""
    if parts.scheme not in SCHEMES or not re.fullmatch(r"[A-Za-z0-9.:_-]+", host) or port == 0:
        raise Mistake(
            say("smtp in [messages] is no address of a mail server; write it like smtps://mail.kantor.go.id.")
        )
    if parts.username or parts.password or parts.path.strip("/") or parts.query:
        raise Mistake(
            say(
                "smtp in [messages] holds more than server and port. User and password belong into dip-messages.secret."
            )
        )
    if parts.scheme == "smtp" and not _is_loopback(host):
        raise Mistake(
            say("smtp in [messages] must begin with smtps:// or smtp+starttls://: with smtp:// anybody on the way "
                "reads it.")
        )  # fmt: skip
    return MailServer(parts.scheme, host, port or SCHEMES[parts.scheme])


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"
