"""`dip evidence`: proof for the monev as files, from the ledger: a PDF for each question, an index, a workbook."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, count
from math import ceil
from pathlib import Path

from sync.errors import LedgerError
from sync.ledger.state import TAKEN_BACK
from sync.links.link_file import LinkFile
from sync.message import say
from sync.papers.evidence import PROOFS, EvidencePapers
from sync.papers.evidence_sources import EvidencePeriod, EvidenceSources, evidence_period
from sync.papers.monev import INDEX, MonevQuestion, questionnaires
from sync.papers.paper import Heading, Paper, PaperSection, Table
from sync.papers.sources import Sources
from sync.papers.table_book import to_book
from sync.plan.office_clock import office_day
from sync.private_files import write_private
from sync.publish.receipt import ReceiptFile
from sync.run.print import office_ledger, sources_of, to_pdf
from sync.settings.settings import Settings
from sync.site.formatting import long_day
from sync.template.template import Template

LIMIT = 2_000_000
"""So many bytes the portals take for a question."""
BOOK = "bukti.xlsx"


@dataclass(frozen=True)
class WrittenEvidence:
    """The files that were written, and of each question what is still missing and who supplies it (its code, what,
    who)."""

    files: tuple[Path, ...]
    missing: tuple[tuple[str, str, str], ...]


def write_evidence(
    settings: Settings, template: Template, folder: Path, period: str, now: datetime | None = None
) -> WrittenEvidence:
    """Write the evidence of a period into a folder of its name, for this account alone; nothing is written unless all
    of it could be made. Raises `ArgumentError` for what is no period and for a folder that the public reads,
    `LedgerError` for a period of which the ledger knows nothing, `TemplateError`."""
    wanted = evidence_period(period)
    settings.verify_private(folder)
    known = evidence_sources(settings, template, wanted, now or datetime.now(UTC))
    asked = questionnaires(known.sources.templates, tuple(PROOFS))
    papers = EvidencePapers(known)
    questions = [question for each in asked for question in each.pertanyaan]
    made = {question.kode: _in_parts(papers.question(question), known.sources) for question in questions}
    index = _in_parts(papers.index(asked, {code: tuple(parts) for code, parts in made.items()}), known.sources)
    files = {**index, **{name: data for parts in made.values() for name, data in parts.items()}}
    written = _write(folder, wanted, {**files, BOOK: to_book(papers.tables.values())})
    return WrittenEvidence(written, tuple(_missing(papers, questions)))


def _missing(papers: EvidencePapers, questions: Sequence[MonevQuestion]) -> list[tuple[str, str, str]]:
    return [(question.kode, each.apa, each.siapa) for question in questions for each in papers.supplies(question)]


def evidence_sources(settings: Settings, template: Template, period: EvidencePeriod, now: datetime) -> EvidenceSources:
    """The ledger as it stood at the end of the period, or now. Raises `LedgerError`."""
    zone, ledger = settings.office.zone, office_ledger(settings)
    sources = sources_of(settings, template, now)
    events = ledger.events()
    _verify(period, sources.today, office_day(events[0].at, zone) if events else "")
    end, taken = period.ends(zone).astimezone(UTC), frozenset[str]()
    if end <= now:
        last = ledger.last_before(end.isoformat()[:19])  # without its zone it sorts before every moment of that second
        taken = frozenset(event.id for event in events if event.seq > last and event.event in TAKEN_BACK)
        events = [event for event in events if event.seq <= last]
        sources = replace(sources, ledger=ledger.read_at(template.content_roles, last), established=None)
    releases = tuple(each for each in ledger.releases() if datetime.fromisoformat(each.at) < end)
    receipt = ReceiptFile(settings.receipt_path).read(ledger.secret())
    files: Mapping[str, str] = receipt.completed.files if receipt and receipt.completed else {}
    links = LinkFile(settings.links_path).read()
    return EvidenceSources(sources, period, tuple(events), releases, files, links, taken)


def _verify(period: EvidencePeriod, today: str, begun: str) -> None:
    """Raises `LedgerError` if the ledger can know nothing of the period."""
    if not begun:
        raise LedgerError(say("the ledger has no events yet"))
    if period.first.isoformat() > today:
        raise LedgerError(say("%(period)s has not begun yet: there is nothing to prove of it", period=period.name))
    if period.last.isoformat() < begun:
        raise LedgerError(
            say(
                "the ledger begins on %(day)s: it can prove nothing of %(period)s",
                day=long_day(begun), period=period.name,
            )
        )  # fmt: skip


def _in_parts(paper: Paper, sources: Sources) -> dict[str, bytes]:
    """The files of a paper, by name: one, or as many as it takes to keep each below the limit."""
    parts = _divided(paper, sources)
    if len(parts) == 1:
        return {f"{paper.name}.pdf": parts[0]}
    return {f"{paper.name}-bagian-{number}.pdf": data for number, data in enumerate(parts, 1)}


def _divided(paper: Paper, sources: Sources) -> list[bytes]:
    """Raises `LedgerError` for what no division makes small enough."""
    data = to_pdf(paper, sources)
    if len(data) <= LIMIT:
        return [data]
    parts = _parts(paper, ceil(len(data) / LIMIT * 1.1))
    if not parts:
        raise LedgerError(
            say("%(name)s.pdf would be larger than 2 MB; ask for less in that question of monev.toml", name=paper.name)
        )
    return [made for part in parts for made in _divided(part, sources)]


def _parts(paper: Paper, count: int) -> list[Paper]:
    """The longest table divided into so many parts: the paper with the first of them, and each other one alone. Nothing
    if no table can be divided."""
    tables = [
        (len(block.rows), number, place)
        for number, section in enumerate(paper.sections)
        for place, block in enumerate(section.blocks)
        if isinstance(block, Table)
    ]
    rows, number, place = max(tables, default=(0, 0, 0))
    if rows < 2:
        return []
    section = paper.sections[number]
    table, before = section.blocks[place], section.blocks[place - 1]
    assert isinstance(table, Table)  # noqa: S101  it was found as one
    size = ceil(rows / min(count, rows))
    first, *others = (replace(table, rows=table.rows[start : start + size]) for start in range(0, rows, size))
    kept = replace(section, blocks=(*section.blocks[:place], first, *section.blocks[place + 1 :]))
    head = (paper.sections[0].blocks[0], *([before] if isinstance(before, Heading) else []))
    alone = [PaperSection((*head, other), landscape=section.landscape, letterhead=False) for other in others]
    sections = (*paper.sections[:number], kept, *paper.sections[number + 1 :])
    return [replace(paper, sections=sections), *(replace(paper, sections=(each,)) for each in alone)]


def _holds_nothing_else(folder: Path, files: Mapping[str, bytes]) -> bool:
    if not os.path.lexists(folder):
        return True
    try:
        return all(each.read_bytes() == files.get(each.name) for each in folder.iterdir())
    except OSError:
        return False


def _write(folder: Path, period: EvidencePeriod, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Into the folder of the period, or into the first numbered one beside it that holds nothing else: an evidence of
    another day stays, and so does what somebody typed into its workbook or laid beside it."""
    numbered = (folder / f"{period.name} ({number})" for number in count(2))
    into = next(each for each in chain([folder / period.name], numbered) if _holds_nothing_else(each, files))
    for each in (folder, into):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, data in files.items():
        write_private(into / name, data)
    order = [f"{INDEX}.pdf", *(name for name in files if name != f"{INDEX}.pdf")]
    return tuple(into / name for name in order if name in files)
