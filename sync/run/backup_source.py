"""What `dip restore` can start from: a backup, a copy of the ledger, `dip-backup/`, a copy of the office's folder."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sync.errors import ArgumentError, LedgerError
from sync.ledger.ledger import Ledger
from sync.message import say
from sync.run.backup import DAMAGED, DECREES, IMPORTED, LEDGER, LOGO, RECEIPT, SETTINGS, TEMPLATES, Files, list_of
from sync.time_stamp import STAMP

_COPY = re.compile(r"ledger-\d{8,}\.sqlite")


@dataclass(frozen=True)
class Source:
    """`ledger` is a whole copy of the ledger, in a folder of ours; `workbook` the name and content of a workbook, None
    if there is none; `files` the rest, by the names they have in a backup."""

    name: str
    ledger: Path
    workbook: tuple[str, bytes] | None = None
    files: Files = field(default_factory=dict)

    @property
    def templates(self) -> Files:
        """The office's templates, by their path in its folder."""
        return {name.removeprefix(TEMPLATES): data for name, data in self.files.items() if name.startswith(TEMPLATES)}

    @property
    def logo(self) -> bytes | None:
        """The office's logo."""
        return next((data for name, data in self.files.items() if name.startswith(LOGO)), None)


def open_source(path: Path, scratch: Path) -> Source:
    """Read it, the ledger into `scratch`. Raises `ArgumentError` for what is none of these, `LedgerError` for one that
    is damaged."""
    ledger = scratch / LEDGER
    if path.is_dir():
        return _folder(path, ledger)
    if path.is_file() or not path.exists():  # a device has no end
        if zipfile.is_zipfile(path):
            return _zip(path, ledger)
        if path.read_bytes()[:15] == b"SQLite format 3":
            return _copy_beside(path, ledger)
    raise ArgumentError(
        say(
            "%(path)s is no backup of dip: give a zip that `dip backup` wrote, the folder dip-backup, a "
            "ledger-….sqlite in "
            "it, or a copy of the office's folder.",
            path=path,
        )
    )


def _zip(path: Path, ledger: Path) -> Source:
    """Only what is listed is taken, and only if it is what the list says."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = list_of(archive)
            files = {name: archive.read(name) for name in listed.files} if listed else {}
    except (KeyError, ValueError, OSError, *DAMAGED) as error:
        raise _damaged(path) from error
    if listed is None:
        raise ArgumentError(say("%(path)s is no backup of dip: it has no list of what is in it.", path=path))
    if any(hashlib.sha256(data).hexdigest() != listed.files[name] for name, data in files.items()):
        raise _damaged(path)
    if LEDGER not in files:
        raise ArgumentError(say("%(path)s was made before anything was decided: it has no ledger.", path=path))
    _take(ledger, files.pop(LEDGER))
    workbook = (listed.workbook, files.pop(listed.workbook)) if listed.workbook in files else None
    return Source(path.name, ledger, workbook, files)


def _damaged(path: Path) -> LedgerError:
    return LedgerError(
        say("%(path)s is damaged: what is in it is not what its list says. Take another backup.", path=path)
    )


def _take(ledger: Path, data: bytes) -> None:
    """Raises `LedgerError` for a ledger that is not whole."""
    ledger.touch(mode=0o600)
    ledger.write_bytes(data)
    Ledger(ledger, ledger.parent).verify()


def _folder(path: Path, ledger: Path) -> Source:
    if (path / LEDGER).is_file():
        return _office(path, ledger)
    if path.name != "dip-backup" and (path / "dip-backup").is_dir():
        path = path / "dip-backup"
    reasons = []
    for copy in sorted((each for each in path.iterdir() if _COPY.fullmatch(each.name)), reverse=True):
        try:
            return _copy_beside(copy, ledger)
        except LedgerError as error:
            ledger.unlink(missing_ok=True)
            reasons.append(f"{copy.name}: {error}")
    if reasons:
        raise LedgerError(
            say("no copy of the ledger in %(path)s is whole. %(reasons)s", path=path, reasons=" ".join(reasons))
        )
    raise ArgumentError(say("%(path)s holds neither %(ledger)s nor a copy of it.", path=path, ledger=LEDGER))


def _office(path: Path, ledger: Path) -> Source:
    """A copy of the office's folder, as `rsync` makes one."""
    Ledger(path / LEDGER, path / "dip-backup").copy_to(ledger)
    files = {name: (path / name).read_bytes() for name in (SETTINGS, RECEIPT, *IMPORTED) if (path / name).is_file()}
    files |= {f"{DECREES}{each.name}": each.read_bytes() for each in sorted((path / DECREES).glob("*.pdf"))}
    books = [each for each in sorted(path.glob("*.xlsx")) if not each.name.startswith(("~$", "."))]
    return Source(path.name, ledger, (books[0].name, books[0].read_bytes()) if len(books) == 1 else None, files)


def _copy_beside(path: Path, ledger: Path) -> Source:
    """A copy of the ledger, with the newest copy of the workbook that lies beside it: what people typed since is in no
    older one."""
    Ledger(path, path.parent).copy_to(ledger)
    books = sorted(_books(path.parent))
    return Source(path.name, ledger, (books[-1][1].name, books[-1][1].read_bytes()) if books else None)


def _books(folder: Path) -> Iterator[tuple[str, Path]]:
    """The copies of a workbook, each with its time."""
    for path in folder.glob("*.xlsx"):
        if match := re.fullmatch(rf".+-({STAMP})\.xlsx", path.name):
            yield match[1], path
