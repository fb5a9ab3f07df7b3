"""The time in the names of copies. A later copy stands behind an earlier one whatever the clock says: the oldest go,
and none may go for a clock that was set back, or was a year ahead for a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

STAMP = r"\d{8}T\d{12}Z"
"""As it stands in a name, for a pattern."""
_FORM = "%Y%m%dT%H%M%S%fZ"


def stamp_after(names: Iterable[str], moment: datetime | None = None) -> str:
    """The moment (now, unless given) as it stands in a name; right after the latest in these names, if it would stand
    before it."""
    moment = (moment or datetime.now(UTC)).astimezone(UTC)
    latest = max((found[-1] for name in names if (found := re.findall(STAMP, name))), default="")
    if latest >= moment.strftime(_FORM):
        moment = datetime.strptime(latest, _FORM).replace(tzinfo=UTC) + timedelta(microseconds=1)
    return moment.strftime(_FORM)
