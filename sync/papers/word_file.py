"""A paper as a Word file that the office edits before it is signed: the blocks put into a template it can replace.

The template (`kertas.docx`, or one with the paper's own name) has `{{p isi }}` where the blocks go, and may have
`{{ judul }}` and the other words that a paper has. What anybody typed is text, never markup of Word or of the template.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from sync.errors import TemplateError
from sync.message import say
from sync.papers.paper import (
    Block,
    Chart,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Points,
    Proof,
    Signatures,
    Table,
    Title,
)
from sync.papers.word_table import NAMESPACE, TableLook, printable_in_word, table_xml
from sync.papers.words import WORD, PrintTemplates

MARK = "\ue000ISI\ue000"
"""What stands where the blocks go until they are there: no template has this sign."""
_WIDTH_TALL, _WIDTH_WIDE = 160, 267
"""What lies between the margins of A4, in millimetres."""


def to_word(paper: Paper, templates: PrintTemplates) -> bytes:
    """The paper as .docx, the same bytes for the same paper. Raises `TemplateError` for a template that is no Word
    file, or has no place for the paper."""
    name = f"{paper.name}.docx"
    name = name if templates.own and (templates.own / name).is_file() else WORD
    document = _rendered(paper, templates.read(name), name)
    anchor = next((each for each in document.paragraphs if MARK in each.text), None)
    if anchor is None:
        raise TemplateError(
            say("print template %(name)s has no {{ isi }} on a line of its own, where the paper goes", name=name)
        )
    writer = _Writer(document, anchor)
    for number, section in enumerate(paper.sections):
        writer.section(landscape=section.landscape, first=not number)
        if section.letterhead:
            writer.letterhead(paper)
        for block, following in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            writer.block(block, signed=isinstance(following, Signatures))
    writer.close()
    return _saved(document, paper)


def _rendered(paper: Paper, template: bytes, name: str) -> Any:
    """The template with its words filled in. Raises `TemplateError`."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError as JinjaError
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(autoescape=True)
    words = {"isi": MARK, "judul": paper.title, "kantor": paper.letterhead.name, "tanda": paper.mark}
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
        unknown = document.get_undeclared_template_variables(environment) - words.keys()
        if unknown:
            raise TemplateError(
                say(
                    "print template %(name)s has {{ %(word)s }}, which nothing fills in; there is %(known)s",
                    name=name, word=min(unknown), known=", ".join(words),
                )
            )  # fmt: skip
        document.render(words, environment, autoescape=True)
    except (JinjaError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise TemplateError(say("print template %(name)s: %(error)s", name=name, error=error)) from error
    return document.docx


def _saved(document: Any, paper: Paper) -> bytes:
    """The file, with no clock in it, and with what it says of itself to programs."""
    from datetime import datetime

    core = document.core_properties
    core.created = core.modified = datetime(1980, 1, 1)  # noqa: DTZ001  Word's properties have no zone
    core.last_modified_by = core.author = ""
    core.keywords = ", ".join(paper.keywords)
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            entry = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            target.writestr(entry, source.read(item.filename), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


class _Writer:
    """Puts blocks before the anchor, one after another."""

    def __init__(self, document: Any, anchor: Any) -> None:
        self._document, self._anchor, self._width, self._signed = document, anchor, _WIDTH_TALL, False

    def close(self) -> None:
        """The anchor goes."""
        self._anchor._p.getparent().remove(self._anchor._p)  # noqa: SLF001  python-docx has no way to remove one

    def section(self, *, landscape: bool, first: bool) -> None:
        """Pages of one orientation: the template's own first section turned, later ones after a break."""
        from docx.enum.section import WD_ORIENT, WD_SECTION

        if first:
            section = self._document.sections[0]
        else:
            section = self._document.add_section(WD_SECTION.NEW_PAGE)
            # The break belongs into a paragraph before what follows; python-docx put the settings of the pages before
            # it there, and this section's at the very end, where the anchor is.
            broken = self._document.element.body.xpath("./w:p[w:pPr/w:sectPr]")[-1]
            self._anchor._p.addprevious(broken)  # noqa: SLF001
        wide, tall = sorted((section.page_width, section.page_height), reverse=True)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (wide, tall) if landscape else (tall, wide)
        margins = section.left_margin + section.right_margin
        self._width = (section.page_width - margins) // 36000

    def block(self, block: Block, *, signed: bool) -> None:
        """One block; `signed`: signatures follow, which never stand alone on a page."""
        self._signed = signed
        writers: dict[type, Callable[[Any], None]] = {
            Title: self._title, Heading: self._heading, Paragraph: self._paragraph, Points: self._points,
            Facts: self._facts, Table: self._table, Chart: self._chart, Signatures: self._signatures,
            Proof: self._proof,
        }  # fmt: skip
        writers[type(block)](block)

    def letterhead(self, paper: Paper) -> None:
        """The office above the paper."""
        emblem, data = paper.letterhead.emblem
        if data:
            from docx.shared import Mm

            shown = data if emblem.lower().endswith((".png", ".jpg", ".jpeg")) else _as_bitmap(data)
            self._text("", align="center").add_run().add_picture(io.BytesIO(shown), height=Mm(18))
        self._text(paper.letterhead.name, align="center", bold=True, size=13)
        for line in paper.letterhead.lines[:-1]:
            self._text(line, align="center", size=8.5)
        last = self._text(paper.letterhead.lines[-1] if paper.letterhead.lines else "", align="center", size=8.5)
        _border_below(last)

    def _text(
        self,
        text: str,
        *,
        align: str = "left",
        bold: bool = False,
        size: float = 0,
        style: str = "",
        keep: bool = False,
    ) -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        made = self._anchor.insert_paragraph_before(style=style or None)
        _fill(made, text, bold=bold, size=size)
        places = {"center": WD_ALIGN_PARAGRAPH.CENTER, "left": WD_ALIGN_PARAGRAPH.LEFT}
        made.alignment = places.get(align, WD_ALIGN_PARAGRAPH.LEFT)
        made.paragraph_format.space_after = Pt(4)
        made.paragraph_format.keep_with_next = keep or self._signed
        return made

    def _title(self, block: Title) -> None:
        for place, line in enumerate(line for line in block.lines if line):
            self._text(line, align="center", bold=True, size=12, style="" if place else "Heading 1", keep=True)

    def _heading(self, block: Heading) -> None:
        self._text(block.text, bold=True, size=11, style="Heading 2", keep=True)

    def _paragraph(self, block: Paragraph) -> None:
        from docx.shared import Mm

        made = self._text(block.text, align=block.align, bold=block.bold)
        if block.align == "right":
            made.paragraph_format.left_indent = Mm(self._width - 90)

    def _points(self, block: Points) -> None:
        marked = any(point.mark for point in block.points)
        widths = (38, 5, 8, 109) if marked else (38, 5, 117)
        rows = [
            (point.label, ":" if point.label else "", *([point.mark] if marked else []), point.text)
            for point in block.points
        ]
        self._grid(widths, rows)

    def _facts(self, block: Facts) -> None:
        self._grid((52, 5, 103), [(label, ":", value) for label, value in block.facts])

    def _signatures(self, block: Signatures) -> None:
        lone = len(block.signers) == 1
        width = 80 if lone else self._width / len(block.signers)
        dots = "…" * int((width - 4) / 4)  # no more than one line of them
        cells = [
            "\n".join(
                (
                    *signer.above,
                    "",
                    "",
                    "",
                    "",
                    signer.name or dots,
                    *([f"NIP {signer.number}"] if signer.number else []),
                )
            )
            for signer in block.signers
        ]
        widths = (self._width - 80, 80) if lone else tuple(width for _ in cells)
        self._grid(widths, [("", cells[0]) if lone else tuple(cells)], together=True)

    def _proof(self, block: Proof) -> None:
        from docx.shared import Mm
        from segno import make_qr

        if block.url:
            picture = io.BytesIO()
            make_qr(block.url, error="m").save(picture, kind="png", scale=6, border=2)
            picture.seek(0)
            self._text("", keep=True).add_run().add_picture(picture, width=Mm(24))
        lines = [block.url, f"{block.label}: {block.digest}", block.text]
        self._text("\n".join(line for line in lines if line), size=8.5)

    def _grid(self, widths: tuple[float, ...], rows: list[tuple[str, ...]], *, together: bool = False) -> None:
        """A table without lines."""
        self._put(
            table_xml(widths, self._width, (), rows, TableLook(lines=False, size=11, kept=len(rows) if together else 0))
        )

    def _table(self, block: Table) -> None:
        look = TableLook(lines=True, size=8.5, kept=2 if self._signed else 0)
        self._put(table_xml(block.widths, self._width, block.head, block.rows, look))
        self._text("", size=4)

    def _chart(self, block: Chart) -> None:
        """What it says in words: people edit this file."""
        self._text(block.alt, size=8.5)

    def _put(self, xml: str) -> None:
        from docx.oxml import parse_xml

        self._anchor._p.addprevious(parse_xml(xml))  # noqa: SLF001  tables are made as XML: cell by cell takes minutes
        self._text("", size=2)


def _fill(paragraph: Any, text: str, *, bold: bool, size: float) -> None:
    from docx.shared import Pt

    for place, line in enumerate(printable_in_word(text).split("\n")):
        run = paragraph.add_run()
        if place:
            run.add_break()
        run.add_text(line)
        run.bold = bold or None
        if size:
            run.font.size = Pt(size)


def _as_bitmap(picture: bytes) -> bytes:
    """An emblem of a kind that Word files do not hold, as PNG."""
    import typst

    page = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(json(bytes(sys.inputs.data))), height: 18mm)"""
    made = typst.compile(page, format="png", ppi=300, sys_inputs={"data": json.dumps(list(picture))})
    assert isinstance(made, bytes)  # noqa: S101  one page, not a list of pages
    return made


def _border_below(paragraph: Any) -> None:
    from docx.oxml import parse_xml

    line = f'<w:pBdr {NAMESPACE}><w:bottom w:val="thickThinSmallGap" w:sz="12" w:space="4" w:color="000000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001  python-docx has no borders
        parse_xml(line), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )
