"""Our scripts are sent as terser makes them of the readable ones; those of an office as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scripts.assets import ASSETS, SENT, TERSER, made
from tests.releases import OFFICE, TEMPLATE, rendered, typical


@pytest.mark.slow
@pytest.mark.needs("node")
@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_is_made_from_the_readable_ones(name: str) -> None:
    """After a change in `site_templates/script/` run `make assets`."""
    if not TERSER.is_dir():
        pytest.skip("terser is not installed (scripts/node_packages.py)")
    assert made(name) == (ASSETS / name).read_bytes()


def test_no_script_is_sent_twice() -> None:
    files = rendered(typical(), OFFICE, TEMPLATE)
    assert {path for path in files if path.endswith(".js") and path.startswith("assets/")} == {
        f"assets/{name}" for name in SENT
    }


MODERN = "  // kantor\nconst sapa = (nama = `PPID`) => `Halo, ${nama}  // bukan komentar`;\n\n"


@pytest.mark.parametrize("name", ["dip.js", "sidik.js", "kantor.js"])
def test_a_script_of_an_office_is_published_as_it_stands(tmp_path: Path, name: str) -> None:
    """In place of ours where ours has this name, whatever its year of JavaScript."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / name).write_text(MODERN)
    files = rendered(typical(), replace(OFFICE, templates=tmp_path), TEMPLATE)
    assert files[f"assets/{name}"] == MODERN.encode()
    others = {each for each in SENT if each != name}
    assert {each for each in others if files[f"assets/{each}"] == (ASSETS / each).read_bytes()} == others
