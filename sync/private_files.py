"""Files beside `dip.toml` that are for the eyes of the operator's account alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write_private(path: Path, data: bytes) -> None:
    """Write the file, whole or not at all, mode 0600 whatever it had before. Raises `OSError`."""
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(fresh, path)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise


def close_to_others(paths: Iterable[Path]) -> None:
    """Take group and others off what is there: copied back from a backup, unzipped, or made by an earlier version. What
    belongs to another account stays as it is."""
    if os.name != "posix":
        return
    for path in paths:
        with suppress(OSError):
            mode = path.stat().st_mode
            if mode & 0o077:
                path.chmod(mode & 0o700)
