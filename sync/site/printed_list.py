"""The list on paper: PDFs set by Typst, tagged for screen readers, the same bytes for the same list.

The template `dip.typ` receives the list as JSON and sets it as text; nothing anybody typed is read as markup.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from tempfile import TemporaryDirectory
from typing import Any, Literal

from sync.errors import TemplateError
from sync.message import say
from sync.model import Release
from sync.site.exports import record
from sync.site.formatting import counted, long_day
from sync.site.gate import ListedEntry
from sync.site.keys import SiteFile
from sync.site.page_bytes import SitePages
from sync.site.site_settings import SiteSettings
from sync.site.template_files import TemplateFiles, read_template_files
from sync.template.template import Template

TEMPLATE_FILE = "dip.typ"
_PACKAGE = re.compile(rb'"(@[\w-]+/[^"\s]*)"')
ONE_FILE = 2000
"""A longer list is printed class by class."""
INK = "#8c1d24"

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


def paper_paths(entries: Sequence[ListedEntry], site: SiteSettings, template: Template) -> dict[str, str]:
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


def printed_list(entries: Sequence[ListedEntry], release: Release, pages: SitePages) -> dict[str, SiteFile]:
    """The PDFs among the downloads."""
    site, template = pages.site, pages.template

    def file(path: str, only: str) -> SiteFile:
        shown = [each for each in entries if only in ("", each.klasifikasi)]
        key = pages.keys.key(path, [shown, only, release.updated, release.establishment])
        return SiteFile(key, lambda: _set(pages.files, _document(shown, release, site, template, only)))

    return {path: file(path, only) for path, only in paper_paths(entries, site, template).items()}


def to_pdf(
    entries: Sequence[ListedEntry], release: Release, site: SiteSettings, template: Template, *, decree: bool = False
) -> bytes:
    """The whole list as PDF, or with the draft `decree` before it. Raises `TemplateError`."""
    return _set(read_template_files(site.templates), _document(entries, release, site, template, decree=decree))


def _document(
    entries: Sequence[ListedEntry],
    release: Release,
    site: SiteSettings,
    template: Template,
    only: str = "",
    *,
    decree: bool = False,
) -> str:
    """What the template is given, as JSON; `only` one class."""
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
    return json.dumps(document, ensure_ascii=False)


def _group(name: str, entries: Sequence[ListedEntry]) -> Mapping[str, Any]:
    own = [record(entry) for entry in entries if entry.klasifikasi == name]
    return {"name": name, "total": counted(len(own)), "rows": own}


@lru_cache(4)
def _set(files: TemplateFiles, data: str, *, promised: bool = True) -> bytes:
    """Typst with the fonts it brings, so that every machine sets the same pages; tagged as PDF/UA-1 asks, or, where a
    text holds signs that none of these fonts has, tagged without that promise."""
    import typst

    folder = files.beside(TEMPLATE_FILE)
    _refuse_packages(folder)
    sources: Any = {**folder, "main.typ": folder[TEMPLATE_FILE]}
    try:
        standard: Literal["ua-1"] | None = "ua-1" if promised else None
        with TemporaryDirectory() as nothing:  # or a template could read what lies where the program was started
            made = typst.compile(
                sources, root=nothing, format="pdf", pdf_standards=standard, font_paths=_fonts(),
                sys_inputs={"data": data},
            )  # fmt: skip
    except typst.TypstError as error:
        if promised and "could not be displayed" in error.message:
            return _set(files, data, promised=False)
        where = re.search(r"([^/\\\s]+\.typ):(\d+)", error.diagnostic.replace("main.typ", TEMPLATE_FILE))
        place = f"{where[1]}, line {where[2]}" if where else TEMPLATE_FILE
        message = error.message.replace(f"{os.path.realpath(nothing)}{os.sep}", "")
        raise TemplateError(say("site template %(place)s: %(message)s", place=place, message=message)) from error
    assert isinstance(made, bytes)  # noqa: S101  one PDF, not a list of pictures
    return made


def _refuse_packages(folder: Mapping[str, bytes]) -> None:
    """Raise `TemplateError` for a template that imports a package: Typst would have it from the network."""
    for name, data in folder.items():
        for number, line in enumerate(data.splitlines(), 1):
            if (match := _PACKAGE.search(line)) and not line.lstrip().startswith(b"//"):
                package = match[1].decode("utf-8", "replace")
                raise TemplateError(
                    say(
                        "site template %(name)s, line %(number)s: %(package)s is a package from the network, and a "
                        "site is made without it. Copy the files you need of it beside %(template_file)s and import "
                        "them from there",
                        name=name, number=number, package=package, template_file=TEMPLATE_FILE,
                    )
                )  # fmt: skip


@lru_cache(1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False)
