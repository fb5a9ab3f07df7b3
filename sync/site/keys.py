"""The key of a file of the site: a digest of everything it is made from. Equal keys promise equal bytes.

What enters: the path and the language; all templates and assets; the sources of the folders that make pages, and the
versions of the libraries that do; the office as its site presents it; the public values the file is given. Nothing else
does: no path of the machine, no clock, nothing that is not public.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path

from sync.site.gate import ListedEntry, PublicEntry, public_values

MAKERS = ("site", "cells")
"""The folders of `sync` whose sources decide what stands in a page."""
LIBRARIES = ("jinja2", "markupsafe", "babel", "typst", "openpyxl", "segno")


@dataclass(frozen=True)
class SiteFile:
    """A file of the site: its key, and what makes its bytes."""

    key: str
    render: Callable[[], bytes]


class Keys:
    """Makes the keys of one site. `common` is what every file of it is made from."""

    def __init__(self, *common: object) -> None:
        self._entries: dict[str, str] = {}
        self._json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=self._plain)
        self._common = self._digest([program(), *common])

    def key(self, path: str, given: object, language: str = "") -> str:
        """The key of the file at `path`, made from the values `given`."""
        return self._digest([self._common, path, language, given])[:32]

    def _digest(self, value: object) -> str:
        return hashlib.sha256(self._json.encode(value).encode("utf-8", "surrogatepass")).hexdigest()

    def _plain(self, value: object) -> object:
        """What JSON has no form for. Of an entry its digest, made once: it stands in many files."""
        if isinstance(value, PublicEntry):
            if value.id not in self._entries:
                self._entries[value.id] = self._digest(public_values(value))
            number = [value.nomor] if isinstance(value, ListedEntry) else []
            return [self._entries[value.id], *number]
        if isinstance(value, bytes):
            return hashlib.sha256(value).hexdigest()
        if isinstance(value, Mapping):
            return dict(value)
        if is_dataclass(value):
            return [getattr(value, item.name) for item in fields(value)]
        raise TypeError(f"{type(value).__name__} has no place in a key")


def versions() -> dict[str, str]:
    """The installed versions of the libraries that make pages."""
    from importlib.metadata import version

    return {name: version(name) for name in LIBRARIES}


@cache
def program() -> str:
    """What names the program that makes pages: its sources, and the versions of its libraries."""
    digest = hashlib.sha256(repr(versions()).encode())
    package = Path(__file__).parent.parent
    for path in (path for folder in MAKERS for path in sorted((package / folder).glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()
