"""What a paper consists of: sections of blocks, each a plain value that Typst and Word set in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Title:
    """Centred lines in bold; the first is the heading that a screen reader finds."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `align`: `left`, `center`, or `right` for what stands in the right half."""

    text: str
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class DecreePoint:
    """A line of a decree: a label, a colon, a mark and a text. Only the first of a list has the label."""

    label: str
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """*Menimbang*, *Mengingat*, the dictums."""

    points: tuple[DecreePoint, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, one a line."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of a table's header: what it says, and how many columns and rows it covers."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row that says one thing over the whole width."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `widths` are shares, one a column; `head` are the rows of the header, repeated on every page; a row has
    a text for each column. `numbers` are the columns that hold numbers; with `sums` the last row is a sum."""

    widths: tuple[float, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[tuple[str, ...] | GroupRow, ...]
    numbers: tuple[int, ...] = ()
    sums: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beneath each other: what each stands for, its length, how that is written. `caption` says what is drawn,
    `alt` all of it in words."""

    caption: str
    alt: str
    bars: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the lines above the blank, the name beneath (empty: dots), the staff number."""

    above: tuple[str, ...]
    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signatures beside each other, never alone on a page: Word and Typst keep them with the block before."""

    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A QR code as SVG, its address, and what to compare: the digest in groups of four, under its `label`. `office` is
    the mark by which the office knows its own papers."""

    svg: str
    url: str
    label: str
    digest: str
    text: str
    office: str


Block = Title | Heading | Paragraph | Points | Facts | Table | Chart | Signatures | Proof
"""What a section consists of."""


@dataclass(frozen=True, slots=True)
class PaperSection:
    """Pages of one orientation. `letterhead`: the office's, on the first of them."""

    blocks: tuple[Block, ...]
    landscape: bool = False
    letterhead: bool = True


@dataclass(frozen=True)
class Letterhead:
    """The office above its papers: its lines, and the emblem as file name and content, if it has one."""

    name: str
    lines: tuple[str, ...]
    emblem: tuple[str, bytes] = ("", b"")


@dataclass(frozen=True)
class Paper:
    """A paper. `name` is that of its files, `title` what a PDF reader shows, `mark` what stands on every page of a
    draft."""

    name: str
    title: str
    letterhead: Letterhead
    sections: tuple[PaperSection, ...]
    mark: str = ""

    @property
    def keywords(self) -> tuple[str, ...]:
        """What the file says of itself to programs: it survives signing and, mostly, Word. Nothing without a proof."""
        blocks = (block for section in self.sections for block in section.blocks)
        proof = next((block for block in blocks if isinstance(block, Proof)), None)
        if proof is None:
            return ()
        digest = proof.digest.replace(" ", "")
        return f"dip-kertas:{self.name}", f"dip-kantor:{proof.office}", f"dip-sidik:{digest}"

    def document(self) -> dict[str, Any]:
        """What the Typst template is given."""
        head = self.letterhead
        return {
            "judul": self.title,
            "kop": {"nama": head.name, "baris": list(head.lines), "lambang": list(head.emblem[1])},
            "tanda": self.mark,
            "kata_kunci": list(self.keywords),
            "bagian": [
                {
                    "mendatar": section.landscape,
                    "kop": section.letterhead,
                    "isi": [block_document(block) for block in section.blocks],
                }
                for section in self.sections
            ],
        }


def block_document(block: Block) -> dict[str, Any]:
    """A block as plain values, with its kind."""
    values = {"jenis": type(block).__name__, **asdict(block)}
    if isinstance(block, Table):
        values["rows"] = [{"group": row.text} if isinstance(row, GroupRow) else {"cells": row} for row in block.rows]
    return values


def plain_table(
    heads: Sequence[str], widths: Sequence[float], rows: Sequence[tuple[str, ...]], numbers: tuple[int, ...] = ()
) -> Table:
    """A table whose header is one row."""
    return Table(tuple(widths), (tuple(HeadCell(each) for each in heads),), tuple(rows), numbers)
