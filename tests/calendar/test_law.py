"""The law's dates and its checklist: data, read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.calendar.found import as_words, holds
from sync.calendar.law import CALENDAR, CHECKLIST, read_law
from sync.errors import TemplateError
from sync.settings.calendar import CalendarSettings
from sync.template.loader import templates_folder
from tests.office_folder import OfficeFolder

OURS = {name: (templates_folder() / name).read_text("utf-8") for name in (CALENDAR, CHECKLIST)}


def refusal(folder: Path, name: str, before: str, after: str) -> str:
    assert before in OURS[name]
    (folder / name).write_text(OURS[name].replace(before, after, 1), "utf-8")
    with pytest.raises(TemplateError) as refused:
        read_law(folder)
    return str(refused.value).replace(str(folder / name), name)


MISTAKES = [
    (CALENDAR, "[berkala]", "[berkalla]", "unknown key “berkalla”; did you mean “berkala”?"),
    (CALENDAR, "[serta-merta]\n", "", "is not valid TOML: line "),
    (CALENDAR, "months = 6", "months = 0", "months in [berkala] is empty."),
    (CALENDAR, "months = 6", "months = -6", "months in [berkala] must be a whole number, not a number."),
    (CALENDAR, "months = 6", 'months = "6"', "months in [berkala] must be a whole number, not text."),
    (CALENDAR, "months = 6", "months = 9999", "months in [berkala] must be at most 1200."),
    (CALENDAR, "months = 6", "month = 6", "unknown key “month” in [berkala]; did you mean “months”?"),
    (CALENDAR, "ahead_days = 42", "ahead_days = 4200", "ahead_days in [pengecualian] must be at most 366."),
    (CALENDAR, "months = 6\nahead_days = 61", "months = 5\nahead_days = 61",
     "months in [tanpa-laporan] must be one of 1, 2, 3, 4, 6, 12."),
    (CALENDAR, "month = 3\n", "month = 13\n", "month in [laporan-layanan] must be at most 12."),
    (CALENDAR, "month = 3\nday = 31", "month = 4\nday = 31", "day in [laporan-layanan] must be at most 30."),
    (CALENDAR, "month = 3\nday = 31", "month = 2\nday = 29", "day in [laporan-layanan] must be at most 28."),
    (CALENDAR, 'words = ["laporan layanan informasi publik"', 'words = ["–"',
     "every item of words in [laporan-layanan] must name a word."),
    (CALENDAR, 'source = "UU 14/2008 Pasal 9', 'source = UU 14/2008 Pasal 9', "line 12 cannot be read"),
    (CHECKLIST, "\n[[kinds]]\n", "\n[[kind]]\n", "unknown key “kind”; did you mean “kinds”?"),
    (CHECKLIST, 'words = ["profil"', 'word = ["profil"', "unknown key “word” in [[kinds]] 1; did you mean “words”?"),
    (CHECKLIST, 'words = ["profil"', 'words = [""', "every item of words in [[kinds]] 1 must name a word."),
    (CHECKLIST, 'source = "UU 14/2008 Pasal 9 ayat (2) huruf a"\n', "", "source is missing in [[kinds]] 1."),
    (CHECKLIST, "Visi, misi, tugas, dan fungsi", "Profil dan kedudukan kantor",
     "the name “Profil dan kedudukan kantor” stands twice in [[kinds]]."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after", "sentence"), MISTAKES)
def test_a_mistake_names_file_and_place(tmp_path: Path, name: str, before: str, after: str, sentence: str) -> None:
    told = refusal(tmp_path, name, before, after)
    assert told.startswith(f"template {name}: ")
    assert sentence in told


def test_a_file_of_the_office_stands_for_ours(tmp_path: Path) -> None:
    (tmp_path / CHECKLIST).write_text('[[kinds]]\nname = "Peta"\nwords = ["peta"]\nsource = "Perbup 1"\n', "utf-8")
    law = read_law(tmp_path)
    assert [kind.name for kind in law.checklist] == ["Peta"]
    assert law.berkala == read_law().berkala


def test_a_folder_of_the_office_that_is_gone_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="is not a folder"):
        read_law(tmp_path / "tidak-ada")


def test_an_empty_checklist_asks_for_nothing(tmp_path: Path) -> None:
    (tmp_path / CHECKLIST).write_text("", "utf-8")
    assert read_law(tmp_path).checklist == ()


def test_dip_toml_may_want_other_numbers_and_fewer_matters() -> None:
    law = read_law(None, CalendarSettings(off=("wajib",), berkala_months=3, serta_merta_months=12))
    assert (law.berkala.months, law.serta_merta.months, law.off) == (3, 12, frozenset({"wajib"}))


@pytest.mark.parametrize(
    ("wanted", "seen"),
    [("laporan keuangan", True), ("LAPORAN", True), ("laporan 2025", True), ("keuangan laporan", False),
     ("lapor", False), ("keuangan daftar", False), ("daftar aset", True), ("aset", True), ("2025", True)],
)  # fmt: skip
def test_words_are_looked_for_whole_and_in_order_in_one_text(wanted: str, seen: bool) -> None:
    assert holds(as_words(["Laporan Keuangan, 2025", "Daftar (semua) Aset"]), wanted) is seen


@pytest.mark.slow
@pytest.mark.parametrize("name", [CALENDAR, CHECKLIST])
def test_a_mistake_in_a_file_of_the_office_ends_a_run_with_2(tmp_path: Path, name: str) -> None:
    office = OfficeFolder(tmp_path)
    own = office.path / "kalender"
    own.mkdir()
    with (office.path / "dip.toml").open("a", encoding="utf-8") as file:
        file.write('\n[calendar]\ntemplates = "kalender"\n')
    assert office.dip("sync").exit_code == 0
    (own / name).write_text("[x\n", "utf-8")
    done = office.dip("sync")
    assert done.exit_code == 2 and name in done.stderr and "line 1" in done.stderr
    assert office.dip("check").exit_code == 2
