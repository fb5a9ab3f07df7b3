"""`dip print`: the papers of the procedure as files, from the ledger alone: PDF to sign, Word to edit first."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

from sync.errors import ArgumentError, LedgerError, TemplateError
from sync.fence.fleet_mark import committing_of
from sync.ledger.ledger import Ledger
from sync.ledger.state import LedgerState
from sync.message import say
from sync.papers.desk_papers import Upload
from sync.papers.due_papers import WantedPaper, due_papers, named_papers
from sync.papers.paper import Paper
from sync.papers.sources import Sources
from sync.papers.word_file import to_word
from sync.papers.words import TYPST, print_templates
from sync.plan.office_clock import office_day, office_time
from sync.plan.version import with_present_codes
from sync.plan.what_stays_public import release_of
from sync.private_files import close_to_others, write_private
from sync.publish.open_target import only_here
from sync.publish.receipt import ReceiptFile
from sync.release import Release
from sync.run.run_log import RunLog
from sync.settings.settings import Settings
from sync.site.manifest import write_manifest
from sync.site.typeset import typeset
from sync.template.template import Template


@dataclass(frozen=True)
class PrintedPaper:
    """What was written: a paper's name, its files, why it is due, and what lay under its own name and was left."""

    name: str
    files: tuple[Path, ...]
    due: str = ""
    left: tuple[Path, ...] = ()


def print_papers(settings: Settings, template: Template, folder: Path, wanted: WantedPaper) -> list[PrintedPaper]:
    """Write the papers into the folder, for this account alone: they name what is not public. No file that lies there
    is ever written over. Raises `LedgerError` if
    there is no ledger yet or nothing of what is asked for can be printed, `ArgumentError` for a folder that the public
    reads, a unit or an ID that there is not."""
    settings.verify_private(folder)
    sources = sources_of(settings, template)
    _verify(wanted, sources)
    upload = _upload(sources)
    papers = named_papers(sources, wanted, upload) if wanted.name else list(due_papers(sources, upload))
    made = [(paper, why, _files(paper, sources, folder)) for paper, why in papers]  # all of them, or none is written
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = (_written(paper, why, files, always=bool(wanted.name)) for paper, why, files in made)
    return [printed for printed in written if printed]


def office_ledger(settings: Settings) -> Ledger:
    """The office's ledger, its units with their codes of today. Nothing is read yet."""
    present = partial(with_present_codes, units=settings.units)
    return Ledger(settings.ledger_path, settings.backup_folder, present, committing_of(settings))


def sources_of(settings: Settings, template: Template, now: datetime | None = None) -> Sources:
    """The ledger and the words as they are. Raises `LedgerError` if there is no ledger yet."""
    ledger = office_ledger(settings)
    state = ledger.read(template.content_roles, 0)
    if not state.exists:
        raise LedgerError(say("there is no ledger yet, so nothing is approved; run `dip sync` first"))
    own = settings.path(settings.papers.templates) if settings.papers.templates else None
    moment = (now or datetime.now(UTC)).isoformat()
    today = office_day(moment, settings.office.zone)
    return Sources(settings, template, state, print_templates(own), today, *_decreed(ledger, template))


def _decreed(ledger: Ledger, template: Template) -> tuple[LedgerState | None, LedgerState | None]:
    """The states in which the decrees in force were first known: on the list, on the exemptions."""
    roles = template.content_roles
    return ledger.established(roles), ledger.established(roles, "exemption_decree")


def _verify(wanted: WantedPaper, sources: Sources) -> None:
    codes = [unit.code for unit in sources.settings.units]
    if wanted.unit and wanted.unit not in codes:
        raise ArgumentError(
            say("there is no unit %(unit)s; there is %(known)s", unit=wanted.unit, known=", ".join(codes))
        )
    if wanted.id and wanted.id not in sources.ledger.entries:
        raise ArgumentError(say("the ledger knows no entry %(id)s", id=wanted.id))


def _upload(sources: Sources) -> Upload | None:
    """The last upload that was completed, from the receipt and the log of runs."""
    settings = sources.settings
    receipt = ReceiptFile(settings.receipt_path).read(sources.ledger.secret)
    if receipt is None or receipt.completed is None:
        return None
    manifest = receipt.completed
    if (release := _release(sources, manifest.release)) is None:
        return None
    sent = RunLog(settings.runs_path).lines(b'"changed": true')
    at = next((str(line["started"]) for line in sent if line.get("exit") == 0 and "started" in line), "")
    there = write_manifest(
        manifest.release, manifest.files, manifest.keys, tuple(sorted(manifest.withdrawn)), sources.ledger.secret
    )
    return Upload(
        release=release,
        at=office_time(at, settings.office.zone) if at else "",
        place=settings.receipt_address,
        files=len(manifest.files) + 1,  # itself too, as plan and doctor count
        digest=hashlib.sha256(there).hexdigest(),
        only_here=bool(only_here(settings)),
    )


def _release(sources: Sources, number: int) -> Release | None:
    """The release with this number, if the ledger knows it: it may have a later one, which is not uploaded yet."""
    ledger, template = office_ledger(sources.settings), sources.template
    last = next((past.last_seq for past in ledger.releases() if past.number == number), None)
    if last is None:
        return None
    return release_of(ledger.read_at(template.content_roles, last), template, sources.settings.office.zone)


def _files(paper: Paper, sources: Sources, folder: Path) -> dict[Path, bytes]:
    """Both forms of a paper. Raises `TemplateError`."""
    forms = {"pdf": to_pdf(paper, sources), "docx": to_word(paper, sources.templates)}
    return {folder / f"{paper.name}.{kind}": data for kind, data in forms.items()}


def _written(paper: Paper, why: str, files: dict[Path, bytes], *, always: bool) -> PrintedPaper | None:
    """Write what is missing, under a name that nothing else has; None for a paper that is not asked for by name and
    lies there already as it is."""
    left = tuple(path for path, data in files.items() if _is_taken(path, data))
    beside = _beside(files) if left else files
    missing = {path: data for path, data in beside.items() if not os.path.lexists(path)}
    close_to_others(beside)
    if not missing and not always:
        return None
    for path, data in missing.items():
        write_private(path, data)
    return PrintedPaper(paper.name, tuple(beside), why, left)


def _is_taken(path: Path, data: bytes) -> bool:
    """Something else lies there: edited, signed and scanned, or the same paper of another moment. Who made it is not
    asked, so there is nothing to remember and nothing of anybody's can be lost."""
    try:
        return os.path.lexists(path) and path.read_bytes() != data
    except OSError:
        return True


def _beside(files: dict[Path, bytes]) -> dict[Path, bytes]:
    """The same files under the first number with which none of them meets something else."""
    numbered = (
        {path.with_stem(f"{path.stem} ({number})"): data for path, data in files.items()} for number in count(2)
    )
    return next(each for each in numbered if not any(_is_taken(path, data) for path, data in each.items()))


def to_pdf(paper: Paper, sources: Sources) -> bytes:
    """The paper as PDF, tagged. Raises `TemplateError`, `ArgumentError` for an emblem that cannot be drawn."""
    data = json.dumps(paper.document(), ensure_ascii=False)
    try:
        return typeset({TYPST: sources.templates.read(TYPST)}, TYPST, data, kind="print")
    except TemplateError as error:
        if "failed to decode image" not in str(error):
            raise
        emblem, _ = paper.letterhead.emblem
        raise ArgumentError(
            say(
                "the emblem of papers, %(emblem)s, is damaged: it cannot be drawn. Save the picture again",
                emblem=emblem,
            )
        ) from error
