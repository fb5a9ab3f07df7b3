"""The floors hold: who may import whom, how long a file or function may be, and where words of the sheets may stand.

The table of floors is the map in the docstring of `sync`; a new file is added there.
"""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sync
from sync.template_files import load_template

PACKAGE = Path(sync.__file__).parent
FILES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path != PACKAGE / "__init__.py"
}
LONGEST_FILE, LONGEST_FUNCTION, USUAL_FUNCTION = 350, 60, 13
SPEAKERS = {"cli", "report"}
HEAVY = {"pandas", "gspread", "openpyxl", "lxml", "jinja2", "google.auth"}

Place = tuple[int, int, int]
"""Floor, line, position on the line."""


def read_map(text: str) -> dict[str, Place]:
    """The map in a docstring: `N heading`, then four blanks, a name, what it is."""
    places: dict[str, Place] = {}
    floor = line = 0
    for row in text.splitlines():
        if heading := re.match(r"(\d) \w", row):
            floor, line = int(heading[1]), line + 1
        elif room := re.match(r"    ([a-z_.]+) {2,}\S", row):
            assert room[1] not in places, f"{room[1]} stands twice in the map"
            places[room[1]] = (floor, line, len(places))
    return places


MAP = read_map(sync.__doc__ or "")


def tree(name: str) -> ast.Module:
    return ast.parse(FILES[name].read_text("utf-8"))


def imports(name: str) -> Iterator[str]:
    """The files of `sync` a file imports, at its head or anywhere in it."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("sync.") for alias in node.names if alias.name.startswith("sync."))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sync":
            inside = ".".join((node.module or "").split(".")[1:])
            for alias in node.names:
                whole = f"{inside}.{alias.name}".strip(".")
                yield whole if whole in FILES else inside


def is_front(name: str, other: str) -> bool:
    """The front of a room opens its own rooms: the one exception."""
    return other.startswith(f"{name}.")


def may_import(name: str, other: str) -> bool:
    (floor, line, position), (other_floor, other_line, other_position) = MAP[name], MAP[other]
    return other_floor < floor or (other_line == line and other_position < position) or is_front(name, other)


def test_the_map_names_every_file_and_no_other() -> None:
    missing, gone = sorted(set(FILES) - set(MAP)), sorted(set(MAP) - set(FILES))
    assert (missing, gone) == ([], []), "add or remove lines in the docstring of sync/__init__.py"


def test_floors_rise() -> None:
    floors = [floor for floor, _, _ in MAP.values()]
    assert floors == sorted(floors)


@pytest.mark.parametrize("name", sorted(set(FILES) & set(MAP)))
def test_a_file_imports_from_below_or_from_its_left(name: str) -> None:
    wrong = sorted({other for other in imports(name) if other in MAP and not may_import(name, other)})
    assert not wrong, f"sync.{name} may not import {', '.join(wrong)}"


@pytest.mark.parametrize("name", sorted(FILES))
def test_imports_inside_sync_are_written_in_full(name: str) -> None:
    assert not [node for node in ast.walk(tree(name)) if isinstance(node, ast.ImportFrom) and node.level]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_can_be_read_in_one_go(name: str) -> None:
    lines = FILES[name].read_text("utf-8").count("\n")
    assert lines <= LONGEST_FILE


def functions() -> dict[str, int]:
    """Every function with its number of lines, docstring and decorators left out."""
    lengths = {}
    for name in FILES:
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                lengths[f"{name}.{node.name}:{node.lineno}"] = (node.end_lineno or 0) - first.lineno + 1
    return lengths


def test_functions_are_short() -> None:
    lengths = functions()
    too_long = {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}
    median = statistics.median(lengths.values())
    print(f"{len(lengths)} functions, {median:g} lines at the median, {max(lengths.values())} at most")
    assert not too_long
    assert median <= USUAL_FUNCTION


def docstrings(module: ast.Module) -> set[int]:
    """The identities of the nodes that are docstrings: a text that stands alone as a statement."""
    return {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def texts(name: str) -> list[str]:
    module = tree(name)
    spoken = docstrings(module)
    return [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken
    ]


def sheet_words() -> set[str]:
    """Headers and labels of the tabs people fill in. Those of `DIP` are the keys of the exports, fixed there."""
    template = load_template()
    filled = [template.tab(kind) for kind in ("unit", "induk", "kendali")]
    headers = {column.header for tab in filled for column in tab.columns}
    return headers | {label.label for tab in filled for label in tab.labels}


@pytest.mark.parametrize("name", sorted(FILES))
def test_words_of_the_sheets_stand_in_the_templates_alone(name: str) -> None:
    assert not sheet_words() & set(texts(name))


@pytest.mark.parametrize("name", sorted(set(FILES) - SPEAKERS))
def test_only_the_command_line_prints(name: str) -> None:
    calls = (node.func for node in ast.walk(tree(name)) if isinstance(node, ast.Call))
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = f"import sync.cli, sys; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_the_map_is_read_as_it_is_written() -> None:
    text = "Words.\n\n1 words\n    model    values\n2 doors, left\n    door       a door\n    door.lock  its lock\n"
    assert read_map(text) == {"model": (1, 1, 0), "door": (2, 2, 1), "door.lock": (2, 2, 2)}
