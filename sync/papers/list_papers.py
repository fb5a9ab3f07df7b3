"""The two lists by themselves: what lies on the desk, and the exemptions for the office's own use."""

from __future__ import annotations

from sync.papers.list_forms import excluded_table, list_form, listed_rows
from sync.papers.paper import Block, Paper, PaperSection, Paragraph, Signatures, Signer, Table, Title
from sync.papers.sources import Sources
from sync.papers.words import PAPERS
from sync.site.formatting import counted, long_day
from sync.site.printed_list import list_parts


def list_papers(sources: Sources) -> list[Paper]:
    """The list that stands approved; class by class if it is long. Nothing if it is empty."""
    parts = list_parts(sources.entries, sources.template) if sources.entries else {}
    return [_list(sources, only, f"daftar{behind}") for behind, only in parts.items()]


def _list(sources: Sources, only: str, name: str) -> Paper:
    form = list_form(sources, sources.settings.papers.form)
    entries = [entry for entry in sources.entries if only in ("", entry.klasifikasi)]
    table = form.table(listed_rows(entries, form, sources.template.classes()))
    proof = (sources.proof(sources.approved),)
    return _paper(sources, name, form.title, sources.approved.establishment, len(entries), table, only, proof)


def exemption_papers(sources: Sources) -> list[Paper]:
    """The list of exemptions, with titles: for the office. Nothing if none stands."""
    ids = sources.exclusions
    if not ids:
        return []
    title, table = list_form(sources, "dik").title, excluded_table(sources, ids)
    return [_paper(sources, "dik", title, sources.exemption_decree, len(ids), table)]


def _paper(  # noqa: PLR0913  one thing each
    sources: Sources, name: str, title: str, decree: tuple[str, str], count: int, table: Table, only: str = "",
    proof: tuple[Block, ...] = (),
) -> Paper:  # fmt: skip
    """A list with number and day of its decree, if it has one; `only` is the one class it holds, empty for all."""
    (number, day), papers = decree, sources.settings.papers
    words = sources.words(PAPERS, "daftar", judul=title, nomor=number, tanggal=long_day(day), jumlah=counted(count))
    signer = Signer((sources.place_and_day(day), f"{papers.position},"), *papers.ppid_signs)
    blocks = (
        Title((*words.texts("judul"), only.upper())),
        Paragraph(words.text("keterangan" if number else "tanpa_nomor"), "center"),
        table,
        Signatures((signer,)),
        *proof,
    )
    return Paper(name, " ".join(words.texts("judul")), sources.letterhead, (PaperSection(blocks, landscape=True),))
