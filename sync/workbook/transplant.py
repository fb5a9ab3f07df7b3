"""Tabs drawn in one workbook, carried over as parts into another that somebody works in."""

from __future__ import annotations

from collections.abc import Sequence

from sync.errors import WorkbookError


def transplanted(data: bytes, name: str, donor: bytes, titles: Sequence[str], order: Sequence[str]) -> bytes:
    """The workbook with these tabs of the donor added."""
    raise WorkbookError(f"{name} lacks the tabs {', '.join(titles)}.")
