"""The signed decrees that came back, on the site: only as long as every entry in them stands as it was signed.

A signed paper cannot be shortened. So the whole file is gone as soon as one entry in it was withdrawn, excluded or
changed (rules 5 and 7), and it does not come back by itself: what was taken back once is known to the ledger for good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.release import AttachedDecree, ListPage, Release
from sync.site.keys import Keys, SiteFile


@dataclass(frozen=True)
class SignedDecree:
    """The signed decree on a list, as the site tells of it: `path` where it stands, empty if it is not shown, with the
    reason: `withdrawn`, `changed`, or `former` for one of before something was taken back that stands again. `name` is
    that of its file beside `dip.toml`, `size` that of it in bytes; `on_word`: nothing in it says that it carries that
    list, the operator did."""

    page: ListPage
    number: str
    day: str
    sha256: str
    name: str
    path: str = ""
    reason: str = ""
    on_word: bool = False
    size: int = 0


def signed_decrees(release: Release, folder: Path | None) -> dict[ListPage, SignedDecree]:
    """Of every list that has one. Nothing where the office does not offer them (no `folder`), and nothing of a file
    that is lost or is no longer what was recorded."""
    if folder is None:
        return {}
    now = {entry.id: entry.version for entry in release.entries}
    found = (_signed(decree, now, folder) for decree in release.decrees)
    return {decree.page: decree for decree in found if decree}


def _signed(decree: AttachedDecree, now: Mapping[str, int], folder: Path) -> SignedDecree | None:
    reason, page = _reason(decree, now), decree.page
    if not reason and not is_whole(folder / decree.name, decree.sha256):
        return None
    path = "" if reason else f"dokumen/keputusan-{page.day}-{page.digest[:8]}.pdf"
    size = (folder / decree.name).stat().st_size if path else 0
    return SignedDecree(
        page, *decree.establishment, decree.sha256, decree.name, path, reason, decree.how == "word", size
    )


def _reason(decree: AttachedDecree, now: Mapping[str, int]) -> str:
    if not all(id in now for id in decree.items):
        return "withdrawn"
    if not all(now[id] == version for id, version in decree.items.items()):
        return "changed"
    return "" if decree.stands else "former"


def is_whole(file: Path, sha256: str) -> bool:
    """Whether the file is there, and is what was recorded."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def decree_files(decrees: Mapping[ListPage, SignedDecree], folder: Path | None, keys: Keys) -> dict[str, SiteFile]:
    """The files that the site offers."""
    if folder is None:
        return {}
    return {
        each.path: SiteFile(keys.key(each.path, each.sha256), (folder / each.name).read_bytes)
        for each in offered(decrees)
    }


def offered(decrees: Mapping[ListPage, SignedDecree]) -> Sequence[SignedDecree]:
    """Those that stand there, the newest list first."""
    return sorted((each for each in decrees.values() if each.path), key=lambda each: each.page, reverse=True)
