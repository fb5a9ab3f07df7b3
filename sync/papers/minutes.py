"""The minutes of the meeting that establishes the list: who was there, and what changed since the last establishment.

They are for the office: element by element, with what stood there before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sync.ledger.state import LedgerState, Version
from sync.papers.paper import Block, Heading, Paper, PaperSection, Paragraph, Signatures, Signer, Title, plain_table
from sync.papers.sources import DOTS, Sources
from sync.papers.words import PAPERS, Words
from sync.plan.version_changes import public_changes
from sync.plan.what_stays_public import shown_on_site, standing_exclusions
from sync.site.formatting import long_day
from sync.site.gate import printable


@dataclass(frozen=True)
class ListChanges:
    """What differs between two lists: versions added, changed (before, after), withdrawn, and excluded."""

    added: tuple[Version, ...]
    changed: tuple[tuple[Version, Version], ...]
    withdrawn: tuple[Version, ...]
    excluded: tuple[Version, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn or self.excluded)


def changes_of(sources: Sources) -> ListChanges:
    """What changed from the list last established to the one that stands approved."""
    ledger, template = sources.ledger, sources.template
    now = shown_on_site(ledger, template, sources.settings.publish.on_change)
    then = dict(sources.established.items) if sources.established else {}
    standing = standing_exclusions(ledger, template)
    before = _exclusions_then(sources.established, sources)
    versions = ledger.versions
    both = [id for id in sorted(now) if id in then and versions[id][then[id]].content != versions[id][now[id]].content]
    return ListChanges(
        added=tuple(versions[id][now[id]] for id in sorted(now) if id not in then),
        changed=tuple((versions[id][then[id]], versions[id][now[id]]) for id in both),
        withdrawn=tuple(versions[id][then[id]] for id in sorted(then) if id not in now and id not in standing),
        excluded=tuple(versions[id][standing[id]] for id in sorted(standing) if before.get(id) != standing[id]),
    )


def _exclusions_then(established: LedgerState | None, sources: Sources) -> Mapping[str, int]:
    return standing_exclusions(established, sources.template) if established else {}


def minutes(sources: Sources) -> Paper:
    """The minutes, with blanks for what only the meeting knows."""
    number, day = sources.established.office.establishment if sources.established else ("", "")
    words = sources.words(PAPERS, "berita_acara", nomor=number or DOTS, tanggal=long_day(day) or DOTS)
    changes = changes_of(sources)
    blocks = (
        Title((*words.texts("judul"), words.text("nomor"))),
        Paragraph(words.text("pembuka")),
        _present(sources, words),
        Paragraph(_introduction(sources, words, changes)),
        *_changes(sources, words, changes),
        Paragraph(words.text("penutup")),
        Signatures(
            tuple(Signer((sources.place_and_day(), f"{position},")) for position in words.texts("tanda_tangan"))
        ),
        sources.proof(sources.approved),
    )
    return Paper("berita-acara", " ".join(words.texts("judul")), sources.letterhead, (PaperSection(blocks),))


def _introduction(sources: Sources, words: Words, changes: ListChanges) -> str:
    if not sources.established:
        return words.text("pertama")
    return words.text("sejak" if changes else "tidak_ada")


def _present(sources: Sources, words: Words) -> Block:
    """Who was there: named in `dip.toml`, else the roles of the SOP, with blanks for names."""
    known = [tuple(part.strip() for part in f"{line}|".split("|")[:2]) for line in sources.settings.papers.participants]
    units = [("", unit.name) for unit in sources.settings.units]
    people = known or [*(("", role) for role in words.texts("peserta")), *units]
    rows = [(str(number), name or "", place, "") for number, (name, place) in enumerate(people, 1)]
    return plain_table(words.texts("hadir", 4), (8, 60, 70, 40), rows)


def _changes(sources: Sources, words: Words, changes: ListChanges) -> Iterator[Block]:
    parts = words.inner("bagian")
    for key, versions in (
        ("ditambah", changes.added), ("berubah", changes.changed), ("ditarik", changes.withdrawn),
        ("dikecualikan", changes.excluded),
    ):  # fmt: skip
        if not versions:
            continue
        yield Heading(f"{parts.text(key)} ({len(versions)})")
        if key == "berubah":
            rows = [row for number, pair in enumerate(changes.changed, 1) for row in _elements(sources, number, *pair)]
            yield plain_table(words.texts("kolom_berubah", 6), (9, 22, 42, 32, 42, 42), rows)
        else:
            named = [
                _named(number, version) for number, version in enumerate(versions, 1) if isinstance(version, Version)
            ]
            yield plain_table(words.texts("kolom", 4), (9, 24, 100, 46), named)


def _named(number: int, version: Version) -> tuple[str, ...]:
    content = version.content
    return (str(number), version.id, printable(content.get("judul", "")), content.get("klasifikasi", ""))


def _elements(sources: Sources, number: int, before: Version, after: Version) -> Iterator[tuple[str, ...]]:
    """One row an element that differs; number, ID and title in the first of them."""
    named = _named(number, after)[:3]
    for header, old, new in public_changes(before.content, after.content, sources.template, sources.site.units):
        yield (*named, header, printable(old), printable(new))
        named = ("", "", "")
