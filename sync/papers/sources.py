"""What every paper is made from: the ledger as it stands, the office's settings, and the words."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sync.ledger.state import LedgerState
from sync.papers.paper import Letterhead, Proof
from sync.papers.words import PAPERS, PrintTemplates, Words
from sync.plan.what_stays_public import release_of, shown_on_site, standing_exclusions
from sync.release import Release
from sync.settings.settings import Settings
from sync.site.formatting import long_day
from sync.site.gate import ListedEntry, public_list
from sync.site.list_digest import in_groups, list_page, page_path
from sync.site.site_settings import SiteSettings, site_settings
from sync.template.template import Template

DOTS = "…………………………"
"""What is filled in by hand."""


@dataclass(frozen=True)
class Sources:
    """`ledger` as it stands, `established` as it stood when the list was last established (None if it never was),
    `exempted` the same of the list of exemptions, `today` the day in office time."""

    settings: Settings
    template: Template
    ledger: LedgerState
    templates: PrintTemplates
    today: str
    established: LedgerState | None = None
    exempted: LedgerState | None = None

    @cached_property
    def site(self) -> SiteSettings:
        """The office as its site presents it."""
        return site_settings(self.settings, self.ledger.office.names)

    @cached_property
    def approved(self) -> Release:
        """What stands approved and would be public now, as a release with the number and day of its establishment, if
        it is the very list that was established."""
        items = shown_on_site(self.ledger, self.template, self.settings.publish.on_change)
        there = self.established
        same = there is not None and items == dict(there.items)
        official = self.ledger.office.establishment if same else ("", "")
        office = replace(self.ledger.office, establishment=official, exclusions=None)
        return release_of(replace(self.ledger, items=items, office=office), self.template, self.settings.office.zone)

    @property
    def is_released(self) -> bool:
        """Whether the release that the ledger knows is that very list."""
        return {entry.id: entry.version for entry in self.approved.entries} == dict(self.ledger.items)

    @cached_property
    def exclusions(self) -> Mapping[str, int]:
        """ID → version of every exclusion that stands."""
        return standing_exclusions(self.ledger, self.template)

    @cached_property
    def exemption_decree(self) -> tuple[str, str]:
        """Number and day of the decree on exemptions, if those that stand are the very ones it established."""
        there = self.exempted
        same = there is not None and self.exclusions == standing_exclusions(there, self.template)
        return self.ledger.office.exemption_decree if same else ("", "")

    @cached_property
    def entries(self) -> tuple[ListedEntry, ...]:
        """The approved list in its order."""
        return public_list(self.approved, self.site, self.template)

    @property
    def values(self) -> Mapping[str, str]:
        """The words that every paper may fill in."""
        office = self.settings.office
        return {"kantor": office.name, "KANTOR": office.name.upper(), "pendek": office.short, "periode": self.period}

    def words(self, file: str, table: str, **more: str) -> Words:
        """The words of a table of a print template."""
        return self.all_words(file, **more).inner(table)

    def all_words(self, file: str, **more: str) -> Words:
        """The words of a whole print template."""
        return Words(file, "", self.templates.table(file), {**self.values, **more})

    @property
    def is_commission(self) -> bool:
        """Whether the office is an election commission, which has laws and forms of its own."""
        return "komisi pemilihan umum" in self.settings.office.name.casefold()

    @property
    def period(self) -> str:
        """The half year of today."""
        year, month = int(self.today[:4]), int(self.today[5:7])
        return f"Semester {'I' if month <= 6 else 'II'} {year}"

    @cached_property
    def letterhead(self) -> Letterhead:
        """The office above its papers."""
        office = self.settings.office
        contact = [part for part in (", ".join(office.phones), office.email, office.website) if part]
        lines = tuple(line for line in (office.address, " · ".join(contact)) if line)
        return Letterhead(
            office.name.upper(), lines, self.settings.papers.emblem_of(self.settings.path) or self.site.logo
        )

    def place_and_day(self, day: str = "") -> str:
        """`Rangkasbitung, 20 November 2026`, with dots for what is not known."""
        return f"{self.settings.papers.place or DOTS}, {long_day(day) if day else DOTS}"

    @property
    def office_mark(self) -> str:
        """By what the office knows its own papers; the ledger's identity cannot be told from it."""
        return hashlib.sha256(f"dip:{self.ledger.office.identity}".encode()).hexdigest()[:16]

    def exemption_digest(self, ids: Mapping[str, int]) -> str:
        """SHA-256 over the exemptions (ID → version) as they were approved; 64 hex digits."""
        listed = [[id, self.ledger.versions[id][version].fingerprint] for id, version in sorted(ids.items())]
        return hashlib.sha256(json.dumps(listed).encode()).hexdigest()

    def exemption_proof(self) -> Proof:
        """By what the office knows its decree on the exemptions again. No code: no public page may show what it holds
        (rule 7)."""
        label = self.words(PAPERS, "sidik").text("label")
        return Proof("", "", label, in_groups(self.exemption_digest(self.exclusions)), "", self.office_mark)

    def proof(self, release: Release) -> Proof:
        """What anyone can compare this paper with: the page for good of the release, and its digest."""
        from segno import make_qr  # loaded where a code is drawn

        page = list_page(release.entries)
        url = f"{self.site.url}{page_path(page)}" if self.site.url else ""
        drawn = io.BytesIO()
        if url:
            make_qr(url, error="m").save(drawn, kind="svg", border=2, xmldecl=False)
        words = self.words(PAPERS, "sidik")
        compare = words.text("banding") if url else ""
        return Proof(
            drawn.getvalue().decode(), url, words.text("label"), in_groups(page.digest), compare, self.office_mark
        )
