"""The list and the list of exemptions as tables, in the forms that offices use (`daftar.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.errors import TemplateError
from sync.message import say
from sync.papers.paper import GroupRow, HeadCell, Table
from sync.papers.sources import Sources
from sync.papers.words import FORMS
from sync.site.exports import record
from sync.site.formatting import counted
from sync.site.gate import ListedEntry, printable


@dataclass(frozen=True)
class FormColumn:
    """A column of a form: what stands in it (`isi`), its header letter by letter (`kepala`), the header above that
    (`di_bawah`, empty if none), and its share of the width (`lebar`)."""

    isi: str
    kepala: str = ""
    di_bawah: str = ""
    lebar: int = 30


@dataclass(frozen=True)
class ListForm:
    """A form of a list. `numbering` is how the row of column numbers is written, empty for none; `parts` are the group
    rows by class."""

    title: str
    columns: tuple[FormColumn, ...]
    numbering: str
    parts: Mapping[str, str]

    def table(self, rows: Sequence[tuple[str, ...] | GroupRow], more: Sequence[FormColumn] = ()) -> Table:
        """The table with these rows; `more` are columns that a draft has behind those of the form."""
        columns = (*self.columns, *more)
        return Table(tuple(column.lebar for column in columns), _head(columns, self.numbering), tuple(rows))

    def row(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """One row of it."""
        return tuple(_content(column.isi, values) for column in self.columns)


def list_form(sources: Sources, name: str) -> ListForm:
    """The form of this name. Raises `TemplateError` for a column whose content is none of ours."""
    words = sources.words(FORMS, name)
    columns = words.tables("kolom", FormColumn)
    for column in columns:
        if column.isi not in CONTENTS:
            raise TemplateError(
                say(
                    "print template %(file)s: [%(form)s] has a column of “%(content)s”; there is %(known)s",
                    file=FORMS, form=name, content=column.isi, known=", ".join(CONTENTS),
                )
            )  # fmt: skip
    parts = dict(words.inner("bagian").items()) if "bagian" in words else {}
    return ListForm(words.text("judul"), columns, words.text("nomor_kolom"), parts)


def listed_rows(
    entries: Iterable[ListedEntry], form: ListForm, classes: Sequence[str]
) -> list[tuple[str, ...] | GroupRow]:
    """The list, a group row before each class."""
    rows: list[tuple[str, ...] | GroupRow] = []
    everything = list(entries)
    for name in _in_order(form, classes):
        own = [entry for entry in everything if entry.klasifikasi == name]
        if own:
            rows.append(GroupRow(form.parts.get(name, f"{name} ({counted(len(own))})")))
            rows.extend(form.row(entry_values(entry)) for entry in own)
    return rows


def _in_order(form: ListForm, classes: Sequence[str]) -> list[str]:
    """Classes as the form orders them, then the others."""
    return [*(name for name in form.parts if name in classes), *(name for name in classes if name not in form.parts)]


def entry_values(entry: ListedEntry) -> dict[str, str]:
    """What the columns of a form are made from."""
    values = {key: value for key, value in record(entry).items() if isinstance(value, str)}
    links = "\n".join(f"{link.name}\n{link.url}" if link.name else link.url for link in entry.tautan)
    return {**values, "nomor": str(entry.nomor), "tautan": links}


def excluded_table(sources: Sources, ids: Mapping[str, int]) -> Table:
    """The list of exemptions, on paper and in the office only: with the titles (rule 7)."""
    form = list_form(sources, "dik")
    rows = []
    for number, (id, version) in enumerate(sorted(ids.items()), 1):
        content = sources.ledger.versions[id][version].content
        rows.append(form.row({**{role: printable(text) for role, text in content.items()}, "nomor": str(number)}))
    return form.table(rows)


def _head(columns: Sequence[FormColumn], numbering: str) -> tuple[tuple[HeadCell, ...], ...]:
    """One row, or two where columns share a header; then the row of numbers."""
    two = any(column.di_bawah for column in columns)
    top: list[HeadCell] = []
    for place, column in enumerate(columns):
        if not column.di_bawah:
            top.append(HeadCell(column.kepala, 1, 2 if two else 1))
        elif place == 0 or columns[place - 1].di_bawah != column.di_bawah:
            top.append(HeadCell(column.di_bawah, sum(each.di_bawah == column.di_bawah for each in columns), 1))
    rows = [tuple(top), *([tuple(HeadCell(each.kepala) for each in columns if each.di_bawah)] if two else [])]
    if numbering:
        rows.append(tuple(HeadCell(numbering.replace("{}", str(place))) for place in range(1, len(columns) + 1)))
    return tuple(rows)


def _joined(values: Mapping[str, str], separator: str, *keys: str) -> str:
    return separator.join(text for key in keys if (text := values.get(key, "")))


_JOINED = {"judul dan ringkasan": ("\n", "judul", "ringkasan"), "waktu dan tempat": (", ", "waktu", "tempat")}
_PLAIN = (
    "nomor", "id", "judul", "ringkasan", "penguasa", "penanggung_jawab", "waktu", "tempat", "bentuk", "retensi",
    "klasifikasi", "tautan", "dasar_pengecualian", "nomor_uji", "jangka_pengecualian", "konsekuensi_dibuka",
    "konsekuensi_ditutup",
)  # fmt: skip
CONTENTS = (*_JOINED, *_PLAIN)
"""What may stand in a column, by the name that `daftar.toml` has for it."""


def _content(name: str, values: Mapping[str, str]) -> str:
    return _joined(values, *_JOINED[name]) if name in _JOINED else values.get(name, "")
