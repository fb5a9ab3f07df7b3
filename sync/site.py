"""The public site as bytes: path → content, pure. The same release, office and templates give the same bytes, always.

`render_site` is given a `Release` and passes each entry through the gate (`sync.public`); pages and exports see
nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.errors import TemplateError
from sync.export import to_csv, to_json, to_xlsx
from sync.model import Release
from sync.public import PublicEntry, SiteSettings, dip_rows, public_entry, public_list
from sync.template import Template, templates_folder
from sync.wording import counted, document_kind, long_day, years

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["PublicEntry", "SiteSettings", "dip_rows", "public_entry", "public_list", "render_site"]


def render_site(
    release: Release, site: SiteSettings, template: Template, templates: Path | None = None
) -> dict[str, bytes]:
    """Every file of the site with `manifest.json`, sorted by path. `templates` is an office's own folder: a file
    found there wins over ours of the same name, which it may extend as `dip/<name>`. Raises `TemplateError` with file
    and line."""
    entries = public_list(release, site, template)
    pages = _Pages(site, template, templates)
    files = pages.assets()
    files |= pages.entries(entries)
    files |= pages.notices(release, {entry.id for entry in entries})
    files["index.html"] = pages.index(entries, release)
    files["404.html"] = pages.page("404.html.j2", root="")
    files["data/dip.csv"] = to_csv(entries)
    files["data/dip.json"] = to_json(entries, site.name, release.updated)
    files["data/dip.xlsx"] = to_xlsx(entries)
    files["manifest.json"] = manifest(files, release, entries)
    return dict(sorted(files.items()))


def entry_path(id: str) -> str:
    """Where the page of an entry stands, for good."""
    return f"informasi/{id}/index.html"


def manifest(files: Mapping[str, bytes], release: Release, entries: Sequence[PublicEntry]) -> bytes:
    """What belongs to the site, for the doors: SHA-256 of every file but itself, and which pages are notices of
    withdrawal (a publish sends those first)."""
    shown = {entry.id for entry in entries}
    document = {
        "release": release.number,
        "files": {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)},
        "withdrawn": sorted(entry_path(id) for id, _ in release.withdrawn if id not in shown),
    }
    return (json.dumps(document, indent=0) + "\n").encode()


class _Pages:
    """The templates, bound to one office. Holds no state that changes."""

    def __init__(self, site: SiteSettings, template: Template, folder: Path | None) -> None:
        self.site = site
        self.template = template
        self.folders = tuple(path for path in (folder, templates_folder("site_templates")) if path)
        self.jinja = _environment(self.folders)
        unit, master = template.tab("unit"), template.tab("induk")
        self.words = {
            "site": site,
            "stamp": self._stamp(),
            "slugs": {choice.value: choice.slug for choice in template.choices["klasifikasi"]},
            "parts": {choice.value: choice.parts for choice in template.choices["bentuk"]},
            "headers": {column.role: column.header for column in (*unit.columns, master.column("klasifikasi"))},
        }

    def page(self, name: str, root: str, **words: object) -> bytes:
        """One page; `root` leads from it to the top of the site."""
        try:
            return self.jinja.get_template(name).render(self.words, root=root, **words).encode()
        except Exception as error:
            raise _explained(error, name) from error

    def index(self, entries: Sequence[PublicEntry], release: Release) -> bytes:
        """The list, grouped by class in their order; a class may be empty."""
        groups = [
            (choice, [entry for entry in entries if entry.klasifikasi == choice.value])
            for choice in self.template.choices["klasifikasi"]
            if not choice.excluded
        ]
        number, day = release.establishment
        return self.page(
            "index.html.j2", "", groups=groups, entries=entries, updated=release.updated, number=number, day=day,
            units=[(code, name) for code, name in self.site.units.items() if any(e.unit == code for e in entries)],
            years=sorted({year for entry in entries for year in years(entry)}, reverse=True),
        )  # fmt: skip

    def entries(self, entries: Sequence[PublicEntry]) -> dict[str, bytes]:
        """One page an entry, from the entry, the office and the templates alone."""
        return {entry_path(entry.id): self.page("informasi.html.j2", "../../", entry=entry) for entry in entries}

    def notices(self, release: Release, shown: set[str]) -> dict[str, bytes]:
        """For what was once public: its ID and the day it left, nothing else."""
        gone = [(id, day) for id, day in release.withdrawn if id not in shown]
        return {entry_path(id): self.page("ditarik.html.j2", "../../", id=id, day=day) for id, day in gone}

    def assets(self) -> dict[str, bytes]:
        """Styles, script and icon as they lie in `assets/`, an office's own before ours."""
        found: dict[str, bytes] = {}
        for folder in reversed(self.folders):
            for path in sorted((folder / "assets").glob("*")):
                found[f"assets/{path.name}"] = path.read_bytes()
        return found

    def _stamp(self) -> str:
        """Changes with the assets, so that no browser shows a new page in old clothes."""
        return hashlib.sha256(b"".join(data for _, data in sorted(self.assets().items()))).hexdigest()[:8]


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    """Jinja over these folders, kept for the next rendering; a template that changed meanwhile is read again."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    ours = FileSystemLoader(folders[-1])
    loader = ChoiceLoader([*(FileSystemLoader(folder) for folder in folders), PrefixLoader({"dip": ours})])
    jinja = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    jinja.filters |= {"hari": long_day, "angka": counted, "jenis": document_kind, "tahun": years}
    jinja.globals["digest"] = _style_digest
    return jinja


def _style_digest(text: Any) -> str:
    """The CSP source that allows exactly this inline style."""
    import base64

    return "sha256-" + base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode()


def _explained(error: Exception, name: str) -> Exception:
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

    if isinstance(error, TemplateSyntaxError):
        return TemplateError(f"site template {error.name}, line {error.lineno}: {error.message}")
    if isinstance(error, TemplateNotFound):
        return TemplateError(f"site template {error.name} is missing (wanted by {name})")
    if isinstance(error, UndefinedError | TypeError | ValueError):
        return TemplateError(f"site template {_place(error, name)}: {error}")
    return error


def _place(error: Exception, name: str) -> str:
    """The innermost line of a template in a traceback."""
    place, frame = name, error.__traceback__
    while frame:
        file = frame.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            place = f"{Path(file).name}, line {frame.tb_lineno}"
        frame = frame.tb_next
    return place
