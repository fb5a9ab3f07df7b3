"""Colours as Google gives them back: eight bits a channel, zero left out, old and new style side by side."""

from __future__ import annotations

import math
from typing import Any

Json = dict[str, Any]
PAIRS = {  # the older name, and the one with theme colours [recorded]
    "backgroundColor": "backgroundColorStyle",
    "foregroundColor": "foregroundColorStyle",
    "tabColor": "tabColorStyle",
    "color": "colorStyle",
}
STYLES = {new: old for old, new in PAIRS.items()}


def color(value: Json) -> Json:
    """0.5 comes back as 0.49803922 [recorded]."""
    found = {}
    for name, part in value.items():
        if name == "alpha":
            found[name] = part
            continue
        channel = max(0, min(255, math.ceil(float(part) * 255 - 0.5)))
        if channel:
            found[name] = 1 if channel == 255 else float(f"{channel / 255:.8g}")
    return found


def paired(value: Any) -> Any:
    """A format or properties with both forms of every colour."""
    if isinstance(value, list):
        return [paired(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {name: paired(item) for name, item in value.items() if item is not None}
    for old, new in PAIRS.items():
        if isinstance(result.get(new), dict) and "rgbColor" in result[new]:
            result[new] = {"rgbColor": color(result[new]["rgbColor"])}
            result[old] = result[new]["rgbColor"]
        elif isinstance(result.get(old), dict) and result[old].keys() & {"rgbColor", "themeColor"}:
            continue  # a colour of the theme, which has one form only
        elif isinstance(result.get(old), dict) and new not in result:
            result[old] = color(result[old])
            result[new] = {"rgbColor": result[old]}
    return result


def with_twins(tree: Json) -> Json:
    """A mask that names one form of a colour means both."""
    result = {name: with_twins(below) for name, below in tree.items()}
    for name in list(result):
        twin = PAIRS.get(name) or STYLES.get(name)
        if twin and twin not in result:
            result[twin] = {}
        if twin:
            result[name] = {}
    return result
