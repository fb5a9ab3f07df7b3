"""The decrees that establish the list and the list of exemptions (`keputusan.toml`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sync.errors import TemplateError
from sync.message import say
from sync.papers.list_forms import excluded_table, list_form, listed_rows
from sync.papers.paper import Block, DecreePoint, Paper, PaperSection, Paragraph, Points, Signatures, Signer, Title
from sync.papers.sources import DOTS, Sources
from sync.papers.words import DECREE, Words
from sync.site.formatting import counted, long_day
from sync.site.printed_list import list_parts

ORDINALS = (
    "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN", "KESEMBILAN", "KESEPULUH",
)  # fmt: skip
COMMISSION = "KPU"
"""What `hanya` says of a line that is for election commissions alone."""


@dataclass(frozen=True)
class Authority:
    """Who decrees: by which name in `dip.toml`, how their decrees and they are called."""

    kode: str
    keputusan: str
    jabatan: str


@dataclass(frozen=True)
class DecreeLine:
    """A line of law: its text, its source (not printed), and for which kind of office alone it is."""

    teks: str
    sumber: str = ""
    hanya: str = ""


def decree_on_list(sources: Sources) -> list[Paper]:
    """The decree on the list of public information, with the list as its appendix; a long list goes class by class
    into files of their own. Nothing if nothing stands approved."""
    if not sources.entries:
        return []
    form, classes = list_form(sources, sources.settings.papers.form), sources.template.classes()
    number, day = sources.approved.establishment
    words = _words(sources, "dip", len(sources.entries), day)
    decree = _decree(sources, words, number, day)
    proof = sources.proof(sources.approved)

    def appendix(only: str) -> tuple[Block, ...]:
        shown = [each for each in sources.entries if only in ("", each.klasifikasi)]
        table = form.table(listed_rows(shown, form, classes))
        return (*_appendix_head(words, number, day), Title((form.title, words.fill("{KANTOR}"), only.upper())), table)

    def paper(name: str, *sections: PaperSection) -> Paper:
        return Paper(name, words.text("perihal"), sources.letterhead, sections, _mark(number))

    signed = _signature(sources, words, day)
    parts = list_parts(sources.entries, sources.template)
    if "" in parts:
        whole = PaperSection((*appendix(""), *signed, proof), landscape=True, letterhead=False)
        return [paper("keputusan-dip", PaperSection(decree), whole)]
    return [
        paper("keputusan-dip", PaperSection((*decree, proof))),
        *(
            paper(
                f"keputusan-dip-lampiran{behind}",
                PaperSection((*appendix(only), *signed, proof), landscape=True, letterhead=False),
            )
            for behind, only in parts.items()
        ),
    ]


def decree_on_exemptions(sources: Sources) -> list[Paper]:
    """The decree on the list of exemptions, with that list as its appendix. Nothing if none stands."""
    ids, (number, day) = sources.exclusions, sources.exemption_decree
    if not ids:
        return []
    words = _words(sources, "dik", len(ids), day)
    table = excluded_table(sources, ids)
    title = Title((list_form(sources, "dik").title, words.fill("{KANTOR}")))
    signed = _signature(sources, words, day)
    appendix = PaperSection(
        (*_appendix_head(words, number, day), title, table, *signed, sources.exemption_proof()),
        landscape=True,
        letterhead=False,
    )
    sections = (PaperSection(_decree(sources, words, number, day)), appendix)
    return [Paper("keputusan-dik", words.text("perihal"), sources.letterhead, sections, _mark(number))]


def _mark(number: str) -> str:
    return "" if number else "RANCANGAN"


def _words(sources: Sources, table: str, count: int, day: str) -> Words:
    """The words of a decree, with who decrees it."""
    year = (day or sources.today)[:4]
    authority = _authority(sources)
    words = sources.words(DECREE, table, tahun=year, jumlah=counted(count), berita_acara=f"Nomor {DOTS} tanggal {DOTS}")
    title = sources.settings.papers.authority_title or words.fill(authority.jabatan)
    words = words.with_values(penetap=title, PENETAP=title.upper(), keputusan=words.fill(authority.keputusan))
    return words.with_values(perihal=words.text("perihal"))


def _authority(sources: Sources) -> Authority:
    wanted = sources.settings.papers.authority
    for each in sources.all_words(DECREE).tables("penetap", Authority):
        if each.kode == wanted:
            return each
    raise TemplateError(
        say('print template %(file)s has no [[penetap]] with kode = "%(code)s"', file=DECREE, code=wanted)
    )


def _decree(sources: Sources, words: Words, number: str, day: str) -> tuple[Block, ...]:
    """The decree itself, from its heading to the signature."""
    heading = (words.fill("{keputusan}"), _number(number, words), "TENTANG", words.text("tentang"))
    grace = words.text("rahmat")
    dictums = tuple(
        DecreePoint(ORDINALS[place] if place < len(ORDINALS) else str(place + 1), "", text)
        for place, text in enumerate(words.texts("diktum"))
    )
    return (
        Title(heading),
        *([Paragraph(grace, "center")] if grace else []),
        Paragraph(f"{words.fill('{PENETAP}')},", "center", bold=True),
        _points("Menimbang", _sentences(sources, words, words, "menimbang"), "abcdefghijklmnopqrstuvwxyz"),
        _points("Mengingat", _sentences(sources, words, sources.all_words(DECREE), "mengingat"), "1"),
        _points("Memperhatikan", _sentences(sources, words, words, "memperhatikan"), ""),
        Paragraph("MEMUTUSKAN:", "center", bold=True),
        Points((DecreePoint("Menetapkan", "", f"{words.fill('{keputusan}')} TENTANG {words.text('tentang')}."),)),
        Points(dictums),
        *_signature(sources, words, day),
    )


def _points(label: str, texts: Sequence[str], marks: str) -> Points:
    def mark(place: int) -> str:
        if not marks:
            return ""
        return f"{place + 1}." if marks == "1" else f"{marks[place % len(marks)]}."

    return Points(tuple(DecreePoint("" if place else label, mark(place), text) for place, text in enumerate(texts)))


def _sentences(sources: Sources, words: Words, table: Words, key: str) -> list[str]:
    """The lines of a table that are for an office of this kind, filled in."""
    lines = table.tables(key, DecreeLine)
    if strange := next((line.hanya for line in lines if line.hanya not in ("", COMMISSION)), ""):
        raise TemplateError(
            say(
                "print template %(file)s: hanya = “%(value)s” is no kind of office; there is %(known)s",
                file=DECREE, value=strange, known=COMMISSION,
            )
        )  # fmt: skip
    return [words.fill(line.teks) for line in lines if not line.hanya or sources.is_commission]


def _number(number: str, words: Words) -> str:
    return f"NOMOR {number}" if number else f"NOMOR {DOTS} TAHUN {words.fill('{tahun}')}"


def _signature(sources: Sources, words: Words, day: str) -> tuple[Block, ...]:
    papers = sources.settings.papers
    signer = Signer(
        (
            f"Ditetapkan di {papers.place or DOTS}",
            f"pada tanggal {long_day(day) if day else DOTS}",
            f"{words.fill('{PENETAP}')},",
        ),
        *(papers.authority_signs),
    )
    return (Signatures((signer,)),)


def _appendix_head(words: Words, number: str, day: str) -> tuple[Block, ...]:
    """Where an appendix says whose it is: in the upper right, as decrees have it."""
    lines = (
        "LAMPIRAN", words.fill("{keputusan}"), _number(number, words),
        f"TANGGAL {long_day(day).upper() if day else DOTS}", "TENTANG", words.text("tentang"),
    )  # fmt: skip
    return (Paragraph("\n".join(lines), "right"),)
