"""The files of `sheets_templates/`, read strictly into a `Template`.

A key or value that has no meaning is a `TemplateError` that names file and column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from sync.errors import TemplateError, reason_of
from sync.model import UploadOrder
from sync.strict_toml import Mistake, did_you_mean, read_fields, read_table, read_toml, refuse_unknown
from sync.template.template import Choice, Column, FilterView, Label, NoEntries, TabTemplate, Template, Ticks

_WORD = re.compile(r"\{(short|place|unit|code|contact|website)\}")
KINDS = frozenset({"id", "text", "paragraph", "period", "choice", "retention", "links", "checkbox", "status", "mark"})
WRITERS = frozenset({"unit", "desk", "panel", "ppid", "sync"})
NEEDED_ROLES = {
    "unit": (
        "id", "judul", "ringkasan", "penanggung_jawab", "waktu", "tempat", "bentuk", "retensi", "usulan", "tautan",
        "status", "catatan",
    ),
    "induk": (
        "id", "sub_bagian", "klasifikasi", "dasar_pengecualian", "nomor_uji", "jangka_pengecualian",
        "konsekuensi_dibuka", "konsekuensi_ditutup", "setuju", "tarik",
        "alasan_tarik", "catatan_ppid", "status", "catatan", "perubahan", "disetujui_pada", "tanda",
    ),
}  # fmt: skip
"""What the rules are about: a template may rename these columns, not lose them."""
NEEDED_LABELS = {
    "kendali": (
        "perintah", "nomor_penetapan", "tanggal_penetapan", "putaran", "laporan", "perhatian", "situs",
        "nomor_putaran", "sidik_buku", "buku",
    ),
}  # fmt: skip
NEEDED_CHOICES = {
    "bentuk": (),
    "klasifikasi": ("berkala",),
    "alasan_tarik": ("keliru", "tidak-berlaku", "digabung", "dua-kali", "dikecualikan", "lainnya"),
    "perintah": tuple(order.value for order in UploadOrder),
    "status": (
        "withdrawn", "missing", "excluded", "invalid", "unclassified", "returned", "reapproval", "waiting", "approved",
        "released",
    ),
}  # fmt: skip
TICKS = ("approval", "form")
TABS = ("unit", "induk", "dip", "dik", "kendali", "riwayat", "petunjuk", "pilihan")


def templates_folder(name: str = "sheets_templates") -> Path:
    """Where a folder of templates lies: inside the package when installed from a wheel, beside it in a checkout."""
    inside = Path(__file__).parent.parent / name
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / name


def load_template(folder: Path | None = None) -> Template:
    """`sheets_templates/` with examples of the example office. Raises `TemplateError` with file and place of the first
    mistake."""
    folder = folder or templates_folder()
    return with_examples(read_templates(folder), _read(folder / "dip.example.toml", _example_words))


def _example_words(raw: dict[str, Any]) -> dict[str, str]:
    unit = raw["units"][0]
    office, place = raw["office"], raw["print"]["place"]
    contact = f"PPID {office['short']}, {office['email']}"
    words = {"short": office["short"], "place": place, "unit": unit["name"], "code": unit["code"], "contact": contact}
    return words | {"website": office["website"].rstrip("/")}


def with_examples(template: Template, words: Mapping[str, str]) -> Template:
    """The templates with their examples made of these words: `short`, `place`, `unit`, `code` and `website` of an
    office, and `contact`, whom to ask."""
    tabs = {
        kind: replace(
            tab,
            columns=_in_words(tab.columns, words),
            opening=tuple(tuple(_filled(text, words) for text in line) for line in tab.opening),
        )
        for kind, tab in template.tabs.items()
    }
    return replace(template, tabs=tabs)


def _in_words(columns: tuple[Column, ...], words: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(
        replace(column, example=_filled(column.example, words)) if "{" in column.example else column
        for column in columns
    )


def _filled(text: str, words: Mapping[str, str]) -> str:
    return _WORD.sub(lambda match: words[match[1]], text)


def read_templates(folder: Path | None = None) -> Template:
    """`sheets_templates/` as they are written, for `with_examples`: examples name an office's words, like `{place}`.
    Raises `TemplateError` with file and place of the first mistake."""
    return _template(folder or templates_folder())


@cache
def _template(folder: Path) -> Template:
    """Read once, as the code of the program is."""
    choices, ticks, no_entries = _read(folder / "choices.toml", _lists)
    tabs: dict[str, TabTemplate] = {}
    for kind in TABS:
        tabs[kind] = _read(folder / f"{kind}.toml", partial(_tab, kind, tabs, choices))
    return Template(tabs, choices, ticks, no_entries)


def _read(path: Path, build: Callable[[dict[str, Any]], Any]) -> Any:
    try:
        raw = read_toml(path)
    except FileNotFoundError as error:
        raise TemplateError(f"template {path.name} cannot be read: {reason_of(error)}.") from error
    except Mistake as mistake:
        raise TemplateError(f"template {path.name} {mistake}") from mistake
    try:
        return build(raw)
    except Mistake as mistake:
        raise TemplateError(f"template {path.name}: {mistake}") from None


def _lists(raw: dict[str, Any]) -> tuple[dict[str, tuple[Choice, ...]], dict[str, Ticks], NoEntries]:
    refuse_unknown(raw, (*NEEDED_CHOICES, "ticks", "no_entries"), "")
    no_entries = read_table(NoEntries, raw, "no_entries")
    return _choices(raw), {name: _ticks(raw, name) for name in TICKS}, no_entries


def _ticks(raw: dict[str, Any], name: str) -> Ticks:
    tables = raw.get("ticks", {})
    refuse_unknown(tables, TICKS, "[ticks]")
    if name not in tables:
        raise Mistake(f"there is no [ticks.{name}]; the program needs it.")
    read = read_fields(Ticks, tables[name], f"[ticks.{name}]")
    folded = {kind: tuple(map(str.casefold, words)) for kind, words in vars(read).items()}
    _unique([word for words in folded.values() for word in words], f"sign of [ticks.{name}]")
    return Ticks(**folded)


def _choices(raw: dict[str, Any]) -> dict[str, tuple[Choice, ...]]:
    choices: dict[str, tuple[Choice, ...]] = {}
    for name, needed in NEEDED_CHOICES.items():
        choices[name] = _listed(Choice, raw, name)
        _refuse_gap([(choice.role or choice.slug) for choice in choices[name]], needed, f"[[{name}]] with role or slug")
    _unique([choice.value for choice in choices["status"]], "status")
    _unique([choice.role for choice in choices["perintah"]], "role of [[perintah]]")
    for choice in choices["perintah"]:
        if choice.role not in NEEDED_CHOICES["perintah"]:
            raise Mistake(f"[[perintah]] “{choice.value}”: role must be {', '.join(NEEDED_CHOICES['perintah'])}.")
    if not any(choice.excluded for choice in choices["klasifikasi"]):
        raise Mistake("no [[klasifikasi]] is marked excluded = true; the program needs one.")
    return choices


def _tab(kind: str, tabs: Mapping[str, TabTemplate], choices: Mapping[str, Any], raw: dict[str, Any]) -> TabTemplate:
    known = [field.name for field in fields(TabTemplate)]
    refuse_unknown(raw, [*known, "content"], "")
    if raw.get("kind") != kind:
        raise Mistake(f"kind is {raw.get('kind')!r}, expected {kind!r}.")
    columns = list(_listed(Column, raw, "columns"))
    if "content" in raw:
        columns[2:2] = _borrowed(read_fields(_Content, raw["content"], "[content]"), tabs)
    plain = read_fields(_Plain, {key: raw[key] for key in raw if key in _PLAIN}, "the file")
    opening = tuple(read_fields(_Line, {"texts": line}, "opening").texts for line in raw.get("opening", ()))
    labels = _listed(Label, raw, "labels")
    tab = TabTemplate(
        kind,
        plain.title,
        plain.hidden,
        tuple(columns),
        labels,
        opening,
        plain.newest,
        _listed(FilterView, raw, "views"),
    )
    _verify(tab, choices)
    first, former = (read_fields(_Line, {"texts": raw.get(key, [])}, key).texts for key in ("first", "former"))
    return replace(tab, columns=_with_first(tab, first), first=first, former=frozenset(former))


def _with_first(tab: TabTemplate, first: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of a new tab: these roles first, the others in their order."""
    for role in first:
        _refuse_unlisted(role, tab.roles, "first names the column")
    return tuple(sorted(tab.columns, key=lambda column: (*first, column.role).index(column.role)))


def _listed(kind: type[Any], raw: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    items = raw.get(name, [])
    if not isinstance(items, list):
        raise Mistake(f"[[{name}]] must be a list of tables.")
    return tuple(read_fields(kind, item, f"[[{name}]] number {number}") for number, item in enumerate(items, 1))


@dataclass(frozen=True)
class _Content:
    """Columns that a tab borrows from another tab, with another writer."""

    source: str
    writer: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class _Plain:
    """The keys of a tab that are neither columns nor lines."""

    kind: str
    title: str = ""
    hidden: bool = False
    newest: int = 0


_PLAIN = frozenset(field.name for field in fields(_Plain))


@dataclass(frozen=True)
class _Line:
    texts: tuple[str, ...] = ()


def _borrowed(content: _Content, tabs: Mapping[str, TabTemplate]) -> list[Column]:
    if content.source not in tabs:
        raise Mistake(f"[content] borrows from {content.source!r}, which is no tab before this one.")
    source = tabs[content.source]
    _refuse_gap(source.roles, content.roles, f"column in {content.source}.toml with role")
    return [replace(source.column(role), writer=content.writer) for role in content.roles]


def _verify(tab: TabTemplate, choices: Mapping[str, Any]) -> None:
    _unique(tab.roles, "role")
    _unique([name.casefold() for column in tab.columns for name in (column.header, *column.aliases)], "header or alias")
    _refuse_gap(tab.roles, NEEDED_ROLES.get(tab.kind, ()), "column with role")
    _refuse_gap([label.role for label in tab.labels], NEEDED_LABELS.get(tab.kind, ()), "label with role")
    _unique([view.title for view in tab.views], "view")
    for view in tab.views:
        for role in view.statuses:
            _refuse_unlisted(role, NEEDED_CHOICES["status"], f"view {view.title!r}: unknown status")
    for column in tab.columns:
        what = f"column {column.role!r}"
        _refuse_unlisted(column.kind, KINDS, f"{what}: unknown kind")
        _refuse_unlisted(column.writer, WRITERS, f"{what}: unknown writer")
        _refuse_unlisted(column.choices or None, choices, f"{what}: unknown choices")


def _refuse_gap(there: Collection[str], needed: Iterable[str], what: str) -> None:
    for name in needed:
        if name not in there:
            raise Mistake(f"there is no {what} {name!r}; the program needs it.")


def _refuse_unlisted(name: str | None, known: Collection[str], what: str) -> None:
    if name is not None and name not in known:
        raise Mistake(f"{what} {name!r}{did_you_mean(name, known) or '; known are: ' + ', '.join(sorted(known)) + '.'}")


def _unique(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Mistake(f"the {what} {name!r} stands twice.")
        seen.add(name)
