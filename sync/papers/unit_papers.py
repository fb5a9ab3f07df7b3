"""Papers before the establishment: the receipt of a unit's rows, and the draft of the desk.

Both attest what no public page may show, so they carry no code.
"""

from __future__ import annotations

from collections import Counter

from sync.ledger.state import EntryState
from sync.papers.list_forms import FormColumn, list_form
from sync.papers.paper import Block, GroupRow, Paper, PaperSection, Paragraph, Signatures, Signer, Title, plain_table
from sync.papers.sources import Sources
from sync.papers.words import PAPERS
from sync.settings.units import Unit
from sync.site.formatting import counted
from sync.site.gate import printable


def unit_receipt(sources: Sources, unit: Unit) -> Paper:
    """What a unit handed to the desk: its rows as it typed them, with the status of each. A unit without rows says
    *nihil*."""
    states = [state for state in _rows(sources) if state.unit in (unit.code, *unit.former) and not state.missing]
    found = Counter(state.status for state in states)
    to_mend = sum(found[sources.template.status(role)] for role in ("invalid", "returned"))
    words = sources.words(
        PAPERS, "tanda_terima", unit=unit.name, jumlah=counted(len(states)), perbaiki=counted(to_mend),
        keadaan=", ".join(f"{counted(found[status])} {status}" for status in _statuses(sources) if found[status]),
    )  # fmt: skip
    roles = sources.template.content_roles
    wanted = [roles.index(role) for role in ("judul", "ringkasan", "bentuk", "retensi", "usulan")]
    rows = [
        (str(number), *(printable(state.typed[place]) for place in wanted), state.status)
        for number, state in enumerate(states, 1)
    ]
    table = plain_table(words.texts("kolom", 7), (9, 52, 66, 30, 34, 34, 34), rows)
    listed: tuple[Block, ...] = (Paragraph(words.text("hitungan")), table) if rows else ()
    signers = tuple(Signer((f"{role},",)) for role in words.texts("tanda_tangan"))
    blocks: tuple[Block, ...] = (
        Title(words.texts("judul")),
        Paragraph(words.text("isi" if rows else "nihil")),
        *listed,
        Paragraph(sources.place_and_day(), "right"),
        Signatures(signers),
    )
    name = f"tanda-terima-{unit.code}"
    return Paper(name, " ".join(words.texts("judul")), sources.letterhead, (PaperSection(blocks, landscape=True),))


def desk_draft(sources: Sources) -> Paper:
    """The classified draft: every row that is not excluded, by class, with what waits and what is returned."""
    states = [state for state in _rows(sources) if _class(sources, state) != sources.template.excluded_class]
    words = sources.words(PAPERS, "draf", jumlah=counted(len(states)))
    form = list_form(sources, sources.settings.papers.form)
    rows: list[tuple[str, ...] | GroupRow] = []
    number = 0
    for name in (*sources.template.classes(), ""):
        own = [state for state in states if _class(sources, state) == name]
        if own:
            label = name or sources.template.status("unclassified")
            rows.append(GroupRow(f"{form.parts.get(label, label)} ({counted(len(own))})"))
        for state in own:
            number += 1
            rows.append((*form.row(_values(sources, state, number)), state.status))
    more = FormColumn("keadaan", words.text("kolom_keadaan"))
    blocks = (
        Title(words.texts("judul")),
        Paragraph(words.text("isi")),
        form.table(rows, (more,)),
        Signatures(tuple(Signer((sources.place_and_day(), f"{role},")) for role in words.texts("tanda_tangan"))),
    )
    title = " ".join(words.texts("judul"))
    return Paper("draf", title, sources.letterhead, (PaperSection(blocks, landscape=True),), words.text("tanda"))


def _rows(sources: Sources) -> list[EntryState]:
    """The entries that have a row of `Induk`, in the order of units and numbers."""
    units = list(sources.site.units)

    def place(state: EntryState) -> tuple[int, int]:
        return (units.index(state.unit) if state.unit in units else len(units), int(state.id.rpartition("-")[2]))

    return sorted((state for state in sources.ledger.entries.values() if not state.removed), key=place)


def _statuses(sources: Sources) -> list[str]:
    return [choice.value for choice in sources.template.choices["status"]]


def _class(sources: Sources, state: EntryState) -> str:
    known = sources.ledger.versions.get(state.id, {}).get(state.version)
    shown = known.content.get("klasifikasi", "") if known else ""
    return shown if shown in (*sources.template.classes(), sources.template.excluded_class) else ""


def _values(sources: Sources, state: EntryState, number: int) -> dict[str, str]:
    known = sources.ledger.versions.get(state.id, {}).get(state.version)
    typed = dict(zip(sources.template.content_roles, state.typed, strict=True))
    content = {**typed, **(known.content if known else {})}
    shown = {role: printable(text) for role, text in content.items()}
    return {**shown, "id": state.id, "nomor": str(number), "penguasa": sources.site.units.get(state.unit, state.unit)}
