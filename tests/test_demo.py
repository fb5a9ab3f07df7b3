"""The demonstration keeps its promises: looked up in the workbook and the site it leaves, not in what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from scripts import demo, people
from scripts.stage import MARK

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parent.parent


def play(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.demo", folder], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an earlier turn left, which makes way."""
    folder = tmp_path_factory.mktemp("office") / "demo"
    (folder / "site").mkdir(parents=True)
    for name in (MARK, "dip.xlsx", "dip.toml", "dip-ledger.sqlite", "site/stale.html"):
        (folder / name).write_text("of the turn before", "utf-8")
    (folder / "site/stale.html").chmod(0o444)
    return folder


@pytest.fixture(scope="module")
def told(folder: Path) -> str:
    """What one demonstration tells; the folder holds what it left."""
    done = play(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def induk(told: str, folder: Path) -> people.Tab:
    return people.master(openpyxl.load_workbook(folder / "dip.xlsx"))


def published(folder: Path) -> dict[str, dict[str, object]]:
    return {entry["id"]: entry for entry in json.loads((folder / "site/data/dip.json").read_text("utf-8"))["entries"]}


def test_every_act_of_the_procedure_is_told_in_its_order(told: str) -> None:
    acts = ("Draft", "Classified", "Approved", "Ordered", "Uploaded", "A clerk edits", "Approved again", "Withdrawn")
    places = [told.index(f"  {act}") for act in acts]
    assert places == sorted(places)


def test_it_ends_by_saying_where_workbook_and_site_are(told: str, folder: Path) -> None:
    end = told[told.index("Look for yourself") :]
    assert str(folder / "dip.xlsx") in end
    assert str(folder / "site/index.html") in end


def test_at_least_sixty_of_a_hundred_entries_are_published(told: str, folder: Path, induk: people.Tab) -> None:
    assert len(people.example_entries()) == len(list(induk.rows())) == 100
    assert len(published(folder)) >= 60


def test_entries_in_softcopy_carry_links_of_the_example_office(told: str, folder: Path) -> None:
    links = [link for entry in published(folder).values() for link in entry["tautan"]]  # type: ignore[attr-defined]
    assert len(links) > 60
    assert {link["url"].partition("/dokumen/")[0] for link in links} == {"https://kpu-lebak.example"}


def test_six_to_ten_rows_keep_their_mistakes_and_say_what_to_do(told: str, induk: people.Tab) -> None:
    statuses = Counter(induk.text(row, "status") for row in induk.rows())
    invalid = people.TEMPLATE.status("invalid")
    notes = [induk.text(row, "catatan") for row in induk.rows() if induk.text(row, "status") == invalid]
    assert 6 <= statuses[invalid] <= 10
    assert all(notes)


def test_only_rows_shown_as_published_are_on_the_site(told: str, folder: Path, induk: people.Tab) -> None:
    status = people.TEMPLATE.status("released")
    shown = {induk.text(row, "id") for row in induk.rows() if induk.text(row, "status") == status}
    assert shown == {*published(folder)}


def test_no_excluded_title_is_in_any_public_byte(told: str, folder: Path) -> None:
    titles = [entry["judul"].encode() for entry in people.example_entries() if entry["dasar_pengecualian"]]
    files = [path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()]
    assert len(titles) == 9
    assert not [title for title in titles if any(title in data for data in files)]


def test_the_edit_waited_and_went_out_with_its_approval(told: str, folder: Path) -> None:
    edit = told[told.index("A clerk edits") : told.index("Approved again")]
    assert f"<dd>{demo.OLD_SUMMARY}</dd>" in edit
    assert "the new text is in no file of the site" in edit
    summaries = {entry["ringkasan"] for entry in published(folder).values()}
    assert demo.NEW_SUMMARY in summaries
    assert demo.OLD_SUMMARY not in summaries


def test_the_withdrawn_entry_is_gone_and_its_page_says_so(told: str, folder: Path, induk: people.Tab) -> None:
    id = induk.text(induk.find(demo.WITHDRAWN), "id")
    page = (folder / "site/informasi" / id / "index.html").read_text("utf-8")
    assert id not in published(folder)
    assert "ditarik" in page
    assert demo.WITHDRAWN not in page


def test_it_can_be_played_again_in_the_same_folder(told: str, folder: Path) -> None:
    assert not (folder / "site/stale.html").exists()


def test_a_folder_that_is_not_of_a_demonstration_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "dip.xlsx").write_bytes(b"of an office")
    done = play(tmp_path)
    assert done.returncode == 1
    assert "holds dip.xlsx and is not of a demonstration. Name another folder." in done.stderr
    assert (tmp_path / "dip.xlsx").read_bytes() == b"of an office"


def test_an_open_workbook_is_told_and_nothing_is_removed(tmp_path: Path) -> None:
    for name in ("dip.xlsx", ".~lock.dip.xlsx#", MARK):
        (tmp_path / name).write_bytes(b"mine")
    done = play(tmp_path)
    assert done.returncode == 1
    assert "is open in a program (.~lock.dip.xlsx#). Close it, then start again." in done.stderr
    assert (tmp_path / "dip.xlsx").read_bytes() == b"mine"
