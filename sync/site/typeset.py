"""Typst sets a template with its data: a PDF, tagged for screen readers, the same bytes for the same input.

The template receives the data as JSON and sets it as text; nothing anybody typed is read as markup.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from tempfile import TemporaryDirectory
from typing import Any, Literal

from sync.errors import TemplateError
from sync.message import say

_PACKAGE = re.compile(rb'"(@[\w-]+/[^"\s]*)"')


def typeset(folder: Mapping[str, bytes], name: str, data: str, *, kind: str = "site", promised: bool = True) -> bytes:
    """The template `name` of a folder of templates, with the fonts that Typst brings, so that every machine sets the
    same pages; tagged as PDF/UA-1 asks, or, where a text holds signs that none of these fonts has, tagged without that
    promise. Raises `TemplateError`, which calls the template one of this `kind`."""
    import typst

    _refuse_packages(folder, name, kind)
    sources: Any = {**{path: data for path, data in folder.items() if _is_text(data)}, "main.typ": folder[name]}
    try:
        standard: Literal["ua-1"] | None = "ua-1" if promised else None
        with TemporaryDirectory() as nothing:  # or a template could read what lies where the program was started
            made = typst.compile(
                sources, root=nothing, format="pdf", pdf_standards=standard, font_paths=_fonts(),
                sys_inputs={"data": data},
            )  # fmt: skip
    except typst.TypstError as error:
        if promised and "could not be displayed" in error.message:
            return typeset(folder, name, data, kind=kind, promised=False)
        where = re.search(r"([^/\\\s]+\.typ):(\d+)", error.diagnostic.replace("main.typ", name))
        place = f"{where[1]}, line {where[2]}" if where else name
        message = error.message.replace(f"{os.path.realpath(nothing)}{os.sep}", "")
        raise TemplateError(
            say("%(kind)s template %(place)s: %(message)s", kind=kind, place=place, message=message)
        ) from error
    assert isinstance(made, bytes)  # noqa: S101  one PDF, not a list of pictures
    return made


def _is_text(data: bytes) -> bool:
    """Typst's binding takes texts alone; a font or a photo among the assets is no part of a printed page."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_packages(folder: Mapping[str, bytes], template_file: str, kind: str) -> None:
    """Raise `TemplateError` for a template that imports a package: Typst would have it from the network."""
    for name, data in folder.items():
        for number, line in enumerate(data.splitlines(), 1):
            if (match := _PACKAGE.search(line)) and not line.lstrip().startswith(b"//"):
                package = match[1].decode("utf-8", "replace")
                raise TemplateError(
                    say(
                        "%(kind)s template %(name)s, line %(number)s: %(package)s is a package from the network, and "
                        "nothing is fetched from there. Copy the files you need of it beside %(template_file)s and "
                        "import them from there",
                        kind=kind, name=name, number=number, package=package, template_file=template_file,
                    )
                )  # fmt: skip


@lru_cache(1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False)
