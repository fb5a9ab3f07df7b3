"""What `dip import` understood, as lines for a person and as a document for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sync.cells.regencies import regencies
from sync.cells.text import clean, fold, squeeze
from sync.importing.given import UNIT
from sync.importing.list_entry import Unread
from sync.importing.list_reading import Entry, ListReading, Question, ReadTable
from sync.importing.remarks import remarks
from sync.message import joined, say
from sync.model import a1, column_letters
from sync.run.import_list import ImportPlan
from sync.settings.settings import Settings
from sync.tabs.problem import shorten
from sync.tabs.unit_tab import flaw_problem
from sync.template.template import Template

SHOWN = 10
_LONGEST_NAME = 60
_WHY = {"header": say("by its header"), "content": say("by its content"), "map": say("as you said")}
_KINDS = {
    "header": say("header"), "numbers": say("numbers"), "total": say("total"), "page": say("page"),
    "class": say("class"), "unit": say("unit"), "text": say("text"),
}  # fmt: skip
"""What a row is that is no entry."""
_JOINED = {
    "waktu_tempat": ("waktu", "tempat"), "tick_bentuk": ("bentuk",), "tick_kelas": ("usulan",),
    "waktu_bulan": ("waktu",),
    "retensi_aktif": ("retensi",), "retensi_inaktif": ("retensi",), "retensi_nasib": ("retensi",),
}  # fmt: skip
"""What columns that hold two of ours, or a part of one, go into."""


class _Names:
    """Our headers by role."""

    def __init__(self, template: Template) -> None:
        self.tab, self.roles = template.tab("unit"), template.content_roles
        self._of = {role: self.tab.column(role).header for role in template.content_roles}
        self._of[UNIT] = template.tab("induk").column(UNIT).header

    def of(self, role: str) -> str:
        """The header, or the headers, that a role goes into; nothing for one that is not taken over."""
        return ", ".join(self._of[each] for each in _JOINED.get(role, (role,)) if each in self._of)


def _at(tab: str, row: int, column: int = -1) -> str:
    place = a1(row, column) if column >= 0 else say("row %(number)s", number=row + 1)
    return joined((tab, place), "!") if tab else place


# --- for a person


def report_lines(
    reading: ListReading, plan: ImportPlan, settings: Settings, template: Template, *, again: str
) -> list[str]:
    """The columns and why, ten rows before and after, what is not understood and how often, what is known, what must be
    answered, and what was written. `again` is the command that writes; empty when it wrote."""
    names = _Names(template)
    lines: list[str] = [say("%(count)s rows", count=len(reading.entries))]
    lines += [say("  above the table: %(title)s", title=shorten(title)) for title in dict.fromkeys(reading.titles)][:5]
    for table in _listed(reading):
        lines += ["", *_table_lines(table, names)]
    if reading.entries:
        lines += [
            "",
            say("The first %(count)s rows", count=min(SHOWN, len(reading.entries))),
            *_row_lines(reading.entries, names),
        ]
    if any(entry.unread for entry in reading.entries):
        lines += ["", say("Not understood: kept as it stands, for the unit to mend in its tab")]
        lines += _unread_lines(reading.entries, names)
    if plan.known:
        lines += ["", say("In the workbook already, or brought in before: %(count)s", count=len(plan.known))]
        lines += [
            joined(("  ", _at(entry.tab, entry.row), f"  {shorten(_title(entry))}")) for entry in plan.known[:SHOWN]
        ]
    if asked := question_lines(reading, settings, template):
        lines += ["", say("Questions"), *(joined(("  ? ", line)) for line in asked)]
    if noted := remarks(reading, template):
        lines += ["", say("Remarks"), *(joined(("  ! ", line)) for line in noted)]
    return [*lines, "", *_closing_lines(plan, again)]


def _closing_lines(plan: ImportPlan, again: str) -> Iterator[str]:
    written = len(plan.fresh) if plan.batch else 0
    rest = say("%(known)s known, %(waiting)s wait for an answer", known=len(plan.known), waiting=len(plan.waiting))
    if written:
        counts = Counter(entry.unit for entry in plan.fresh)
        yield say("By unit: %(counts)s", counts=", ".join(f"{code} {counts[code]}" for code in sorted(counts)))
    if not again:
        yield say("%(written)s rows written into the units' tabs, %(rest)s.", written=written, rest=rest)
    else:
        yield say("%(written)s rows can be written, %(rest)s. Nothing has been written.", written=written, rest=rest)
    for tab, header in plan.lost:
        yield say("“%(tab)s” has no column “%(header)s”: what the list says there is left out.", tab=tab, header=header)
    if plan.blocked:
        yield say("Answer the questions first: until then no row is written.")
    elif written and again:
        yield say("To write them: %(again)s", again=again)


def _listed(reading: ListReading) -> list[ReadTable]:
    """The tables, those that are laid out alike but once."""
    seen: set[tuple[object, ...]] = set()
    tables = []
    for table in reading.tables:
        key = tuple((guess.header, guess.role, guess.asked) for guess in table.guesses.values())
        if key not in seen and (table.entries or len(reading.tables) == 1):
            seen.add(key)
            tables.append(table)
    return tables


def _table_lines(table: ReadTable, names: _Names) -> Iterator[str]:
    top, bottom = table.header.top + 1, table.header.bottom + 1
    where = f"“{table.tab}”, " if table.tab else ""
    head = say("no header")
    if top:
        head = say("header in row %(row)s", row=top)
    if top != bottom:
        head = say("header in rows %(top)s to %(bottom)s", top=top, bottom=bottom)
    yield say("Columns (%(where)s%(head)s, %(entries)s rows)", where=where, head=head, entries=table.entries)
    for guess in table.guesses.values():
        ours = names.of(guess.role)
        outcome = say("? asked") if guess.asked else say("not taken over")
        if ours:
            outcome = joined((ours, " (", _WHY[guess.why], ")"))
        theirs = shorten(guess.header or f"({table.samples[guess.column]})", 45)
        yield joined((f"  {column_letters(guess.column):<3} {theirs:<45} → ", outcome))
    kinds = Counter(row.kind for row in table.left_out)
    if kinds:
        counts = joined((joined((str(count), _KINDS[kind]), " × ") for kind, count in kinds.items()), ", ")
        yield say("  no entries: %(found)s", found=counts)
    yield from (
        say("    row %(row)s: %(text)s", row=row.number + 1, text=shorten(row.text))
        for row in table.left_out
        if row.kind == "text"
    )


def _row_lines(entries: Sequence[Entry], names: _Names) -> Iterator[str]:
    for entry in entries[:SHOWN]:
        yield joined(("  ", _at(entry.tab, entry.row), f" → {entry.unit or '?'}"))
        yield say("    before  %(text)s", text=shorten(" | ".join(map(clean, entry.source.values())), 200))
        values = ((role, entry.values[role]) for role in names.roles if role in entry.values)
        after = " | ".join(f"{names.of(role)}: {shorten(text, 40)}" for role, text in values)
        yield say("    after   %(text)s", text=after)


def _unread_lines(entries: Sequence[Entry], names: _Names) -> Iterator[str]:
    """Each text once, with how often it stands there and what is wrong with it."""
    places: dict[tuple[str, str], list[str]] = {}
    messages: dict[tuple[str, str], str] = {}
    for entry in entries:
        for unread in entry.unread:
            key = unread.role, clean(unread.value)
            places.setdefault(key, []).append(_at(entry.tab, entry.row, unread.column))
            messages[key] = _message(unread, names, entry)
    for (role, value), cells in sorted(places.items(), key=lambda item: -len(item[1])):
        shown = joined((joined(cells[:3], ", "), " …" if len(cells) > 3 else ""))
        head = f"  {len(cells)} × {names.of(role)} “{shorten(value)}” ("
        yield joined((head, shown, f"): {messages[role, value]}"))


def _message(unread: Unread, names: _Names, entry: Entry) -> str:
    column = names.tab.column(unread.role)
    return flaw_problem(unread.flaw, column, tab=entry.tab, cell=None, value=clean(unread.value)).message


def _title(entry: Entry) -> str:
    return entry.values.get("judul") or entry.values.get("ringkasan", "")


def question_lines(reading: ListReading, settings: Settings, template: Template) -> list[str]:
    """What must be answered, and how to answer it."""
    asked = [_ask(question, settings, _Names(template)) for question in _merged(reading.questions)]
    return [*_wrong_list(reading, settings, template), *asked]


def _wrong_list(reading: ListReading, settings: Settings, template: Template) -> Iterator[str]:
    """That it may be the list of another office, or none at all."""
    for tab, cells in reading.beside.items():
        yield (
            say(
                "in “%(tab)s” tables stand beside each other, from %(cells)s: which is the list? "
                "Leave only that one in the file, or put the other into a tab of its own",
                tab=tab, cells=" and ".join(cells),
            )
        )  # fmt: skip
    if not reading.beside and not _asks_for_title(reading):
        yield from _missing_titles(reading, template)
    own = squeeze(f"{settings.office.name} {settings.office.address}")
    for title in dict.fromkeys(reading.titles):
        if (place := _other_place(title)) and squeeze(place) not in own:
            yield say(
                "the list names another place, %(place)s (“%(title)s”): is it the right file?",
                place=place, title=shorten(title),
            )  # fmt: skip
            return


def _missing_titles(reading: ListReading, template: Template) -> Iterator[str]:
    untitled = sum(not entry.values.get("judul") for entry in reading.entries)
    if not any(map(_title, reading.entries)):
        yield _no_title(reading, template)
    elif untitled:
        title = template.tab("unit").column("judul").header
        yield say(
            '%(untitled)s rows have no %(title)s. If a column of the list holds it, say --map "%(title)s=…"',
            untitled=untitled, title=title,
        )  # fmt: skip


def _asks_for_title(reading: ListReading) -> bool:
    return any({"judul", "ringkasan"} & question.roles for question in reading.questions)


def _no_title(reading: ListReading, template: Template) -> str:
    """That no column says what the rows are; by what the columns can be named."""
    columns = [
        f"{column_letters(guess.column)} “{shorten(guess.header or table.samples[guess.column], 30)}”"
        for table in reading.tables
        for guess in table.guesses.values()
        if not guess.role
    ]
    unit = template.tab("unit")
    title, summary = (unit.column(role).header for role in ("judul", "ringkasan"))
    example = f'--map "{title}=B" --map "{summary}=C"'
    there = ", ".join(columns) or say("there are none")
    return say(
        "no column says what the rows are. In a list of information say which is which, as %(example)s: %(there)s",
        example=example, there=there,
    )  # fmt: skip


def _other_place(title: str) -> str:
    words = fold(title).split()
    for number, word in enumerate(words):
        if word in ("kabupaten", "kab", "kota"):
            for count in (3, 2, 1):
                name = " ".join(words[number + 1 : number + 1 + count])
                if squeeze(name) in regencies():
                    return name.title()
    return ""


def _merged(questions: Sequence[Question]) -> list[tuple[Question, int]]:
    """Each question once, with how many rows it is about."""
    counts: dict[tuple[object, ...], tuple[Question, int]] = {}
    for question in questions:
        key = question.roles, question.about, question.column >= 0
        known, count = counts.get(key, (question, 0))
        counts[key] = known, count + len(question.rows or ())
    return list(counts.values())


def _either(names: Sequence[str]) -> str:
    """`A or B`."""
    parts = [part for name in names for part in (say(" or "), name)]
    return joined(parts[1:])


def _ask(asked: tuple[Question, int], settings: Settings, names: _Names) -> str:
    question, count = asked
    codes = [unit.code for unit in settings.units]
    if question.column >= 0:
        letter = column_letters(question.column)
        ours = [names.of(role) for role in question.options]
        name = clean(question.about) if 0 < len(question.about) <= _LONGEST_NAME else letter
        example, none = f'--map "{ours[0]}={name}"', say(', or --map "-=%(name)s" for none', name=name)
        return say(
            "column %(letter)s “%(header)s” may be %(ours)s: say %(example)s%(none)s",
            letter=letter, header=shorten(question.about), ours=_either(ours), example=example, none=none,
        )  # fmt: skip
    if UNIT not in question.roles:
        (role,) = question.roles
        return say(
            "%(count)s rows: “%(text)s” names no one class; their %(header)s stays empty",
            count=count, text=shorten(question.about), header=names.of(role),
        )  # fmt: skip
    if not question.about:
        return say(
            "%(count)s rows do not say whose they are: give --unit, one of %(codes)s",
            count=count, codes=", ".join(codes),
        )  # fmt: skip
    possible: Sequence[str] = question.options or codes
    name = clean(question.about)
    example = say('say --map "%(ours)s=%(name)s"', ours=possible[0], name=name)
    return say(
        "“%(name)s” (%(count)s rows) is no name of one unit here; may be %(possible)s: %(example)s",
        name=name, count=count, possible=_either(possible), example=example,
    )  # fmt: skip


# --- for a program


def report_document(
    reading: ListReading, plan: ImportPlan, settings: Settings, template: Template, *, wrote: bool
) -> dict[str, Any]:
    """The document of the contract, with the questions besides."""
    names = _Names(template)
    columns = {
        guess.header or column_letters(guess.column): names.of(guess.role)
        for table in reading.tables
        for guess in table.guesses.values()
        if names.of(guess.role)
    }
    unread = [
        {
            "cell": _at(entry.tab, entry.row, each.column), "column": names.of(each.role),
            "value": each.value, "message": _message(each, names, entry),
        }
        for entry in reading.entries
        for each in entry.unread
    ]  # fmt: skip
    return {
        "rows": len(reading.entries), "written": len(plan.fresh) if wrote and plan.batch else 0,
        "known": len(plan.known), "columns": columns, "not_understood": unread, "waiting": len(plan.waiting),
        "questions": question_lines(reading, settings, template), "remarks": remarks(reading, template),
    }  # fmt: skip
