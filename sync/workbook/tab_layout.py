"""What a tab looks like in either kind of workbook: what stays in sight, what notes say, what dropdowns offer."""

from __future__ import annotations

from collections.abc import Mapping

from sync.template.template import Column, TabTemplate, Template

PAGES = frozenset({"petunjuk", "kendali"})
"""The kinds of tabs that are read like a page: without notes, filters and dropdowns below a header."""
_FROZEN = {"unit": 3, "induk": 4, "dip": 3, "dik": 2}
"""How many columns of a new tab stay in sight."""


def frozen_columns(tab: TabTemplate, at: Mapping[str, int] | None = None) -> int:
    """How many columns stay in sight: those that a new tab has first, as far as they stand first in this one."""
    roles = {place: role for role, place in at.items()} if at is not None else dict(enumerate(tab.roles))
    first, count = tab.roles[: _FROZEN.get(tab.kind, 0)], 0
    while roles.get(count) in first:
        count += 1
    return count


def note_text(column: Column) -> str:
    """What a header's note says: help, whether it must be filled, an example."""
    lines = [
        column.help,
        "Wajib diisi." if column.required else "",
        f"Contoh: {column.example}" if column.example else "",
    ]
    return "\n".join(line for line in lines if line)


def choice_lists(template: Template) -> dict[str, list[str]]:
    """The closed lists in the order of their columns in the hidden tab."""
    return {name: [choice.value for choice in choices] for name, choices in template.choices.items()}
