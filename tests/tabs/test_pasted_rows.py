"""A table that was pasted beneath our header in another order is told as that, and not cell by cell."""

from __future__ import annotations

from tests.tabs.test_check import HEADER, read, row, told

FOREIGN = ["1", "Laporan", "Softcopy", "5 tahun", "Januari 2025", "https://a.go.id/1.pdf", "Berkala", "Serang"]
SHIFTED, LIKEWISE = ("tempelan-bergeser",), ("tempelan-lanjutan",)


def pasted(number: int, id: str = "") -> list[str]:
    return [id, *(text.replace("1", str(number)) for text in FOREIGN)]


def codes(*rows: list[str]) -> list[tuple[str, ...]]:
    """What is told of each row."""
    reading = read(HEADER, *rows)
    return [tuple(problem.code for problem in reading.problems_by_row.get(each.number, ())) for each in reading.rows]


def test_three_rows_in_another_order_are_a_paste() -> None:
    found = codes(*(pasted(number) for number in range(1, 4)))
    assert found == [SHIFTED, LIKEWISE, LIKEWISE]


def test_the_sentence_says_what_to_do() -> None:
    reading = read(HEADER, *(pasted(number) for number in range(1, 4)))
    assert [problem.message for problem in reading.problems] == [
        "Judul Informasi: 3 baris mulai di sini tampak bergeser ke kolom lain. Tekan Ctrl+Z, atau minta operator "
        "memasukkannya.",
        *["Judul Informasi: ikut bergeser ke kolom lain. Lihat baris 2."] * 2,
    ]
    assert not any(each.valid for each in reading.rows)


def test_good_rows_above_are_left_alone() -> None:
    assert codes(row(), row(judul="Lain"), *(pasted(number) for number in range(1, 5)))[:2] == [(), ()]


def test_two_rows_are_told_cell_by_cell() -> None:
    assert SHIFTED not in codes(pasted(1), pasted(2))


def test_rows_that_have_an_id_are_told_cell_by_cell() -> None:
    assert SHIFTED not in codes(*(pasted(number, f"KUL-000{number}") for number in range(1, 5)))


def test_their_header_is_a_part_of_the_paste() -> None:
    header = ["", "No", "Judul", "Format", "Retensi", "Waktu", "Link", "Kategori", "Tempat"]
    assert codes(header, *(pasted(number) for number in range(1, 4))) == [SHIFTED, *[LIKEWISE] * 3]


def test_their_number_under_our_id_is_no_id() -> None:
    assert codes(*(pasted(number, str(number)) for number in range(1, 4))) == [SHIFTED, LIKEWISE, LIKEWISE]


def test_cells_that_nothing_can_read_are_no_paste() -> None:
    wrong = {"waktu": "entah", "bentuk": "entah", "retensi": "entah"}
    assert SHIFTED not in codes(*(row(judul=f"Judul {number}", **wrong) for number in range(5)))


def test_what_must_not_become_public_is_told_all_the_same() -> None:
    private = [pasted(number) for number in range(1, 4)]
    private[0][2] = "hubungi 0812 3456 7890"
    assert codes(*private)[0][0] == "tempelan-bergeser"
    assert any(code.startswith("data-pribadi-") for _, code in told(read(HEADER, *private)))
