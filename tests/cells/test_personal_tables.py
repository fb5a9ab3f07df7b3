"""The two tables of personal and innocent texts are whole: what they say of a check is only worth what they hold."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PAPERS = {"nik", "kk", "npwp", "nip", "passport", "sim", "bpjs", "plate"}
KINDS = PAPERS | {"phone", "email", "account", "birth", "address"}


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"personal_{name}.toml").read_text("utf-8"))


FOUND, INNOCENT = table("found"), table("innocent")


@pytest.mark.parametrize(
    ("cases", "keys"),
    [
        (FOUND["cases"], {"text", "column", "kind", "reason"}),
        (INNOCENT["cases"], {"text", "column", "reason"}),
    ],
    ids=["found", "innocent"],
)
def test_a_table_holds_a_hundred_cases_with_every_key_filled(cases: list[dict[str, str]], keys: set[str]) -> None:
    assert len(cases) == 100
    assert [case for case in cases if set(case) != keys] == []
    assert [case for case in cases if not all(value.strip() for value in case.values())] == []


def test_no_text_stands_twice_nor_in_both_tables() -> None:
    texts = [case["text"] for case in FOUND["cases"] + INNOCENT["cases"]]
    assert len(texts) == len(set(texts))


def test_every_kind_has_at_least_four_cases_and_no_other_is_named() -> None:
    kinds = [case["kind"] for case in FOUND["cases"]]
    assert {kind for kind in KINDS if kinds.count(kind) < 4} == set()
    assert set(kinds) == KINDS


def test_the_innocent_texts_come_with_the_office_whose_numbers_they_hold() -> None:
    assert {"phones", "email", "address"} <= set(INNOCENT["office"])
