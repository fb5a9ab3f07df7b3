"""What the ledger's file knows of the past: its releases, and up to which event it reached."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from sync.ledger.state import ATTACHED, RECOVERED, TAKEN_BACK, PastRelease
from sync.release import AttachedDecree, ListPage, PastList


def past_releases(base: sqlite3.Connection) -> list[PastRelease]:
    """Every release, oldest first: from the office's states, each of which knows the newest release and the last one
    received."""
    counts: dict[int, int] = {}
    items: dict[str, int] = {}
    shown = 0
    for release, id, version in base.execute("SELECT release, id, version FROM items ORDER BY release"):
        shown += bool(version) - bool(items.get(id))
        items[id] = version
        counts[release] = shown
    releases: dict[int, PastRelease] = {}
    query = "SELECT data, tx, at FROM states JOIN events ON events.seq = states.tx WHERE states.id = '' ORDER BY tx"
    entries, received = 0, 0
    for data, tx, at in base.execute(query):
        office = json.loads(data)
        number, received = office["release"], max(received, office["received"])
        if number:
            entries = counts.get(number, releases[number].entries if number in releases else entries)
            first = releases[number].at if number in releases else at
            releases[number] = PastRelease(
                number, first, tx, entries, received=received >= number, establishment=tuple(office["establishment"])
            )
    return list(releases.values())


def taken_back_since(base: sqlite3.Connection, release: int) -> frozenset[str]:
    """The IDs of what was taken back after the last run whose newest release this was, be it given again or not."""
    states = base.execute("SELECT tx, data FROM states WHERE id = '' ORDER BY tx DESC")
    seq = next((tx for tx, data in states if json.loads(data)["release"] <= release), 0)
    names = ", ".join("?" * len(TAKEN_BACK))
    query = f"SELECT DISTINCT id FROM events WHERE seq > ? AND event IN ({names})"  # noqa: S608  placeholders
    return frozenset(row[0] for row in base.execute(query, (seq, *TAKEN_BACK)))


def last_established(base: sqlite3.Connection, decree: str = "establishment") -> int | None:
    """The last event of the run that first had the number and day of the decree in force, which the office's state has
    under this name; None if none ever was."""
    states = base.execute("SELECT tx, data FROM states WHERE id = '' ORDER BY tx")
    found, former = None, ["", ""]
    for tx, data in states:
        official = json.loads(data).get(decree, ["", ""])
        if official != former and any(official):
            found = tx
        former = official
    return found


def last_before(base: sqlite3.Connection, at: str) -> int:
    """The last event before a moment in UTC; 0 if there is none."""
    (seq,) = base.execute("SELECT COALESCE(MAX(seq), 0) FROM events WHERE at < ?", (at,)).fetchone()
    return int(seq)


def last_reports(base: sqlite3.Connection, last: int) -> dict[str, str]:
    """By the code of each unit the latest moment (UTC, ISO) at which it added or changed a row, up to an event."""
    query = "SELECT by, MAX(at) FROM events WHERE seq <= ? AND by LIKE 'unit:%' GROUP BY by"
    return {by.partition(":")[2]: at for by, at in base.execute(query, (last,))}


def past_lists(base: sqlite3.Connection, last: int) -> tuple[PastList, ...]:
    """The list of every release up to an event, oldest first, each once. A decree established the list that had its
    number first; of that one the entries are known, too. Lists of before they had pages are not among them."""
    query = (
        "SELECT json_extract(data, '$.list_page'), json_extract(data, '$.establishment'), "
        "json_extract(data, '$.release') FROM states WHERE id = '' AND tx <= ? "
        "AND json_extract(data, '$.list_page[2]') > 0 GROUP BY 1, 2 ORDER BY MIN(seq)"
    )
    established: dict[tuple[str, str], ListPage] = {}
    releases: dict[ListPage, int] = {}
    for page, official, release in base.execute(query, (last,)):
        number, day = json.loads(official)
        releases.setdefault(known := ListPage(*json.loads(page)), release)
        established.setdefault((number, day), known)
    decrees = {page: official for official, page in established.items() if any(official)}
    items = _items_of(base, {releases[page] for page in decrees})
    return tuple(
        PastList(page, decrees.get(page, ("", "")), items[release] if page in decrees else {})
        for page, release in releases.items()
    )


def entries_of_list(base: sqlite3.Connection, page: ListPage) -> tuple[dict[str, int], int]:
    """The entries of a list that was released, ID → version, and the event with which it was first; nothing and 0 for
    one that never was."""
    states = base.execute("SELECT tx, data FROM states WHERE id = '' ORDER BY tx")
    for tx, data in states:
        office = json.loads(data)
        if tuple(office.get("list_page", ())) == page:
            return _items_of(base, {office["release"]})[office["release"]], tx
    return {}, 0


def attached_decrees(base: sqlite3.Connection, last: int) -> tuple[AttachedDecree, ...]:
    """The newest signed decree of each list and of each state of the exemptions that had one up to an event, the newest
    of all last. Whether it stands is
    said as of today: what was taken back later stands in no list of an earlier day either."""
    told = base.execute("SELECT detail FROM events WHERE event = ? AND seq <= ? ORDER BY seq", (ATTACHED, last))
    newest: dict[tuple[Any, ...], dict[str, Any]] = {}
    for (detail,) in told:
        data = json.loads(detail)
        newest.pop(page := tuple(data["page"]), None)
        newest[page] = data
    return tuple(_attached(base, data) for data in newest.values())


def _attached(base: sqlite3.Connection, data: dict[str, Any]) -> AttachedDecree:
    names = (*TAKEN_BACK, "excluded", RECOVERED)
    query = f"SELECT DISTINCT id FROM events WHERE seq > ? AND event IN ({', '.join('?' * len(names))})"  # noqa: S608  placeholders
    taken = {id for (id,) in base.execute(query, (data["since"], *names))}
    number, day = data["establishment"]
    return AttachedDecree(
        ListPage(*data["page"]), (number, day), data["sha256"], data["how"], data["items"],
        taken.isdisjoint({"", *data["items"]}), data.get("exempts", False),
    )  # fmt: skip


def _items_of(base: sqlite3.Connection, releases: set[int]) -> dict[int, dict[str, int]]:
    """The entries of these releases, ID → version."""
    if not releases:
        return {}
    found: dict[int, dict[str, int]] = {}
    items: dict[str, int] = {}
    changes = base.execute("SELECT release, id, version FROM items ORDER BY release").fetchall()
    for release, id, version in (*changes, (max(releases) + 1, "", 0)):
        found |= {wanted: dict(items) for wanted in releases if wanted < release and wanted not in found}
        items.pop(id, None)
        if version:
            items[id] = version
    return found
