"""`national.sqlite`: every office's list, whole, with its age. What is shown anywhere is read here.

An office is replaced in one transaction: a harvest that is killed leaves each office as it was or as it became. The
store alone decides what is still shown; the index and the pages are made from it and may be thrown away.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sync.errors import DipError
from sync.message import say
from sync.national.national_settings import NationalSettings
from sync.national.offices import OfficeSite
from sync.national.published_list import ListEntry
from sync.national.taking import Ages, KeptEntry, Taking

FORMAT = 1
NEWS = 1000
"""So many changes are remembered."""
_SCHEMA = """
CREATE TABLE office (
  code TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, province TEXT NOT NULL, address TEXT NOT NULL,
  asked TEXT NOT NULL DEFAULT '', confirmed TEXT NOT NULL DEFAULT '', trouble TEXT NOT NULL DEFAULT '',
  release INTEGER NOT NULL DEFAULT -1, digest TEXT NOT NULL DEFAULT '', updated TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '', sitemaps TEXT NOT NULL DEFAULT '[]',
  token TEXT NOT NULL DEFAULT ''
);
CREATE TABLE entry (
  office TEXT NOT NULL REFERENCES office(code) ON DELETE CASCADE, id TEXT NOT NULL, class TEXT NOT NULL,
  day TEXT NOT NULL, missing TEXT NOT NULL DEFAULT '', fields TEXT NOT NULL, PRIMARY KEY (office, id)
) WITHOUT ROWID;
CREATE INDEX entry_by_class ON entry (class, day);
CREATE TABLE news (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, office TEXT NOT NULL, id TEXT NOT NULL, what TEXT NOT NULL
);
"""


class StoreError(DipError):
    """`national.sqlite` cannot be read or written."""

    code = "national-store"


class Confirmation(NamedTuple):
    """What a site said of itself when its list was confirmed."""

    release: int
    digest: str
    updated: str
    etag: str
    modified: str
    sitemaps: tuple[str, ...]


@dataclass(frozen=True)
class OfficeList:
    """What is known of an office's list: when its site was last asked and when the list was last confirmed (UTC, ISO;
    empty for never), why the last asking did not succeed (a slug), and what the site said of itself then. `token` is
    another after every change of what is shown."""

    site: OfficeSite
    asked: str
    confirmed: str
    trouble: str
    confirmation: Confirmation
    token: str


class News(NamedTuple):
    """A change: when it was found, whose it is, and what happened (`added`, `changed`, `gone`)."""

    at: str
    office: str
    id: str
    what: str


class ListStore:
    """The store. One thread at a time."""

    def __init__(self, path: Path, ages: Ages) -> None:
        """Open it; make it, where there is none. Raises `StoreError`."""
        self.ages = ages
        with ExitStack() as unusable:
            try:
                self._db = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
                unusable.callback(self._db.close)
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA foreign_keys=ON")
                self._db.execute("PRAGMA secure_delete=ON")  # what was withdrawn is in no page of the file
                with self._whole():
                    self._prepare()
            except sqlite3.Error as error:
                raise StoreError(say("%(name)s cannot be used: %(reason)s", name=path.name, reason=error)) from error
            unusable.pop_all()

    def _prepare(self) -> None:
        (made,) = self._db.execute("PRAGMA user_version").fetchone()
        if made == 0:
            for statement in _SCHEMA.split(";\n"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version={FORMAT}")
        elif made != FORMAT:
            raise StoreError(say("national.sqlite is of another version of dip; move it away and harvest again"))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def wipe_log(self) -> None:
        """What was deleted leaves the log of writes, too, unless somebody reads for long."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """One transaction: wholly or not at all."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Inside, everything that is read is of one moment, whatever another process does meanwhile."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    def set_offices(self, sites: Iterable[OfficeSite]) -> None:
        """These offices and no others. What is kept of an office stays, unless its address is another."""
        listed = {site.code: site for site in sites}
        with self._whole():
            for code in [code for (code,) in self._db.execute("SELECT code FROM office") if code not in listed]:
                self._db.execute("DELETE FROM office WHERE code = ?", [code])
            for site in listed.values():
                known = self.office(site.code)
                if known is None:
                    self._db.execute(
                        "INSERT INTO office (code, name, kind, province, address) VALUES (?,?,?,?,?)", site
                    )
                elif known.site != site:
                    self._db.execute(
                        "UPDATE office SET name=?, kind=?, province=?, address=?, token=? WHERE code=?",
                        [*site[1:], _token(), site.code],
                    )
                    if known.site.address != site.address:
                        self._db.execute("UPDATE office SET etag='', modified='' WHERE code=?", [site.code])

    def offices(self) -> list[OfficeList]:
        """All of them, by province and name."""
        return [_office(row) for row in self._db.execute(f"{_OFFICES} ORDER BY province, name, code")]

    def office(self, code: str) -> OfficeList | None:
        """One of them."""
        row = self._db.execute(f"{_OFFICES} WHERE code = ?", [code]).fetchone()
        return _office(row) if row else None

    def kept(self, code: str) -> dict[str, KeptEntry]:
        """Everything that is kept of an office's list, shown or not."""
        return _by_id(self._db.execute("SELECT missing, fields FROM entry WHERE office = ?", [code]))

    def doubtful(self, code: str, ids: Collection[str]) -> dict[str, KeptEntry]:
        """What is kept of an office although it is missing from its list, and the entries with these IDs."""
        found = _by_id(self._db.execute("SELECT missing, fields FROM entry WHERE office = ? AND missing > ''", [code]))
        for id in ids:
            query = "SELECT missing, fields FROM entry WHERE office = ? AND id = ?"
            found |= _by_id(self._db.execute(query, [code, id]))
        return found

    def replace(self, code: str, taking: Taking, now: datetime, confirmation: Confirmation | None, trouble: str = "", *,
                is_part: bool = False) -> None:  # fmt: skip
        """Keep what was taken. With what the site said of itself the list is confirmed; without, only what had to go
        is gone, and `trouble` says why. What `is_part` of a list is not that list any more: the next time it is asked
        for whole, so that who was named as withdrawn by mistake comes back."""
        at = now.isoformat(timespec="seconds")
        with self._whole():
            self._db.executemany("DELETE FROM entry WHERE office=? AND id=?", [(code, id) for id in taking.gone])
            self._db.executemany(
                "REPLACE INTO entry (office, id, class, day, missing, fields) VALUES (?,?,?,?,?,?)",
                (_row(code, taking.kept[id], now) for id in (*taking.added, *taking.changed)),
            )
            if taking.is_new:
                self._db.execute("UPDATE office SET token=? WHERE code=?", [_token(), code])
                self._tell(code, taking, at)
            self._db.execute("UPDATE office SET asked=?, trouble=? WHERE code=?", [at, trouble, code])
            if confirmation:
                self._db.execute(
                    "UPDATE office SET confirmed=?, release=?, digest=?, updated=?, etag=?, modified=?, sitemaps=?"
                    " WHERE code=?",
                    [at, *confirmation[:5], json.dumps(confirmation.sitemaps), code],
                )
            if is_part:
                self._db.execute("UPDATE office SET digest='', etag='', modified='' WHERE code=?", [code])

    def _tell(self, code: str, taking: Taking, at: str) -> None:
        """Remember what changed. The first list of an office is no news."""
        if not self._db.execute("SELECT 1 FROM office WHERE code=? AND confirmed>''", [code]).fetchone():
            return
        changes = [*((id, "gone") for id in taking.gone), *((id, "added") for id in taking.added)]
        changes += [(id, "changed") for id in taking.changed if not taking.kept[id].missing]
        lines = [(at, code, id, what) for id, what in changes[:NEWS]]
        self._db.executemany("INSERT INTO news (at, office, id, what) VALUES (?,?,?,?)", lines)
        self._db.execute("DELETE FROM news WHERE number <= (SELECT max(number) FROM news) - ?", [NEWS])

    def forget(self, code: str) -> None:
        """Nothing is known of the office's list any more: it is asked for whole, whatever its release."""
        with self._whole():
            self._db.execute("DELETE FROM entry WHERE office = ?", [code])
            self._db.execute(
                "UPDATE office SET confirmed='', release=-1, digest='', updated='', etag='', modified='',"
                " sitemaps='[]', token=? WHERE code=?",
                [_token(), code],
            )

    def note_trouble(self, code: str, trouble: str, now: datetime) -> None:
        """The office was asked, and nothing came of it."""
        at = now.isoformat(timespec="seconds")
        with self._whole():
            self._db.execute("UPDATE office SET asked=?, trouble=? WHERE code=?", [at, trouble, code])

    def shown_offices(self, now: datetime) -> list[OfficeList]:
        """Those whose lists are still shown."""
        return [each for each in self.offices() if self.ages.shows_list(each.confirmed, now)]

    def shown_entries(self, code: str, now: datetime) -> Iterator[ListEntry]:
        """The entries of such an office that are shown."""
        return (kept.entry for kept in self.kept(code).values() if self.ages.shows_entry(kept.missing, now))

    def counts(self, now: datetime) -> Mapping[str, Mapping[str, int]]:
        """Office → class → how many entries are shown."""
        shown = {each.site.code for each in self.shown_offices(now)}
        found: dict[str, dict[str, int]] = {code: {} for code in shown}
        query = "SELECT office, class, missing, count(*) FROM entry GROUP BY office, class, missing"
        for code, name, missing, count in self._db.execute(query):
            if code in shown and self.ages.shows_entry(missing, now):
                found[code][name] = found[code].get(name, 0) + count
        return found

    def newest(self, name: str, limit: int, now: datetime) -> list[tuple[str, ListEntry]]:
        """The entries of a class that were renewed last, each with its office's code."""
        shown = {each.site.code for each in self.shown_offices(now)}
        query = "SELECT office, missing, fields FROM entry WHERE class = ? ORDER BY day DESC"
        rows = self._db.execute(query, [name])
        found = (row for row in rows if row[0] in shown and self.ages.shows_entry(row[1], now))
        return [(code, _entry(fields)) for code, _, fields in islice(found, limit)]

    def look_up(self, keys: Sequence[tuple[str, str]], now: datetime) -> dict[tuple[str, str], ListEntry]:
        """Those of these entries (office, ID) that are shown, if the lists of their offices are."""
        found = {}
        for key in keys:
            row = self._db.execute("SELECT missing, fields FROM entry WHERE office=? AND id=?", key).fetchone()
            if row and self.ages.shows_entry(row[0], now):
                found[key] = _entry(row[1])
        return found

    def news(self, limit: int, what: Collection[str] = ("added", "changed", "gone")) -> list[News]:
        """The newest changes, the newest first."""
        marks = ",".join("?" * len(what))
        query = f"SELECT at, office, id, what FROM news WHERE what IN ({marks}) ORDER BY number DESC LIMIT ?"  # noqa: S608  marks alone
        return [News(*row) for row in self._db.execute(query, [*what, limit])]

    def version(self) -> int:
        """Another number once another process changed anything."""
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])


def open_store(settings: NationalSettings) -> ListStore:
    """The store of this national search. Raises `StoreError`."""
    table = settings.table
    return ListStore(settings.store_path, Ages(timedelta(table.show_days), timedelta(table.notice_days)))


_OFFICES = (
    "SELECT code, name, kind, province, address, asked, confirmed, trouble, release, digest, updated, etag, modified,"
    " sitemaps, token FROM office"
)


def _office(row: Sequence[str]) -> OfficeList:
    asked, confirmed, trouble, release, digest, updated, etag, modified, sitemaps, token = row[5:]
    confirmation = Confirmation(int(release), digest, updated, etag, modified, tuple(json.loads(sitemaps)))
    return OfficeList(OfficeSite(*row[:5]), asked, confirmed, trouble, confirmation, token)


def _entry(fields: str) -> ListEntry:
    return ListEntry(*json.loads(fields))


def _by_id(rows: Iterable[Sequence[str]]) -> dict[str, KeptEntry]:
    return {kept.entry.id: kept for kept in (KeptEntry(_entry(fields), missing) for missing, fields in rows)}


def _row(code: str, kept: KeptEntry, now: datetime) -> tuple[str, ...]:
    """No entry stands before all others because its office dates it ahead; somewhere it is tomorrow already."""
    entry = kept.entry
    day = min(entry.dimutakhirkan or entry.ditetapkan, (now + timedelta(1)).date().isoformat())
    fields = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    return code, entry.id, entry.klasifikasi, day, kept.missing, fields


def _token() -> str:
    return secrets.token_hex(8)
