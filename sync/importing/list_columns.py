"""Which column of a list is which of ours: by what stands over it, by what stands in it, by a person's word.

Where two meanings are possible the others decide: the columns that are certain, and the content. Where these do not
decide, it is asked: a column that is asked about is not taken over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sync.cells.text import clean, squeeze
from sync.importing.cell_kinds import CellKinds, is_stamp
from sync.importing.list_header import ListHeader
from sync.importing.words import OWN_HEADER, Vocabulary, roles_of, weigh
from sync.tabs.rows import forms_of
from sync.template.template import Template

LINK_NAMES = "nama_tautan"
IGNORED = frozenset({LINK_NAMES, "lain", "pengecualian", "nomor", "id", "status", "catatan"})
MANY = frozenset({"tautan", "tick_bentuk", "tick_kelas", *IGNORED})
"""Roles that several columns may have."""
_SOFT = frozenset({"sub_bagian", "penanggung_jawab", "tempat", "lokasi_arsip"})
"""Roles whose content can be anything: what stands there may speak for one, not against it."""
_SURE, _MOST, _SOME = 0.8, 0.6, 0.3
_BY_CONTENT = (
    "tautan", "usulan", "bentuk", "retensi", "waktu", "waktu_tempat", "sub_bagian", "penanggung_jawab", "lokasi_arsip",
    "tempat",
)  # fmt: skip
_SAMPLE = 400


@dataclass(frozen=True)
class Guess:
    """What a column was taken for, and why: `header`, `content`, `map`, or nothing. `asked` are the roles it may
    have where that is asked; `form` is the form or class that a tick in it stands for. `also` are further roles that a
    person gave it."""

    column: int
    header: str
    role: str = ""
    why: str = ""
    asked: tuple[str, ...] = ()
    form: str = ""
    also: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that it has."""
        return (self.role, *self.also) if self.role else ()


@dataclass(frozen=True)
class _Column:
    """A column with what speaks for its meanings."""

    place: int
    header: str
    candidates: tuple[str, ...]
    weight: int
    texts: Sequence[str]
    linked: float
    form: str = ""


def guess_columns(  # noqa: PLR0913  what speaks for a column's meaning
    header: ListHeader,
    texts: Mapping[int, Sequence[str]],
    linked: Mapping[int, float],
    mapped: Mapping[int, tuple[str, ...]],
    kinds: CellKinds,
    vocabulary: Vocabulary,
    template: Template,
) -> dict[int, Guess]:
    """The meaning of every column that has a header or content. `texts` are the filled cells of each, `linked` the part
    of its cells that have links behind them, `mapped` the roles that a person gave, one at least."""
    places = sorted(header.texts.keys() | texts.keys())
    columns = [_column(place, header, texts, linked, kinds, vocabulary, template) for place in places]
    is_other_list = any("pengecualian" in column.candidates for column in columns)
    guesses = {
        place: Guess(place, header.text(place), role, "map", also=tuple(also))
        for place, (role, *also) in mapped.items()
    }
    columns = [column for column in columns if column.place not in mapped]
    taken = {role for roles in mapped.values() for role in roles if role not in MANY}
    columns = [_without_other_list(column) for column in columns] if is_other_list else columns
    _take_certain(columns, guesses, taken, kinds)
    _take_doubtful(columns, guesses, taken, kinds)
    _take_by_content(columns, guesses, taken, kinds)
    for column in columns:
        guesses.setdefault(column.place, Guess(column.place, column.header))
    return _without_lone_month(_without_lone_ticks(dict(sorted(guesses.items()))))


def _column(  # noqa: PLR0913  as above, for one
    place: int,
    header: ListHeader,
    texts: Mapping[int, Sequence[str]],
    linked: Mapping[int, float],
    kinds: CellKinds,
    vocabulary: Vocabulary,
    template: Template,
) -> _Column:
    group, own = header.texts.get(place, ("", ""))
    held = texts.get(place, ())[:_SAMPLE]
    full = header.text(place)
    base = _Column(place, full, (), 0, held, linked.get(place, 0.0))
    if form := _ticked(own, held, kinds, template):
        return replace(base, candidates=(form[0],), weight=OWN_HEADER, form=form[1])
    roles = roles_of(own, vocabulary) if own else ()
    if not roles or roles == ("nomor",):
        roles = roles_of(f"{group} {own}", vocabulary) or roles
    weight = max(weigh(own, vocabulary).values(), default=0) or max(
        weigh(f"{group} {own}", vocabulary).values(), default=0
    )
    if group and roles and roles[0] in ("waktu", "tempat"):
        joined = roles_of(f"{group} {own}", vocabulary)
        roles = joined if "retensi" in joined or "lokasi_arsip" in joined else roles
    exact = weight == len(squeeze(own or group))
    return replace(base, candidates=roles, weight=OWN_HEADER - 1 if exact and weight < OWN_HEADER else weight)


def _ticked(own: str, held: Sequence[str], kinds: CellKinds, template: Template) -> tuple[str, str] | None:
    """A column in which a form or a class is ticked."""
    if held and kinds.share("tick", held) < _MOST:
        return None
    if squeeze(own) in forms_of(template):
        return "tick_bentuk", clean(own)
    from sync.cells.choice import find_choice

    choice = find_choice(own, template.choices["klasifikasi"])
    return ("tick_kelas", choice.value) if choice else None


def _without_other_list(column: _Column) -> _Column:
    """In a list of what is excluded a plain `Jangka Waktu` is that of the exclusion."""
    plain = squeeze(column.header) in ("jangkawaktu", "masaberlaku", "bataswaktu")
    return replace(column, candidates=("pengecualian",)) if plain else column


def _take_certain(columns: Sequence[_Column], guesses: dict[int, Guess], taken: set[str], kinds: CellKinds) -> None:
    """Columns whose header has one meaning, which the content does not contradict; of several for one role the one
    that says it most plainly."""
    for role in dict.fromkeys(column.candidates[0] for column in columns if len(column.candidates) == 1):
        held = [column for column in columns if column.candidates == (role,)]
        if role in MANY:
            for column in _leading(held, kinds) if role == "tautan" else held:
                guesses[column.place] = Guess(column.place, column.header, role, "header", form=column.form)
            continue
        held = [column for column in held if not _contradicted(column, role, kinds)]
        if not held or role in taken:
            continue
        chosen = _plainest(held, role, kinds)
        if chosen is None:
            for column in held:
                guesses[column.place] = Guess(column.place, column.header, asked=(role,))
        else:
            guesses[chosen.place] = Guess(chosen.place, chosen.header, role, "header")
        taken.add(role)


def _leading(held: Sequence[_Column], kinds: CellKinds) -> Sequence[_Column]:
    """Of columns that speak of documents those that lead to some; all, where none does."""
    leading = [column for column in held if column.linked or kinds.share("tautan", column.texts)]
    return leading or held


def _plainest(held: Sequence[_Column], role: str, kinds: CellKinds) -> _Column | None:
    """The column whose header and content say a role most plainly; None where two do it alike."""
    ranked = sorted(held, key=lambda column: _rank(column, role, kinds), reverse=True)
    if len(ranked) > 1 and _rank(ranked[0], role, kinds) == _rank(ranked[1], role, kinds):
        return None
    return ranked[0]


def _rank(column: _Column, role: str, kinds: CellKinds) -> tuple[bool, float, int]:
    share = kinds.share(role, column.texts) if role in kinds.looks else 0.0
    return bool(column.texts), round(share, 1), column.weight


def _contradicted(column: _Column, role: str, kinds: CellKinds) -> bool:
    """Whether what stands in a column is plainly something else than its header says."""
    if role not in kinds.looks or not column.texts or role in _SOFT:
        return False
    if column.weight >= OWN_HEADER - 1 and role != "tautan":
        return False
    others = [other for other in _BY_CONTENT if other != role and kinds.share(other, column.texts) >= _SURE]
    return kinds.share(role, column.texts) < 0.1 and bool(others)


def _take_doubtful(columns: Sequence[_Column], guesses: dict[int, Guess], taken: set[str], kinds: CellKinds) -> None:
    """Columns whose header has several meanings: what others have taken is none of them, and content may decide."""
    for column in columns:
        if len(column.candidates) < 2 or column.place in guesses:
            continue
        free = [role for role in column.candidates if role in MANY or role not in taken]
        free = [role for role in free if not _contradicted(column, role, kinds)]
        shares = {role: kinds.share(role, column.texts) for role in free}
        if "tautan" in free:
            shares["tautan"] = max(shares["tautan"], column.linked)
        if {"tempat", "lokasi_arsip"} <= shares.keys():  # a town may be where it was made, and where it lies
            shares["lokasi_arsip"] = max(shares["lokasi_arsip"], shares["tempat"])
        likely = [role for role, share in shares.items() if share >= _SURE]
        tested = [role for role in free if role in kinds.looks]
        if not likely:
            likely = [role for role in free if role not in tested or role in _SOFT or shares[role] >= _SOME]
            likely = [role for role in likely if role != "tautan" or shares[role] >= _MOST]
        if len(likely) == 1 or (likely and set(likely) <= IGNORED):
            guesses[column.place] = Guess(column.place, column.header, likely[0], "header")
            taken.update({likely[0]} - MANY)
        elif free:
            _ask_or_take(column, set(likely or free), guesses, taken, kinds)


def _ask_or_take(
    column: _Column, roles: set[str], guesses: dict[int, Guess], taken: set[str], kinds: CellKinds
) -> None:
    """One meaning besides none is taken, unless another column is asked about for the same. Who issues it, may be an
    official or a unit: where the texts sound like units, that is asked first."""
    roles -= IGNORED
    asked = {role for guess in guesses.values() for role in guess.asked}
    if len(roles) == 1 and not roles & asked:
        (role,) = roles
        guesses[column.place] = Guess(column.place, column.header, role, "header")
        taken.add(role)
    else:
        may_be_unit = "penanggung_jawab" in roles and "sub_bagian" not in taken and kinds.sound_like_units(column.texts)
        first = ("sub_bagian",) if may_be_unit else ()
        asked_roles = (*first, *sorted(roles - set(first)))
        guesses[column.place] = Guess(column.place, column.header, asked=asked_roles)


def _take_by_content(columns: Sequence[_Column], guesses: dict[int, Guess], taken: set[str], kinds: CellKinds) -> None:
    """Columns that no header explains, by what stands in nearly all of their cells."""
    left = [column for column in columns if column.place not in guesses and column.texts]
    phases = {"retensi_aktif", "retensi_inaktif"} & taken
    for role in ("nomor", *(("retensi_nasib",) if phases else ()), *_BY_CONTENT):
        held = [column for column in left if column.place not in guesses and _looks_like(column, role, kinds)]
        if role in MANY:
            for column in held[:1] if role == "nomor" else held:
                guesses[column.place] = Guess(column.place, column.header, role, "content")
        elif len(held) == 1 and role not in taken and not (role == "waktu_tempat" and {"waktu", "tempat"} & taken):
            guesses[held[0].place] = Guess(held[0].place, held[0].header, role, "content")
            taken.add(role)
        elif len(held) > 1 and role not in taken:
            for column in held:
                guesses[column.place] = Guess(column.place, column.header, asked=(role,))


def _looks_like(column: _Column, role: str, kinds: CellKinds) -> bool:
    if role == "tautan" and column.linked >= _MOST:
        return True
    if role == "waktu" and any(map(is_stamp, column.texts)):
        return False
    if role == "nomor":
        rising = sum(len(one) < len(two) or one < two for one, two in pairwise(column.texts))
        if 2 * rising < len(column.texts) - 1 or kinds.share("waktu", column.texts) >= _SURE:
            return False
    return kinds.share(role, column.texts) >= _SURE


def _without_lone_ticks(guesses: dict[int, Guess]) -> dict[int, Guess]:
    """One column of ticks alone is no list of forms or classes."""
    for role in ("tick_bentuk", "tick_kelas"):
        ticked = [place for place, guess in guesses.items() if guess.role == role]
        if len(ticked) == 1:
            guesses[ticked[0]] = replace(guesses[ticked[0]], role="", why="")
    return guesses


def _without_lone_month(guesses: dict[int, Guess]) -> dict[int, Guess]:
    """A column of months without one of years is that of the time."""
    roles = {guess.role for guess in guesses.values()}
    if not {"waktu", "waktu_tempat"} & roles:
        for place, guess in guesses.items():
            if guess.role == "waktu_bulan":
                guesses[place] = replace(guess, role="waktu")
    return guesses
