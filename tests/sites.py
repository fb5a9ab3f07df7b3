"""Two releases of a small site, and what must be true of whatever a visitor finds while one becomes the other."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from lxml import html

from sync.release import ReleasedEntry
from sync.site.build import build_all
from sync.site.manifest import manifest_of
from sync.site.site_files import render_site
from tests.releases import OFFICE, TEMPLATE, release, released, rendered

SITE = render_site(
    release(released("KUL-0001"), released("KUL-0002", judul="Laporan Barang"), released("TEK-0001", tautan="")),
    OFFICE,
    TEMPLATE,
)
OLD = dict(build_all(SITE))
NEW = rendered(
    release(
        released("KUL-0002", updated="2026-11-25", judul="Judul baru"),
        released("REN-0011"),
        withdrawn=(("KUL-0001", "2026-11-25"),),
        number=2,
    ),
    OFFICE,
    TEMPLATE,
)
WITHDRAWN = "informasi/KUL-0001/index.html"
"""Public in OLD, a notice in NEW."""


def without_files(site: Mapping[str, bytes], paths: set[str]) -> dict[str, bytes]:
    """A smaller site, which links to none of these."""
    manifest = json.loads(site["manifest.json"])
    manifest["files"] = {path: digest for path, digest in manifest["files"].items() if path not in paths}
    kept = {path: data for path, data in site.items() if path not in paths}
    return kept | {"manifest.json": json.dumps(manifest).encode()}


def with_files(site: Mapping[str, bytes], more: Mapping[str, bytes]) -> dict[str, bytes]:
    """A site with further files, named in its manifest."""
    manifest = json.loads(site["manifest.json"])
    manifest["files"] |= {path: hashlib.sha256(data).hexdigest() for path, data in more.items()}
    return {**site, **more, "manifest.json": json.dumps(manifest).encode()}


def _turn(*entries: ReleasedEntry, gone: str, number: int) -> dict[str, bytes]:
    site = rendered(release(*entries, withdrawn=((gone, "2026-11-25"),), number=number), OFFICE, TEMPLATE)
    for_programs = {path for path in site if re.match(r"umpan/|sitemap-|data/schema/", path)}
    return without_files(site, {"robots.txt", "data.json", "openapi.json", "llms.txt"} | for_programs)


EVEN = _turn(released("KUL-0001"), released("KUL-0002", judul="Laporan Barang"), gone="REN-10011", number=1)
ODD = _turn(released("KUL-0002", judul="Judul baru"), released("REN-10011"), gone="KUL-0001", number=2)
"""Two sites of few files that can follow each other for ever: pages never vanish, and each withdraws what
only the other shows. What differs differs in size: releases of a test follow each other within one second of a server's
clock."""


def notices(site: Mapping[str, bytes]) -> frozenset[str]:
    """The pages that are notices of withdrawal."""
    return manifest_of(json.loads(site["manifest.json"])).withdrawn


def links(page: bytes) -> list[str]:
    """The addresses inside the site that a page leads to, relative to it."""
    tree = html.document_fromstring(page.decode())
    addresses = [str(value) for element in tree.iter() for name, value in element.items() if name in ("href", "src")]
    return [re.split(r"[?#]", address)[0] for address in addresses if not re.match(r"[a-z]+:|#", address)]


def assert_whole(files: Mapping[str, bytes], old: Mapping[str, bytes] = OLD, new: Mapping[str, bytes] = NEW) -> None:
    """The list is the old or the new one, every link in it works, every file is wholly the old or the new one, and
    as soon as anything has changed what is withdrawn is gone."""
    public = {path: data for path, data in files.items() if not path.startswith(".dip-")}
    assert public["index.html"] in (old["index.html"], new["index.html"])
    for address in links(public["index.html"]):
        assert address in public, address
    for path in public.keys() & (old.keys() | new.keys()):
        assert public[path] in (old.get(path), new.get(path)), path
    if any(public.get(path) != data for path, data in old.items()):
        for path in (notices(new) - notices(old)) & old.keys():
            assert public[path] == new[path], path
