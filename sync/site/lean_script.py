"""A script as it is sent: the same program without comments and blanks, its variables' names as short as they can be.

It reads the plain JavaScript of `site_templates/assets`: `var` and `function`, no arrows, no template literals, no
short properties (`{ a }`), each statement with its semicolon.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, product
from string import ascii_lowercase

PATTERN = re.compile(r"/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*")
TOKEN = re.compile(r"""/\*[\s\S]*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[\w$]+|\s+|[\s\S]""")
OPERAND = re.compile(r"[\w$)\]}\"'/]$")
"""What a division may follow; a slash after anything else begins a pattern."""
NAME = re.compile(r"[A-Za-z_$][\w$]*")
APART = re.compile(r"[\w$]{2}|\+\+|--|</")
"""Two signs that would become another one, or end the script in a page."""
RESERVED = {"do", "if", "in", "of", "for", "new", "try", "var", "let", "get", "set"}


@dataclass(eq=False)
class _Function:
    """What it declares, and the names that it and the functions within it say."""

    outer: _Function | None
    declared: set[str] = field(default_factory=set)
    said: Counter[str] = field(default_factory=Counter)
    short: dict[str, str] = field(default_factory=dict)

    def say(self, name: str) -> None:
        """It says a name, and so does each around it, up to the one that declares it."""
        self.said[name] += 1
        if self.outer and name not in self.declared:
            self.outer.say(name)

    def called(self, name: str) -> str:
        """What a name is called here."""
        if name in self.declared or not self.outer:
            return self.short.get(name, name)
        return self.outer.called(name)

    def shorten(self) -> None:
        """The most frequent first, none that anything said here is called already; those outside stay."""
        taken = RESERVED | {self.called(name) for name in self.said if name not in self.declared}
        every = map("".join, chain.from_iterable(product(ascii_lowercase, repeat=size) for size in count(1)))
        free = (name for name in every if name not in taken)
        if self.outer:
            self.short = {name: next(free) for name, _ in self.said.most_common() if name in self.declared}


def lean_script(text: str) -> str:
    """The same program in fewer letters. What it declares outside of functions, properties and texts stay."""
    program = _Program(list(_tokens(text)))
    return "".join(_joined(program.renamed()))


def _tokens(text: str) -> Iterator[str]:
    """Without comments and blanks; a line's end stays where it may end a statement."""
    at, last = 0, ""
    while at < len(text):
        pattern = None if OPERAND.search(last) and last != "return" else PATTERN.match(text, at)
        found = pattern or TOKEN.match(text, at)
        token = found[0] if found else text[at]
        at += len(token)
        if token.isspace():
            token = "\n" if "\n" in token and OPERAND.search(last) else ""
        elif not pattern and token.startswith(("/*", "//")):
            token = ""
        if token:
            yield token
            last = token


class _Program:
    """Tokens, and of each variable among them the function it stands in."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens, self.functions = tokens, [_Function(None)]
        self.partners = dict(_brackets(tokens))
        self.places: dict[int, _Function] = {}
        self._read(0, len(tokens), self.functions[0])
        for at, function in self.places.items():
            function.say(tokens[at])

    def renamed(self) -> Sequence[str]:
        """The tokens, with short names."""
        for function in self.functions:  # those around come before those within
            function.shorten()
        return [self.places[at].called(token) if at in self.places else token for at, token in enumerate(self.tokens)]

    def _read(self, at: int, end: int, function: _Function) -> None:
        while at < end:
            word = self.tokens[at]
            if word == "function":
                at = self._read_function(at + 1, function)
                continue
            if word == "catch":
                function.declared.add(self.tokens[at + 2])
            elif word == "var":
                self._declare(at + 1, function)
            elif NAME.fullmatch(word) and self._is_variable(at):
                self.places[at] = function
            at += 1

    def _read_function(self, at: int, outer: _Function) -> int:
        """Where it ends."""
        inner = _Function(outer)
        self.functions.append(inner)
        if self.tokens[at] != "(":
            outer.declared.add(self.tokens[at])
            self.places[at] = outer
            at += 1
        body = self.partners[at] + 1
        inner.declared.update(token for token in self.tokens[at:body] if NAME.fullmatch(token))
        self._read(at, body, inner)
        self._read(body, self.partners[body], inner)
        return self.partners[body]

    def _declare(self, at: int, function: _Function) -> None:
        """The names of one `var`, whatever stands between them."""
        function.declared.add(self.tokens[at])
        while at < len(self.tokens) and self.tokens[at] not in (";", ")", "}"):
            if self.tokens[at] == ",":
                function.declared.add(self.tokens[at + 1])
            at = self.partners.get(at, at) + 1

    def _is_variable(self, at: int) -> bool:
        """Not a property (`.a`) nor its key (`{ a: 1 }`)."""
        before, after = self.tokens[at - 1] if at else "", self.tokens[at + 1 : at + 2]
        return before != "." and not (after == [":"] and before in ("{", ","))


def _brackets(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each opening one is closed."""
    opened = []
    for at, token in enumerate(tokens):
        if token in ("(", "[", "{"):
            opened.append(at)
        elif token in (")", "]", "}"):
            yield opened.pop(), at


def _joined(tokens: Sequence[str]) -> Iterator[str]:
    """With a blank only where two tokens would become another one."""
    last = ""
    for token in tokens:
        if APART.fullmatch(last[-1:] + token[0]):
            yield " "
        yield token
        last = token
