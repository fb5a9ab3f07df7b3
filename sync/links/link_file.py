"""`dip-links.sqlite`: what is known of all links, beside `dip.toml`. It holds nothing that cannot be asked again, so a
damaged file is told, left out and written anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sync.errors import reason_of
from sync.links.link_result import NO_RESULTS, LinkResult, LinkResults, Openness
from sync.message import say
from sync.private_files import write_private

_TABLES = (
    "CREATE TABLE report (made TEXT)",
    "CREATE TABLE links (url TEXT PRIMARY KEY, openness TEXT, reason TEXT, asked TEXT, opened TEXT, closed TEXT)",
)


class LinkFile:
    """The file, always read and written whole. Without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def read(self) -> LinkResults:
        """What is known; with `trouble` where the file is there and cannot be used."""
        if self.path is None or not self.path.exists():
            return NO_RESULTS
        try:
            return _read(self.path.read_bytes())
        except OSError as error:
            return LinkResults(trouble=self._trouble(reason_of(error)))
        except (sqlite3.Error, ValueError, TypeError):
            return LinkResults(trouble=self._trouble(say("it is damaged")))

    def _trouble(self, reason: str) -> str:
        name = self.path.name if self.path else ""
        return say("%(name)s cannot be used: %(reason)s. dip links makes it anew.", name=name, reason=reason)

    def write(self, results: LinkResults) -> None:
        """Keep this and nothing else, for the operator's account alone. Raises `OSError`."""
        if self.path is None:
            return
        with closing(sqlite3.connect(":memory:")) as base:
            for table in _TABLES:
                base.execute(table)
            base.execute("INSERT INTO report VALUES (?)", (results.reported,))
            base.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)", _rows(results))
            base.commit()
            write_private(self.path, base.serialize())


def _rows(results: LinkResults) -> Iterator[tuple[str, ...]]:
    for url, result in sorted(results.by_url.items()):
        yield url, result.openness.value, result.reason, result.asked, result.opened, result.closed


def _read(data: bytes) -> LinkResults:
    """Raises `sqlite3.Error`, `ValueError` or `TypeError` for what is no such file."""
    if not data:  # which sqlite3 takes for a lack of memory
        raise ValueError(data)
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(data)
        made = base.execute("SELECT made FROM report").fetchone()
        rows = base.execute("SELECT url, openness, reason, asked, opened, closed FROM links").fetchall()
    results = {str(url): LinkResult(Openness(openness), *map(_text, rest)) for url, openness, *rest in rows}
    for result in results.values():
        _moment(result.asked)
    return LinkResults(results, _moment(made[0]) if made and made[0] else "")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _moment(text: object) -> str:
    moment = datetime.fromisoformat(_text(text))
    if moment.tzinfo is None:
        raise ValueError(text)
    return _text(text)
