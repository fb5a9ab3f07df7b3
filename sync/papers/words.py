"""`print_templates/` as values: the words of every paper, as the office or we wrote them.

A file of the office's own folder stands for ours of the same name. What is filled in is written in curly brackets; a
word that nobody fills in is a mistake of the template, named with its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sync.errors import TemplateError, reason_of
from sync.message import say
from sync.spelling import closest
from sync.strict_toml import Mistake, read_fields, read_toml
from sync.template.loader import templates_folder

DECREE, FORMS, PAPERS, MONEV = "keputusan.toml", "daftar.toml", "kertas.toml", "monev.toml"
TYPST, WORD = "kertas.typ", "kertas.docx"
_BLANK = re.compile(r"\{(\w+)\}")

Read = TypeVar("Read")


@dataclass(frozen=True)
class PrintTemplates:
    """`own` is the office's folder, `ours` ours."""

    own: Path | None
    ours: Path

    def path(self, name: str) -> Path:
        """The file of this name, the office's before ours."""
        own = self.own / name if self.own else None
        return own if own and own.is_file() else self.ours / name

    def read(self, name: str) -> bytes:
        """Raises `TemplateError` for a file that cannot be read."""
        path = self.path(name)
        try:
            return path.read_bytes()
        except OSError as error:
            raise TemplateError(
                say("print template %(name)s cannot be read: %(reason)s", name=name, reason=reason_of(error))
            ) from error

    def table(self, name: str) -> dict[str, Any]:
        """A TOML file. Raises `TemplateError`."""
        try:
            return read_toml(self.path(name))
        except FileNotFoundError as error:
            raise TemplateError(say("print template %(name)s is missing", name=name)) from error
        except Mistake as mistake:
            raise TemplateError(say("print template %(name)s %(mistake)s", name=name, mistake=mistake)) from None


def print_templates(own: Path | None) -> PrintTemplates:
    """Ours, and those of the office's own folder."""
    return PrintTemplates(own, templates_folder("print_templates"))


class Words:
    """The words of one table of one file. `values` fill the blanks of every text."""

    def __init__(self, file: str, name: str, table: Mapping[str, Any], values: Mapping[str, str]) -> None:
        self._file, self._name, self._table, self._values = file, name, table, values

    def with_values(self, **values: str) -> Words:
        """The same words, with more blanks filled."""
        return Words(self._file, self._name, self._table, {**self._values, **values})

    def raw(self, key: str) -> Any:
        """What stands there. Raises `TemplateError` if nothing does."""
        if key not in self._table:
            raise TemplateError(
                say(
                    "print template %(file)s: %(key)s is missing in [%(name)s]",
                    file=self._file,
                    key=key,
                    name=self._name,
                )
            )
        return self._table[key]

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def text(self, key: str) -> str:
        """One text, filled in. Raises `TemplateError` for anything else."""
        return self.fill(str(self._of_kind(key, (str, int, float), say("text"))))

    def texts(self, key: str, count: int = 0) -> tuple[str, ...]:
        """A list of texts, filled in. Raises `TemplateError` for anything else, and where a `count` is given for any
        other number of them."""
        texts = self._of_kind(key, (list,), say("a list"))
        if count and len(texts) != count:
            raise TemplateError(
                say(
                    "print template %(file)s: %(key)s in [%(name)s] must have %(count)s texts, not %(found)s",
                    file=self._file, key=key, name=self._name, count=count, found=len(texts),
                )
            )  # fmt: skip
        return tuple(self.fill(str(each)) for each in texts)

    def tables(self, key: str, kind: type[Read]) -> tuple[Read, ...]:
        """A list of tables, each read strictly into this dataclass. Raises `TemplateError` for anything else."""
        found = self._of_kind(key, (list,), say("a list"))
        where = f"[{self._name}] {key}" if self._name else f"[[{key}]]"
        try:
            return tuple(read_fields(kind, each, f"{where} {number}") for number, each in enumerate(found, 1))
        except Mistake as mistake:
            raise TemplateError(say("print template %(name)s: %(mistake)s", name=self._file, mistake=mistake)) from None

    def inner(self, key: str) -> Words:
        """A table within. Raises `TemplateError` for anything else."""
        table = self._of_kind(key, (dict,), say("a table"))
        return Words(self._file, f"{self._name}.{key}".lstrip("."), table, self._values)

    def items(self) -> Iterator[tuple[str, str]]:
        """Every key of a table of texts, with its text."""
        return ((key, self.text(key)) for key in self._table)

    def _of_kind(self, key: str, kinds: tuple[type, ...], kind: str) -> Any:
        if isinstance(value := self.raw(key), kinds):
            return value
        raise TemplateError(
            say(
                "print template %(file)s: %(key)s in [%(name)s] must be %(kind)s",
                file=self._file, key=key, name=self._name, kind=kind,
            )
        )  # fmt: skip

    def fill(self, text: str) -> str:
        """A text of this table with its blanks filled; no text that is filled in is read for blanks again. Raises
        `TemplateError` for a blank that this paper does not have."""

        def value(blank: re.Match[str]) -> str:
            if blank[1] in self._values:
                return self._values[blank[1]]
            near = closest(blank[1], list(self._values), 0.6)
            raise TemplateError(
                say(
                    "print template %(file)s: [%(name)s] has {%(blank)s}, which nothing fills in; there is %(known)s",
                    file=self._file, name=self._name, blank=blank[1],
                    known=", ".join(f"{{{each}}}" for each in ([near] if near else sorted(self._values))),
                )
            )  # fmt: skip

        return _BLANK.sub(value, text)
