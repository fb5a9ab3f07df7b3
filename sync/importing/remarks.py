"""What may be lost of a list without anybody seeing it: classes that an old system kept as numbers, titles that it cut
at one length; titles as long as a summary; what the options for the whole file did, and the class that the name of the
file says. Each is remarked on once, before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.cells.text import clean, fold
from sync.importing.list_columns import IGNORED, Guess
from sync.importing.list_reading import Entry, ListReading, WholeFile
from sync.importing.list_rows import Classes
from sync.message import joined, named, say
from sync.model import column_letters
from sync.tabs.problem import shorten
from sync.template.template import Template

_CLASS_WORDS = frozenset({"kategori", "klasifikasi", "jenis", "sifat", "golongan", "kelas"})
_MOST_CLASSES = 9
_LEAST_CUT, _SHORTEST_CUT = 3, 30
"""So many titles of exactly the greatest length, and that length at least, are no chance."""
_LONG = 250
"""So many signs are five lines and more on a citizen's telephone."""


def remarks(reading: ListReading, template: Template, command: str = "") -> list[str]:
    """What to look at before the rows are written, each thing once. `command` is the one that was given."""
    titles = [entry.values.get("judul", "") for entry in reading.entries]
    return [
        *_by_options(reading),
        *_class_of_file(reading, template, command),
        *_numbered_classes(reading, template),
        *_cut_titles(titles),
        *_long_titles(reading.entries, template),
    ]


def _by_options(reading: ListReading) -> Iterator[str]:
    """Which rows the options for the whole file took, by what stands there, and which they left alone."""
    if reading.by_unit.filled:
        yield say("--unit took %(count)s rows that name no unit of this office: %(texts)s", **_taken(reading.by_unit))
    if names := [text for text, _ in reading.by_unit.filled.most_common() if text]:
        yield say('is one of these another unit\'s? Then say --map "CODE=%(name)s"', name=names[0])
    if reading.by_unit.kept:
        yield say(
            "%(count)s rows name another unit of this office and stay with it: %(names)s", **_left(reading.by_unit)
        )
    if reading.by_class.filled:
        yield say("--class took %(count)s rows that name no class: %(texts)s", **_taken(reading.by_class))
    if reading.by_class.kept:
        yield say("%(count)s rows name another class and keep it: %(names)s", **_left(reading.by_class))


def _taken(option: WholeFile) -> dict[str, object]:
    texts = (
        f"“{shorten(text)}” {count}" if text else say("%(count)s say nothing", count=count)
        for text, count in option.filled.most_common()
    )
    return {"count": option.filled.total(), "texts": joined(texts, ", ")}


def _left(option: WholeFile) -> dict[str, object]:
    names = ", ".join(f"{name} {count}" for name, count in sorted(option.kept.items()))
    return {"count": option.kept.total(), "names": names}


def without_class(reading: ListReading) -> int:
    """How many rows name no class, nor does anything over them."""
    return sum("usulan" not in entry.values for entry in reading.entries)


def named_class(reading: ListReading, template: Template) -> str:
    """The class that the name of the file says; empty if it says none, or several."""
    return Classes(template.choices["klasifikasi"]).one(reading.name)


def _class_of_file(reading: ListReading, template: Template, command: str) -> Iterator[str]:
    """The class that the name of the file says, where rows have none: proposed, never taken."""
    count, klass = without_class(reading), named_class(reading, template)
    if count and klass:
        yield say(
            "%(count)s rows name no class; the name of the file says %(klass)s. If that is theirs: %(again)s",
            count=count, klass=klass, again=f'{command} --class "{klass}"'.strip(),
        )  # fmt: skip


def _numbered_classes(reading: ListReading, template: Template) -> Iterator[str]:
    """Columns that are named like a class and hold a few numbers."""
    ours = template.tab("unit").column("usulan").header
    proposed = {entry.values.get("usulan") for entry in reading.entries}
    classes = [value for value in template.classes() if value not in proposed]
    seen = set()
    for table in reading.tables:
        entries = [entry for entry in reading.entries if entry.tab == table.tab]
        for guess in table.guesses.values():
            numbers = _numbers(guess, entries) if _may_be_class(guess) and guess.header not in seen else ()
            if numbers:
                seen.add(guess.header)
                name = clean(guess.header)
                which = [f'--map "{ours}={name}"'] * (guess.role != "usulan")
                which += [f'--map "{value}={number}"' for value, number in zip(classes, numbers, strict=False)]
                yield say(
                    "column %(letter)s “%(header)s” holds numbers: %(numbers)s. If they stand for classes, say which, "
                    "for instance: %(example)s",
                    letter=column_letters(guess.column), header=shorten(name), numbers=", ".join(numbers),
                    example=" ".join(which),
                )  # fmt: skip


def _may_be_class(guess: Guess) -> bool:
    named = bool(_CLASS_WORDS & set(fold(guess.header.replace("_", " ")).split()))
    return guess.role == "usulan" or (named and guess.why != "map" and (not guess.role or guess.role in IGNORED))


def _numbers(guess: Guess, entries: Sequence[Entry]) -> tuple[str, ...]:
    """The numbers of a column that holds nothing else, and few of them; those that were said to stand for classes have
    become one."""
    texts = {clean(entry.source.get(guess.header, "")) for entry in entries} - {""}
    if guess.role == "usulan":
        texts = {clean(unread.value) for entry in entries for unread in entry.unread if unread.role == "usulan"}
    is_few = 0 < len(texts) <= _MOST_CLASSES and all(text.isdecimal() for text in texts)
    return tuple(sorted(texts, key=int)) if is_few else ()


def _cut_titles(titles: Sequence[str]) -> Iterator[str]:
    """Many titles of exactly the greatest length, most of which end within a word."""
    longest = max(map(len, titles), default=0)
    cut = list(dict.fromkeys(title for title in titles if len(title) == longest))
    if longest < _SHORTEST_CUT or len(cut) < _LEAST_CUT:
        return
    whole = {word for title in titles if len(title) < longest for word in fold(title).split()}
    whole |= {word for title in cut for word in fold(title).split()[:-1]}
    torn = [title for title in cut if title[-1].isalnum() and fold(title).split()[-1] not in whole]
    if len(torn) * 2 > len(cut):
        yield say(
            "%(count)s titles have exactly %(length)s letters, like “… %(end)s”: the old system seems to have cut "
            "them. The unit completes them in its tab",
            count=len(cut), length=longest, end=torn[0][-24:].strip(),
        )  # fmt: skip


def _long_titles(entries: Sequence[Entry], template: Template) -> Iterator[str]:
    """Titles that are none: where the first of them stand, and what becomes of them."""
    long = [entry for entry in entries if len(entry.values.get("judul", "")) >= _LONG]
    if long:
        unit = template.tab("unit")
        yield say(
            "%(count)s titles have %(least)s letters and more (row %(rows)s): nothing of them is cut, but in the list "
            "for citizens each is a whole paragraph. The unit writes a short %(title)s in its tab; the whole text "
            "belongs into %(summary)s",
            count=len(long), least=_LONG, rows=named([f"{entry.tab} {entry.row + 1}".strip() for entry in long], 3),
            title=unit.column("judul").header, summary=unit.column("ringkasan").header,
        )  # fmt: skip
