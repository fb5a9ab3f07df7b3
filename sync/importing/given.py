"""What a person says about a list: which column is which, which unit a name means, whose rows they are, of which class.

`--map "Judul Informasi=Nama Dokumen"`: ours first; one column there may be said to be several of ours. `--map
"TEK=Bidang Hukum"` says which unit a name there means, `--map "Informasi Berkala=1"` what stands for a class, `--map
"-=Keterangan"` that a column is not taken over. A column without a header is named by its letter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sync.cells.choice import find_choice
from sync.cells.text import clean, nearest, squeeze
from sync.errors import ArgumentError, SettingsError
from sync.importing.list_columns import LINK_NAMES, MANY
from sync.importing.list_header import ListHeader
from sync.message import say
from sync.model import column_letters
from sync.private_files import write_private
from sync.settings.settings import Settings
from sync.settings.units import Unit
from sync.strict_toml import Mistake, read_toml
from sync.template.template import Column, Template

UNIT = "sub_bagian"
SPLIT = "waktu_tempat"
_SPLIT_INTO = ("waktu", "tempat")
NOTHING = "lain"
_PLACEHOLDERS = ("CODE", "KODE")
"""What stands for the code of a unit in the commands that we propose, in either language."""
_LETTER = re.compile("[A-Za-z]{1,2}")
_HEAD = (
    "# Yang pernah dikatakan dengan dip import --map. Dipakai juga untuk daftar berikutnya.",
    "# Ada yang keliru? Hapus barisnya: sesudah itu tidak dipakai lagi.",
    '# [columns]  judul kolom di daftar = kolom di buku kerja ("-": tidak diambil)',
    "# [units]    nama unit di daftar = kode unit",
    "# [classes]  isi sel di daftar = klasifikasi",
)


@dataclass(frozen=True)
class Given:
    """Their columns (squeezed header, or letter) → roles; names of units → code; what stands for classes (squeezed) →
    class; the unit and the class of the rows that name none. `names` are the columns that were said for this list, as
    typed."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    klass: str = ""


@dataclass(frozen=True)
class _Saying:
    """One `--map`: into which table of the file it goes, what stands there, what of ours it is, and ours as typed."""

    table: str
    there: str
    here: str
    ours: str


def given_by(
    maps: Sequence[str],
    unit: str,
    settings: Settings,
    template: Template,
    before: Given | None = None,
    *,
    klass: str = "",
) -> Given:
    """The options as values, over what was said `before`. Raises `ArgumentError` for a unit, a class or a column of
    ours that there is not, with the nearest, and for a name that is said to be two units or classes."""
    before = before or Given()
    sayings = [_saying(text, settings, template) for text in maps]
    units = {each.there: each.here for each in sayings if each.table == "units"}
    classes = {squeeze(each.there): each.here for each in sayings if each.table == "classes"}
    _refuse_two_meanings(each for each in sayings if each.table != "columns")
    columns: dict[str, tuple[str, ...]] = {}
    for each in sayings:
        if each.table == "columns":
            key = squeeze(each.there)
            columns[key] = tuple(dict.fromkeys((*columns.get(key, ()), each.here)))
    return Given(
        {**before.columns, **columns}, {**before.units, **units}, _unit_code(unit, settings.units) if unit else "",
        {squeeze(each.there): each.there for each in sayings if each.table == "columns"}, {**before.classes, **classes},
        _class(klass, template) if klass else "",
    )  # fmt: skip


def _saying(text: str, settings: Settings, template: Template) -> _Saying:
    ours, sign, theirs = (part.strip() for part in text.partition("="))
    if not sign or not theirs or not ours:
        raise ArgumentError(say('--map “%(text)s”: write it like --map "Judul=Nama Dokumen", ours first.', text=text))
    if ours in {unit.code for unit in settings.units}:
        return _Saying("units", theirs, ours, ours)
    if ours in _PLACEHOLDERS:
        codes = ", ".join(unit.code for unit in settings.units)
        raise ArgumentError(
            say(
                "--map “%(text)s”: write the code of a unit in place of %(ours)s: %(codes)s.",
                text=text,
                ours=ours,
                codes=codes,
            )
        )
    names = column_names(template)
    if squeeze(ours) not in names and (choice := find_choice(ours, template.choices["klasifikasi"])):
        return _Saying("classes", theirs, choice.value, choice.value)
    missing = say("--map: there is no column “%(column)s” here", column=ours)
    key = _one_of(squeeze(ours) or ours, names, [column.header for column in _columns(template)], missing)
    return _Saying("columns", theirs, names[key], ours)


def _refuse_two_meanings(sayings: Iterable[_Saying]) -> None:
    known: dict[tuple[str, str], _Saying] = {}
    for each in sayings:
        other = known.setdefault((each.table, squeeze(each.there)), each)
        if other.here != each.here:
            raise _two_meanings(each.there, (other.here, each.here))


def _two_meanings(there: str, ours: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        say(
            "--map: “%(there)s” cannot be both “%(one)s” and “%(other)s”. Say one of them.",
            there=there, one=ours[0], other=ours[1],
        )
    )  # fmt: skip


def mapped_columns(given: Given, header: ListHeader, template: Template) -> dict[int, tuple[str, ...]]:
    """The roles that a person gave to columns of a table; what was said for this list holds against what was said for
    an earlier one. Raises `ArgumentError` for two columns that are said to be one of ours, and for one that is said to
    be one of ours and to be left."""
    newly = {column for column in header.texts if given.names.keys() & set(header.names(column))}
    found: dict[int, tuple[str, ...]] = {}
    for column in header.texts:
        names = [name for name in header.names(column) if column not in newly or name in given.names]
        roles = tuple(dict.fromkeys(role for name in names for role in given.columns.get(name, ())))
        found[column] = (SPLIT,) if set(roles) == set(_SPLIT_INTO) else roles
    newer = {part for column in newly for role in found[column] for part in _parts(role)}
    for column in found.keys() - newly:
        found[column] = tuple(role for role in found[column] if newer.isdisjoint(_parts(role)))
    _refuse_contradictions(found, header, template)
    return {column: roles for column, roles in found.items() if roles}


def _parts(role: str) -> tuple[str, ...]:
    """The columns of ours that a role fills, of those that one column there can fill."""
    return _SPLIT_INTO if role == SPLIT else () if role in MANY else (role,)


def _refuse_contradictions(found: Mapping[int, Sequence[str]], header: ListHeader, template: Template) -> None:
    ours = {column.role: column.header for column in _columns(template)}
    sources: dict[str, list[str]] = {}
    for column, roles in found.items():
        name = clean(header.text(column))
        if NOTHING in roles and len(roles) > 1:
            raise _two_meanings(name or column_letters(column), [ours.get(role, "-") for role in roles])
        for role in (part for each in roles for part in _parts(each)):
            sources.setdefault(role, []).append(f"{column_letters(column)} “{name}”")
    for role, columns in sources.items():
        if len(columns) > 1:
            raise ArgumentError(
                say(
                    "--map: “%(ours)s” cannot come from two columns, %(one)s and %(other)s. Say one of them, "
                    "by its letter if need be.",
                    ours=ours[role], one=columns[0], other=columns[1],
                )
            )  # fmt: skip


def _class(text: str, template: Template) -> str:
    """The class that this names. Raises `ArgumentError` for one that there is not."""
    if choice := find_choice(text, template.choices["klasifikasi"]):
        return choice.value
    known = [choice.value for choice in template.choices["klasifikasi"]]
    return _one_of(text, known, known, say("--class: there is no class “%(text)s”", text=text))


def _unit_code(text: str, units: Sequence[Unit]) -> str:
    """The code of the unit whose code, name, tab or alias this is. Raises `ArgumentError` for one that is no unit's."""
    codes = [unit.code for unit in units]
    missing = say("--unit: there is no unit “%(unit)s”", unit=text)
    return _unit_named(text, units) or _one_of(text.upper(), codes, codes, missing)


def _unit_named(text: str, units: Sequence[Unit]) -> str:
    """The code of the unit whose code, name, tab or alias this is; empty if it is no unit's."""
    called = {squeeze(name): unit.code for unit in units for name in (*unit.aliases, unit.name, unit.tab)}
    codes = {unit.code for unit in units}
    return text.upper() if text.upper() in codes else called.get(squeeze(text), "")


def column_names(template: Template) -> dict[str, str]:
    """What a person may call a column of ours, squeezed → its role."""
    tab, columns = template.tab("unit"), _columns(template)
    names = {squeeze(alias): column.role for column in columns for alias in (*column.aliases, column.header)}
    both = squeeze(tab.column("waktu").header + tab.column("tempat").header)
    return {**names, both: SPLIT, "waktudantempat": SPLIT, "namatautan": LINK_NAMES, "-": NOTHING}


def _columns(template: Template) -> list[Column]:
    """The columns that a list can fill, and the one that says whose row it is."""
    tab = template.tab("unit")
    return [*(tab.column(role) for role in template.content_roles), template.tab("induk").column(UNIT)]


def _one_of(word: str, known: Collection[str], shown: Sequence[str], what: str) -> str:
    """The word, if it is known. Raises `ArgumentError` that names the nearest of those that are `shown`, and all of
    them."""
    if word in known:
        return word
    near = nearest(word, shown, likeness=0.4)
    hint = say("; the nearest is “%(near)s”", near=near) if near else ""
    raise ArgumentError(say("%(what)s%(hint)s. There are: %(known)s.", what=what, hint=hint, known=", ".join(shown)))


def remembered(path: Path, settings: Settings, template: Template) -> Given:
    """What was said for earlier lists, from the file beside dip.toml. A line that says nothing any more is passed over;
    raises `SettingsError` for a file that is no TOML."""
    try:
        raw = read_toml(path)
    except FileNotFoundError:
        return Given()
    except Mistake as mistake:
        raise SettingsError(say("%(path)s %(mistake)s", path=path, mistake=mistake)) from None
    names, codes = column_names(template), {unit.code for unit in settings.units}
    columns = {squeeze(there): _roles(here, names) for there, here in _pairs(raw, "columns")}
    units = {there: str(here) for there, here in _pairs(raw, "units") if here in codes}
    classes = {squeeze(there): str(here) for there, here in _pairs(raw, "classes") if here in template.class_values}
    return Given({there: roles for there, roles in columns.items() if roles}, units, classes=classes)


def _roles(here: object, names: Mapping[str, str]) -> tuple[str, ...]:
    """The roles of one column of ours, or of a list of them."""
    known = (names.get(squeeze(str(name)) or str(name), "") for name in (here if isinstance(here, list) else [here]))
    return tuple(dict.fromkeys(filter(None, known)))


def _pairs(raw: Mapping[str, object], name: str) -> Iterator[tuple[str, object]]:
    table = raw.get(name)
    yield from table.items() if isinstance(table, dict) else ()


def remember(path: Path, maps: Sequence[str], settings: Settings, template: Template) -> bool:
    """Add what was said with `--map` to the file, for this account alone; whether any of it was to be kept."""
    try:
        raw = read_toml(path)
    except FileNotFoundError:
        raw = {}
    tables = {name: dict(_pairs(raw, name)) for name in ("columns", "units", "classes")}
    ours_of: dict[str, list[str]] = {}
    for each in (_saying(text, settings, template) for text in maps):
        if each.table != "columns":
            tables[each.table][each.there] = each.here
        elif not _LETTER.fullmatch(each.there):  # in the next list another column has this letter
            ours_of.setdefault(each.there, []).append(each.ours)
    tables["columns"] |= {there: ours if len(ours) > 1 else ours[0] for there, ours in ours_of.items()}
    if not any(tables.values()):
        return False
    lines = [*_HEAD]
    for name, pairs in tables.items():
        lines += ["", f"[{name}]", *(f"{_quoted(there)} = {_quoted(here)}" for there, here in pairs.items())]
    write_private(path, ("\n".join(lines) + "\n").encode())
    return True


def _quoted(value: object) -> str:
    """A text, or a list of them, as TOML has it."""
    if isinstance(value, list):
        return f"[{', '.join(map(_quoted, value))}]"
    return json.dumps(clean(str(value)), ensure_ascii=False)


def verify_named(given: Given, headers: Mapping[str, str], settings: Settings, template: Template) -> None:
    """Raises `ArgumentError` for a mapping that names no column of the file, with the nearest. `headers` are squeezed
    names of columns, each with the header as it stands there."""
    for key, name in given.names.items():
        if key not in headers:
            near = nearest(name, headers.values(), likeness=0.4)
            hint = say("; the nearest is “%(near)s”", near=near) if near else ""
            hint = _for_all_rows(name, given.columns[key], settings, template) or hint
            shown = ", ".join(f"“{text}”" for text in dict.fromkeys(headers.values()) if text)
            raise ArgumentError(
                say(
                    "--map: the file has no column “%(name)s”%(hint)s. Its columns: %(shown)s.",
                    name=name, hint=hint, shown=shown or say("none"),
                )
            )  # fmt: skip


def _for_all_rows(name: str, roles: Sequence[str], settings: Settings, template: Template) -> str:
    """The option that is meant where a class or a unit was given as the name of a column; empty where none is."""
    choice, code = find_choice(name, template.choices["klasifikasi"]), _unit_named(name, settings.units)
    option = f'--class "{choice.value}"' if choice and "usulan" in roles else ""
    option = f"--unit {code}" if code and UNIT in roles else option
    return say("; for all rows of the file say %(option)s", option=option) if option else ""
