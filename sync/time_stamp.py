"""The time in the names of copies. A later copy stands behind an earlier one whatever the clock says: the oldest go,
and none may go for a clock that was set back, or was a year ahead for a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import MAXYEAR, UTC, datetime, timedelta

STAMP = r"[0-9]{8}T[0-9]{12}Z"
"""As it stands in a name, for a pattern."""
_FORM = "%Y%m%dT%H%M%S%fZ"


def stamp_after(names: Iterable[str], moment: datetime | None = None) -> str:
    """The moment (now, unless given) as it stands in a name; right after the latest in these names, if it would stand
    before it."""
    moment = (moment or datetime.now(UTC)).astimezone(UTC)
    stamps = (found[-1] for name in names if (found := re.findall(STAMP, name)))
    latest = max(filter(None, map(_moment, stamps)), default=None)
    if latest and latest >= moment:
        moment = latest + timedelta(microseconds=1)
    return moment.strftime(_FORM)


def _moment(stamp: str) -> datetime | None:
    """None for a name that somebody made up: no day of any calendar, or the last year there is."""
    try:
        moment = datetime.strptime(stamp, _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year < MAXYEAR else None
