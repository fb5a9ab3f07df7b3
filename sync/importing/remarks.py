"""What may be lost of a list without anybody seeing it: classes that an old system kept as numbers, and titles that it
cut at one length; and what `--unit` did. Each is remarked on once, before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.cells.text import clean, fold
from sync.importing.list_columns import IGNORED, Guess
from sync.importing.list_reading import Entry, ListReading
from sync.message import joined, say
from sync.model import column_letters
from sync.tabs.problem import shorten
from sync.template.template import Template

_CLASS_WORDS = frozenset({"kategori", "klasifikasi", "jenis", "sifat", "golongan", "kelas"})
_MOST_CLASSES = 9
_LEAST_CUT, _SHORTEST_CUT = 3, 30
"""So many titles of exactly the greatest length, and that length at least, are no chance."""


def remarks(reading: ListReading, template: Template) -> list[str]:
    """What to look at before the rows are written, each thing once."""
    titles = [entry.values.get("judul", "") for entry in reading.entries]
    return [*_given_unit(reading), *_numbered_classes(reading, template), *_cut_titles(titles)]


def _given_unit(reading: ListReading) -> Iterator[str]:
    """Which rows `--unit` took, by what stands there, and which it left to the unit that they name."""
    if reading.unit_filled:
        found = (
            f"“{shorten(name)}” {count}" if name else say("%(count)s without a name", count=count)
            for name, count in reading.unit_filled.most_common()
        )
        yield say(
            "--unit took %(count)s rows that name no unit of this office: %(names)s",
            count=reading.unit_filled.total(), names=joined(found, ", "),
        )  # fmt: skip
    if reading.unit_kept:
        yield say(
            "%(count)s rows name another unit of this office and stay with it: %(counts)s",
            count=reading.unit_kept.total(),
            counts=", ".join(f"{code} {count}" for code, count in sorted(reading.unit_kept.items())),
        )


def _numbered_classes(reading: ListReading, template: Template) -> Iterator[str]:
    """Columns that are named like a class and hold a few numbers."""
    ours = template.tab("unit").column("usulan").header
    said = {entry.values.get("usulan") for entry in reading.entries}
    classes = [value for value in template.classes() if value not in said]
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
