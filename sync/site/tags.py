"""What our templates can say beyond Jinja: messages in the language of an edition, and parts that are made once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.errors import TemplateError

if TYPE_CHECKING:
    from jinja2.ext import Extension

MESSAGE = re.compile(r"""\b_\("([^"\\\n]*)"\)""")
"""A message without values, as templates write it: `_("…")`."""


def catalogue(folders: Sequence[Path], language: str) -> dict[str, str]:
    """The messages of a language, from `<language>.po` in the folders, the first winning. Indonesian needs none: it
    stands in the templates. Raises `TemplateError`."""
    found: dict[str, str] = {}
    for path in (folder / f"{language}.po" for folder in reversed(folders)):
        if path.is_file():
            found |= _messages(path)
    return found


def _messages(path: Path) -> dict[str, str]:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            messages = read_po(file, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise TemplateError(f"site template {path.name}: {error}") from error
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}


def translator(catalogue: Mapping[str, str]) -> Callable[..., str]:
    """`_("… %(name)s", name=…)`: a message in the language of the edition, its values escaped."""
    from markupsafe import Markup, escape

    def told(message: str, **values: object) -> str:
        return Markup(escape(catalogue.get(message, message))) % values  # noqa: S704  escaped on the spot

    kept = lru_cache(1 << 12, typed=True)(told)

    def say(message: str, **values: object) -> str:
        if not values:
            return catalogue.get(message, message)
        try:
            return kept(message, **values)
        except TypeError:  # a value that cannot be remembered, such as a list
            return told(message, **values)

    return partial(say)


def tag_extensions(messages: Mapping[str, str] | None) -> list[type[Extension]]:
    """What Jinja learns. Given the messages of a language, one that stands alone is put in while the template is
    compiled: ten thousand pages say the same. `{% sekali %} … {% endsekali %}` is made once for each depth and place in
    the menu; what stands in it may depend on nothing else."""
    from jinja2 import nodes
    from jinja2.ext import Extension

    class Messages(Extension):
        def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
            def said(found: re.Match[str]) -> str:
                return json.dumps((messages or {}).get(found[1], found[1]), ensure_ascii=False)

            return source if messages is None else MESSAGE.sub(said, source)

    class Once(Extension):
        tags = {"sekali"}  # noqa: RUF012  Jinja's own way to name tags

        def parse(self, parser: Any) -> nodes.Node:
            line = next(parser.stream).lineno
            body = parser.parse_statements(("name:endsekali",), drop_needle=True)
            memory = nodes.Name("ingatan", "load")
            key = nodes.Tuple([nodes.Const(line), nodes.Name("tempat", "load")], "load")
            made = nodes.CallBlock(self.call_method("_keep", [memory, key]), [], [], body)
            kept = nodes.Output([nodes.Getitem(memory, key, "load")])
            new = nodes.Compare(key, [nodes.Operand("notin", memory)])
            return nodes.If(new, [made], [], [kept]).set_lineno(line)

        def _keep(self, memory: dict[object, str], key: object, caller: Callable[[], str]) -> str:
            return memory.setdefault(key, caller())

    return [Messages, Once]
