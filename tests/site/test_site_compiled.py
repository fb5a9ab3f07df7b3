"""Templates as Jinja compiled them: kept beside our own bytecode, never trusted beyond the very template."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from sync.site.compiled import KeptTemplates


@pytest.fixture
def kept(tmp_path: Path) -> KeptTemplates:
    kept = KeptTemplates()
    kept.folder = tmp_path
    return kept


def said(kept: KeptTemplates, text: str) -> str:
    return Environment(loader=DictLoader({"a": text}), bytecode_cache=kept).get_template("a").render()


def test_a_template_is_compiled_once(kept: KeptTemplates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert said(kept, "satu") == "satu"
    monkeypatch.setattr(Environment, "compile", lambda *_: pytest.fail("compiled again"))
    assert said(kept, "satu") == "satu"


def test_a_changed_template_is_compiled_anew(kept: KeptTemplates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    said(kept, "satu")
    assert said(kept, "dua") == "dua"


def test_what_is_kept_and_damaged_is_not_used(kept: KeptTemplates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    said(kept, "satu")
    for path in kept.folder.iterdir():
        path.write_bytes(path.read_bytes()[:50])
    assert said(kept, "satu") == "satu"


def test_nothing_is_kept_where_python_keeps_nothing(kept: KeptTemplates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    said(kept, "satu")
    assert not list(kept.folder.iterdir())


def test_a_folder_that_cannot_be_written_costs_only_time(kept: KeptTemplates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    kept.folder = kept.folder / "tidak" / "ada"
    assert said(kept, "satu") == "satu"
