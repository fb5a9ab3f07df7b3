"""An office's logo: a picture and nothing else.

It lies at an address of its own on the office's site, where a browser would run a script in an SVG as the site's own.
An SVG is therefore read against a list of what draws; what is not on the list is refused, never mended: the office
sees what it publishes.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

from sync.cells.text import words
from sync.message import say
from sync.strict_toml import Mistake

LOGO_KINDS = {
    ".svg": re.compile(rb"<svg|:svg"),
    ".png": re.compile(rb"\A\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\A\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\A\xff\xd8\xff"),
    ".webp": re.compile(rb"\ARIFF....WEBP", re.DOTALL),
}
"""Endings of pictures, and how each begins."""
LOGO_LIMIT = 200_000

_SVG = "http://www.w3.org/2000/svg"
_ACTIVE = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2001/xml-events")
"""Vocabularies that a browser acts upon inside an SVG. What editors note in others is not shown at all."""
_DRAWS = words(
    "svg g defs symbol use switch title desc metadata style "
    "path rect circle ellipse line polyline polygon text tspan textPath image marker "
    "linearGradient radialGradient stop pattern clipPath mask filter "
    "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap "
    "feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode "
    "feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
)
_INSIDE = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp);base64,)")
"""What a reference may point to: a part of the picture itself, or a bitmap that it brings along."""
_OUTSIDE = re.compile(
    r"\\|@import|url\s*\((?!\s*[\"']?(#|data:image/(png|jpeg|gif|webp);))|(?<![\w-])(src|image|image-set)\s*\(|"
    r"-image-set|expression\s*\(|-moz-binding|javascript:", re.IGNORECASE,
)  # fmt: skip
"""What makes a style load or run something, and the backslash, with which any of it can be spelt otherwise."""


def read_logo(logo: str, path: Path, key: str = say("logo in [site]")) -> bytes:
    """The picture at `path`, which `dip.toml` calls `logo` under this `key`. Raises `Mistake` for what is no such
    picture, and `OSError`."""
    kind = path.suffix.lower()
    if kind not in LOGO_KINDS:
        raise Mistake(
            say("%(key)s: “%(logo)s” must be one of %(kinds)s.", key=key, logo=logo, kinds=", ".join(LOGO_KINDS))
        )
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise Mistake(say("%(key)s: “%(logo)s” is a link. Put the picture itself there.", key=key, logo=logo))
    if not stat.S_ISREG(status.st_mode):
        raise Mistake(say("%(key)s: there is no file “%(logo)s”.", key=key, logo=logo))
    if status.st_size > LOGO_LIMIT:
        raise Mistake(
            say(
                "%(key)s: “%(logo)s” is larger than %(limit)s KB; every visitor would load it.",
                key=key, logo=logo, limit=LOGO_LIMIT // 1000,
            )
        )  # fmt: skip
    data = path.read_bytes()
    if not LOGO_KINDS[kind].search(data[:2000]):
        raise Mistake(say("%(key)s: “%(logo)s” is not the kind of picture its name says.", key=key, logo=logo))
    if kind == ".svg" and (content := active_content(data)):
        raise Mistake(
            say(
                "%(key)s: “%(logo)s” must only draw, but has %(content)s. Save it as plain SVG, text as "
                "paths, without links and editing data; or as PNG.",
                key=key, logo=logo, content=content,
            )
        )  # fmt: skip
    return data


def active_content(svg: bytes) -> str:
    """The first thing in an SVG that does not draw, in words, with its line; nothing if there is none."""
    reader = _Reader()
    try:
        reader.parser.Parse(svg, True)
    except _Active as active:
        return f"{active} (line {reader.parser.CurrentLineNumber})"
    except expat.ExpatError as error:
        return f"a mistake in its XML: {expat.ErrorString(error.code)} (line {error.lineno})"
    return ""


class _Active(Exception):
    """Something that does not draw."""


class _Reader:
    """Walks through an SVG. Raises `_Active` at the first thing that does not draw."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._element
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._style: list[str] | None = None
        self._first = True

    def _declaration(self, _version: str, encoding: str | None, _alone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
            raise _Active(f"the encoding {encoding}, which is not UTF-8")

    def _document_type(self, _name: str, _system: str | None, _public: str | None, inside: int) -> None:
        if inside:
            raise _Active("definitions of its own (<!ENTITY …>)")

    def _instruction(self, target: str, _: str) -> None:
        if target.lower().startswith("xml-"):
            raise _Active(f"<?{target}?>")

    def _element(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self._first and (space not in (_SVG, "") or local != "svg"):
            raise _Active(f"<{local}> where <svg> should be")
        self._first = False
        if self._style is not None or space in _ACTIVE or (space in (_SVG, "") and local not in _DRAWS):
            raise _Active(f"<{local}>")
        if local == "style":
            self._style = []
        for attribute, value in attributes.items():
            _verify_attribute(attribute, value)

    def _text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _end(self, _: str) -> None:
        if self._style is not None and _OUTSIDE.search("".join(self._style)):
            raise _Active("a style that loads something")
        self._style = None


def _verify_attribute(name: str, value: str) -> None:
    space, _, local = name.rpartition(" ")
    if not space and local.lower().startswith("on"):
        raise _Active(f"the script {local}=")
    if local == "base":
        raise _Active("xml:base=, which makes its own parts those of another file")
    if local == "href" and not _INSIDE.match(value):
        raise _Active(f"a link to something else ({local}=)")
    if not space and _OUTSIDE.search(value):
        raise _Active(f"a style that loads something ({local}=)")
