"""The sheet of a consequence test, the PPID's order to upload, and the desk's proof that it was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sync.ledger.state import EntryState, Version
from sync.papers.paper import Block, Facts, Paper, PaperSection, Paragraph, Signatures, Signer, Title
from sync.papers.sources import DOTS, Sources
from sync.papers.words import PAPERS, Words
from sync.release import Release
from sync.site.formatting import counted, long_day
from sync.site.gate import printable
from sync.site.list_digest import in_groups, list_digest


@dataclass(frozen=True)
class Upload:
    """The last upload that was completed: the release that was sent, when (office time, as people write it), where, the
    number of files, the digest of the manifest; whether it lies in a folder that no citizen sees by itself."""

    release: Release
    at: str
    place: str
    files: int
    digest: str
    only_here: bool = False


def consequence_sheets(sources: Sources, id: str) -> Iterator[Paper]:
    """A sheet for each entry of the excluded class, or for one entry of any class: an office may test before it
    classifies."""
    for state in sorted(sources.ledger.entries.values(), key=lambda each: each.id):
        version = sources.ledger.versions.get(state.id, {}).get(state.version)
        wanted = state.id == id if id else bool(version) and _excluded(sources, version)
        if version and wanted and not state.removed:
            yield _sheet(sources, state, version)


def _excluded(sources: Sources, version: Version | None) -> bool:
    return version is not None and version.content.get("klasifikasi") == sources.template.excluded_class


def _sheet(sources: Sources, state: EntryState, version: Version) -> Paper:
    words, content = sources.words(PAPERS, "uji_konsekuensi"), version.content
    described = "\n".join(filter(None, (content.get("judul", ""), content.get("ringkasan", ""))))
    texts = (
        described, content.get("dasar_pengecualian", ""), content.get("konsekuensi_dibuka", ""),
        content.get("konsekuensi_ditutup", ""), content.get("jangka_pengecualian", ""), words.text("kesimpulan"),
    )  # fmt: skip
    facts = tuple(zip(words.texts("uraian", len(texts)), (printable(text) or DOTS for text in texts), strict=True))
    signers = tuple(Signer((f"{unit.name},",)) for unit in sources.settings.units)
    blocks: tuple[Block, ...] = (
        Title((*words.texts("judul"), state.id)),
        *([Paragraph(words.text("usulan"), "center")] if sources.is_commission else []),
        Facts(facts),
        Paragraph(words.text("coret")),
        Paragraph(sources.place_and_day(), "right"),
        *(Signatures(signers[start : start + 2]) for start in range(0, len(signers), 2)),
    )
    title = " ".join((*words.texts("judul")[:1], state.id))
    return Paper(f"uji-konsekuensi-{state.id}", title, sources.letterhead, (PaperSection(blocks),))


def upload_order(sources: Sources) -> list[Paper]:
    """The PPID's order: which list goes out. Nothing if nothing stands approved."""
    if not sources.entries:
        return []
    words, release = sources.words(PAPERS, "perintah_unggah"), sources.approved
    digest = in_groups(list_digest(release.entries)[:16])
    texts = (words.text("isi"), long_day(release.updated), counted(len(sources.entries)), digest)
    return [_paper(sources, words, "perintah-unggah", texts, release, sources.settings.papers.ppid_signs)]


def upload_proof(sources: Sources, upload: Upload | None) -> list[Paper]:
    """The desk's proof of the last upload; nothing where none was completed."""
    if not upload:
        return []
    words = sources.words(PAPERS, "bukti_unggah", folder=upload.place)
    key = "isi_folder" if upload.only_here and "isi_folder" in words else "isi"  # an office's older file has one
    texts = (
        words.text(key), str(upload.release.number), upload.at, sources.site.url or DOTS, upload.place,
        counted(upload.files), counted(len(upload.release.entries)), in_groups(upload.digest),
        words.text("pemeriksaan"),
    )  # fmt: skip
    return [_paper(sources, words, "bukti-unggah", texts, upload.release)]


def _paper(
    sources: Sources, words: Words, name: str, texts: tuple[str, ...], release: Release,
    signs: tuple[str, str] = ("", ""),
) -> Paper:  # fmt: skip
    """A paper about a release: `texts` are its sentence, then the fact beside each label; `signs` are name and staff
    number of who signs it, where they are known."""
    said, *facts = texts
    above = ((sources.place_and_day(), f"{position},") for position in words.texts("tanda_tangan"))
    signers = tuple(Signer(lines, *signs) for lines in above)
    blocks = (
        Title(words.texts("judul")),
        Paragraph(said),
        Facts(tuple(zip(words.texts("fakta", len(facts)), facts, strict=True))),
        Signatures(signers),
        sources.proof(release),
    )
    return Paper(name, " ".join(words.texts("judul")), sources.letterhead, (PaperSection(blocks),))
