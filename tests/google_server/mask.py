"""Field masks: `a,b/c,d(e,f.g)` as a tree; an empty tree means the whole."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]
Tree = dict[str, Any]
WHOLE: Tree = {}


class MaskError(ValueError):
    """A mask that cannot be read; the argument is the piece."""


def _pieces(text: str) -> list[str]:
    depth, piece, found = 0, "", []
    for sign in text:
        if sign == "," and not depth:
            found.append(piece)
            piece = ""
            continue
        depth += (sign == "(") - (sign == ")")
        piece += sign
    return [part.strip() for part in [*found, piece]]


def parse(text: str) -> Tree:
    """The mask as a tree; `*` stands as a name of its own."""
    tree: Tree = {}
    for piece in _pieces(text):
        match = re.fullmatch(r"([\w./*]+)\s*(?:\((.*)\))?", piece, re.S)
        if match is None:
            raise MaskError(piece)
        inner = parse(match[2]) if match[2] is not None else WHOLE
        _graft(tree, [name for name in re.split(r"[./]", match[1]) if name], inner)
    return tree


def _graft(tree: Tree, names: list[str], inner: Tree) -> None:
    *path, last = names
    for name in path:
        if name in tree and not tree[name]:
            return
        tree = tree.setdefault(name, {})
    if last in tree and tree[last] and inner:
        for name, below in inner.items():
            _graft(tree[last], [name], below)
    else:
        tree[last] = dict(inner)


def inside(tree: Tree, name: str) -> Tree | None:
    """The tree below a name; None: the mask leaves it out."""
    if not tree:
        return WHOLE
    found = tree.get(name, tree.get("*"))
    return found if found is None or isinstance(found, dict) else WHOLE


def select(value: Any, tree: Tree) -> Any:
    """What a mask leaves of an answer; parts that are one object stay one."""
    return _selected(value, tree, {})


def _selected(value: Any, tree: Tree, known: dict[tuple[int, int], Json]) -> Any:
    if not tree:
        return value
    if isinstance(value, list):
        return [_selected(item, tree, known) for item in value]
    if not isinstance(value, dict):
        return value
    key = id(value), id(tree)
    if key not in known:
        parts = ((name, item, inside(tree, name)) for name, item in value.items())
        known[key] = {name: _selected(item, below, known) for name, item, below in parts if below is not None}
    return known[key]


def merged(old: Json, new: Json, tree: Tree) -> Json:
    """`old` with the fields a mask names taken from `new`; one that `new` lacks is unset."""
    if not tree or "*" in tree:
        return dict(new)
    result = dict(old)
    for name, below in tree.items():
        if below and isinstance(new.get(name, {}), dict):
            value: Any = merged(result.get(name) or {}, new.get(name) or {}, below)
        else:
            value = new.get(name)
        if value is None or value == {}:
            result.pop(name, None)
        else:
            result[name] = value
    return result
