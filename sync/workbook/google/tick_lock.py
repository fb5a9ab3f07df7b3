"""Whether only the PPID can tick, from the protected ranges over the columns of ticks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sync.model import Lock, column_letters
from sync.workbook.google.reader import Tab

Json = dict[str, Any]


def lock_of(
    master: Tab, columns: Iterable[int], first_row: int, ppid: Collection[str], others: Collection[str]
) -> Lock:
    """The lock on these columns from `first_row` down. It is closed if for each of them some range lets in nobody but
    `ppid` and `others` (the owner, the service account). Without a PPID nobody may tick at all."""
    allowed = {address.lower() for address in (*ppid, *others) if address}
    if not ppid:
        return Lock(closed=False)
    for column in columns:
        rules = [rule for rule in master.protected if _covers(rule, column, first_row, master.height)]
        others_in = [_other_editors(rule, allowed) for rule in rules]
        if not any(editors == set() for editors in others_in):
            letters = column_letters(column)
            known = sorted(sorted(editors) for editors in others_in if editors)
            who = ", ".join(known[0]) if known else ""
            return Lock(closed=False, open=f"{master.title}!{letters}:{letters}", who=who)
    return Lock(closed=True)


def _covers(rule: Mapping[str, Any], column: int, first_row: int, height: int) -> bool:
    """Whether a rule locks the whole column: it does not only warn, has no exception, and reaches to the last row."""
    if rule.get("warningOnly") or rule.get("unprotectedRanges") or "range" not in rule:
        return False
    span = rule["range"]
    left, right = span.get("startColumnIndex", 0), span.get("endColumnIndex", column + 1)
    top, bottom = span.get("startRowIndex", 0), span.get("endRowIndex", height)
    return bool(left <= column < right and top <= first_row and bottom >= height)


def _other_editors(rule: Mapping[str, Any], allowed: Collection[str]) -> set[str]:
    """Who may edit a range besides `allowed`. A range whose editors are not shown to us counts as open."""
    editors = rule.get("editors")
    if editors is None:
        return {"?"}
    others = {str(user) for user in editors.get("users", ()) if str(user).lower() not in allowed}
    others |= {str(group) for group in editors.get("groups", ())}
    return others | ({"*"} if editors.get("domainUsersCanEdit") else set())
