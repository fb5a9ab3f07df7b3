"""What a person says about a list: which column is which, which unit a name means, whose rows they are.

`--map "Judul Informasi=Nama Dokumen"`: ours first. `--map "TEK=Bidang Hukum"` says which unit a name there means,
`--map "Informasi Berkala=1"` what stands for a class, `--map "-=Keterangan"` that a column is not taken over. A column
without a header is named by its letter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sync.cells.choice import find_choice
from sync.cells.text import clean, nearest, squeeze
from sync.errors import ArgumentError, SettingsError
from sync.importing.list_columns import LINK_NAMES
from sync.message import say
from sync.private_files import write_private
from sync.settings.settings import Settings
from sync.settings.units import Unit
from sync.strict_toml import Mistake, read_toml
from sync.template.template import Column, Template

UNIT = "sub_bagian"
SPLIT = "waktu_tempat"
NOTHING = "lain"
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
    """Their columns (squeezed header, or letter) → role; names of units → code; what stands for classes (squeezed) →
    class; the unit of all rows whose name `units` does not have. `names` are the columns as they were typed."""

    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)


def given_by(
    maps: Sequence[str], unit: str, settings: Settings, template: Template, before: Given | None = None
) -> Given:
    """The options as values, over what was said `before`. Raises `ArgumentError` for a code that is no unit's, and for
    a column of ours that there is not, with the nearest."""
    codes = [each.code for each in settings.units]
    if unit:
        unit = _unit_code(unit, settings.units)
    given = replace(before or Given(), unit=unit)
    for text in maps:
        ours, sign, theirs = (part.strip() for part in text.partition("="))
        if not sign or not theirs or not ours:
            raise ArgumentError(
                say('--map “%(text)s”: write it like --map "Judul=Nama Dokumen", ours first.', text=text)
            )
        given = _with(given, ours, theirs, codes, template)
    return given


def _unit_code(text: str, units: Sequence[Unit]) -> str:
    """The code of the unit whose code, name, tab or alias this is. Raises `ArgumentError` for one that is no unit's."""
    called = {squeeze(name): unit.code for unit in units for name in (*unit.aliases, unit.name, unit.tab)}
    codes = [unit.code for unit in units]
    if text.upper() not in codes and (code := called.get(squeeze(text))):
        return code
    return _one_of(text.upper(), codes, codes, say("--unit: there is no unit “%(unit)s”", unit=text))


def _with(given: Given, ours: str, theirs: str, codes: Sequence[str], template: Template) -> Given:
    if ours in codes:
        return replace(given, units={**given.units, theirs: ours})
    names = column_names(template)
    if squeeze(ours) not in names and (choice := find_choice(ours, template.choices["klasifikasi"])):
        return replace(given, classes={**given.classes, squeeze(theirs): choice.value})
    missing = say("--map: there is no column “%(column)s” here", column=ours)
    key = _one_of(squeeze(ours) or ours, names, [column.header for column in _columns(template)], missing)
    return replace(
        given, columns={**given.columns, squeeze(theirs): names[key]}, names={**given.names, squeeze(theirs): theirs}
    )


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
    columns = {squeeze(there): names.get(squeeze(str(here)) or str(here), "") for there, here in _pairs(raw, "columns")}
    units = {there: str(here) for there, here in _pairs(raw, "units") if here in codes}
    classes = {squeeze(there): str(here) for there, here in _pairs(raw, "classes") if here in template.class_values}
    return Given({there: role for there, role in columns.items() if role}, units, classes=classes)


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
    codes, names = {unit.code for unit in settings.units}, column_names(template)
    for text in maps:
        ours, _, theirs = (part.strip() for part in text.partition("="))
        if ours in codes:
            tables["units"][theirs] = ours
        elif squeeze(ours) not in names and (choice := find_choice(ours, template.choices["klasifikasi"])):
            tables["classes"][theirs] = choice.value
        elif not _LETTER.fullmatch(theirs):  # in the next list another column has this letter
            tables["columns"][theirs] = ours
    if not any(tables.values()):
        return False
    lines = [*_HEAD]
    for name, pairs in tables.items():
        lines += ["", f"[{name}]", *(f"{_quoted(there)} = {_quoted(str(here))}" for there, here in pairs.items())]
    write_private(path, ("\n".join(lines) + "\n").encode())
    return True


def _quoted(text: str) -> str:
    return json.dumps(clean(text), ensure_ascii=False)


def verify_named(given: Given, headers: Mapping[str, str]) -> None:
    """Raises `ArgumentError` for a mapping that names no column of the file, with the nearest. `headers` are squeezed
    names of columns, each with the header as it stands there."""
    for key, name in given.names.items():
        if key not in headers:
            near = nearest(name, headers.values(), likeness=0.4)
            hint = say("; the nearest is “%(near)s”", near=near) if near else ""
            shown = ", ".join(f"“{text}”" for text in dict.fromkeys(headers.values()) if text)
            raise ArgumentError(
                say(
                    "--map: the file has no column “%(name)s”%(hint)s. Its columns: %(shown)s.",
                    name=name, hint=hint, shown=shown or say("none"),
                )
            )  # fmt: skip
