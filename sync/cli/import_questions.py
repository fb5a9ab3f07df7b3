"""What `dip import` must be told, as questions that say how to answer them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.cells.regencies import regencies
from sync.cells.text import clean, fold, squeeze
from sync.importing.given import UNIT
from sync.importing.list_columns import LINK_NAMES
from sync.importing.list_questions import Question, column_name
from sync.importing.list_reading import ListReading
from sync.message import joined, say
from sync.model import column_letters
from sync.run.import_list import ImportPlan
from sync.settings.settings import Settings
from sync.tabs.problem import shorten
from sync.template.template import Template

_JOINED = {
    "waktu_tempat": ("waktu", "tempat"), "tick_bentuk": ("bentuk",), "tick_kelas": ("usulan",),
    "waktu_bulan": ("waktu",),
    "retensi_aktif": ("retensi",), "retensi_inaktif": ("retensi",), "retensi_nasib": ("retensi",),
}  # fmt: skip
"""What columns that hold two of ours, or a part of one, go into."""


_FOR_SHELLS = frozenset('"$`\\!')
"""What means something to a shell between double quotes."""


class OurHeaders:
    """Our headers by role, as a person names them with `--map`."""

    def __init__(self, template: Template) -> None:
        self.tab, self.roles = template.tab("unit"), template.content_roles
        self._of = {role: self.tab.column(role).header for role in template.content_roles}
        self._of[UNIT] = template.tab("induk").column(UNIT).header
        self._of[LINK_NAMES] = "Nama Tautan"

    def of(self, role: str) -> str:
        """The header, or the headers, that a role goes into; nothing for one that is not taken over."""
        return ", ".join(self._of[each] for each in _JOINED.get(role, (role,)) if each in self._of)

    def of_all(self, roles: Sequence[str]) -> str:
        """The headers that several roles go into."""
        return ", ".join(filter(None, map(self.of, roles)))


def question_lines(
    reading: ListReading, plan: ImportPlan, settings: Settings, template: Template, command: str = ""
) -> list[str]:
    """What must be answered, and how to answer it. What is about rows that are known is not asked. `command` is the one
    that was given, for answers that are ready to be typed."""
    merged = _merged(plan.questions)
    codes = [unit.code for unit in settings.units]
    asked = [_ask(question, codes, OurHeaders(template)) for question in merged]
    named = [number for number, (each, _) in enumerate(merged) if each.about and each.column < 0 and UNIT in each.roles]
    if unfit := [number for number in named if not _fits(merged[number][0])]:
        asked[unfit[-1]] = joined((asked[unfit[-1]], _more_units(codes)))
    for number in named:
        question = merged[number][0]
        if len(units := question.options or question.near) > 1:
            asked[number] = joined((asked[number], _one_unit(units)))
    if len(named) > 1:
        asked[named[-1]] = joined((asked[named[-1]], say("; all that are left, to one unit: --unit CODE")))
    if len(plan.known) == len(reading.entries) > 0:
        return asked
    return [*_wrong_list(reading, plan, settings, template, command), *asked]


def _wrong_list(
    reading: ListReading, plan: ImportPlan, settings: Settings, template: Template, command: str
) -> Iterator[str]:
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
        yield from _missing_titles(reading, plan, template, command)
    own = squeeze(f"{settings.office.name} {settings.office.address}")
    for title in dict.fromkeys(reading.titles):
        if (place := _other_place(title)) and squeeze(place) not in own:
            yield say(
                "the list names another place, %(place)s (“%(title)s”): is it the right file?",
                place=place, title=shorten(title),
            )  # fmt: skip
            return


def _missing_titles(reading: ListReading, plan: ImportPlan, template: Template, command: str) -> Iterator[str]:
    untitled = sum(not entry.values.get("judul") for entry in (*plan.fresh, *plan.waiting))
    title = template.tab("unit").column("judul").header
    if not any(entry.title for entry in reading.entries):
        yield _no_title(reading, template)
    elif maps := title_maps(reading, plan, template):
        names, summaries = OurHeaders(template), dict.fromkeys(theirs for _, theirs in maps)
        yield say(
            "%(untitled)s rows have no %(title)s: the list has no column for it, only %(summary)s. Either each unit "
            "writes short titles in its tab (until then these rows are not published), or the summary becomes the "
            "title as well. Then the Catatan of each of them says that %(ours)s only repeats the title: a hint, which "
            "stops nothing and goes when the unit writes either of them anew. To do so: %(again)s",
            untitled=untitled, title=title, summary=", ".join(f"“{summary}”" for summary in summaries),
            again=with_maps(command, maps), ours=names.of("ringkasan"),
        )  # fmt: skip
    elif untitled:
        yield say(
            '%(untitled)s rows have no %(title)s. If a column of the list holds it, say --map "%(title)s=…"',
            untitled=untitled, title=title,
        )  # fmt: skip


def title_maps(reading: ListReading, plan: ImportPlan, template: Template) -> list[tuple[str, str]]:
    """What makes the summaries the titles as well, of rows that have no other; nothing where that is not asked."""
    untitled = any(not entry.values.get("judul") for entry in (*plan.fresh, *plan.waiting))
    if not untitled or reading.beside or _asks_for_title(reading):
        return []
    names = OurHeaders(template)
    return [(names.of(role), summary) for role in ("judul", "ringkasan") for summary in _lone_summaries(reading)]


def _lone_summaries(reading: ListReading) -> list[str]:
    """The columns of summaries, of tables that have none of titles."""
    found: dict[str, None] = {}
    for table in reading.tables:
        roles = {role for guess in table.guesses.values() for role in (*guess.roles, *guess.asked)}
        for guess in table.guesses.values():
            if table.entries and "judul" not in roles and "ringkasan" in guess.roles:
                found[column_name(guess.header, guess.column)] = None
    return list(found)


def with_maps(command: str, maps: Sequence[tuple[str, str]]) -> str:
    """The command that was given with further `--map`s (ours, theirs), ready to be typed; the maps alone where there is
    none."""
    return joined([*([command] if command else []), *(_map_option(ours, theirs) for ours, theirs in maps)], " ")


def _map_option(ours: str, theirs: str) -> str:
    """As a person types it; what a shell would take for its own is quoted."""
    if not set(f"{ours}{theirs}") & _FOR_SHELLS:
        return joined(('--map "', ours, "=", theirs, '"'))
    escaped = theirs.replace("'", "'\"'\"'")
    return joined(("--map '", ours, "=", escaped, "'"))


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


def _fits(question: Question) -> bool:
    """Whether a name may be that of a unit here."""
    return bool(question.likely or question.options)


def _more_units(codes: Sequence[str]) -> str:
    """What the code of a unit is, and how one is added that is none of them."""
    return say(
        ", with one of %(codes)s for CODE. Is it a unit of the office that is not among them? Add it to dip.toml: "
        "copy a [[units]], then dip init",
        codes=", ".join(codes),
    )  # fmt: skip


def _ask(asked: tuple[Question, int], codes: Sequence[str], names: OurHeaders) -> str:
    question, count = asked
    if question.column >= 0:
        return _ask_column(question, names)
    if UNIT in question.roles:
        return _ask_unit(question, count, codes, names)
    (role,) = question.roles
    return say(
        "%(count)s rows: “%(text)s” names no one class; their %(header)s stays empty",
        count=count, text=shorten(question.about), header=names.of(role),
    )  # fmt: skip


def _ask_column(question: Question, names: OurHeaders) -> str:
    name = column_name(question.about, question.column)
    ours = [names.of(role) for role in question.options]
    none = say(", or %(map)s for none: it stays in the old file", map=with_maps("", [("-", name)]))
    if {"judul", "ringkasan"} <= set(question.options):
        none = joined((say(", or %(both)s for both", both=with_maps("", [(each, name) for each in ours])), none))
    return say(
        "column %(letter)s “%(header)s” may be %(ours)s: say %(example)s%(none)s",
        letter=column_letters(question.column), header=shorten(question.about), ours=_either(ours),
        example=with_maps("", [(ours[0], name)]), none=none,
    )  # fmt: skip


def _ask_unit(question: Question, count: int, codes: Sequence[str], names: OurHeaders) -> str:
    """Whose rows they are: by a name that stands there, else by the column that may name it, or for the whole file."""
    if not question.about and question.options:
        maps = [with_maps("", [(names.of(UNIT), column)]) for column in question.options]
        return say(
            "%(count)s rows do not say whose they are. Does a column name the units? Say %(maps)s. "
            "Do all rows belong to one unit? Say --unit CODE, one of %(codes)s",
            count=count, maps=_either(maps), codes=", ".join(codes),
        )  # fmt: skip
    if not question.about:
        asked_for = say(
            "%(count)s rows do not say whose they are: give --unit, one of %(codes)s",
            count=count, codes=", ".join(codes),
        )  # fmt: skip
        return joined((asked_for, say(". Nobody knows whose they are? Give them to any unit. "), _movable()))
    name = clean(question.about)
    example = say("say %(map)s", map=with_maps("", [(question.likely or say("CODE"), name)]))
    if not _fits(question):
        return say(
            "“%(name)s” (%(count)s rows) fits no unit here: %(example)s", name=name, count=count, example=example
        )
    return say(
        "“%(name)s” (%(count)s rows) is no name of one unit here; may be %(possible)s: %(example)s",
        name=name, count=count, possible=_either(question.options or [question.likely]), example=example,
    )  # fmt: skip


def _one_unit(units: Sequence[str]) -> str:
    """What to do with a name that may stand for several owners."""
    one = say(
        ". The name sounds like %(units)s: a row belongs to one unit, the one that masters the information. ",
        units=", ".join(units),
    )  # fmt: skip
    return joined((one, _movable()))


def _movable() -> str:
    return say("A row can be moved later: cut it, paste it into the other unit's tab; its ID stays")
