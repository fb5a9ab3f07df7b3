"""What ISO 14289-1 (PDF/UA-1) asks of a file and pikepdf can see; each rule is named by its clause.

It is no substitute for veraPDF: whether an alternative text is true, and the order of reading a good one, people say.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

CELLS = {"TH", "TD"}
HEADINGS = {f"H{level}": level for level in range(1, 7)}
STANDARD = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
    "P", "H", *HEADINGS, "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span",
    "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "Warichu", "Figure", "Formula", "Form",
}  # fmt: skip
PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI"}


def flaws(data: bytes) -> list[str]:
    """Every clause that the file breaks, with what breaks it; nothing for a file that keeps them all."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as document:
        for clause, look in CLAUSES.items():
            found += [f"{clause}: {told}" for told in look(document)]
    return found


def _identified(document: pikepdf.Pdf) -> Iterator[str]:
    with document.open_metadata() as facts:
        if facts.get("pdfuaid:part") != "1":
            yield "the metadata do not say that it is PDF/UA-1"


def _tagged(document: pikepdf.Pdf) -> Iterator[str]:
    marks = _root(document, "/MarkInfo")
    if not marks.get("/Marked", False):
        yield "it does not say that it is tagged"
    if marks.get("/Suspects", False):
        yield "its tags are suspect"
    if "/K" not in _root(document, "/StructTreeRoot"):
        yield "it has no structure"


def _titled(document: pikepdf.Pdf) -> Iterator[str]:
    with document.open_metadata() as facts:
        if not facts.get("dc:title"):
            yield "the metadata have no title"
    if not _root(document, "/ViewerPreferences").get("/DisplayDocTitle", False):
        yield "readers show the name of the file, not its title"


def _marked(document: pikepdf.Pdf) -> Iterator[str]:
    """Everything that is painted stands in a mark: in the structure, or as an artifact."""
    for number, page in enumerate(document.pages, 1):
        depth = 0
        for _, operator in _operators(page):
            depth += (operator in ("BMC", "BDC")) - (operator == "EMC")
            if operator in PAINTS and depth == 0:
                yield f"page {number}: {operator} stands in no mark"
        if depth:
            yield f"page {number}: a mark is not closed"


def _belongs(document: pikepdf.Pdf) -> Iterator[str]:
    """Every mark of the structure has its element there."""
    parents = _parents(document)
    for number, page in enumerate(document.pages, 1):
        known = parents.get(int(page.obj.get("/StructParents", -1)), [])
        for operands, operator in _operators(page):
            marks = operands[1] if operator == "BDC" and len(operands) == 2 else None
            if isinstance(marks, pikepdf.Dictionary) and "/MCID" in marks:
                place = int(marks.MCID)
                if place >= len(known) or not isinstance(known[place], pikepdf.Dictionary):
                    yield f"page {number}: mark {place} is in no element"


def _roles(document: pikepdf.Pdf) -> Iterator[str]:
    """Types that are not standard lead to one that is; a standard one is not given another meaning."""
    roles = {name[1:]: str(role)[1:] for name, role in _root(document, "/StructTreeRoot").get("/RoleMap", {}).items()}
    yield from (f"{name} is given another meaning" for name in sorted(roles.keys() & STANDARD))
    for element in _elements(document):
        name = seen = str(element.S)[1:]
        for _ in range(9):
            seen = roles.get(seen, seen) if seen not in STANDARD else seen
        if seen not in STANDARD:
            yield f"{name} is no standard type"


def _language(document: pikepdf.Pdf) -> Iterator[str]:
    if not str(document.Root.get("/Lang", "")):
        yield "its language is not said"


def _pictures(document: pikepdf.Pdf) -> Iterator[str]:
    yield from ("a figure has no alternative text" for each in _of(document, "Figure") if not _said(each, "/Alt"))


def _heading_order(document: pikepdf.Pdf) -> Iterator[str]:
    before = 0
    for element in _elements(document):
        level = HEADINGS.get(str(element.S)[1:], 0)
        if level > before + 1:
            yield f"H{level} follows {f'H{before}' if before else 'nothing'}"
        before = level or before
    if next(_of(document, "H"), None) is not None:
        yield "H and numbered headings are mixed"


def _tables(document: pikepdf.Pdf) -> Iterator[str]:
    """Rows hold cells; a header cell says what it heads; all rows are as wide as the first."""
    for row in _of(document, "TR"):
        if any(str(each.S)[1:] not in CELLS for each in _kids(row)):
            yield "a row holds what is no cell"
    for cell in _of(document, "TH"):
        if "/Scope" not in _attributes(cell) and not _said(cell, "/ID"):
            yield "a header cell does not say what it heads"
    for table in _of(document, "Table"):
        widths = set(_row_widths(table))
        if len(widths) > 1:
            yield f"rows of a table are {sorted(widths)} cells wide"


def _row_widths(table: Any) -> Iterator[int]:
    """How many columns each row of a table covers, with the cells that reach into it from above."""
    reaching: list[tuple[int, int]] = []  # rows that are left, columns
    for row in (each for each in _below(table) if str(each.S) == "/TR"):
        spans = [(int(a.get("/RowSpan", 1)), int(a.get("/ColSpan", 1))) for a in map(_attributes, _kids(row))]
        yield sum(width for _, width in (*spans, *reaching))
        reaching = [(rows - 1, width) for rows, width in (*reaching, *spans) if rows > 1]


def _footers(document: pikepdf.Pdf) -> Iterator[str]:
    """Page numbers are artifacts: no element of the structure holds them on every page."""
    for number, page in enumerate(document.pages, 1):
        marks = [operands for operands, operator in _operators(page) if operator == "BDC"]
        artifacts = [values for name, values in marks if str(name) == "/Artifact"]
        if not any(isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Pagination" for each in artifacts):
            yield f"page {number}: its footer is no artifact"


def _notes(document: pikepdf.Pdf) -> Iterator[str]:
    ids = [bytes(each.ID) if "/ID" in each else b"" for each in _of(document, "Note")]
    if b"" in ids or len(ids) != len(set(ids)):
        yield "a note has no ID of its own"


def _formulas(document: pikepdf.Pdf) -> Iterator[str]:
    yield from ("a formula has no alternative text" for each in _of(document, "Formula") if not _said(each, "/Alt"))


def _no_forms(document: pikepdf.Pdf) -> Iterator[str]:
    if "/XFA" in _root(document, "/AcroForm"):
        yield "it is an XFA form"


def _open(document: pikepdf.Pdf) -> Iterator[str]:
    if document.is_encrypted and not document.allow.accessibility:
        yield "its encryption shuts out screen readers"


def _annotations(document: pikepdf.Pdf) -> Iterator[str]:
    """Each is in the structure and says what it is."""
    parents = _parents(document)
    for page in document.pages:
        for each in page.obj.get("/Annots", []):
            if int(each.get("/StructParent", -1)) not in parents:
                yield "an annotation is not in the structure"
            if not _said(each, "/Contents"):
                yield "an annotation does not say what it is"


def _links(document: pikepdf.Pdf) -> Iterator[str]:
    parents = _parents(document)
    for page in document.pages:
        for each in page.obj.get("/Annots", []):
            element: Any = parents.get(int(each.get("/StructParent", -1)), pikepdf.Dictionary())
            if each.get("/Subtype") == "/Link" and element.get("/S") != "/Link":
                yield "a link is none in the structure"


def _tab_order(document: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(document.pages, 1):
        if page.obj.get("/Annots") is not None and page.obj.get("/Tabs") != "/S":
            yield f"page {number}: the tab key does not follow the structure"


def _no_references(document: pikepdf.Pdf) -> Iterator[str]:
    for each in document.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Form" and "/Ref" in each:
            yield "it shows a page of another file"


def _fonts(document: pikepdf.Pdf) -> Iterator[Any]:
    for page in document.pages:
        resources: Any = page.obj.get("/Resources", {})
        yield from resources.get("/Font", {}).values()


def _embedded(document: pikepdf.Pdf) -> Iterator[str]:
    for font in _fonts(document):
        described: Any = font.get("/DescendantFonts", [font])[0].get("/FontDescriptor", {})
        if not any(name in described for name in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"{font.get('/BaseFont')} is not embedded"


def _mapped(document: pikepdf.Pdf) -> Iterator[str]:
    for font in _fonts(document):
        inner = font.get("/DescendantFonts", [font])[0]
        if inner.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in inner:
            yield f"{font.get('/BaseFont')} does not map its signs to its glyphs"


def _readable(document: pikepdf.Pdf) -> Iterator[str]:
    yield from (
        f"{font.get('/BaseFont')} cannot be read as text" for font in _fonts(document) if "/ToUnicode" not in font
    )


CLAUSES: dict[str, Callable[[pikepdf.Pdf], Iterator[str]]] = {
    "5": _identified, "7.1 tags": _tagged, "7.1 title": _titled, "7.1 content": _marked, "7.1 structure": _belongs,
    "7.1 roles": _roles, "7.2": _language, "7.3": _pictures, "7.4": _heading_order, "7.5": _tables, "7.7": _formulas,
    "7.8": _footers, "7.9": _notes, "7.15": _no_forms, "7.16": _open, "7.18.1": _annotations, "7.18.3": _tab_order,
    "7.18.5": _links,
    "7.20": _no_references, "7.21.3.2": _mapped, "7.21.4.1": _embedded, "7.21.7": _readable,
}  # fmt: skip


def _operators(page: pikepdf.Page) -> Iterator[tuple[Any, str]]:
    """What the page does, in order: operands and operator."""
    for each in pikepdf.parse_content_stream(page):
        yield each.operands, str(each.operator)


def _root(document: pikepdf.Pdf, key: str) -> Any:
    """What the document says under this key; nothing in it, if it says nothing."""
    return document.Root.get(key, pikepdf.Dictionary())


def _parents(document: pikepdf.Pdf) -> dict[int, Any]:
    """What holds the marks of each page, and each annotation."""
    tree = _root(document, "/StructTreeRoot").get("/ParentTree")
    return dict(pikepdf.NumberTree(tree)) if tree is not None else {}


def _below(element: Any) -> Iterator[Any]:
    for each in _kids(element):
        yield each
        yield from _below(each)


def _kids(element: Any) -> list[Any]:
    """The elements right below one, without marks and objects."""
    kids = element.get("/K")
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [each for each in listed if isinstance(each, pikepdf.Dictionary) and "/S" in each]


def _elements(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the structure, in the order of reading."""
    return _below(_root(document, "/StructTreeRoot"))


def _of(document: pikepdf.Pdf, name: str) -> Iterator[Any]:
    return (each for each in _elements(document) if str(each.S) == f"/{name}")


def _attributes(element: Any) -> dict[str, Any]:
    given = element.get("/A", pikepdf.Dictionary())
    whole: dict[str, Any] = {}
    for each in given if isinstance(given, pikepdf.Array) else [given]:
        whole |= dict(each.items())
    return whole


def _said(element: Any, key: str) -> bool:
    return bool(str(element.get(key, "")).strip())
