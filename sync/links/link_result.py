"""What is known of a link, as a value: what a citizen finds there, since when, and how long that is worth saying."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from sync.message import Message, say

ASK_AGAIN = timedelta(days=7)
"""A link that was asked on one of the last days before this is not asked again."""
LEFT_ALONE = "left-alone"
"""The reason of a link that was not asked, because its host had refused or not answered before."""
WORTH_SAYING = timedelta(weeks=4)
"""An older result says nothing any more."""


class Openness(Enum):
    """What somebody without an account finds. `UNKNOWN` is held against nobody."""

    OPEN = "open"
    SIGN_IN = "sign-in"
    GONE = "gone"
    UNKNOWN = "unknown"


class LinkAnswer(NamedTuple):
    """What came of asking once; `reason` is a slug of `REASONS`."""

    openness: Openness
    reason: str = ""


class LinkResult(NamedTuple):
    """What is known of a link. Times are UTC, ISO, empty for never: when it was last asked, when it was last found
    open, and when it was first found closed since then."""

    openness: Openness
    reason: str
    asked: str
    opened: str = ""
    closed: str = ""

    def was_open(self, at: str) -> bool:
        """Whether it was open at that time, as far as is known."""
        return bool(self.opened) and (not self.closed or self.closed > at)


def next_result(former: LinkResult | None, answer: LinkAnswer, at: str) -> LinkResult:
    """What is known after asking once more. What cannot be told changes nothing of what was found before."""
    opened, closed = (former.opened, former.closed) if former else ("", "")
    if answer.openness is Openness.OPEN:
        opened, closed = at, ""
    elif answer.openness is not Openness.UNKNOWN:
        closed = closed or at
    return LinkResult(answer.openness, answer.reason, at, opened, closed)


@dataclass(frozen=True)
class LinkResults:
    """What is known of all links, by address. `reported` is when the last report was made (UTC, ISO), empty for never;
    `trouble` is why nothing is known although there is a file."""

    by_url: Mapping[str, LinkResult] = field(default_factory=dict)
    reported: str = ""
    trouble: str = ""

    @property
    def counts(self) -> Mapping[Openness, int]:
        """How many links were found how. A link of several entries is one."""
        return Counter(result.openness for result in self.by_url.values())

    def worth_saying(self, now: datetime) -> dict[str, LinkResult]:
        """The links that a citizen cannot open, as far as that is recent enough to be said. What the clock dates ahead
        is not."""
        return {
            url: result
            for url, result in self.by_url.items()
            if result.openness in (Openness.GONE, Openness.SIGN_IN)
            and -ASK_AGAIN < now - datetime.fromisoformat(result.asked) < WORTH_SAYING
        }

    def asked(self, url: str) -> str:
        """When a link was last asked; empty, and so the earliest, if it never was."""
        known = self.by_url.get(url)
        return known.asked if known and known.reason != LEFT_ALONE else ""

    def is_fresh(self, url: str, now: datetime) -> bool:
        """Whether it was asked so lately that it is not asked again: by days, so that a weekly cron line that is a
        minute early asks. A link whose host was left alone was not asked."""
        asked = self.asked(url)
        return bool(asked) and abs(now.date() - datetime.fromisoformat(asked).date()) < ASK_AGAIN


NO_RESULTS = LinkResults()

REASONS = {
    "sign-in": say("the page asks for a sign-in"),
    "sign-in-redirect": say("it leads to a page to sign in"),
    "access": say("the page asks to request access"),
    "401": say("the server asks for a password"),
    "404": say("the server says that it is not there"),
    "removed": say("the page says that it is not there"),
    "name": say("no server has this name"),
    "address": say("the address is written in a way that is not asked"),
    "port": say("only the ports 80 and 443 are asked"),
    "inside": say("it leads into an internal network, which is never asked"),
    "robots": say("the server lets no program ask (robots.txt)"),
    "guard": say("the server is guarded against programs"),
    "slow": say("no whole answer in time"),
    "silent": say("the server does not answer"),
    LEFT_ALONE: say("the server was left alone: it had refused or not answered before"),
    "expired": say("the server's certificate has expired"),
    "certificate": say("the server's certificate is not valid for it"),
    "tls": say("no secure connection with the server can be made"),
    "garbled": say("the answer cannot be read"),
    "redirects": say("it is redirected without an end"),
    "lookup": say("the name could not be looked up"),
}


def count_words(counts: Mapping[Openness, int]) -> Message:
    """How many links are open and how many are not, for the operator."""
    return say(
        "%(open)s open, %(sign_in)s ask for a sign-in, %(gone)s gone, %(unknown)s cannot be told",
        open=counts[Openness.OPEN], sign_in=counts[Openness.SIGN_IN], gone=counts[Openness.GONE],
        unknown=counts[Openness.UNKNOWN],
    )  # fmt: skip


def reason_words(result: LinkResult) -> str:
    """Why, for the operator; empty for an open link."""
    if result.reason.isdigit() and result.reason not in REASONS:
        return say("the server answers with %(status)s", status=result.reason)
    return REASONS.get(result.reason, result.reason)
