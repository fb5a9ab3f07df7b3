"""The units of an office (sub-divisions), each with its code and its tab, as `dip.toml` names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sync.cells.text import fold
from sync.message import say
from sync.strict_toml import Mistake, verify_emails
from sync.template.template import TabTemplate

TITLE_LIMIT = 31
TITLE_FORBIDDEN = "[]:*?/\\"

_CODE = re.compile(r"[A-Z]{2,5}")


@dataclass(frozen=True)
class Unit:
    """One sub-division and its tab. `aliases` are other names under which the tab is found, `former` the codes that it
    had before, `merged` those of units that it took in."""

    code: str
    name: str
    tab: str
    aliases: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    email: str = ""

    @property
    def past_codes(self) -> tuple[str, ...]:
        """Every other code under which entries of its tab may be remembered."""
        return (*self.former, *self.merged)


def verify_units(units: Collection[Unit], fixed_titles: Collection[str], kendali: TabTemplate) -> None:
    """Raises `Mistake` for the first code, tab name or address that cannot be one, or stands for two units.
    `fixed_titles` are the tab names no unit may take; each tab has a line in `kendali`, which must not read like
    another there."""
    for unit in units:
        _verify_unit(unit, fixed_titles)
        _verify_line(unit, kendali, [other.tab for other in units if other is not unit])
    _verify_distinct(units)


def _mistake(unit: Unit, words: str) -> Mistake:
    return Mistake(say("unit %(code)s: the tab name “%(tab)s” %(words)s", code=unit.code, tab=unit.tab, words=words))


def _verify_unit(unit: Unit, fixed_titles: Collection[str]) -> None:
    _verify_code(unit.code, "code")
    for key in ("former", "merged"):
        for code in getattr(unit, key):
            _verify_code(code, key)
    _verify_title(unit)
    taken = {folded_title(title): title for title in fixed_titles}
    for name in (unit.tab, *unit.aliases):
        if folded_title(name) in taken:
            fixed = taken[folded_title(name)]
            raise Mistake(
                say(
                    "unit %(code)s: “%(name)s” cannot be its tab or alias; the tab “%(fixed)s” is sync's own.",
                    code=unit.code, name=name, fixed=fixed,
                )
            )  # fmt: skip
    verify_emails(unit.editors, f"editors of unit {unit.code}")
    verify_emails([unit.email] if unit.email else [], f"email of unit {unit.code}")


def _verify_code(code: str, key: str) -> None:
    if not _CODE.fullmatch(code):
        raise Mistake(
            say("%(key)s in [[units]]: “%(code)s” must be 2 to 5 capital letters, like UMU.", key=key, code=code)
        )


def _verify_title(unit: Unit) -> None:
    # Excel counts UTF-16 units, so an emoji is two.
    length = len(unit.tab.encode("utf-16-le")) // 2
    if length > TITLE_LIMIT:
        raise _mistake(
            unit, say("has %(length)s characters; Excel allows %(limit)s.", length=length, limit=TITLE_LIMIT)
        )
    if bad := [char for char in unit.tab if char in TITLE_FORBIDDEN]:
        raise _mistake(unit, say("contains %(bad)s ; Excel forbids %(all)s", bad=bad[0], all=" ".join(TITLE_FORBIDDEN)))
    if unit.tab.startswith("'") or unit.tab.endswith("'"):
        raise _mistake(unit, say("begins or ends with an apostrophe; Excel forbids that."))
    if unit.tab.casefold() == "history":
        raise _mistake(unit, say("is one that Excel keeps for itself."))


def _verify_distinct(units: Iterable[Unit]) -> None:
    codes: set[str] = set()
    names: dict[str, str] = {}
    for unit in units:
        for code in (unit.code, *unit.past_codes):
            if code in codes:
                raise Mistake(say("two units have the code %(code)s.", code=code))
            codes.add(code)
        for name in (unit.tab, *unit.aliases):
            owner = names.setdefault(folded_title(name), unit.code)
            if owner != unit.code:
                raise Mistake(
                    say(
                        "the tab name or alias “%(name)s” stands for two units, %(owner)s and %(code)s.",
                        name=name, owner=owner, code=unit.code,
                    )
                )  # fmt: skip


def _verify_line(unit: Unit, kendali: TabTemplate, others: Iterable[str]) -> None:
    """The lines of `Kendali` are found whatever their case, signs and blanks. `others` are the other units' tabs."""
    labels = [name for line in kendali.lines(others) for name in (line.label, *line.aliases)]
    for word in (*(column.header for column in kendali.columns), *labels):
        if fold(word) == fold(unit.tab):
            raise _mistake(unit, f"reads like “{word}” in the tab “{kendali.title}”, where each unit has its line.")


def folded_title(title: str) -> str:
    """The title of a tab for comparing: spreadsheets hold titles that differ by case alone for one and the same."""
    return " ".join(title.split()).casefold()
