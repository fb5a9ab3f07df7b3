"""The two lists by themselves: what lies on the desk, and the exemptions for the office's own use."""

from __future__ import annotations

from sync.papers.list_forms import excluded_table, list_form, listed_rows
from sync.papers.paper import Paper, PaperSection, Paragraph, Signatures, Signer, Title
from sync.papers.sources import Sources
from sync.papers.words import PAPERS
from sync.site.formatting import counted, long_day
from sync.site.printed_list import list_parts


def list_papers(sources: Sources) -> list[Paper]:
    """The list that stands approved; class by class if it is long. Nothing if it is empty."""
    parts = list_parts(sources.entries, sources.template) if sources.entries else {}
    return [_list(sources, only, f"daftar{behind}") for behind, only in parts.items()]


def _list(sources: Sources, only: str, name: str) -> Paper:
    form, (number, day) = list_form(sources, sources.settings.papers.form), sources.approved.establishment
    entries = [entry for entry in sources.entries if only in ("", entry.klasifikasi)]
    words = sources.words(
        PAPERS, "daftar", judul=form.title, nomor=number, tanggal=long_day(day), jumlah=counted(len(entries))
    )
    signer = Signer(
        (sources.place_and_day(day), f"{sources.settings.papers.position},"), *sources.settings.papers.ppid_signs
    )
    blocks = (
        Title((*words.texts("judul"), only.upper())),
        Paragraph(words.text("keterangan" if number else "tanpa_nomor"), "center"),
        form.table(listed_rows(entries, form, sources.template.classes())),
        Signatures((signer,)),
        sources.proof(sources.approved),
    )
    title = " ".join(words.texts("judul"))
    return Paper(name, title, sources.letterhead, (PaperSection(blocks, landscape=True),))


def exemption_papers(sources: Sources) -> list[Paper]:
    """The list of exemptions, with titles: for the office. Nothing if none stands."""
    ids, (number, day) = sources.exclusions, sources.exemption_decree
    if not ids:
        return []
    form, papers = list_form(sources, "dik"), sources.settings.papers
    words = sources.words(
        PAPERS, "daftar", judul=form.title, nomor=number, tanggal=long_day(day), jumlah=counted(len(ids))
    )
    signer = Signer((sources.place_and_day(day), f"{papers.position},"), *papers.ppid_signs)
    blocks = (
        Title(words.texts("judul")),
        Paragraph(words.text("keterangan" if number else "tanpa_nomor"), "center"),
        excluded_table(sources, ids),
        Signatures((signer,)),
    )
    title = " ".join(words.texts("judul"))
    return [Paper("dik", title, sources.letterhead, (PaperSection(blocks, landscape=True),))]
