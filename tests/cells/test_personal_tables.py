"""Two tables of texts, personal and innocent: they are whole, and the check finds what it must and leaves the rest."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sync.cells.other_offices import OfficeFacts
from sync.cells.personal_data import check_text
from sync.tabs.clerk_sentences import CELL_SENTENCES

HERE = Path(__file__).parent
PAPERS = {"nik", "kk", "npwp", "nip", "passport", "sim", "bpjs", "plate"}
KINDS = PAPERS | {"phone", "email", "account", "birth", "address"}


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"personal_{name}.toml").read_text("utf-8"))


FOUND, INNOCENT = table("found"), table("innocent")


def forms() -> dict[str, list[str]]:
    """Kind → the texts of its section; of the last, whose name is empty, those in which nothing is to be found."""
    lines = (HERE / "personal_forms.txt").read_text("utf-8").splitlines()
    kinds: dict[str, list[str]] = {}
    for line in lines:
        if line.startswith("[") and line.endswith("]"):
            kinds[line[1:-1]] = []
        elif line and not line.startswith("#"):
            kinds[list(kinds)[-1]].append(line)
    return kinds


FORMS = forms()


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


def office() -> OfficeFacts:
    """The office of both tables, as its `dip.toml` describes it."""
    facts = INNOCENT["office"]
    return OfficeFacts(facts["name"], facts["short"], facts["email"], tuple(facts["phones"]))


def found(text: str) -> list[str]:
    return [flaw.code for flaw in check_text(text, office()) if flaw.code.startswith("data-pribadi-")]


def test_at_most_three_in_a_hundred_personal_texts_are_missed() -> None:
    missed = [case for case in FOUND["cases"] if not found(case["text"])]
    print(f"{len(missed)} of {len(FOUND['cases'])} personal texts missed", *missed, sep="\n")
    assert len(missed) <= 0.03 * len(FOUND["cases"])


def test_at_most_one_in_a_hundred_innocent_texts_is_taken_for_personal() -> None:
    alarms = [(found(case["text"]), case) for case in INNOCENT["cases"] if found(case["text"])]
    print(f"{len(alarms)} of {len(INNOCENT['cases'])} innocent texts taken for personal", *alarms, sep="\n")
    assert len(alarms) <= 0.01 * len(INNOCENT["cases"])


@pytest.mark.parametrize("kind", FORMS)
def test_every_form_of_a_kind_is_found_as_it_and_no_other_text_is(kind: str) -> None:
    wanted = [f"data-pribadi-{kind}"] if kind else []
    assert [text for text in FORMS[kind] if found(text)[:1] != wanted] == []


def test_the_kinds_with_forms_are_those_with_a_sentence() -> None:
    told = {code.removeprefix("data-pribadi-") for code in CELL_SENTENCES if code.startswith("data-pribadi-")}
    assert set(FORMS) - {""} == told
