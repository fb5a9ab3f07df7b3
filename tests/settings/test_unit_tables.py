"""A `dip.toml` that somebody wrote keeps every word that is not about what changes."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import ArgumentError
from sync.settings.unit_tables import with_changed_units
from sync.settings.units import Unit

TEXT = """\
# Kantor kita
[office]
name = "Kantor"   # resmi

# Yang pertama
[[units]]  # keuangan
code    = "KUL"   # singkatan
name    = 'Subbagian "Lama"'
tab     = "Keuangan"
# nama lama
aliases = [
  "A",
  "B [lama]",
]

[[ units ]]
code = "TEK"
name = "Subbagian Teknis"
tab = "Teknis"
editors = ["a@x.example"]  # Ibu Sari

# Peran
[roles]
ppid = []
"""
KUL = Unit("KUL", 'Subbagian "Lama"', "Keuangan", ("A", "B [lama]"))


def test_a_code_changes_and_everything_else_stays() -> None:
    changed = with_changed_units(TEXT, {"KUL": replace(KUL, code="KEU", name="Keuangan “baru”", former=("KUL",))})
    assert changed == TEXT.replace('"KUL"', '"KEU"').replace("'Subbagian \"Lama\"'", '"Keuangan “baru”"').replace(
        '  "B [lama]",\n]\n', '  "B [lama]",\n]\nformer  = ["KUL"]\n'
    )


def test_a_list_over_several_lines_becomes_one_line() -> None:
    changed = with_changed_units(TEXT, {"KUL": replace(KUL, aliases=("A", "B [lama]", "C"))})
    assert changed == TEXT.replace('[\n  "A",\n  "B [lama]",\n]', '["A", "B [lama]", "C"]')


def test_a_unit_taken_in_is_left_as_a_comment() -> None:
    changed = with_changed_units(TEXT, {"TEK": None})
    table = '# [[ units ]]\n# code = "TEK"\n# name = "Subbagian Teknis"\n# tab = "Teknis"\n'
    assert table + '# editors = ["a@x.example"]  # Ibu Sari\n\n# Peran\n' in changed
    assert [unit["code"] for unit in tomllib.loads(changed)["units"]] == ["KUL"]
    assert set(changed.splitlines()) >= {line for line in TEXT.splitlines() if line.startswith("#")}


def test_a_file_without_a_last_line_break_is_changed_too() -> None:
    text = '[[units]]\ncode = "KUL"\nname = "N"\ntab = "T"'
    changed = with_changed_units(text, {"KUL": Unit("KUL", "N", "T", former=("UMU",))})
    assert tomllib.loads(changed)["units"] == [{"code": "KUL", "name": "N", "tab": "T", "former": ["UMU"]}]


@pytest.mark.parametrize("text", [
    'units = [{code = "KUL", name = "N", tab = "T"}]\n',
    '[[units]]\ncode = "KUL"\nname = """N"""\ntab = "T"\n',
    '[[units]]\n"code" = "KUL"\nname = "N"\ntab = "T"\n',
    '[[units]]\ncode = "KUL"\nname = "N"\ntab = "T"\nformer = [  # dulu\n]\n',
])  # fmt: skip
def test_what_is_written_otherwise_is_left_to_its_owner(text: str) -> None:
    """Nothing is guessed: the message says what to write."""
    with pytest.raises(ArgumentError, match='by hand .KUL: code = "KEU", name = "M", tab = "T", former = ."KUL".'):
        with_changed_units(text, {"KUL": Unit("KEU", "M", "T", former=("KUL",))})


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.lists(st.text("ab#]['\\\"é ", max_size=5))
)
def test_any_text_comes_back_as_it_was_given(name: str, aliases: list[str]) -> None:
    once = with_changed_units(TEXT, {"KUL": Unit("KUL", name, "T", tuple(aliases))})
    twice = with_changed_units(once, {"KUL": Unit("KUL", "N", "T", ("x",), ("y@x.example",), ("UMU",))})
    tables = [tomllib.loads(text)["units"][0] for text in (once, twice)]
    assert [(table["name"], table["aliases"]) for table in tables] == [(name, aliases), ("N", ["x"])]
    assert twice.count("#") == TEXT.count("#")
