"""The evidence for the monev as papers: one for each question with what proves it and what is missing, and an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from textwrap import shorten

from sync.papers.evidence_sources import EvidenceSources
from sync.papers.evidence_tables import EvidenceTable, evidence_tables, table_blocks
from sync.papers.list_forms import list_form, listed_rows
from sync.papers.monev import INDEX, MonevQuestion, Questionnaire, Supply
from sync.papers.paper import Block, Facts, Heading, Paper, PaperSection, Paragraph, Title, plain_table
from sync.plan.what_stays_public import standing_exclusions
from sync.site.formatting import counted, long_day

HALF_YEAR = 184
"""Days within which an information that is announced regularly is brought up to date."""


@dataclass(frozen=True)
class ProofPart:
    """What proves something: `blocks` on an upright page, `wide` ones on a page of their own across; `missing` are the
    keys of what should be there and is not."""

    blocks: tuple[Block, ...] = ()
    wide: tuple[Block, ...] = ()
    missing: tuple[str, ...] = ()


class EvidencePapers:
    """All papers of one period: tables and proofs are made once."""

    def __init__(self, known: EvidenceSources) -> None:
        self.known = known

    @cached_property
    def tables(self) -> dict[str, EvidenceTable]:
        """Every table by name."""
        return evidence_tables(self.known)

    def question(self, question: MonevQuestion) -> Paper:
        """The paper of a question: what is asked, the proofs, what the office has still to add."""
        known, parts = self.known, self._parts(question)
        words = known.words("kata", kode=question.kode)
        head = (Title(words.texts("judul")), Paragraph(question.tanya, bold=True), self._facts(question.kode))
        blocks = [*head, *(block for part in parts for block in part.blocks), *self._missing(question)]
        wide = [PaperSection(part.wide, landscape=True, letterhead=False) for part in parts if part.wide]
        title = shorten(f"{question.kode}: {question.tanya}", 120, placeholder=" …")
        return Paper(question.kode, title, known.sources.letterhead, (PaperSection(tuple(blocks)), *wide))

    def index(self, asked: Sequence[Questionnaire], files: Mapping[str, Sequence[str]]) -> Paper:
        """The paper that names all others: what is there, what is missing, who supplies it. `files` are those of each
        question, by its code."""
        words = self.known.words("indeks")
        blocks: list[Block] = [Title(words.texts("judul")), Paragraph(words.text("isi"))]
        for each in asked:
            rows = [row for question in each.pertanyaan for row in self._lines(question, files[question.kode])]
            blocks += [Heading(each.judul), plain_table(words.texts("kolom", 5), (38, 72, 48, 66, 40), rows)]
        title = " ".join(words.texts("judul"))
        return Paper(INDEX, title, self.known.sources.letterhead, (PaperSection(tuple(blocks), landscape=True),))

    def supplies(self, question: MonevQuestion) -> tuple[Supply, ...]:
        """What is missing of a question, and who supplies it: what should be there and is not, then what only the
        office has."""
        words = self.known.words("kurang")
        keys = dict.fromkeys(key for part in self._parts(question) for key in part.missing)
        found = (Supply(words.inner(key).text("apa"), words.inner(key).text("siapa")) for key in keys)
        return (*found, *question.kantor)

    def _parts(self, question: MonevQuestion) -> list[ProofPart]:
        return [PROOFS[name](self) for name in question.bukti]

    def _facts(self, code: str) -> Facts:
        words, known = self.known.words("kata"), self.known
        texts = (code, known.period.said, long_day(known.day), words.text("sumber"))
        return Facts(tuple(zip(words.texts("fakta", 4), texts, strict=True)))

    def _missing(self, question: MonevQuestion) -> tuple[Block, ...]:
        words = self.known.words("kata")
        rows = [(each.apa, each.siapa) for each in self.supplies(question)]
        if not rows:
            return ()
        return (Heading(words.text("masih_kurang")), plain_table(words.texts("kurang", 2), (110, 50), rows))

    def _lines(self, question: MonevQuestion, files: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """A row for each thing that is missing; the question and its files in the first."""
        complete = Supply(self.known.words("indeks").text("lengkap"), "")
        first, *others = self.supplies(question) or (complete,)
        yield question.kode, question.tanya, "\n".join(files), first.apa, first.siapa
        yield from (("", "", "", each.apa, each.siapa) for each in others)

    def show(self, *names: str) -> tuple[Block, ...]:
        """These tables."""
        return tuple(block for name in names for block in table_blocks(self.tables[name], self.known))

    def facts(self, table: str, texts: Sequence[str]) -> tuple[Block, ...]:
        """Heading and facts of a table of `monev.toml`; a dash for what is not known."""
        words = self.known.words(table)
        labels = words.texts("fakta", len(texts))
        shown = Facts(tuple(zip(labels, (text or "–" for text in texts), strict=True)))
        return Heading(words.text("judul")), shown


def _application(papers: EvidencePapers) -> ProofPart:
    from importlib.metadata import version

    known = papers.known
    words = known.words("aplikasi", versi=version("dip-sync"))
    last = known.releases[-1] if known.releases else None
    texts = (
        known.sources.site.url, words.text("program"), words.text("sediaan"),
        long_day(known.day_of(last.at)) if last else "",
    )  # fmt: skip
    return ProofPart(papers.facts("aplikasi", texts), missing=_missing(papers, "alamat", "rilis"))


def _missing(papers: EvidencePapers, *keys: str) -> tuple[str, ...]:
    """Which of these the office lacks."""
    known = papers.known
    site, roles = known.sources.site, known.sources.settings.roles
    lacks = {
        "penetapan": not any(known.shown.establishment),
        "rilis": not known.entries,
        "alamat": not site.url,
        "menu": not site.excluded_list,
        "berkala": _idle(known) > HALF_YEAR,
        "tautan": not known.links_day,
        "unggahan": not known.files,
        "inggris": len(site.languages) < 2,
        "uji": True,
        "akun": not (roles.ppid and roles.desk),
    }
    return tuple(key for key in keys if lacks[key])


def _idle(known: EvidenceSources) -> int:
    """Days since the public list last changed, at the end of the period."""
    if not known.shown.updated:
        return HALF_YEAR + 1
    return (date.fromisoformat(known.day) - date.fromisoformat(known.shown.updated)).days


def _menu(papers: EvidencePapers) -> ProofPart:
    known = papers.known
    site, off = known.sources.site, known.words("menu").text("tidak_menyala")
    excluded = standing_exclusions(known.sources.ledger, known.sources.template)
    dik = (f"{site.url}dik/" if site.url else "dik/") if site.excluded_list else off
    facts = papers.facts("menu", (site.url, dik, counted(len(excluded))))
    listed = papers.show("dikecualikan") if site.excluded_list else ()
    return ProofPart((*facts, *listed), missing=_missing(papers, "alamat", "menu"))


def _list(papers: EvidencePapers) -> ProofPart:
    """The public list in the form of the Komisi Informasi, less what was taken back since."""
    known = papers.known
    if not known.entries:
        return ProofPart(missing=_missing(papers, "rilis"))
    form, classes = list_form(known.sources, "perki"), known.sources.template.classes()
    standing = [entry for entry in known.entries if entry.id not in known.taken]
    words = known.words("daftar", jumlah=counted(len(known.entries) - len(standing)))
    left = [Paragraph(words.text("ditarik"))] if len(standing) < len(known.entries) else []
    heading = Heading(f"{words.text('judul')} ({counted(len(known.entries))})")
    return ProofPart(wide=(heading, *left, form.table(listed_rows(standing, form, classes))))


def _regularity(papers: EvidencePapers) -> ProofPart:
    known = papers.known
    words = known.words("berkala")
    days = [day for each in known.releases if known.period.holds(day := known.day_of(each.at))]
    ends = [date.fromisoformat(day) for day in days]
    gap = max(((later - before).days for before, later in pairwise(ends)), default=0)
    texts = (
        long_day(days[0]) if days else "", long_day(days[-1]) if days else "", counted(len(days)),
        words.with_values(hari=counted(gap)).text("hari") if days else "", long_day(known.shown.updated),
    )  # fmt: skip
    return ProofPart(papers.facts("berkala", texts), missing=_missing(papers, "berkala"))


def _links(papers: EvidencePapers) -> ProofPart:
    known = papers.known
    if not known.links_day:
        return ProofPart(papers.show("tautan"), missing=_missing(papers, "tautan"))
    said = known.words("tautan", hari=long_day(known.links_day)).text("diperiksa")
    return ProofPart((*papers.show("tautan", "keadaan"), Paragraph(said)))


def _tables(names: tuple[str, ...], *missing: str) -> Callable[[EvidencePapers], ProofPart]:
    """A proof that is tables alone."""
    return lambda papers: ProofPart(papers.show(*names), missing=_missing(papers, *missing))


PROOFS: Mapping[str, Callable[[EvidencePapers], ProofPart]] = {
    "penetapan": _tables(("penetapan",), "penetapan"),
    "daftar": _list,
    "menu": _menu,
    "rilis": _tables(("rilis",), "rilis"),
    "perubahan": _tables(("perubahan",)),
    "berkala": _regularity,
    "jumlah": _tables(("kelas", "unit", "bentuk", "bulan"), "rilis"),
    "tautan": _links,
    "aksesibilitas": _tables(("aksesibilitas",), "uji"),
    "data": _tables(("data",), "unggahan"),
    "bahasa": _tables(("bahasa",), "inggris"),
    "tindakan": _tables(("pelaku", "tindakan"), "akun"),
    "waktu": _tables(("waktu", "benar")),
    "aplikasi": _application,
}
"""The proofs, by the name that `monev.toml` has for them."""
