"""Tables “what you see | what it is | what to do” of the documents, whose first column quotes sentences of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path

import sync


def quoted(page: str) -> list[str]:
    """What the tables of a page quote: several in one cell stand apart by ` / `."""
    lines = [
        line
        for table in page.split("| what you see |")[1:]
        for line in takewhile(lambda line: line.startswith("| "), table.splitlines()[2:])
    ]
    return [words for line in lines for words in line.split(" | ")[0].removeprefix("| ").split(" / ")]


def unsaid(words: Sequence[str]) -> list[str]:
    """Those that no sentence of the code holds."""
    return [text for text in words if not any(text in sentence for sentence in sentences())]


@cache
def sentences() -> frozenset[str]:
    """Every text that the code holds, `…` for its values."""
    found = set()
    for path in Path(sync.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.sub(r"%\(\w+\)s|\{\w*\}", "…", node.value))
            elif isinstance(node, ast.JoinedStr):
                found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values))
    return frozenset(found)
