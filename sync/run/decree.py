"""`dip decree`: the signed decree comes back. It is looked at, filed beside the ledger, and recorded there.

Nothing here approves or publishes anything; what the site may show of it every run decides anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sync.cells.period import period_days
from sync.cells.period_reading import read_period
from sync.cells.personal_data import personal_flaws
from sync.errors import ArgumentError, DipError, LedgerError, reason_of
from sync.ledger.ledger import Ledger
from sync.ledger.state import ATTACHED, Event, Record
from sync.message import joined, say
from sync.papers.due_papers import NOTHING_TO_PRINT
from sync.papers.signed_pdf import (
    LARGEST,
    CarriedList,
    PdfSignature,
    can_read_signatures,
    read_carried,
    read_signatures,
)
from sync.papers.sources import Sources
from sync.plan.what_stays_public import standing_exclusions
from sync.private_files import write_private
from sync.release import AttachedDecree, ListPage
from sync.run.print import office_ledger, sources_of
from sync.run.run_lock import run_lock
from sync.settings.settings import Settings
from sync.site.formatting import long_day
from sync.site.list_digest import list_page, page_path
from sync.template.template import Template

PAPER, EXEMPTING_PAPER = "keputusan-dip", "keputusan-dik"


@dataclass(frozen=True)
class GivenDecree:
    """What the operator gives: the file, number and day as typed, whether to take it on their word, and whether it is
    the decree on the exemptions."""

    file: Path
    number: str = ""
    date: str = ""
    yes: bool = False
    exempts: bool = False


@dataclass(frozen=True)
class Attachment:
    """What was recorded. `signatures` is None if the file has some that nothing here can read; `known`: it was attached
    already, just so."""

    decree: AttachedDecree
    signatures: tuple[PdfSignature, ...] | None
    path: Path
    known: bool


@dataclass(frozen=True)
class _KnownList:
    """A list that a decree may carry: from which event on nothing of it may have been taken back."""

    page: ListPage
    establishment: tuple[str, str]
    items: dict[str, int]
    since: int


def attach_decree(settings: Settings, template: Template, given: GivenDecree) -> Attachment:
    """Look at the PDF, file it and record it. Raises `ArgumentError` for a file that cannot be it, for what is no
    number or day, and for what is taken on the operator's word only; `AlteredPdf`, `LedgerError`, `TryLater`."""
    number, day = _typed(given)
    data = _read(given.file)
    with run_lock(settings):
        sources, ledger = sources_of(settings, template), office_ledger(settings)
        try:
            carried = read_carried(data)
            signatures = _signatures(data, carried)
        except DipError as error:
            error.args = (joined((str(given.file), ": ", error.message)),)
            raise
        exempts = _exempts(carried, given)
        lists = list(_known_exemptions(sources) if exempts else _known_lists(sources, ledger))
        found, how = _carried_list(carried, replace(given, exempts=exempts), sources, lists)
        number, day = number or found.establishment[0], day or found.establishment[1]
        digest = hashlib.sha256(data).hexdigest()
        decree = AttachedDecree(found.page, (number, day), digest, how, found.items, exempts=exempts)
        known = any(_same(decree, other) for other in (*sources.ledger.attached, *sources.ledger.exempting))
        path = settings.decree_folder / decree.name
        settings.decree_folder.mkdir(mode=0o700, exist_ok=True)
        write_private(path, data, durable=True)
        if not known:
            _record(ledger, sources, decree, signatures, found.since)
    return Attachment(decree, signatures, path, known)


def _exempts(carried: CarriedList, given: GivenDecree) -> bool:
    """Whether it is the decree on the exemptions: by our mark, by its words, or as the operator says. Raises
    `ArgumentError` where they differ."""
    if given.exempts and carried.paper.startswith(PAPER):
        raise ArgumentError(
            say("%(file)s is the decree on the list, not the one on the exemptions: leave out --dik", file=given.file)
        )
    return given.exempts or carried.paper == EXEMPTING_PAPER or (carried.exempts and not carried.paper)


def _typed(given: GivenDecree) -> tuple[str, str]:
    """Number and day (ISO). Raises `ArgumentError`."""
    number = " ".join(given.number.split())
    if personal_flaws(number):
        raise ArgumentError(
            say("--number: “%(number)s” looks like personal data; give the decree's number", number=number)
        )
    read = read_period(given.date)
    first, last = ("", "") if read.flaws or not given.date else period_days(read.value)
    if given.date and (not first or first != last):
        raise ArgumentError(say("--date: “%(date)s” is no day; write it like 2026-11-20", date=given.date))
    return number, first


def _read(file: Path) -> bytes:
    """Raises `ArgumentError`."""
    try:
        if not file.is_file():
            raise ArgumentError(say("--attach: there is no file %(file)s", file=file))
        if file.stat().st_size > LARGEST:
            raise ArgumentError(
                say(
                    "--attach: %(file)s is larger than %(limit)s MB; scan it in grey, at 200 dots an inch",
                    file=file, limit=LARGEST // 1_000_000,
                )
            )  # fmt: skip
        return file.read_bytes()
    except OSError as error:
        raise ArgumentError(
            say("--attach: %(file)s cannot be read: %(reason)s", file=file, reason=reason_of(error))
        ) from error


def _signatures(data: bytes, carried: CarriedList) -> tuple[PdfSignature, ...] | None:
    if not carried.signed:
        return ()
    return read_signatures(data) if can_read_signatures() else None


def _known_lists(sources: Sources, ledger: Ledger) -> Iterator[_KnownList]:
    """The lists of this office: the one that stands approved first, then those released, the newest first."""
    approved, state = sources.approved, sources.ledger
    present = list_page(approved.entries)
    if present.total:
        items = {entry.id: entry.version for entry in approved.entries}
        yield _KnownList(present, approved.establishment, items, state.last_seq)
    for past in reversed(state.lists):
        if past.page != present:
            items, since = ledger.entries_of_list(past.page)
            yield _KnownList(past.page, past.establishment, items, since)


def _known_exemptions(sources: Sources) -> Iterator[_KnownList]:
    """The exemptions that stand, then those of the decree in force."""
    then = standing_exclusions(sources.exempted, sources.template) if sources.exempted else {}
    official = sources.ledger.office.exemption_decree
    for items, decree in ((sources.exclusions, sources.exemption_decree), (then, official)):
        if items:
            page = ListPage("", sources.exemption_digest(items), len(items))
            yield _KnownList(page, decree, dict(items), sources.ledger.last_seq)


def _carried_list(
    carried: CarriedList, given: GivenDecree, sources: Sources, lists: list[_KnownList]
) -> tuple[_KnownList, str]:
    """Which list the PDF carries, and how that was found. Raises `ArgumentError`, `LedgerError`."""
    name, site = given.file.name, sources.site.url
    paper = EXEMPTING_PAPER if given.exempts else PAPER
    if not lists:
        raise LedgerError(NOTHING_TO_PRINT[paper])
    if carried.paper and not carried.paper.startswith(paper):
        raise ArgumentError(say("%(file)s is the paper %(paper)s, which is no decree", file=name, paper=carried.paper))
    foreign = [address for address in carried.addresses if site and not address.startswith(site)]
    if (carried.office and carried.office != sources.office_mark) or (foreign and not carried.office):
        raise ArgumentError(say("%(file)s is the decree of another office", file=name))
    for each in lists:
        by_address = any(address.endswith(f"/{page_path(each.page)}") for address in carried.addresses)
        if each.page.digest in carried.digests or by_address:
            return _if_current(each, lists[0], given), "digest" if each.page.digest in carried.digests else "address"
    if carried.digests or carried.addresses:
        raise ArgumentError(
            say(
                "%(file)s carries a list that this ledger does not know (digest %(digest)s…): it was changed before it "
                "was released, or it is another office's. Print the decree again (dip print %(paper)s)",
                file=name, digest=(*carried.digests, "?")[0][:8], paper=paper,
            )
        )  # fmt: skip
    return _on_word(lists, given), "word"


def _if_current(found: _KnownList, newest: _KnownList, given: GivenDecree) -> _KnownList:
    """A list that was replaced since is meant only if the operator says so."""
    if found == newest or given.yes:
        return found
    if given.exempts:
        raise ArgumentError(
            say(
                "%(file)s is the decree on %(total)s exemptions as they stood before; today there are %(today)s. If it "
                "is meant for those, say so with --yes",
                file=given.file.name, total=found.page.total, today=newest.page.total,
            )
        )  # fmt: skip
    raise ArgumentError(
        say(
            "%(file)s is the decree on the list of %(day)s, an older one with %(total)s entries; the list of today has "
            "%(today)s. If it is meant for that older list, say so with --yes",
            file=given.file.name, day=long_day(found.page.day), total=found.page.total, today=newest.page.total,
        )
    )  # fmt: skip


def _on_word(lists: list[_KnownList], given: GivenDecree) -> _KnownList:
    """A scan: the list of the number given, else the newest."""
    meant = next((each for each in lists if given.number and each.establishment[0] == given.number), lists[0])
    if given.yes:
        return meant
    if given.exempts:
        raise ArgumentError(
            say(
                "nothing in %(file)s says which exemptions it carries. If it is the signed decree on the %(total)s "
                "exemptions of today, say so with --yes; it is marked as taken on your word",
                file=given.file.name, total=meant.page.total,
            )
        )  # fmt: skip
    raise ArgumentError(
        say(
            "nothing in %(file)s says which list it carries (a scan has no text). If it is the signed decree on the "
            "list of %(day)s with %(total)s entries, say so with --yes; it is marked as taken on your word. If it is "
            "the one on the exemptions, say --dik as well: that one is never shown on the site",
            file=given.file.name, day=long_day(meant.page.day), total=meant.page.total,
        )
    )  # fmt: skip


def _same(one: AttachedDecree, other: AttachedDecree) -> bool:
    """Whether recording it would say nothing new."""
    return (one.page, one.establishment, one.sha256, other.stands) == (
        other.page,
        other.establishment,
        other.sha256,
        True,
    )


def _record(
    ledger: Ledger,
    sources: Sources,
    decree: AttachedDecree,
    signatures: tuple[PdfSignature, ...] | None,
    since: int,
) -> None:
    detail = {
        "page": decree.page, "establishment": decree.establishment, "sha256": decree.sha256, "how": decree.how,
        "items": dict(decree.items), "since": since, "exempts": decree.exempts,
        "signatures": None if signatures is None else [asdict(each) for each in signatures],
    }  # fmt: skip
    event = Event("", ATTACHED, 0, "desk", json.dumps(detail, ensure_ascii=False, sort_keys=True))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    ledger.record(Record(sources.ledger.office, events=(event,)), at, sources.template.content_roles)
