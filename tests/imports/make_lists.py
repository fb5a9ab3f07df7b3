"""Makes the files of lists/ and bad/ again: `python -m tests.imports.make_lists`. Needs LibreOffice.

The answers are written with the lists, from the same hand-written pairs. Workbooks say when they were saved, so that
they differ in a few bytes each time; all others, and the answers, are the same each time.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.imports import exported_layouts, later_layouts, official_layouts, staff_layouts
from tests.imports.bad_files import make_bad_files
from tests.imports.list_files import HERE, ListFile, save_by_libreoffice, save_csv, save_docx, save_xlsx


def by_openpyxl() -> list[ListFile]:
    return [official_layouts.official_list(), staff_layouts.class_tabs(), staff_layouts.unit_tabs()]


def by_libreoffice() -> list[ListFile]:
    return [
        official_layouts.form_of_the_decree(),
        staff_layouts.merged_units(),
        staff_layouts.archive_list(),
        official_layouts.ticked_forms(),
        later_layouts.staff_inventory(),
    ]


def as_text() -> list[tuple[ListFile, str, str]]:
    """Each with its delimiter and encoding."""
    return [
        (exported_layouts.exported(), ";", "cp1252"), (exported_layouts.abbreviated(), "\t", "utf-8"),
        (exported_layouts.form_answers(), ",", "utf-8-sig"), (exported_layouts.titles_and_links(), ",", "utf-8"),
        (later_layouts.stored_articles(), "\t", "utf-8"),
    ]  # fmt: skip


def by_word() -> list[tuple[ListFile, list[str]]]:
    """Each with the paragraphs before it."""
    return [official_layouts.annex(), later_layouts.annex_with_sections()]


def all_lists() -> list[ListFile]:
    page, _ = exported_layouts.web_page()
    annexes = [made for made, _ in by_word()]
    return [*by_openpyxl(), *by_libreoffice(), *(made for made, _, _ in as_text()), page, *annexes]


def make(folder: Path, scratch: Path) -> None:
    for made in by_openpyxl():
        save_xlsx(made, folder / made.name)
    for made in by_libreoffice():
        save_by_libreoffice(made, folder / made.name, scratch)
    for made, delimiter, encoding in as_text():
        save_csv(made, folder / made.name, delimiter, encoding)
    page, html = exported_layouts.web_page()
    (folder / page.name).write_text(html, "utf-8")
    for annex, paragraphs in by_word():
        save_docx(annex, folder / annex.name, paragraphs)
    for made in all_lists():
        (folder / made.name).with_suffix(".json").write_text(made.answers(), "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        make(HERE / "lists", Path(name))
        make_bad_files(HERE / "bad", Path(name))
