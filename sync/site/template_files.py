"""The templates and assets of the site as bytes, read once: ours and those of the office's own folder.

What a page is made from are these bytes and no others, so the keys of the pages (`keys`) can name them all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sync.errors import TemplateError, reason_of
from sync.message import say
from sync.template.loader import templates_folder

TEMPLATES = frozenset({".j2", ".po", ".typ"})
"""Endings of templates, wherever in the folder they lie."""
PARTS = frozenset({".html", ".xml", ".txt", ".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"})
"""Endings of what templates may include or show, beside them in the folder."""
VOCABULARY = "kosakata.toml"
"""The words of the search: the office's are added to ours."""


@dataclass(frozen=True)
class TemplateFiles:
    """Path below the folder → content, of `ours` and of the office's `own` folder, which wins. Two are equal if all
    their files are."""

    own: Mapping[str, bytes] = field(compare=False)
    ours: Mapping[str, bytes] = field(compare=False)
    digest: str

    def find(self, name: str) -> bytes | None:
        """The file of this name, the office's before ours; `dip/<name>` is ours."""
        return self.own.get(name, self.ours.get(name.removeprefix("dip/")))

    def assets(self) -> dict[str, bytes]:
        """Styles, script and pictures, with `assets/` in their paths."""
        return {name: data for name, data in {**self.ours, **self.own}.items() if name.startswith("assets/")}

    def beside(self, name: str) -> Mapping[str, bytes]:
        """The files of the folder that `name` is found in."""
        return self.own if name in self.own else self.ours


def read_template_files(own: Path | None) -> TemplateFiles:
    """Raises `TemplateError` for a file that cannot be read."""
    theirs, ours = _read(own) if own else {}, _read(templates_folder("site_templates"))
    digest = hashlib.sha256()
    for files in (theirs, ours):
        for name, data in files.items():
            digest.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode("utf-8", "surrogateescape"))
        digest.update(b"\n")
    return TemplateFiles(theirs, ours, digest.hexdigest())


def _read(folder: Path) -> dict[str, bytes]:
    files = {}
    for path in sorted({*folder.rglob("*.*"), *folder.glob("assets/*")}):
        name = path.relative_to(folder).as_posix()
        if name.startswith(".") or "/." in name:  # what editors and desktops leave, and what a web server would obey
            continue
        beside = "/" not in name and (path.suffix in PARTS or name == VOCABULARY)
        if (path.suffix in TEMPLATES or beside or name.startswith("assets/")) and path.is_file():
            files[name] = _content(path, name)
    return files


def _content(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TemplateError(
            say("site template %(name)s cannot be read: %(reason)s", name=name, reason=reason_of(error))
        ) from error
