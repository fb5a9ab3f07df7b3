"""What must be asked about a list, and which columns may say whose its rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.cells.text import clean
from sync.importing.list_columns import Guess
from sync.importing.list_rows import ListRow
from sync.importing.unit_names import UnitNames
from sync.model import column_letters

_LONGEST_HEADER = 60
_LONGEST_UNIT = 80
_MOST_COLUMNS = 3


@dataclass(frozen=True)
class Question:
    """What a person must say: about which roles, in which rows of which tab (None: all of them), about what there.
    `options` are the answers that are possible: roles, units, classes; where rows do not say whose they are, the
    columns that may. `near` are the units that the name sounds like. `column` is where it stands, or -1."""

    roles: frozenset[str]
    tab: str
    rows: frozenset[int] | None
    about: str
    options: tuple[str, ...] = ()
    column: int = -1
    near: tuple[str, ...] = ()

    @property
    def likely(self) -> str:
        """The unit to propose, if one is likelier than all others."""
        return self.near[0] if len(self.near) == 1 else ""


def column_name(header: str, column: int) -> str:
    """How a person names a column with `--map`: by its header, or by its letter where that is long or missing."""
    name = clean(header)
    return name if 0 < len(name) <= _LONGEST_HEADER else column_letters(column)


def unit_columns(guesses: Mapping[int, Guess], rows: Sequence[ListRow], units: UnitNames) -> tuple[str, ...]:
    """The columns that may hold the names of units: of those that are asked about or not taken over (but that nobody
    mapped) the ones whose texts sound like units; where there are none, those with few short texts that come again and
    again."""
    found: list[tuple[float, str]] = []
    for place, guess in guesses.items():
        texts = [clean(text) for row in rows if (text := row.text(place))]
        is_free = guess.why != "map" and (guess.asked or guess.role in ("", "lain"))
        if not is_free or 2 * len(texts) < len(rows) or not all(map(_may_be_unit, texts)):
            continue
        share = sum(map(units.sounds_like_unit, texts)) / max(1, len(texts))
        if 2 * share >= 1 or 1 < len(set(texts)) <= len(texts) / 2:
            found.append((share, column_name(guess.header, place)))
    likely = [name for share, name in found if 2 * share >= 1]
    return tuple(likely or [name for _, name in found])[:_MOST_COLUMNS]


def _may_be_unit(text: str) -> bool:
    return len(text) <= _LONGEST_UNIT and text[0].isalpha() and "://" not in text
