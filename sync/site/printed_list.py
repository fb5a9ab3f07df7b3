"""The list on paper, as visitors download it: `dip.typ` and, in large print, `besar.typ`, set by Typst."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sync.release import Release
from sync.site.exports import record
from sync.site.formatting import counted, long_day
from sync.site.gate import ListedEntry
from sync.site.keys import SiteFile
from sync.site.page_bytes import SitePages
from sync.site.site_settings import SiteSettings
from sync.site.template_files import TemplateFiles, read_template_files
from sync.site.typeset import typeset
from sync.template.template import Template

TEMPLATE_FILE = "dip.typ"
POSTER, POSTER_PATH = "poster.typ", "data/poster.pdf"
LARGE, LARGE_PATH = "besar.typ", "data/dip-besar.pdf"
ONE_FILE = 2000
"""A longer list is printed class by class, and not in large print: nobody carries a thousand pages."""
INK = "#8c1d24"


def list_parts(entries: Sequence[ListedEntry], template: Template) -> dict[str, str]:
    """The files in which a list is printed: what stands behind their name → the one class they hold. One file with
    nothing behind its name that holds all (an empty class), or one a class when the list is longer than `ONE_FILE`."""
    if len(entries) <= ONE_FILE:
        return {"": ""}
    shown = {entry.klasifikasi for entry in entries}
    return {f"-{choice.slug}": choice.value for choice in template.choices["klasifikasi"] if choice.value in shown}


def paper_paths(entries: Sequence[ListedEntry], site: SiteSettings, template: Template) -> dict[str, str]:
    """Path → the one class it holds, empty for all: `data/dip.pdf`, or one file a class; nothing if the office wants
    none."""
    return {f"data/dip{behind}.pdf": only for behind, only in list_parts(entries, template).items()} if site.pdf else {}


def large_path(entries: Sequence[ListedEntry], site: SiteSettings) -> str:
    """Where the list in large print stands; empty if there is none."""
    return LARGE_PATH if site.pdf and 0 < len(entries) <= ONE_FILE else ""


def large_print(entries: Sequence[ListedEntry], release: Release, pages: SitePages) -> dict[str, SiteFile]:
    """`data/dip-besar.pdf`, for those who read large letters."""
    path = large_path(entries, pages.site)
    if not path:
        return {}
    key = pages.keys.key(path, [entries, release.updated, release.establishment])
    return {
        path: SiteFile(key, lambda: _set(pages.files, _document(entries, release, pages.site, pages.template), LARGE))
    }


def printed_list(entries: Sequence[ListedEntry], release: Release, pages: SitePages) -> dict[str, SiteFile]:
    """The PDFs among the downloads."""
    site, template = pages.site, pages.template

    def file(path: str, only: str) -> SiteFile:
        shown = [each for each in entries if only in ("", each.klasifikasi)]
        key = pages.keys.key(path, [shown, only, release.updated, release.establishment])
        return SiteFile(key, lambda: _set(pages.files, _document(shown, release, site, template, only)))

    return {path: file(path, only) for path, only in paper_paths(entries, site, template).items()}


def poster(entries: Sequence[ListedEntry], pages: SitePages) -> dict[str, SiteFile]:
    """`data/poster.pdf`, for the notice board; nothing where the office wants no PDF."""
    counts = {name: sum(each.klasifikasi == name for each in entries) for name in pages.template.classes()}
    if not pages.site.pdf:
        return {}

    def render() -> bytes:
        return typeset(pages.files.beside(POSTER), POSTER, json.dumps(_poster(pages.site, counts), ensure_ascii=False))

    return {POSTER_PATH: SiteFile(pages.keys.key(POSTER_PATH, counts), render)}


def _poster(site: SiteSettings, counts: Mapping[str, int]) -> Mapping[str, Any]:
    """What the poster is given. What the office did not say is not on it."""
    return {
        "title": "Daftar Informasi Publik",
        "office": site.name,
        "accent": site.accent or INK,
        "logo": list(site.logo[1]),
        "total": counted(sum(counts.values())),
        "counts": [{"name": name, "total": counted(total)} for name, total in counts.items()],
        **_ways(site),
    }


def _ways(site: SiteSettings) -> Mapping[str, Any]:
    """How a reader of paper comes to the site and to information: address, its QR code as SVG, how to ask."""
    from segno import make_qr  # loaded where a code is drawn

    drawn, service = io.BytesIO(), site.service
    if site.url:
        make_qr(site.url, error="m").save(drawn, kind="svg", border=1, xmldecl=False)
    asking = (
        ("Surel", site.email), ("e-PPID", service.eppid), ("Datang", site.address), ("Telepon", ", ".join(site.phones)),
        ("Jam layanan", service.hours), ("Biaya", service.costs),
        ("Jawaban", "paling lambat 10 hari kerja, dapat diperpanjang 7 hari kerja (UU 14/2008 Pasal 22)"),
    )  # fmt: skip
    return {"url": site.url, "code": drawn.getvalue().decode(), "asking": [pair for pair in asking if pair[1]]}


def to_pdf(entries: Sequence[ListedEntry], release: Release, site: SiteSettings, template: Template) -> bytes:
    """The whole list as PDF. Raises `TemplateError`."""
    return _set(read_template_files(site.templates), _document(entries, release, site, template))


def _set(files: TemplateFiles, data: str, name: str = TEMPLATE_FILE) -> bytes:
    return typeset(files.beside(name), name, data)


def _document(
    entries: Sequence[ListedEntry],
    release: Release,
    site: SiteSettings,
    template: Template,
    only: str = "",
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
        **_ways(site),
        "signing": {key: getattr(site.signing, key) for key in ("place", "position", "name", "number")},
    }
    return json.dumps(document, ensure_ascii=False)


def _group(name: str, entries: Sequence[ListedEntry]) -> Mapping[str, Any]:
    own = [record(entry) for entry in entries if entry.klasifikasi == name]
    return {"name": name, "total": counted(len(own)), "rows": own}
