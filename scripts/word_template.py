"""`python -m scripts.word_template` writes print_templates/kertas.docx: the page, its fonts, the footer with the page
numbers, and the place where a paper goes. An office replaces it by a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor

PLACE = Path(__file__).parent.parent / "print_templates" / "kertas.docx"


def make() -> Any:
    """The template."""
    document = Document()
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Bookman Old Style", Pt(11), RGBColor(0, 0, 0)
        style.element.rPr.rFonts.attrib.update(
            {key: "Bookman Old Style" for key in style.element.rPr.rFonts.attrib if key.endswith(("ascii", "hAnsi"))}
        )
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(20)
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="id-ID"/>')
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.styles["Footer"].font.size = Pt(7.5)
    for text, field in (("{{ judul }} · halaman ", "PAGE"), (" dari ", "NUMPAGES")):
        footer.add_run(text)
        footer._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}"/>'))  # noqa: SLF001  no such call
    document.add_paragraph("{{ isi }}")
    return document


if __name__ == "__main__":
    make().save(str(PLACE))
