"""The pages as files in a folder: each written whole, what is no page any more taken away, nothing else touched."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from sync.errors import FileError
from sync.message import say

OURS = ".dip-national.json"
"""The paths that we wrote."""


def write_pages(folder: Path, files: Mapping[str, bytes]) -> tuple[int, int]:
    """Bring the folder to these files. Returns how many were written and how many taken away. Raises `FileError` for a
    folder that holds other files already, and `OSError`."""
    former = _former(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _note(folder, {*former, *files})  # a write that breaks off leaves nothing that is not known as ours
    written = sum(_write(folder / path, data) for path, data in files.items())
    gone = [path for path in former if path not in files]
    for path in gone:
        with suppress(FileNotFoundError):
            (folder / path).unlink()
        with suppress(OSError):  # others' files stand there, too
            (folder / path).parent.rmdir()
    _note(folder, files.keys())
    os.utime(folder / OURS)  # the pages are those of this moment, whether or not any is another
    return written, len(gone)


def pages_made(folder: Path) -> float:
    """When the pages were last brought up to date, in seconds since 1970; 0 if nobody knows."""
    try:
        return (folder / OURS).stat().st_mtime
    except OSError:
        return 0.0


def _former(folder: Path) -> set[str]:
    try:
        paths = json.loads((folder / OURS).read_text("utf-8"))
    except FileNotFoundError:
        if folder.is_dir() and any(folder.iterdir()):
            raise FileError(
                say("the folder %(path)s holds other files; name an empty one (`to` in national.toml)", path=folder)
            ) from None
        return set()
    except ValueError:
        return set()
    texts = {path for path in paths if isinstance(path, str)} if isinstance(paths, list) else set()
    return {path for path in texts if path and ".." not in path.split("/") and not path.startswith("/")}


def _note(folder: Path, paths: Iterable[str]) -> None:
    _write(folder / OURS, json.dumps(sorted(paths), indent=0).encode())


def _write(path: Path, data: bytes) -> bool:
    """Whether it was not there as it is."""
    with suppress(OSError):
        if path.read_bytes() == data:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(data)
    os.replace(fresh, path)
    return True
