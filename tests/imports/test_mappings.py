"""What `--map` says of columns and names: one column for two of ours, two columns for one, and what was said before."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from sync.cli.import_questions import question_lines
from sync.errors import ArgumentError
from sync.importing.given import given_by, remember, remembered
from sync.importing.list_reading import read_list
from tests.imports.our_answer import TEMPLATE
from tests.imports.test_import_questions import OldList

JUDUL, RINGKASAN = "Judul Informasi", "Ringkasan Isi Informasi"
HEADER = ["No", RINGKASAN, "Pejabat/Unit/Satker yang Menguasai Informasi", "Tempat dan Waktu Pembuatan"]
ROWS = [["1", "Profil badan publik", "KEU", "Kota Contoh, 2025"], ["2", "Struktur organisasi", "AKA", "Tegal, 2024"]]
BOTH = (f"Judul={RINGKASAN}", f"Ringkasan={RINGKASAN}")


@pytest.fixture
def old(tmp_path: Path) -> OldList:
    made = OldList(tmp_path)
    made.write(*ROWS, header=HEADER)
    return made


def test_a_list_with_summaries_alone_is_told_with_the_command_that_makes_them_titles(old: OldList) -> None:
    reading, plan = old.read()
    (told,) = question_lines(reading, plan, old.office, TEMPLATE, "dip import daftar.csv")
    assert told.startswith(f"2 rows have no {JUDUL}: the list has no column for it, only “{RINGKASAN}”.")
    assert f"says that {RINGKASAN} only repeats the title: a hint, which stops nothing" in told
    words = shlex.split(told[told.index("dip import") :])
    assert words[:3] == ["dip", "import", "daftar.csv"]
    assert old.asked(*words[4::2]) == []
    assert (
        old.values("judul", *words[4::2]) == old.values("ringkasan") == ["Profil badan publik", "Struktur organisasi"]
    )
    assert not plan.blocked, "the units may write the titles as well"


def test_a_text_column_that_may_be_title_or_summary_may_be_said_to_be_both(old: OldList) -> None:
    old.write(*ROWS, header=[HEADER[0], "Uraian", *HEADER[2:]])
    assert f'or --map "{JUDUL}=Uraian" --map "{RINGKASAN}=Uraian" for both, or --map "-=Uraian"' in old.asked()[0]
    maps = (f"{JUDUL}=Uraian", f"{RINGKASAN}=B")
    assert (
        old.values("judul", *maps) == old.values("ringkasan", *maps) == ["Profil badan publik", "Struktur organisasi"]
    )


def test_what_one_column_fills_is_shown(old: OldList) -> None:
    assert f"→ {JUDUL}, {RINGKASAN} (as you said)" in old.report(*BOTH)
    assert "Still empty" not in old.report(*BOTH).replace("Still empty, for the unit to fill in: Penanggung", "")


def test_time_and_place_said_one_by_one_of_one_column_are_taken_apart(old: OldList) -> None:
    old.write(*ROWS, header=[*HEADER[:3], "Keterangan"])
    maps = ("Waktu Pembuatan=Keterangan", "Tempat Pembuatan=Keterangan")
    assert (old.values("waktu", *maps), old.values("tempat", *maps)) == (["2025", "2024"], ["Kota Contoh", "Tegal"])


def test_unit_and_official_of_one_column_are_both_taken(old: OldList) -> None:
    row = ["1", "Profil", "Unit Penjaminan Mutu / Kepala Unit", "2025"]
    old.write(row, ["2", "Neraca", "AKA", "2025"], header=[*HEADER[:2], "Dari", "Waktu"])
    maps = ("Sub Bagian=Dari", "Penanggung Jawab Pembuatan/Penerbitan=Dari")
    assert [entry.unit for entry in old.read(*maps)[0].entries] == ["UPM", "AKA"]
    assert old.values("penanggung_jawab", *maps) == ["Kepala Unit", "AKA"]


@pytest.mark.parametrize(
    ("maps", "told"),
    [
        (["Judul=No", f"Judul={RINGKASAN}"], f"“{JUDUL}” cannot come from two columns, A “No” and B “{RINGKASAN}”"),
        (["Judul=A", "Judul=B"], "cannot come from two columns"),
        ([f"Judul={RINGKASAN}", "-=B"], f"“{RINGKASAN}” cannot be both “-” and “{JUDUL}”"),
        (["Waktu dan Tempat=D", "Waktu=A"], "“Waktu Pembuatan” cannot come from two columns"),
        (["KEU=Biroum", "AKA=biroum"], "“biroum” cannot be both “KEU” and “AKA”"),
        (["Berkala=1", "Setiap Saat=1"], "“1” cannot be both “Informasi Berkala” and “Informasi Setiap Saat”"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_contradiction_is_refused_with_what_contradicts(old: OldList, maps: list[str], told: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        old.read(*maps)
    assert refused.value.exit_code == 2
    assert told in str(refused.value)


def test_what_is_no_contradiction_is_taken(old: OldList) -> None:
    """Said twice, by header and by letter, or of roles that several columns may have."""
    assert old.read("Judul=B", f"Judul={RINGKASAN}", "KEU=Biroum", "KEU=biroum")[0].entries
    assert old.read("-=A", "-=C")[0].entries


def test_two_columns_of_two_tables_may_be_one_of_ours(old: OldList) -> None:
    other = [
        ["No", "Perkara", "Unit", "Waktu", "Bentuk", "Retensi"],
        ["1", "Neraca", "KEU", "2025", "Softcopy", "5 tahun"],
    ]
    old.write(*ROWS, *other, header=HEADER)
    assert len(list(filter(None, old.values("judul", f"Judul={RINGKASAN}", "Judul=Perkara")))) == 3


def test_one_column_for_two_is_kept_for_the_next_list(old: OldList) -> None:
    path = old.office.mapping_path
    remember(path, BOTH, old.office, TEMPLATE)
    assert f'"{RINGKASAN}" = ["Judul", "Ringkasan"]' in path.read_text("utf-8")
    before = remembered(path, old.office, TEMPLATE)
    assert set(before.columns.values()) == {("judul", "ringkasan")}
    remember(path, ["Judul=Perkara"], old.office, TEMPLATE)
    assert '["Judul", "Ringkasan"]' in path.read_text("utf-8")


def test_what_is_said_now_holds_against_what_was_said_before(old: OldList) -> None:
    before = given_by([f"Judul={RINGKASAN}", "Sub Bagian=D"], "", old.office, TEMPLATE)
    kept = given_by([], "", old.office, TEMPLATE, before)
    assert not kept.names
    given = given_by(["Judul=No"], "", old.office, TEMPLATE, kept)
    reading = read_list(old.path, old.office, TEMPLATE, given)
    assert [entry.values["judul"] for entry in reading.entries] == ["1", "2"]
