"""A class for all rows of a file: said with `--class`, shown where a title says it, proposed from the file's name."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from sync.errors import ArgumentError
from sync.importing.given import given_by
from sync.importing.list_reading import ListReading, read_list
from sync.importing.remarks import remarks
from tests.imports.our_answer import TEMPLATE
from tests.imports.test_import_questions import OldList

HEADER = ["No", "Judul Informasi", "Ringkasan", "Unit", "Waktu"]
BERKALA, SETIAP_SAAT = "Informasi Berkala", "Informasi Setiap Saat"


class ClassList(OldList):
    """A list whose rows are of the classes that stand in its column, if any."""

    def fill(self, *classes: str, header: str = "Klasifikasi", name: str = "daftar.csv", title: str = "") -> None:
        self.path = self.path.with_name(name)
        rows = [[str(n), f"Laporan {n}", f"Isi {n}", "KEU", "2025", klass] for n, klass in enumerate(classes, 1)]
        top = [*HEADER, header]
        self.write(*([top] if title else []), *rows, header=[title] if title else top)

    def of_class(self, *maps: str, klass: str = "") -> ListReading:
        given = given_by(maps, "", self.office, TEMPLATE, klass=klass)
        return read_list(self.path, self.office, TEMPLATE, given)

    def classes(self, *maps: str, klass: str = "") -> list[str]:
        return [entry.values.get("usulan", "") for entry in self.of_class(*maps, klass=klass).entries]


@pytest.fixture
def listed(tmp_path: Path) -> ClassList:
    return ClassList(tmp_path)


@pytest.mark.parametrize("said", [BERKALA, "berkala", "Secara Berkala"])
def test_a_class_is_said_for_the_rows_that_name_none(listed: ClassList, said: str) -> None:
    listed.fill("", "Setiap Saat", "Terbuka", "")
    assert listed.classes(klass=said) == [BERKALA, SETIAP_SAAT, BERKALA, BERKALA]
    reading = listed.of_class(klass=said)
    assert remarks(reading, TEMPLATE) == [
        "--class took 3 rows that name no class: 2 say nothing, “Terbuka” 1",
        f"1 rows name another class and keep it: {SETIAP_SAAT} 1",
    ]
    assert not [unread for entry in reading.entries for unread in entry.unread]
    assert listed.classes() == ["", SETIAP_SAAT, "Terbuka", ""], "without it nothing is filled in"


def test_headings_hold_against_the_class_for_the_whole_file(listed: ClassList) -> None:
    """One that names a class; beneath one that names none the class that was said is taken, and nothing is asked."""
    rows = [["1", "Neraca", "Isi", "KEU", "2024"], ["2", "Maklumat", "Isi", "KEU", "2025"]]
    listed.write(["A. INFORMASI SETIAP SAAT"], rows[0], ["B. INFORMASI LAINNYA"], rows[1], header=HEADER)
    assert listed.classes(klass=BERKALA) == [SETIAP_SAAT, BERKALA]
    assert listed.of_class().questions
    assert not listed.of_class(klass=BERKALA).questions


def test_the_class_of_a_title_is_shown(listed: ClassList) -> None:
    listed.fill("", "", title="DAFTAR INFORMASI YANG WAJIB DIUMUMKAN SECARA BERKALA")
    assert listed.classes() == [BERKALA, BERKALA]
    assert f"class of the rows that name none: {BERKALA}, by a title, the tab or the columns" in listed.report()
    listed.fill("", "")
    assert "class of the rows" not in listed.report()


@pytest.mark.parametrize(
    ("name", "klass"),
    [
        ("bakamla_berkala_rows.csv", BERKALA),
        ("DIP Setiap-Saat 2025.csv", SETIAP_SAAT),
        ("daftar.sertamerta.csv", "Informasi Serta Merta"),
        ("dikecualikan.csv", "Informasi Dikecualikan"),
        ("berkala dan setiap saat.csv", ""),
        ("daftar-lama.csv", ""),
    ],
)
def test_the_class_in_the_name_of_the_file_is_proposed_and_not_taken(listed: ClassList, name: str, klass: str) -> None:
    listed.fill("", "", name=name)
    reading = listed.of_class()
    assert listed.classes() == ["", ""]
    told = remarks(reading, TEMPLATE, "dip import x.csv")
    assert [shlex.split(text[text.index("dip import") :]) for text in told] == (
        [["dip", "import", "x.csv", "--class", klass]] if klass else []
    )
    assert ('Say --class, for instance --class "Informasi Berkala"' in listed.report()) is not bool(klass)
    assert remarks(listed.of_class(klass="Berkala"), TEMPLATE) == [
        "--class took 2 rows that name no class: 2 say nothing"
    ]


def test_rows_that_have_a_class_are_told_nothing(listed: ClassList) -> None:
    listed.fill(BERKALA, BERKALA, name="setiap saat.csv")
    assert remarks(listed.of_class(), TEMPLATE) == []
    assert "--class" not in listed.report()


def test_a_class_that_there_is_not_is_refused_with_the_nearest(listed: ClassList) -> None:
    listed.fill("")
    with pytest.raises(ArgumentError, match="no class “Brkala”; the nearest is “Informasi Berkala”"):
        listed.of_class(klass="Brkala")


@pytest.mark.parametrize(
    ("saying", "option"),
    [
        ("Usulan Klasifikasi=Informasi Berkala", f'--class "{BERKALA}"'),
        ("Usulan Klasifikasi=setiap saat", f'--class "{SETIAP_SAAT}"'),
        ("Sub Bagian=Unit Penjaminan Mutu", "--unit UPM"),
    ],
)
def test_a_class_or_unit_given_as_a_column_is_answered_with_the_option(
    listed: ClassList, saying: str, option: str
) -> None:
    listed.fill("")
    with pytest.raises(ArgumentError) as refused:
        listed.of_class(saying)
    assert f"; for all rows of the file say {option}. Its columns: " in str(refused.value)


def test_the_same_rows_with_a_class_are_the_same_rows(listed: ClassList) -> None:
    """They come in once, whatever is said of them."""
    listed.fill("", "Setiap Saat")
    plain, said = listed.of_class(), listed.of_class(klass=BERKALA)
    assert [entry.digest for entry in plain.entries] == [entry.digest for entry in said.entries]
