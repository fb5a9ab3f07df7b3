"""Makes the files of real/: `python -m tests.imports.make_real_answers FOLDER`, the folder with the real lists.

The lists belong to others and are not repeated here. An answer says where a text stands (`{"from": 3}`: the third field
of the record) or, for what is a form and no text of theirs (a year, a length), what it means: by hand, in the tables
below.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.imports.list_files import HERE, ROLES, to_json
from tests.imports.pools import Right, ask, either, keep

BOTH = "Softcopy dan Hardcopy"
FORMS = {
    "Softcopy": "Softcopy", "Softfile": "Softcopy", "softfile": "Softcopy", "Soft file": "Softcopy",
    "Soft Copy": "Softcopy",
    "softcopy dan hardcopy": BOTH, "Softcopy dan Hardcopy": BOTH, "Hardcopy & Sofcopy": BOTH,
    "Soft Copy dan Hard Copy": BOTH,
}  # fmt: skip
_OPEN_ENDED = "Sesuai masa berlaku MoU (biasanya 3-5 tahun)"
TERMS: dict[str, Right] = {
    "5 tahun": "5 tahun", "5 Tahun": "5 tahun", "5 (lima) tahun": "5 tahun", "2 tahun": "2 tahun", "1 tahun": "1 tahun",
    "1 Tahun": "1 tahun", "1 (satu) tahun": "1 tahun", "7 tahun": "7 tahun", "6 Bulan": "6 bulan", "6 bulan": "6 bulan",
    "12 bulan": "12 bulan", "Selama masih berlaku": "Selama berlaku", "selama masih berlaku": "Selama berlaku",
    "Selama Berlaku": "Selama berlaku", "Tidak Terbatas": "Permanen", _OPEN_ENDED: keep(_OPEN_ENDED),
}  # fmt: skip
_MONTHLY, _AS_AGREED = "PKTJ Tegal di tiap akhir bulan", "Tegal. Sesuai Tanggal MoU"
TIME_AND_PLACE: dict[str, tuple[Right, Right]] = {
    **{f"Tegal, {year}": (str(year), "Tegal") for year in (2023, 2024, 2025, 2026)},
    "Jakarta, 2025": ("2025", "Jakarta"),
    "Tegal bulan Juli 2025": ("Juli 2025", "Tegal"),
    "PKTJ Tegal": ("", "PKTJ Tegal"), "PKTJ tegal": ("", "PKTJ tegal"),
    _MONTHLY: (keep(_MONTHLY, "di tiap akhir bulan", "tiap akhir bulan"), either("", "PKTJ Tegal")),
    _AS_AGREED: (keep(_AS_AGREED, "Sesuai Tanggal MoU"), either("", "Tegal")),
}  # fmt: skip
CLASSES = {"berkala": "Informasi Berkala", "setiap": "Informasi Setiap Saat", "serta": "Informasi Serta Merta",
           "dikecualikan": "Informasi Dikecualikan"}  # fmt: skip
UNKNOWN_UNIT = (
    "--unit says whose rows they are; names of units that this office does not have may be asked all the same."
)


def _term(text: str) -> Right:
    """The written form and the text itself; without a form the text, where it has two halves."""
    right = TERMS.get(text) or keep(text)
    return either(right, text) if isinstance(right, str) and right != text else right


def _class_named(name: str) -> str:
    return next(right for word, right in CLASSES.items() if word in name)


def college(record: list[str]) -> dict[str, Right]:
    """The spreadsheet of a transport college, its columns renamed by whoever exported it."""
    time, place = TIME_AND_PLACE[record[7]]
    form = FORMS[record[6]]
    return {
        "judul": {"from": 3}, "ringkasan": {"from": 4}, "pj": {"ask": {"from": 6}, "mapped": {"from": 6}},
        "waktu": time, "tempat": place, "bentuk": either(form, record[6]), "retensi": _term(record[8].strip()),
        "usulan": either(_class_named(record[0]), record[0]), "tautan": {"urls": {"from": 11}},
    }  # fmt: skip


def agency(record: list[str]) -> dict[str, Right]:
    """The lists of a coast guard: Perki's form with three tick columns, no titles."""
    time, place = TIME_AND_PLACE[record[4].strip()]
    assert record[5:8] == ["√", "√", "√"]
    return {
        "ringkasan": {"from": 2}, "pj": {"from": 4}, "waktu": time, "tempat": place, "bentuk": BOTH,
        "retensi": _term(record[8].strip()),
    }  # fmt: skip


def supervisors(record: list[str]) -> dict[str, Right]:
    """A provincial supervisory body's database: titles and links only."""
    return {"judul": {"from": 3}, "tautan": {"urls": {"from": 4}} if record[3] else ""}


AGENCY = [
    (
        "Ringkasan Isi Informasi",
        "ringkasan",
        "Our own header; the list has no titles, and none are made of the summaries.",
    ),
    ("Pejabat/Unit/Satker yang Menguasai Informasi", "Sub Bagian", UNKNOWN_UNIT),
    ("PenanggungJawab Pembuatan atau Penerbitan Informasi", "pj", ""),
    ("Tempat dan Waktu Pembuatan", "waktu", "Place and time stand in one cell."),
    ("Tempat dan Waktu Pembuatan", "tempat", ""),
    ("Format Informasi yang Tersedia / Cetak, Rekam, Online", "bentuk", "Three columns of ticks make one value."),
    ("Jangka Waktu Penyimpanan atau Retensi Arsip", "retensi", ""),
]
COLLEGE = [
    ("kategori", "usulan", "By content: the names of the classes."),
    ("judul", "judul", ""), ("ringkasan", "ringkasan", ""),
    ("pejabat", "", "Who holds it or who answers for it? Asked, together with penerbit."),
    ("penerbit", "pj", "Asked, unless --map says it: pejabat may be meant as well."), ("bentuk", "bentuk", ""),
    ("waktu_tempat", "waktu", "Time and place stand in one cell."), ("waktu_tempat", "tempat", ""),
    ("retensi", "retensi", ""), ("label", "", "Names for the link: they may stand before it, but need not."),
    ("link", "tautan", ""), ("row", "", "Numbers of the sheet it came from."), ("col_used", "", ""),
]  # fmt: skip
SUPERVISORS = [
    ("nama_file", "judul", "The only text."), ("link_file", "tautan", ""),
    ("id_kategori", "", "A code whose meaning the file does not say."), ("status", "", "A switch of the site."),
]  # fmt: skip


def answers(
    path: Path, first: int, cells: Callable[[list[str]], dict[str, Right]], columns: Any, mapping: str | None
) -> str:
    """The JSON file for one list; its records from `first` on are entries."""
    with path.open(encoding="utf-8", newline="") as stream:
        records = list(csv.reader(stream))
    entries = []
    for row, record in enumerate(records, 1):
        if row < first or not record:
            continue
        right = {ROLES[role]: cell for role, cell in cells(record).items() if cell != ""}
        if cells is agency:
            right["Usulan Klasifikasi"] = either("", _class_named(path.stem))
        entries.append({"sheet": "", "row": row, "unit": either("KUL", ask("")), "cells": right})
    document = {
        "file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "call": ["--unit", "KUL"],
        "map": mapping,
        "columns": [{"there": there, "here": ROLES.get(here, here) or None, **({"why": why} if why else {})}
                    for there, here, why in columns],
        "entries": entries, "no_entries": [{"sheet": "", "row": row, "what": "header"} for row in range(1, first)],
    }  # fmt: skip
    return to_json(document)


def main(folder: Path) -> None:
    lists: list[tuple[str, int, Callable[[list[str]], dict[str, Right]], Any, str | None]] = [
        ("pktj_old_rows", 2, college, COLLEGE, "Penanggung Jawab Pembuatan/Penerbitan=penerbit"),
        ("bawaslu_rows", 2, supervisors, SUPERVISORS, None),
        *((f"bakamla_{name}_rows", 4, agency, AGENCY, None)
          for name in ("berkala", "setiap_saat", "serta_merta", "dikecualikan")),
    ]  # fmt: skip
    for name, first, cells, columns, mapping in lists:
        text = answers(folder / f"{name}.csv", first, cells, columns, mapping)
        (HERE / "real" / f"{name}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
