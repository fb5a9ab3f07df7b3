"""`dip backup`: everything of an office that cannot be made again, of one moment, in one zip; never a secret that opens
a door.

It is safe while a run is under way: receipt and workbook are read before the ledger, so that the ledger is never older
than what lies beside it, and what a run has recorded and not yet written is finished by the next one (rule 10).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sync.errors import ArgumentError, TryLater
from sync.ledger.ledger import Ledger
from sync.message import say
from sync.plain_text import to_json
from sync.private_files import write_private
from sync.run.run_lock import run_lock
from sync.settings.calendar import CALENDAR_FILES
from sync.settings.settings import Settings
from sync.time_stamp import STAMP, stamp_after

LIST = "dip-backup.json"
"""What is in the zip, with its SHA-256."""
LEDGER, RECEIPT, SETTINGS = "dip-ledger.sqlite", "dip-receipt.json", "dip.toml"
IMPORTED = ("dip-import.jsonl", "dip-import.toml")
"""Which rows of lists were brought in, and what their columns mean."""
TEMPLATES, LOGO, DECREES, CALENDAR = "templates/", "logo/", "dip-keputusan/", "calendar/"
PATIENCE = 10.0
"""So many seconds it waits for a run to end; then it goes on beside it."""

Files = dict[str, bytes]


@dataclass(frozen=True)
class BackupList:
    """What a backup says of itself: when it was made (UTC), the last run and the head of its ledger's chain, the name
    of the workbook in it (empty if that is no file), and name → SHA-256 of everything in it."""

    made: str
    run: int
    head: str
    workbook: str
    files: Mapping[str, str]

    def document(self) -> dict[str, Any]:
        """As it stands in the zip."""
        return {
            "made": self.made, "run": self.run, "head": self.head, "workbook": self.workbook,
            "files": dict(sorted(self.files.items())),
        }  # fmt: skip


def back_up(settings: Settings, file: Path, keep: int = 0) -> tuple[Path, BackupList]:
    """Write the zip, whole or not at all, for this account alone; into a folder as `dip.zip`. With `keep` the backup
    that was there before stays under the time it was made, and the oldest beyond so many go; without, it is replaced.
    Raises `ArgumentError` for a place that is not free, `LedgerError` for a ledger that is damaged."""
    path = file / "dip.zip" if file.is_dir() else file
    before = _known(path, settings)
    files, listed = _collect(settings)
    data = _zipped({LIST: to_json(listed.document(), indent=1).encode(), **files})
    if keep > 1 and before:
        write_private(_dated(path, before), path.read_bytes())
    write_private(path, data)
    for old in _dated_copies(path)[: -(keep - 1) or None] if keep else ():
        old.unlink(missing_ok=True)
    return path, listed


def read_list(document: object) -> BackupList:
    """Raises `ValueError`, `KeyError` or `TypeError` for what is no list of a backup."""
    if not isinstance(document, dict):
        raise TypeError("no object")
    files = {str(name): str(digest) for name, digest in document["files"].items()}
    return BackupList(
        datetime.fromisoformat(document["made"]).isoformat(), int(document["run"]), str(document["head"]),
        str(document["workbook"]), files,
    )  # fmt: skip


DAMAGED = zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError
"""What reading a zip raises of which a disk lost a part."""


def list_of(archive: zipfile.ZipFile) -> BackupList | None:
    """The list of a zip, None if it is no backup of ours."""
    try:
        return read_list(json.loads(archive.read(LIST)))
    except (KeyError, ValueError, TypeError, AttributeError, OSError, *DAMAGED):
        return None


def _known(path: Path, settings: Settings) -> BackupList | None:
    """The backup that stands in this place."""
    settings.verify_free(path)
    path.parent.stat()  # a disk that is not attached: the error names the folder that is missing
    if not path.exists():
        return None
    try:
        backup_list = None
        if path.is_file():  # a device has no end
            with zipfile.ZipFile(path) as archive:
                backup_list = list_of(archive)
    except (OSError, *DAMAGED):
        backup_list = None
    if backup_list is None:
        raise ArgumentError(say("%(path)s is there already and is no backup of dip. Choose another name.", path=path))
    return backup_list


def _collect(settings: Settings) -> tuple[Files, BackupList]:
    with ExitStack() as held, tempfile.TemporaryDirectory(prefix="dip-") as folder:
        with suppress(TryLater, OSError):  # a long upload, a folder that is read-only: above it says why that is well
            held.enter_context(run_lock(settings, wait=PATIENCE))
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        listed, files = BackupList(now, 0, "", "", {}), dict(_others(settings))
        ledger = Ledger(settings.ledger_path, settings.backup_folder)
        if workbook := settings.workbook_path:
            listed = replace(listed, workbook=workbook.name)
            files |= _read(workbook.name, workbook)
        if ledger.exists():
            run, head = ledger.copy_to(Path(folder) / LEDGER)
            listed, files = replace(listed, run=run, head=head), files | _read(LEDGER, Path(folder) / LEDGER)
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return files, replace(listed, files=digests)


def _others(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Settings, receipt, what was brought in, signed decrees, templates and logo. A file that settings name as a secret
    is left out wherever it lies."""
    secret = settings.secret_paths
    places = {SETTINGS: settings.source, RECEIPT: settings.folder / RECEIPT}
    places |= {path.name: path for path in (settings.imports_path, settings.mapping_path)}
    places |= {f"{DECREES}{path.name}": path for path in sorted(settings.decree_folder.glob("*.pdf"))}
    if settings.site.logo:
        places[LOGO + Path(settings.site.logo).name] = settings.path(settings.site.logo)
    if settings.site.templates:
        folder = settings.path(settings.site.templates)
        places |= {f"{TEMPLATES}{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*"))}
    if own := settings.calendar.folder(settings.path):
        places |= {CALENDAR + name: own / name for name in CALENDAR_FILES}
    for name, path in places.items():
        if path.is_file() and not any(kept.exists() and path.samefile(kept) for kept in secret):
            yield name, path.read_bytes()


def _read(name: str, path: Path) -> Files:
    return {name: path.read_bytes()} if path.is_file() else {}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
            info.external_attr, info.compress_type = 0o600 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def _dated(path: Path, listed: BackupList) -> Path:
    earlier = (copy.name for copy in _dated_copies(path))
    stamp = stamp_after(earlier, datetime.fromisoformat(listed.made))
    return path.with_name(f"{path.stem}-{stamp}{path.suffix}")


def _dated_copies(path: Path) -> list[Path]:
    """The earlier backups beside this one, oldest first."""
    name = re.compile(rf"{re.escape(path.stem)}-{STAMP}{re.escape(path.suffix)}")
    return sorted(other for other in path.parent.iterdir() if name.fullmatch(other.name))
