"""A moment in UTC as the office's clock shows it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sync.site.formatting import long_day


def office_day(utc: str, zone: ZoneInfo) -> str:
    """The day in office time of a moment in UTC."""
    return datetime.fromisoformat(utc).astimezone(zone).date().isoformat()


def office_time(utc: str, zone: ZoneInfo) -> str:
    """`23 November 2026, 14.05`, office time: as people write it."""
    at = datetime.fromisoformat(utc).astimezone(zone)
    return f"{long_day(at.date().isoformat())}, {at:%H.%M}"


def office_minute(utc: str, zone: ZoneInfo) -> str:
    """`2026-11-23 14:05`, office time."""
    return datetime.fromisoformat(utc).astimezone(zone).strftime("%Y-%m-%d %H:%M")
