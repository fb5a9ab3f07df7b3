"""The papers by name, and which of them are due."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.errors import LedgerError
from sync.message import say
from sync.papers.decree import decree_on_exemptions, decree_on_list
from sync.papers.desk_papers import Upload, consequence_sheets, upload_order, upload_proof
from sync.papers.list_papers import exemption_papers, list_papers
from sync.papers.minutes import changes_of, minutes
from sync.papers.paper import Paper
from sync.papers.sources import Sources
from sync.papers.unit_papers import desk_draft, unit_receipt


@dataclass(frozen=True)
class WantedPaper:
    """What is asked for: the name of a paper (empty: what is due), a unit's code, an ID."""

    name: str = ""
    unit: str = ""
    id: str = ""


def _receipts(sources: Sources, wanted: WantedPaper, _: Upload | None) -> Iterator[Paper]:
    return (unit_receipt(sources, unit) for unit in sources.settings.units if wanted.unit in ("", unit.code))


BY_NAME: Mapping[str, Callable[[Sources, WantedPaper, Upload | None], Sequence[Paper] | Iterator[Paper]]] = {
    "tanda-terima": _receipts,
    "draf": lambda sources, _, __: [desk_draft(sources)],
    "berita-acara": lambda sources, _, __: [minutes(sources)],
    "keputusan-dip": lambda sources, _, __: decree_on_list(sources),
    "keputusan-dik": lambda sources, _, __: decree_on_exemptions(sources),
    "daftar": lambda sources, _, __: list_papers(sources),
    "dik": lambda sources, _, __: exemption_papers(sources),
    "uji-konsekuensi": lambda sources, wanted, _: list(consequence_sheets(sources, wanted.id)),
    "perintah-unggah": lambda sources, _, __: upload_order(sources),
    "bukti-unggah": lambda sources, _, upload: upload_proof(sources, upload),
}
"""The papers by name, in the order of the procedure."""

_EMPTY_LIST = say("nothing stands approved, so there is no list to print; the PPID ticks in Induk first")
_NO_EXEMPTION = say("no entry stands as Dikecualikan, so there is no list of exemptions to print")
NOTHING_TO_PRINT = {
    "keputusan-dip": _EMPTY_LIST,
    "daftar": _EMPTY_LIST,
    "perintah-unggah": _EMPTY_LIST,
    "keputusan-dik": _NO_EXEMPTION,
    "dik": _NO_EXEMPTION,
    "uji-konsekuensi": say("no row is classified as Dikecualikan; for a row of another class name its ID"),
    "bukti-unggah": say("no upload was completed yet, so there is nothing to attest; run `dip sync` first"),
}
"""What is said instead of a paper that would say nothing."""


def named_papers(sources: Sources, wanted: WantedPaper, upload: Upload | None) -> list[tuple[Paper, str]]:
    """The papers that are asked for by name, without a reason. Raises `LedgerError` where they would say nothing."""
    papers = list(BY_NAME[wanted.name](sources, wanted, upload))
    if not papers:
        raise LedgerError(NOTHING_TO_PRINT[wanted.name])
    return [(paper, "") for paper in papers]


def due_papers(sources: Sources, upload: Upload | None) -> Iterator[tuple[Paper, str]]:
    """The papers that are wanted now, and why."""
    nothing = WantedPaper()
    changes = changes_of(sources)
    excluded = sources.exclusions
    undecreed = excluded and not any(sources.exemption_decree)
    reasons = {
        "draf": say("what the desk has classified by now") if sources.ledger.entries else "",
        "berita-acara": say("what changed since the last establishment") if changes else "",
        "keputusan-dip": say("the approved list has no decree yet") if changes and sources.entries else "",
        "keputusan-dik": say("the exemptions have no decree yet") if undecreed else "",
        "uji-konsekuensi": say("what is proposed as exempted") if excluded else "",
        "perintah-unggah": say("what is approved is not released yet") if not sources.is_released else "",
        "bukti-unggah": say("the last upload") if upload else "",
    }
    for name, why in reasons.items():
        if why:
            yield from ((paper, why) for paper in BY_NAME[name](sources, nothing, upload))
