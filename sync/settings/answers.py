"""What an office says of itself when it starts, and the `dip.toml` that this makes."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from itertools import product
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from sync.errors import ArgumentError
from sync.message import say
from sync.settings.service import Service
from sync.settings.settings import Settings
from sync.settings.units import TITLE_FORBIDDEN, TITLE_LIMIT, Unit
from sync.strict_toml import Mistake, read_fields, read_toml
from sync.template.loader import templates_folder

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}

_UNITS = re.compile(r"^\[\[units\]\]\n.*?(?=^\[roles\])", re.MULTILINE | re.DOTALL)
_KIND_OF_UNIT = re.compile(
    r"(?:sub\s*bagian|sub\s*bag\.?|bagian|bidang|seksi|urusan|biro|pusat|kaur|kasi|(?:sub\s*)?direktorat|subdit\.?|"
    r"unit\s+kerja)\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = frozenset({"dan", "serta", "untuk", "di", "ke", "pada", "dengan", "dari", "yang"})
_DANGLING = re.compile(rf"(?:[\s,&]+(?:(?:{'|'.join(sorted(_SMALL_WORDS))})(?=[\s,&]|$))?)+$", re.IGNORECASE)
_COMMISSION = re.compile(r"\bKomisi Pemilihan Umum\b", re.IGNORECASE)


@dataclass(frozen=True)
class UnitAnswer:
    """One sub-division. What is left out of `code` and `tab` is proposed."""

    name: str
    code: str = ""
    tab: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """What `dip init` asks, and the office's own `code`, which a file alone can give. `place` is where papers are
    signed, `url` where citizens will find the site."""

    name: str
    short: str = ""
    place: str = ""
    address: str = ""
    email: str = ""
    website: str = ""
    phones: tuple[str, ...] = ()
    timezone: str = "Asia/Jakarta"
    workbook: str = "dip.xlsx"
    site: str = "site/"
    url: str = ""
    code: str = ""
    units: tuple[Unit, ...] = ()


def read_answers(path: Path) -> Answers:
    """A file of answers (TOML: the fields of `Answers`, and a `[[units]]` for each sub-division). Raises
    `ArgumentError` with the first mistake."""
    try:
        raw = read_toml(path)
        tables = raw.pop("units", [])
        if not isinstance(tables, list) or not tables:
            raise Mistake(say("there is no unit. Add one [[units]] table for each sub-division."))
        asked = [read_fields(UnitAnswer, table, f"[[units]] number {n}") for n, table in enumerate(tables, 1)]
        answers: Answers = read_fields(Answers, raw, "the answers")
    except FileNotFoundError:
        raise ArgumentError(say("%(path)s: there is no such file.", path=path)) from None
    except Mistake as mistake:
        raise ArgumentError(say("%(path)s: %(mistake)s", path=path, mistake=mistake)) from None
    return with_units(answers, asked)


def with_units(answers: Answers, asked: Iterable[UnitAnswer]) -> Answers:
    """The answers with these units, their codes and tabs proposed where they are left out, and a short name."""
    units: list[Unit] = []
    for unit in asked:
        code = unit.code or proposed_code(unit.name, {known.code for known in units})
        tab = unit.tab or proposed_tab(unit.name, {known.tab for known in units})
        units.append(Unit(code, unit.name, tab, unit.aliases))
    return replace(answers, short=answers.short or proposed_short(answers.name), units=tuple(units))


def proposed_short(name: str) -> str:
    """`KPU Kabupaten Lebak` for the long name of an election commission; any other name as it is."""
    return _COMMISSION.sub("KPU", name)


def proposed_code(name: str, taken: Collection[str]) -> str:
    """Two to five capital letters for a unit, none of those `taken`: the first letters of three words or more, else
    the beginning of the first."""
    words = [word for word in _WORD.findall(_bare(name)) if word.lower() not in _SMALL_WORDS] or ["Unit"]
    letters = "".join(word[0] for word in words) if len(words) > 2 else words[0]
    code = _capitals(letters)[:3] if len(words) <= 2 else _capitals(letters)[:5]
    endings: tuple[str, ...] = ("", *ascii_uppercase, *(a + b for a, b in product(ascii_uppercase, repeat=2)))
    proposals = (code[: 5 - len(ending)] + ending for ending in endings)
    return next(proposal for proposal in proposals if proposal not in taken and len(proposal) > 1)


def proposed_tab(name: str, taken: Collection[str]) -> str:
    """A tab's name for a unit, none of those `taken`: without `Subbagian`, and as much of it as a tab's name may
    have."""
    clean = "".join(" " if char in TITLE_FORBIDDEN else char for char in _bare(name)).strip(" '") or "Unit"
    short = clean if len(clean) <= TITLE_LIMIT else clean[: TITLE_LIMIT + 1].rpartition(" ")[0] or clean[:TITLE_LIMIT]
    short = _DANGLING.sub("", short)
    proposals = [short, *(f"{short[: TITLE_LIMIT - 4].rstrip()} {number}" for number in range(2, 1000))]
    folded = {title.casefold() for title in taken}
    return next(proposal for proposal in proposals if proposal.casefold() not in folded)


def _bare(name: str) -> str:
    return _KIND_OF_UNIT.sub("", name, count=1) if _KIND_OF_UNIT.match(name) else name


def _capitals(word: str) -> str:
    return re.sub(r"[^A-Z]", "X", word.upper())


def example_text(location: str = "dip.xlsx", *, key_file: bool = False) -> str:
    """The `dip.toml` of the example office, which runs as it stands, for a workbook at `location`; with `key_file` it
    is opened with the file the example names."""
    text = (templates_folder() / "dip.example.toml").read_text("utf-8")
    if key_file:
        text = text.replace("# credentials = ", "credentials = ", 1)
    return with_values(text, {"location": location})


def example_units() -> list[UnitAnswer]:
    """The sub-divisions of the example: those that the election commission of a regency or city usually has."""
    names = ("name", "code", "tab", "aliases")
    units = [{name: unit[name] for name in names} for unit in _example()["units"]]
    return [read_fields(UnitAnswer, unit, "[[units]] of the example") for unit in units]


def _example() -> dict[str, Any]:
    return tomllib.loads(example_text())


def is_example(settings: Settings) -> bool:
    """Whether these are still the settings of the example: its name with its made-up address."""
    office = _example()["office"]
    return (settings.office.name, settings.office.email) == (office["name"], office["email"])


def settings_text(answers: Answers, *, key_file: bool = False) -> str:
    """The `dip.toml` of an office: that of the example, with its comments, and this office's values."""
    text = example_text(answers.workbook, key_file=key_file)
    text = _UNITS.sub(lambda _: "\n".join(map(_unit_table, answers.units)) + "\n", text)
    if answers.code:
        text = re.sub(r"(?m)^# code   = .*$", lambda _: f"code     = {toml_value(answers.code)}", text, count=1)
    office = {field: getattr(answers, field) for field in ("name", "short", "address", "email", "website", "timezone")}
    lists = {"phones": [*answers.phones]}
    unsaid = dict.fromkeys((each.name for each in fields(Service)), "")  # what nobody was asked the site does not say
    return with_values(
        text, {**office, **lists, **unsaid, "to": answers.site, "url": answers.url, "place": answers.place}
    )


def with_values(text: str, values: Mapping[str, object]) -> str:
    """A `dip.toml` with these values in place of the first ones of their keys; what is commented behind them stays."""
    for key, value in values.items():
        if match := re.search(rf'^{key}\s*= ("[^"\n]*"|\[[^\]\n]*\])', text, re.MULTILINE):
            text = text[: match.start(1)] + toml_value(value) + text[match.end(1) :]
    return text


def _unit_table(unit: Unit) -> str:
    values = {"code": unit.code, "name": unit.name, "tab": unit.tab, "aliases": [*unit.aliases], "editors": []}
    return "[[units]]\n" + "".join(f"{key:<7} = {toml_value(value)}\n" for key, value in values.items())


def toml_value(value: object) -> str:
    """Texts and lists of texts are written in TOML as in JSON; only DEL is not allowed there."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
