"""The list on paper: PDFs set by Typst, tagged for screen readers, the same bytes for the same list.

The template `dip.typ` receives the list as JSON and sets it as text; nothing anybody typed is read as markup.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from sync.errors import TemplateError
from sync.model import Release
from sync.site.exports import record
from sync.site.formatting import counted, long_day
from sync.site.gate import PublicEntry
from sync.site.site_settings import SiteSettings
from sync.template.loader import templates_folder
from sync.template.template import Template

TEMPLATE_FILE = "dip.typ"
ONE_FILE = 2000
"""A longer list is printed class by class."""
INK = "#8c1d24"
KEPT_FROM, KEPT = 10_000, 8
"""From how many characters on a set list is kept for the next run, and how many of them."""

CONSIDERING = (
    "bahwa setiap badan publik wajib menetapkan dan memutakhirkan Daftar Informasi Publik;",
    "bahwa daftar dalam lampiran telah dihimpun dari setiap sub bagian dan diklasifikasi oleh Desk Pelayanan "
    "Informasi;",
)
BASIS = (
    "Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik;",
    "Peraturan Komisi Informasi Nomor 1 Tahun 2021 tentang Standar Layanan Informasi Publik;",
)
ORDERS = (
    "Menetapkan Daftar Informasi Publik sebagaimana tercantum dalam Lampiran, yang tidak terpisahkan dari Keputusan "
    "ini.",
    "Daftar sebagaimana dimaksud dalam diktum KESATU diumumkan di situs PPID dan tersedia di meja layanan informasi.",
    "Daftar dimutakhirkan setiap kali ada perubahan, dengan persetujuan PPID.",
    "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
)
"""What the draft says where the office has not put its own words: its template may say something else."""


def paper_paths(entries: Sequence[PublicEntry], site: SiteSettings, template: Template) -> dict[str, str]:
    """Path → the one class it holds, empty for all: `data/dip.pdf`, or one file a class when the list is longer than
    `ONE_FILE`; nothing if the office wants none."""
    if not site.pdf:
        return {}
    if len(entries) <= ONE_FILE:
        return {"data/dip.pdf": ""}
    shown = {entry.klasifikasi for entry in entries}
    return {
        f"data/dip-{choice.slug}.pdf": choice.value
        for choice in template.choices["klasifikasi"]
        if choice.value in shown
    }


def printed_list(
    entries: Sequence[PublicEntry], release: Release, site: SiteSettings, template: Template
) -> dict[str, bytes]:
    """The PDFs among the downloads. Raises `TemplateError`."""
    return {
        path: to_pdf([each for each in entries if only in ("", each.klasifikasi)], release, site, template, only=only)
        for path, only in paper_paths(entries, site, template).items()
    }


def to_pdf(
    entries: Sequence[PublicEntry],
    release: Release,
    site: SiteSettings,
    template: Template,
    *,
    only: str = "",
    decree: bool = False,
) -> bytes:
    """The list as PDF; `only` one class, or with the draft `decree` before it. Raises `TemplateError`."""
    number, day = release.establishment
    title = f"Daftar Informasi Publik {site.short}" + (f": {only}" if only else "")
    classes = [only] if only else template.classes()
    document = {
        "title": title,
        "office": site.name,
        "contact": [part for part in (site.address, site.email, site.website) if part] or [site.short],
        "accent": site.accent or INK,
        "logo": list(site.logo[1]),
        "number": number,
        "date": long_day(day),
        "updated": long_day(release.updated),
        "total": counted(len(entries)),
        "groups": [_group(name, entries) for name in classes],
        "signing": {key: getattr(site.signing, key) for key in ("place", "position", "name", "number")},
        "decree": decree,
        "considering": CONSIDERING,
        "basis": BASIS,
        "orders": ORDERS,
    }
    path = _template(site)
    return _compile(str(path), path.stat().st_mtime_ns, json.dumps(document, ensure_ascii=False))


def _group(name: str, entries: Sequence[PublicEntry]) -> Mapping[str, Any]:
    own = [record(entry) for entry in entries if entry.klasifikasi == name]
    return {"name": name, "total": counted(len(own)), "rows": own}


def _template(site: SiteSettings) -> Path:
    """The office's own, or ours."""
    own = site.templates / TEMPLATE_FILE if site.templates else None
    return own if own and own.is_file() else templates_folder("site_templates") / TEMPLATE_FILE


@lru_cache(4)
def _compile(path: str, _: int, data: str) -> bytes:
    """Set, or taken from where the last run left exactly this: a long list takes Typst many seconds, and a run with
    nothing new should take none."""
    if len(data) < KEPT_FROM:
        return _set(path, data)
    from importlib.metadata import version

    words = (Path(path).read_text("utf-8"), data, version("typst"))
    kept = _cache() / f"{hashlib.sha256(json.dumps(words).encode()).hexdigest()}.pdf"
    with suppress(OSError):
        if (found := kept.read_bytes()).rstrip().endswith(b"%%EOF"):
            return found
    made = _set(path, data)
    _keep(kept, made)
    return made


def _set(path: str, data: str, *, promised: bool = True) -> bytes:
    """Typst with the fonts it brings, so that every machine sets the same pages; tagged as PDF/UA-1 asks, or, where a
    text holds signs that none of these fonts has, tagged without that promise."""
    import typst

    words = {"data": data}
    try:
        standard: Literal["ua-1"] | None = "ua-1" if promised else None
        made = typst.compile(path, format="pdf", pdf_standards=standard, font_paths=_fonts(), sys_inputs=words)
    except typst.TypstError as error:
        if promised and "could not be displayed" in error.message:
            return _set(path, data, promised=False)
        where = re.search(r"([^/\\s]+\.typ):(\d+)", error.diagnostic)
        place = f"{where[1]}, line {where[2]}" if where else Path(path).name
        raise TemplateError(f"site template {place}: {error.message}") from error
    assert isinstance(made, bytes)  # noqa: S101  one PDF, not a list of pictures
    return made


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dip-sync"


def _keep(path: Path, data: bytes) -> None:
    """For the next run, as far as the machine lets us; the newest few stay."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        os.replace(file.name, path)
        for old in sorted(path.parent.glob("*.pdf"), key=lambda each: each.stat().st_mtime)[:-KEPT]:
            old.unlink()


@lru_cache(1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False)
