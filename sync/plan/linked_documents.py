"""The documents that entries link to: which of them may be asked for, and what is said in the row of one that a citizen
cannot open.

Asked for is what the public may see, or will if the PPID agrees: the newest text of an entry with a public class, and
the version that stands approved. Never what is excluded, or may become so (rule 7): an entry without a class, one whose
class cannot be read, one that its unit proposes to exclude, one that was withdrawn; and no document that an excluded
entry links to as well, in whatever version and however its address is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sync.cells.document_links import links_of
from sync.ledger.state import EntryState, LedgerState, Version
from sync.links.link_result import LinkResult, Openness
from sync.model import Link, a1
from sync.plan.entry_plan import EntryPlan
from sync.plan.gather import PlanContext
from sync.tabs.master_tab import means_excluded, read_class
from sync.tabs.problem import Problem, make_problem
from sync.tabs.unit_tab import Reading
from sync.template.template import Template

_DOCUMENT = re.compile(r"[\w-]{25,}", re.ASCII)
"""How services name a document in all its addresses."""


class LinkedDocument(NamedTuple):
    """A link of an entry. `newest`: it stands in the text that its unit gave last; `approved`: in the version that
    stands approved, since `approved_at` (UTC, ISO)."""

    id: str
    unit: str
    link: Link
    newest: bool
    approved: bool
    approved_at: str


def linked_documents(ledger: LedgerState, template: Template) -> list[LinkedDocument]:
    """Every link that may be asked for, in the order of the entries."""
    hidden = _hidden(ledger, template)
    return [
        document
        for id, state in ledger.entries.items()
        if _is_for_public(state, template)
        for document in _documents(state, ledger.versions[id])
        if not hidden & _names(document.link.url)
    ]


def _is_for_public(state: EntryState, template: Template) -> bool:
    if state.removed or state.is_withdrawn or _would_be_excluded(state, template):
        return False
    value, readable = read_class(state.klasifikasi, template)
    return readable and value in template.classes()


def _would_be_excluded(state: EntryState, template: Template) -> bool:
    """By the desk's class, or by what the unit proposes; also misspelt."""
    proposal = state.typed[template.content_roles.index("usulan")]
    return any(means_excluded(text, template) for text in (state.klasifikasi, proposal))


def _was_excluded(state: EntryState, versions: Mapping[int, Version], template: Template) -> bool:
    classes = (version.content.get("klasifikasi") for version in versions.values())
    return not _is_for_public(state, template) and template.excluded_class in classes


def _hidden(ledger: LedgerState, template: Template) -> set[str]:
    """What names the documents of excluded entries, in every version; of one that was excluded and has no public class
    now, too."""
    return {
        name
        for id, state in ledger.entries.items()
        if _would_be_excluded(state, template) or _was_excluded(state, ledger.versions[id], template)
        for version in ledger.versions[id].values()
        for link in _links(version)
        for name in _names(link.url)
    }


def _names(url: str) -> set[str]:
    """What a document is known by: its address, and what a service calls it in every address."""
    return {url.partition("#")[0].rstrip("/").casefold(), *_DOCUMENT.findall(url)}


def _links(version: Version) -> tuple[Link, ...]:
    return links_of(version.content.get("tautan", ""))


def _documents(state: EntryState, versions: Mapping[int, Version]) -> Iterator[LinkedDocument]:
    newest = _links(versions[state.version])
    approved = _links(versions[state.approved]) if state.approved else ()
    there, public = ({link.url for link in links} for links in (newest, approved))
    for url, link in {link.url: link for link in (*approved, *newest)}.items():
        yield LinkedDocument(state.id, state.unit, link, url in there, url in public, state.approved_at)


def report_closed_links(entries: Sequence[EntryPlan], context: PlanContext) -> None:
    """Add to entries what is known of links that a citizen cannot open. It is a warning: nobody's tick waits for it."""
    closed = context.snapshot.links.worth_saying(context.snapshot.now)
    if not closed:
        return
    readings = {reading.unit: reading for reading in context.gathered.readings}
    for entry in entries:
        text = entry.version.content.get("tautan", "")
        if text and entry.row and not _would_be_excluded(entry.state, context.template):
            found = _closed(links_of(text), closed)
            reading = readings[entry.row.unit]
            problems = [_problem(entry, reading, context, label, *each) for label, each in found]
            entry.problems = (*entry.problems, *problems)


def _closed(links: Sequence[Link], closed: Mapping[str, LinkResult]) -> Iterator[tuple[str, tuple[str, LinkResult]]]:
    """What each closed link is called in its cell, its address, and what is known of it."""
    names = Counter(link.name for link in links)
    for number, link in enumerate(links, 1):
        if link.url in closed:
            label = link.name if names[link.name] == 1 else f"tautan ke-{number}"
            yield label, (link.url, closed[link.url])


def _problem(
    entry: EntryPlan, reading: Reading, context: PlanContext, label: str, url: str, result: LinkResult
) -> Problem:
    column, at = context.template.tab("unit").column("tautan"), reading.columns.at if reading.columns else {}
    cell = a1(entry.row.row.number, at["tautan"]) if entry.row and "tautan" in at else None
    if result.openness is Openness.SIGN_IN:
        code = "tautan-minta-masuk"
    else:
        was_open = entry.state.stands and result.was_open(entry.state.approved_at)
        code = "tautan-hilang-terbit" if was_open else "tautan-hilang"
    return make_problem(code, tab=reading.tab, cell=cell, id=entry.id, column=column.header, value=url, link=label)
