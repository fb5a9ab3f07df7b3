"""How the site's search answers what people ask: `python -m scripts.search_measure` prints how many questions of
`tests/site/questions.toml` find their entry among the first three rows, and how many without an answer end in an
invitation to ask. The page is the real one, in Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from scripts.bench_look import compressed, write
from scripts.bench_site import DAY, OFFICE
from scripts.people import TEMPLATE, example_entries
from sync.release import Change, Release, ReleasedEntry
from sync.site.build import build_all
from sync.site.site_files import render_site

QUESTIONS = Path(__file__).parent.parent / "tests" / "site" / "questions.toml"
ASK = """questions => questions.map(question => {
    const box = document.getElementById("q"), shown = each => each.checkVisibility();
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    const rows = [...document.querySelectorAll("#daftar section:not([hidden]) .entri > li")].filter(shown);
    return [rows.map(row => row.id), shown(document.getElementById("kosong"))];
})"""
Answers = list[tuple[list[str], bool]]
"""Of each question: the IDs that are shown, and whether the page invites to ask."""


def example_release() -> Release:
    """The public entries of the example office, with the IDs that their rows get."""
    numbers: Counter[str] = Counter()
    entries = []
    for example in example_entries():
        unit, classes = str(example["unit"]), TEMPLATE.classes()
        numbers[unit] += 1
        named = str(example["usulan"] or example["klasifikasi"])
        kind = next((each for each in classes if each.lower().endswith(named.lower())), "")
        if kind:
            content = {**{key: str(value) for key, value in example.items()}, "klasifikasi": kind}
            id = f"{unit}-{numbers[unit]:04}"
            entries.append(ReleasedEntry(id, 1, unit, content, DAY, DAY, (Change(DAY, "established"),)))
    return Release(1, DAY, tuple(entries))


def asked(page: Page, address: str, questions: Iterable[str]) -> Answers:
    """What the page at `address` answers."""
    page.goto(address)
    answers: Answers = page.evaluate(ASK, list(questions))
    return answers


def unfound(questions: Iterable[tuple[str, str]], answers: Answers) -> list[str]:
    """The questions that do not find their entry among the first three rows."""
    pairs = zip(questions, answers, strict=True)
    return [asked for (asked, wanted), (ids, _) in pairs if not {*ids[:3]} & {*wanted.split()}]


def uninvited(questions: Iterable[str], answers: Answers) -> list[str]:
    """The questions that get rows in place of an invitation."""
    return [asked for asked, (ids, invites) in zip(questions, answers, strict=True) if ids or not invites]


def read_questions(path: Path = QUESTIONS) -> Mapping[str, Any]:
    """The questions as the file has them."""
    return tomllib.loads(path.read_text("utf-8"))


def measure(page: Page, address: str, questions: Mapping[str, Any]) -> dict[str, tuple[int, list[str]]]:
    """Of each set of questions how many there are, and which are not answered as they should be."""
    told = {}
    for name, asks in questions.items():
        answers = asked(page, address, [each if isinstance(each, str) else each[0] for each in asks])
        told[name] = len(asks), uninvited(asks, answers) if isinstance(asks[0], str) else unfound(asks, answers)
    return told


def main(show: list[str]) -> None:
    """Print the figures, and the questions of the sets that are named."""
    office = replace(OFFICE, units={**OFFICE.units, "REN": "Subbagian Perencanaan, Data, dan Informasi",
                                    "PAR": "Subbagian Partisipasi, Hubungan Masyarakat, dan SDM"})  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        write(build_all(render_site(example_release(), office, TEMPLATE)), Path(folder))
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with compressed(Path(folder)) as address:
            for name, (count, missed) in measure(browser.new_page(), address, read_questions()).items():
                print(f"{name}: {count - len(missed)} of {count}")
                for question in missed if name in show else ():
                    print(f"    {question}")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
