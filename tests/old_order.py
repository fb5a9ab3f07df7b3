"""The templates as they were before what people must see stood first: workbooks of that order are in use."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from sync.template import loader


@contextmanager
def old_order(folder: Path) -> Iterator[None]:
    """While it lasts, `dip` reads its templates from a copy in which nothing is named to stand first."""
    real = loader.templates_folder
    copied = folder / "sheets_templates"
    shutil.copytree(real(), copied)
    for name in ("unit.toml", "induk.toml"):
        text = (copied / name).read_text("utf-8")
        (copied / name).write_text(re.sub(r"(?ms)^first = \[.*?\]\n", "", text), encoding="utf-8")
    with patch.object(
        loader, "templates_folder", lambda name="sheets_templates": copied if name == "sheets_templates" else real(name)
    ):
        yield
