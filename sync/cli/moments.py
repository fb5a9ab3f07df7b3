"""Days and minutes as the operator's language writes them: `30 November 2026, 16.21 WIB`, `2026-11-30 16:21 WIB`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sync.cli.language import INDONESIAN, language

if TYPE_CHECKING:
    from sync.settings.settings import Settings


def minute(at: datetime, settings: Settings) -> str:
    """The minute in office time."""
    local = at.astimezone(settings.office.zone)
    clock = f", {local:%H.%M}" if language() == INDONESIAN else f" {local:%H:%M}"
    return f"{day(local.date().isoformat())}{clock} {local.tzname()}"


def day(iso: str) -> str:
    """A day; what is none stays as it is."""
    from sync.site.formatting import long_day

    return long_day(iso) if iso and language() == INDONESIAN else iso
