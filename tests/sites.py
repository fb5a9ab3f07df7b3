"""Two releases of a small site, and what must be true of whatever a visitor finds while one becomes the other."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from lxml import html

from sync.site import render_site
from tests.releases import OFFICE, TEMPLATE, release, released

OLD = render_site(
    release(released("KUL-0001"), released("KUL-0002", judul="Laporan Barang"), released("TEK-0001", tautan="")),
    OFFICE,
    TEMPLATE,
)
NEW = render_site(
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


def with_files(site: Mapping[str, bytes], more: Mapping[str, bytes]) -> dict[str, bytes]:
    """A site with further files, named in its manifest."""
    manifest = json.loads(site["manifest.json"])
    manifest["files"] |= {path: hashlib.sha256(data).hexdigest() for path, data in more.items()}
    return {**site, **more, "manifest.json": json.dumps(manifest).encode()}


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
    if WITHDRAWN in old and any(public.get(path) != data for path, data in old.items()):
        assert public[WITHDRAWN] == new[WITHDRAWN]
