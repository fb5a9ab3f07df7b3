"""Pages as the HTML standard wants them, read by a parser that forgives nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest

from tests.releases import OFFICE, TEMPLATE, many, parsed, release, released, rendered, typical

ASSETS = Path(__file__).parents[2] / "site_templates" / "assets"
SITES = {
    "typical": (typical(), OFFICE),
    "long": (many(300), OFFICE),
    "empty": (replace(release(), updated=""), OFFICE),
    "bare": (typical(), replace(OFFICE, url="", email="", website="", address="")),
    "two offices": (release(released("KUL-0001"), released("XYZ-0001", judul="", ringkasan="")), OFFICE),
}


@pytest.mark.parametrize("name", SITES)
def test_every_page_is_valid(name: str) -> None:
    """html5lib in strict mode stops at the first mistake; each identifier stands once."""
    files = rendered(*SITES[name], TEMPLATE)
    pages = [path for path in files if path.endswith(".html")]
    kinds = {path.split("/")[0]: path for path in pages}
    for path in sorted({*kinds.values(), *pages[:40], "404.html"}):
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(files[path].decode())
        ids = parsed(files[path]).xpath("//*[not(ancestor::template)]/@id")
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize("name", SITES)
def test_every_page_has_one_heading_a_title_and_a_description(name: str) -> None:
    """Its headings do not skip a level."""
    for path, data in rendered(*SITES[name], TEMPLATE).items():
        if not path.endswith(".html"):
            continue
        tree = parsed(data)
        assert len(tree.xpath("//h1")) == 1 and tree.xpath("string(//title)").strip()
        assert path == "404.html" or tree.xpath("string(//meta[@name='description']/@content)").strip()
        levels = [int(each.tag[1]) for each in tree.xpath("//body//*[self::h1 or self::h2 or self::h3]")]
        levels = levels if not tree.xpath("//template//h3") else levels[:3]
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)


def test_a_dot_between_two_things_never_begins_a_line() -> None:
    """It is put behind the first of them with a space that does not break."""
    rules = (ASSETS / "dip.css").read_text("utf-8").split("}")
    dots = [rule for rule in rules if re.search(r'content: "[^"]*[·›]', rule)]
    assert len(dots) >= 3
    assert [rule for rule in dots if "::before" in rule or not re.search(r'content: "(\\a0| )[·›]', rule)] == []
