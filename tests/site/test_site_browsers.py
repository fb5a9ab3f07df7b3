"""Styles and scripts use nothing that a supported browser lacks (`browsers.toml`), by the data of web-features, which
Lighthouse brings along: those of MDN."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scripts.bench_look import MODULES
from sync.template.loader import templates_folder

pytestmark = pytest.mark.slow

OURS = templates_folder("site_templates")
DATA = MODULES / "web-features" / "data.json"
LISTED: dict[str, Any] = tomllib.loads((Path(__file__).parent / "browsers.toml").read_text("utf-8"))
TEXT, COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|url\([^)]*\)'), re.compile(r"/\*.*?\*/|(?<![:\w])//[^\n]*", re.DOTALL)
SYNTAX = re.compile(r"=>|`|\?\.(?!\d)|\?\?|\b(?:let|const|class|async|await|import|export)\b")
"""What came with or after ECMAScript 2015: our scripts need none of it."""
Support = Mapping[str, str]


@cache
def known() -> dict[str, Support]:
    """Feature → the versions that first had it."""
    if not DATA.is_file():
        pytest.skip("web-features is not installed (scripts/node_packages.py)")
    features = json.loads(DATA.read_text("utf-8"))["features"].values()
    return {
        key: each["support"] for one in features for key, each in one.get("status", {}).get("by_compat_key", {}).items()
    }


def is_newer(support: Support) -> bool:
    """Whether some supported browser lacks it."""
    return any(
        name not in support or _version(support[name]) > _version(oldest)
        for name, oldest in LISTED["supported"].items()
    )


def _version(text: str) -> list[int]:
    return [int(part) for part in text.lstrip("≤").split(".")]


def plain(text: str) -> str:
    """Without comments and texts."""
    return TEXT.sub('""', COMMENT.sub("", text))


def in_styles(css: str) -> Iterator[str]:
    """The features that a style sheet uses, as far as the data know them."""
    css = plain(css)
    selectors = re.sub(r"\{[^{}]*\}", "{}", css)
    found = {f"css.properties.{name}" for name in re.findall(r"[{;]\s*([a-z-]+)\s*:", css)}
    found |= {f"css.selectors.{name}" for name in re.findall(r"::?([a-z-]+)", selectors)}
    found |= {f"css.at-rules.{name}" for name in re.findall(r"@([a-z-]+)", css)}
    found |= {f"css.at-rules.media.{name}" for name in re.findall(r"\(([a-z-]+):", selectors)}
    functions = set(re.findall(r"(?<![:\w-])([a-z-]+)\(", css))
    found |= {key for key in known() if key.startswith("css.types.") and key.rpartition(".")[2] in functions}
    yield from sorted(found & known().keys())


def in_scripts(script: str) -> Iterator[str]:
    """Global names, and the newer of those after a dot; of a name that several things have the oldest counts."""
    script = plain(script)
    names = set(re.findall(r"\.([A-Za-z]+)\b", script)) - set(LISTED["own"]["names"])
    owners: dict[str, list[str]] = {}
    for key in known():
        if key.startswith(("api.", "javascript.builtins.")):
            owners.setdefault(key.rpartition(".")[2].removesuffix("_static"), []).append(key)
    yield from (
        owners[name][0]
        for name in sorted(names)
        if name in owners and all(is_newer(known()[key]) for key in owners[name])
    )
    things = {
        f"{where}{name}" for name in re.findall(r"\b[A-Z]\w+", script) for where in ("api.", "javascript.builtins.")
    }
    yield from sorted(things & known().keys())


def newer(styles: str = "", script: str = "") -> set[str]:
    return {key for key in (*in_styles(styles), *in_scripts(script)) if is_newer(known()[key])}


def test_nothing_is_used_that_a_supported_browser_lacks_unless_the_site_works_without_it() -> None:
    """And nothing is listed that is no longer used."""
    scripts = "\n".join(path.read_text("utf-8") for path in sorted(OURS.glob("script/*.js")))
    assert newer((OURS / "assets/dip.css").read_text("utf-8"), scripts) == set(LISTED["newer"])
    assert SYNTAX.findall(plain(scripts)) == []


@pytest.mark.parametrize(("styles", "script", "found"), [
    ("a { text-box-trim: both }", "", "css.properties.text-box-trim"),
    ("a:has(b) { color: red }", "", "css.selectors.has"),
    ("@container (width > 9em) { a { color: red } }", "", "css.at-rules.container"),
    ("a { color: oklch(1 0 0) }", "", "css.types.color.oklch"),
    ("@media (scripting: none) { a { color: red } }", "", "css.at-rules.media.scripting"),
    ("", "rows.toSorted()", "javascript.builtins.Array.toSorted"),
    ("", "new URLPattern()", "api.URLPattern"),
])  # fmt: skip
def test_what_is_newer_is_noticed(styles: str, script: str, found: str) -> None:
    assert found in newer(styles, script)


def test_the_guide_names_the_oldest_browsers() -> None:
    told = (Path(__file__).parents[2] / "docs" / "appearance.md").read_text("utf-8")
    assert all(version in told for version in set(LISTED["supported"].values()))
