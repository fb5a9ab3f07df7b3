"""What `Induk` shows of an entry now, and what changed while sync wrote.

The tick in a cell of `Setuju` counts as a change only against what is known of that very cell:

    late             the row still carries the mark before the last: what sync last meant to write there never arrived
    former_setuju    what was read in the row before that write, and counts in a late row;
                     `former_tarik` and `former_class` likewise
    was_ticked       the tick as known: `former_setuju` in a late row, else `setuju`; true where a person took the tick
                     away while sync wrote, false where sync itself took it from a row that had moved
    unticked         nothing is left of a tick in the entry's own rows, or a person took it away while sync wrote
    overwritten, taken
                     a tick given while sync wrote; a tick that sync itself took away: both approve nothing, and the
                     second is no untick

`was_ticked` and `unticked` together are an untick, which withdraws (rule 5); a tick without `was_ticked` is a new one
(rule 3).

What people did in the moment sync wrote is known where the workbook keeps a witness of it. A withdrawal counts whenever
it was made. A tick that was overwritten approves nothing, because its row was just being answered; the row says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sync.cells.cell import Tick
from sync.cells.text import clean, same_words
from sync.ledger.state import EntryState, Version
from sync.model import Witness
from sync.plan.gather import Gathered, PlanContext
from sync.plan.tick_rules import Observed
from sync.tabs.master_tab import MasterReading, MasterRow, means_excluded, read_class
from sync.template.template import Template

RECOVERY = "pulang"
"""The reason of a row whose approval was lost with the ledger."""
UNSEEN = "pulang-kecuali"
"""The reason of one whose exclusion the site does not show, so that after a loss nothing but the ledger says it."""
LOST = frozenset({RECOVERY, UNSEEN})
_SHOWN = frozenset({"tanda", "sub_bagian"})
"""What must be seen in a row besides the version, so that a tick in it counts."""


def observe_all(context: PlanContext) -> dict[str, Observed]:
    """What `Induk` says, for every entry that has a row there."""
    entries = context.ledger.entries
    return {id: observe(entries[id], rows, context) for id, rows in context.gathered.rows.items()}


def observe(state: EntryState, rows: Sequence[MasterRow], context: PlanContext) -> Observed:
    """What the rows of one entry say. Where sync's last answer never arrived (`late`), cells are compared with what was
    read before it; a column that is missing says what the ledger knows."""
    gathered, template, older = context.gathered, context.template, context.older
    master = gathered.master
    rows, sign = _signed(state, rows, context)
    if context.slipped:
        rows = [other._replace(setuju=Tick.SILENT) if _overtyped(state, other) else other for other in rows]
    row = primary_row(state, rows, master)
    texts, fresh = _tarik_texts(rows, master), new_tarik_texts(state, rows, context)
    id, mark = master.text(row, "id"), master.text(row, "tanda")
    current = bool(mark) and mark == state.mark
    late = is_late(state, mark) and not older
    numbers = {other.number for other in rows}
    alike = [*rows, *(other for other in gathered.namesakes.get(state.id, ()) if other.number not in numbers)]
    classes = [master.text(other, "klasifikasi") for other in alike]
    meantime = meanwhile(state, row, master, gathered.witness.get(state.id), gathered.owners)
    owner = context.ledger.entries.get(gathered.owners.get(mark, ""))
    taken = meantime.taken and not (owner and _known_tick(owner, mark))  # where sync put this mark, it left a tick
    return Observed(
        klasifikasi=_class(master.text(row, "klasifikasi"), state.klasifikasi, template),
        basis=_basis(state, row, master, template),
        note=_text(master, row, "catatan_ppid", state.note, lines=True),
        setuju=_ticked(row),
        sign=sign,
        was_ticked=meantime.unticked or (not taken and (state.former_setuju if late else state.setuju)),
        unticked=meantime.unticked
        or (_ticked(row) is False if current and len(rows) == 1 else _unticked(state, rows, context)),
        tarik=meantime.tarik or (bool(fresh) and not context.slipped) or any(map(_asks, alike)),
        tarik_ticked=_asks(row),
        tarik_stands=bool(texts),
        tarik_text=_lines(_known_texts(state, rows, texts) - (fresh if context.slipped else set())),
        was_tarik=late and state.former_tarik,
        alasan=_alasan(state, row, context),
        excluded=any(means_excluded(text, template) for text in classes),
        hidden=not _SHOWN.isdisjoint(row.silent) or not set(template.version_roles).isdisjoint(row.silent),
        sole=len(alike) == 1,
        marked=current and not older and (id == state.id or clean(id).upper() == state.id),
        intact=_intact(context.ledger.versions[state.id][state.version], row, gathered),
        outdated=bool(older) and not current,
        locked=gathered.locked,
        overwritten=meantime.ticked,
        taken=taken,
        why_unmarked=state.reason if state.reason in LOST else _why_unmarked(master, older, current=current),
        why_altered="centang-kolom" if gathered.lost_columns else "centang-isi-induk",
    )


def _ticked(row: MasterRow) -> bool | None:
    """Whether it is ticked; None where the cell says nothing. What is neither yes nor no is no tick."""
    return None if row.setuju is Tick.SILENT else row.setuju is Tick.YES


def _asks(row: MasterRow) -> bool:
    return row.tarik is Tick.YES


def _signed(state: EntryState, rows: Sequence[MasterRow], context: PlanContext) -> tuple[Sequence[MasterRow], str]:
    """The rows, and the sign in one of them that an earlier version counted as the tick that the ledger knows: there
    it stays one. One that it had not read yet under `Tarik` asks, as it did then."""
    former, at = context.template.ticks["approval"].former, context.gathered.master.at
    if not (state.setuju_sign or context.upgraded):
        return rows, ""
    adjusted, sign = [], ""
    for row in rows:
        text = row.texts[at["setuju"]]
        old = context.upgraded and clean(text).casefold() in former
        if row.setuju is Tick.SILENT:
            sign = sign or state.setuju_sign
        known = row.setuju is Tick.OTHER and state.setuju and (old or text == state.setuju_sign)
        sign = text if known else sign
        asks = row.tarik is Tick.OTHER and context.upgraded and clean(row.texts[at["tarik"]]).casefold() in former
        setuju, tarik = (Tick.YES if known else row.setuju), (Tick.YES if asks else row.tarik)
        adjusted.append(row._replace(setuju=setuju, tarik=tarik))
    return adjusted, sign


def _tarik_texts(rows: Sequence[MasterRow], master: MasterReading) -> set[str]:
    """What stands under `Tarik` and is no clear answer."""
    return {" ".join(master.text(row, "tarik").split()) for row in rows if row.tarik is Tick.OTHER}


def new_tarik_texts(state: EntryState, rows: Sequence[MasterRow], context: PlanContext) -> set[str]:
    """Those that were not there before; none in the first run of a version with other lists of what ticks."""
    texts = _tarik_texts(rows, context.gathered.master)
    return texts - set(state.tarik_text.split("\n")) if texts and not context.upgraded else set()


def _overtyped(state: EntryState, row: MasterRow) -> bool:
    """Whether something that is neither a tick nor none was typed over a tick that the ledger knows."""
    return state.setuju and row.setuju is Tick.OTHER


def slipped_roles(state: EntryState, rows: Sequence[MasterRow], context: PlanContext) -> tuple[str, ...]:
    """The columns of ticks in which a new text would withdraw an entry."""
    rows, _ = _signed(state, rows, context)
    slipped = {
        "tarik": bool(new_tarik_texts(state, rows, context)),
        "setuju": any(_overtyped(state, row) for row in rows),
    }
    return tuple(role for role in slipped if slipped[role])


def _known_texts(state: EntryState, rows: Sequence[MasterRow], texts: set[str]) -> set[str]:
    """The texts to be known from now on. A cell that says nothing changes nothing."""
    silent = any(row.tarik is Tick.SILENT for row in rows)
    return texts | set(state.tarik_text.split("\n")) if silent else texts


def _lines(texts: set[str]) -> str:
    return "\n".join(sorted(filter(None, texts)))


def _why_unmarked(master: MasterReading, older: str, *, current: bool) -> str:
    """Why a tick does not count in a row without its mark."""
    if "tanda" not in master.columns.at:
        return "centang-kolom"
    return "centang-nomor" if current and older == "nomor-putaran-hilang" else "centang-tanda"


def _alasan(state: EntryState, row: MasterRow, context: PlanContext) -> str:
    """What stands under `Alasan Tarik`. An old version of the workbook says nothing of today."""
    old = context.older or "alasan_tarik" in row.silent
    return state.alasan if old else _text(context.gathered.master, row, "alasan_tarik", state.alasan)


def _class(typed: str, known: str, template: Template) -> str:
    """The class as typed; one that is only spelt in another way than before is the known one."""
    class_value, readable = read_class(known, template)
    same = typed == known or (readable and read_class(typed, template) == (class_value, True))
    return known if same else clean(typed)


def is_late(state: EntryState, mark: str) -> bool:
    """Whether a row still carries the mark before the last: what sync last meant to write there never arrived."""
    return bool(mark) and mark != state.mark and mark == state.former_mark


def _basis(state: EntryState, row: MasterRow, master: MasterReading, template: Template) -> tuple[str, ...]:
    if master.basis(row.texts) == state.basis:
        return state.basis
    known = zip(template.basis_roles, state.basis, strict=True)
    return tuple(_text(master, row, role, text) for role, text in known)


def _text(master: MasterReading, row: MasterRow, role: str, known: str, *, lines: bool = False) -> str:
    """A cell, cleaned; where its column is missing, what the ledger knows."""
    text = master.text(row, role)
    return known if text == known or role not in master.columns.at else clean(text, lines=lines)


def _unticked(state: EntryState, rows: Sequence[MasterRow], context: PlanContext) -> bool:
    """A row of the entry's own is not ticked, or none is that has its ID. A row with another's mark (the marks stayed
    where they were when the rest was sorted) has the other's cell: there a tick was taken away if the ledger knows it,
    and nobody emptied the entry's own cell while it is ticked elsewhere."""
    gathered, entries = context.gathered, context.ledger.entries
    text, marks = gathered.master.text, {state.mark, state.former_mark} - {""}
    own = [row for row in rows if text(row, "tanda") in marks]
    if own or any(_ticked(row) is not False for row in rows):
        return any(_ticked(row) is False for row in own)
    others = [(mark, gathered.owners.get(mark, "")) for row in rows if (mark := text(row, "tanda"))]
    if any(_known_tick(entries[id], mark) for mark, id in others if id):
        return True
    return not any(_ticked(row) is not False and text(row, "tanda") in marks for row in gathered.master.rows)


def _known_tick(state: EntryState, mark: str) -> bool:
    """The tick that is known of the cell beside a mark of this entry."""
    return state.former_setuju if is_late(state, mark) else state.setuju


def _intact(put: Version, row: MasterRow, gathered: Gathered) -> bool:
    """Whether the public cells show the version that sync put there; a column that is missing shows nothing."""
    typed, shown, unit = gathered.master.public(row.texts), gathered.contents[put.id], put.content.get("unit", "")
    same = typed == shown or all(map(same_words, typed, shown))
    return same and same_words(gathered.master.text(row, "sub_bagian"), gathered.names.get(unit, unit))


def primary_row(state: EntryState, rows: Sequence[MasterRow], master: MasterReading) -> MasterRow:
    """Of several rows with one ID, the one with the current mark, then the one where it never arrived, then the
    topmost."""
    if len(rows) == 1:
        return rows[0]
    marks = [mark for mark in (state.mark, state.former_mark) if mark]

    def rank(row: MasterRow) -> tuple[int, int]:
        mark = master.text(row, "tanda")
        return marks.index(mark) if mark in marks else len(marks), row.number

    return min(rows, key=rank)


class Meanwhile(NamedTuple):
    """Of one entry: was its tick taken away by a person, its `Tarik` given, a tick given, its tick taken by sync."""

    unticked: bool = False
    tarik: bool = False
    ticked: bool = False
    taken: bool = False


def meanwhile(
    state: EntryState, row: MasterRow, master: MasterReading, witness: Witness | None, owners: Mapping[str, str]
) -> Meanwhile:
    """Compare the witness of the last write with what the ledger read before it and with what stands there now.
    `owners` maps marks to their entries."""
    if witness is None or witness.mark not in {state.mark, state.former_mark} - {""}:
        return Meanwhile()
    mark = master.text(row, "tanda")
    if mark == state.mark:
        return _answered(state, row, witness) if witness.mark == state.former_mark else Meanwhile()
    if owners.get(mark, state.id) == state.id or _stands(witness.mark, master.rows, master):
        return Meanwhile()
    known = state.setuju if witness.mark == state.mark else state.former_setuju
    gone = witness.setuju is True and row.setuju is Tick.NO
    return Meanwhile(
        unticked=known and witness.setuju is False and row.setuju is not Tick.SILENT,
        tarik=witness.tarik and row.tarik is Tick.NO,
        ticked=gone and not known, taken=gone and known,
    )  # fmt: skip


def _answered(state: EntryState, row: MasterRow, witness: Witness) -> Meanwhile:
    """The answer arrived in the entry's own row."""
    return Meanwhile(
        unticked=state.former_setuju and witness.setuju is False and row.setuju is not Tick.SILENT,
        tarik=witness.tarik and not state.former_tarik and row.tarik is Tick.NO,
        ticked=witness.setuju is True and not state.former_setuju and row.setuju is Tick.NO,
    )


def _stands(mark: str, rows: Sequence[MasterRow], master: MasterReading) -> bool:
    """Whether the mark is still somewhere: then nothing was written over it."""
    return any(master.text(row, "tanda") == mark for row in rows)
