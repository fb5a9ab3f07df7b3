"""A long list cut into pages and a search index cut into files, by what entries are and never by their position.

A class with more entries than a page holds is cut by five years, by year, by the code and by the number of the ID, each
step only where it is needed; so a new entry changes its own page and the one above it, whatever the length of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sync.site.gate import PublicEntry

WHOLE = 250
"""How many entries stand on one page, and in `index.html` itself."""
BLOCK = 500
"""How many numbers of a code share one file of search data."""
NO_YEAR = "tanpa-tahun"


@dataclass(frozen=True)
class Part:
    """A page of a long list: its entries, or the parts it is cut into. `path` begins with the slug of the class."""

    path: tuple[str, ...]
    entries: tuple[PublicEntry, ...]
    parts: tuple[Part, ...] = ()

    @property
    def name(self) -> str:
        """The last step of its path."""
        return self.path[-1]

    def pages(self) -> Iterable[Part]:
        """This part and everything below it."""
        yield self
        for part in self.parts:
            yield from part.pages()


@dataclass(frozen=True)
class Block:
    """The entries of one stretch of IDs: one file of search data."""

    name: str
    entries: tuple[PublicEntry, ...]


def is_long(entries: Sequence[PublicEntry]) -> bool:
    """Whether the list is cut at all."""
    return len(entries) > WHOLE


def cut(name: str, entries: Sequence[PublicEntry], steps: Sequence[Step] | None = None) -> Part:
    """The pages of one class, or by `steps` those of something else of this name."""
    return _cut((name,), tuple(entries), STEPS if steps is None else steps)


def blocks(entries: Iterable[PublicEntry]) -> list[Block]:
    """The search data: files named by code and stretch of numbers, in this order."""
    stretches: dict[str, list[PublicEntry]] = {}
    for entry in entries:
        stretches.setdefault(_stretch(entry, BLOCK), []).append(entry)
    return [Block(name, tuple(stretches[name])) for name in sorted(stretches, key=_stretch_place)]


def _cut(path: tuple[str, ...], entries: tuple[PublicEntry, ...], steps: Sequence[Step]) -> Part:
    if len(entries) <= WHOLE or not steps:
        return Part(path, entries)
    groups: dict[str, list[PublicEntry]] = {}
    for entry in entries:
        groups.setdefault(steps[0](entry), []).append(entry)
    parts = tuple(_cut((*path, name), tuple(groups[name]), steps[1:]) for name in sorted(groups, key=_newest_first))
    return Part(path, entries, parts)


def _newest_first(name: str) -> tuple[int, str, int]:
    """Years from the newest down, what has none after them; codes and numbers from the first up."""
    if name[0].isdecimal():
        return 0, "", -int(name[:4])
    return (2, "", 0) if name == NO_YEAR else (1, *_stretch_place(name))


def _five_years(entry: PublicEntry) -> str:
    if not entry.waktu_selesai:
        return NO_YEAR
    first = (int(entry.waktu_selesai[:4]) - 1) // 5 * 5 + 1
    return f"{first:04}-{first + 4:04}"


def last_year(entry: PublicEntry) -> str:
    """The year in which an entry's period ends."""
    return entry.waktu_selesai[:4] or NO_YEAR


def _code(entry: PublicEntry) -> str:
    return entry.id.partition("-")[0]


def _range(entry: PublicEntry) -> str:
    return _stretch(entry, WHOLE)


def _stretch(entry: PublicEntry, size: int) -> str:
    """`KUL-0001` for the numbers from 1 to `size`, named by its first."""
    code, _, number = entry.id.partition("-")
    return f"{code}-{max(int(number) - 1, 0) // size * size + 1:04}"


def _stretch_place(name: str) -> tuple[str, int]:
    code, _, number = name.partition("-")
    return code, int(number or 0)


Step = Callable[[PublicEntry], str]
STEPS: tuple[Step, ...] = (_five_years, last_year, _code, _range)
UNIT_STEPS: tuple[Step, ...] = (last_year, _range)
