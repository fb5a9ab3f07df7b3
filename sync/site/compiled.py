"""Our own site templates as Jinja compiled them, kept where Python keeps what it compiled of this package.

A run that finds nothing new spends its time on starting: this saves the sixth of it. Whoever may write there may change
the program anyway. Where nothing may be written, nothing is kept.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError
from tempfile import NamedTemporaryFile

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

_MAKERS = ("pages.py", "quick.py")
"""What decides, besides a template itself and Jinja, what is compiled from it."""
_DAMAGED = (UnpicklingError, EOFError, ValueError, TypeError)


class KeptTemplates(BytecodeCache):
    """Jinja itself looks whether what is kept was compiled from the very template, by the same Python. `words` are
    what was put into them besides."""

    def __init__(self, words: str = "") -> None:
        self.folder = Path(cache_from_source(__file__)).parent
        stamps = [str(Path(__file__).with_name(name).stat().st_mtime_ns) for name in _MAKERS]
        self.made_by = "|".join([jinja2.__version__, *stamps, words])

    def _place(self, bucket: Bucket) -> Path:
        name = hashlib.sha256(f"{bucket.key}|{self.made_by}".encode()).hexdigest()[:16]
        return self.folder / f"template-{name}.pyc"

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept of a template, if anything, and whole."""
        with suppress(OSError, *_DAMAGED), self._place(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, whole or not at all."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            with NamedTemporaryFile(dir=self.folder, suffix=".tmp", delete=False) as file:
                bucket.write_bytecode(file)
            os.replace(file.name, self._place(bucket))
