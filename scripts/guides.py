"""The guides for staff as PDF, and the poster of the procedure: `.venv/bin/python -m scripts.guides`.

A guide is Markdown that is read in the repository as well; Typst sets it (`scripts/panduan.typ`). The words of the
poster are in `docs/panduan/alur.toml` (`scripts/alur.typ`). The same texts and pictures give the same bytes.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import click
import typst
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from sync.template.loader import load_template
from sync.workbook.style import HEADER_FILL, TAB_COLOUR

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "panduan"
PDF = FOLDER / "pdf"
COLOURS = {
    "penyedia": HEADER_FILL["unit"], "desk": HEADER_FILL["desk"], "ppid": HEADER_FILL["ppid"],
    "operator-singkat": TAB_COLOUR["petunjuk"],
}  # fmt: skip
"""The guides that are set, each in the colour in which the workbook shows whose columns are whose."""
SHOWN = {"first-clerk.png": 0.758, "first-desk.png": 0.612, "first-ppid.png": 0.732}
"""How much of a picture stands on paper, from its left to the end of a column: all of it would be too small to read."""
POSTER_DPI = 96


def address() -> str:
    """Where the guides are read on the web."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return f"{project['urls']['Documentation']}/panduan"


def statuses() -> dict[str, str]:
    """The colour of each status, as in the workbook."""
    return {choice.value: choice.colour for choice in load_template().choices["status"]}


def tree(node: SyntaxTreeNode) -> dict[str, Any]:
    """A part of a guide and its parts, as the template reads them."""
    return {
        "type": node.type,
        "tag": node.tag if node.type != "root" else "",
        "content": "" if node.children else node.content,
        "attrs": {key: str(value) for key, value in node.attrs.items()} if node.type != "root" else {},
        "children": [tree(child) for child in node.children],
    }


def guide(name: str) -> bytes:
    """One guide as PDF."""
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    parsed = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    data = {"isi": tree(parsed), "warna": COLOURS[name], "status": statuses(), "alamat": address(), "terlihat": SHOWN}
    return typeset("panduan.typ", json.dumps(data))


def poster(**to: Any) -> bytes:
    """The whole procedure on one A4, with the colours of the workbook."""
    words = tomllib.loads((FOLDER / "alur.toml").read_text("utf-8"))
    data = {**words, "warna": HEADER_FILL, "warna_status": statuses(), "alamat": address()}
    return typeset("alur.typ", json.dumps(data), **to)


def typeset(template: str, data: str, **to: Any) -> bytes:
    """One template with its data and the fonts that Typst brings: a PDF tagged for screen readers unless a picture is
    asked for."""
    made = typst.compile(
        ROOT / "scripts" / template, root=ROOT, font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"data": data}, **(to or {"format": "pdf", "pdf_standards": "ua-1"}),
    )  # fmt: skip
    assert isinstance(made, bytes)  # one file, not a list of pages
    return made


@click.command()
def main() -> None:
    """Make the guides and the poster anew."""
    PDF.mkdir(exist_ok=True)
    made = {PDF / f"{name}.pdf": guide(name) for name in COLOURS}
    made |= {FOLDER / "alur.pdf": poster(), FOLDER / "alur.png": poster(format="png", ppi=POSTER_DPI)}
    for path, data in made.items():
        path.write_bytes(data)
        click.echo(f"{path.relative_to(ROOT)}  {len(data) // 1000} kB")


if __name__ == "__main__":
    main()
