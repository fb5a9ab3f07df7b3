"""The floors hold: who may import whom, how long a file or function may be, and where words of the sheets may stand.

The order of the folders is the map in the docstring of `sync`, that of the files of a folder the map in its own: each
imports from those above it. A new file is added to its map.
"""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import sync
from sync.template.loader import load_template

PACKAGE = Path(sync.__file__).parent
FILES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "__init__.py"
}
FOLDERS = {".".join(path.parent.relative_to(PACKAGE).parts): path for path in sorted(PACKAGE.rglob("__init__.py"))}
LONGEST_FILE, LONGEST_FUNCTION, USUAL_FUNCTION = 350, 60, 13
SHORT_FILE = 40
"""A shorter file that only one other imports is a part of that one."""

HEAVY = {"babel", "rich", "pandas", "gspread", "openpyxl", "lxml", "jinja2", "google.auth"}


def read_map(text: str) -> list[str]:
    """The names in a docstring's map: a line is four blanks, a name, two blanks or more, what it is."""
    names = [room[1] for row in text.splitlines() if (room := re.match(r"    ([a-z0-9_]+) {2,}\S", row))]
    assert len(names) == len(set(names)), "a name stands twice in the map"
    return names


def folder_map(folder: str) -> list[str]:
    """The names in a folder's map, what may be imported before what may import it."""
    return read_map(ast.get_docstring(ast.parse(FOLDERS[folder].read_text("utf-8")), clean=False) or "")


def read_face(text: str) -> dict[str, list[str]]:
    """The public face in a docstring, each file with its names: "Others use: `one`, `two` (file), `three` (other)."."""
    face = text.partition("Others use:")[2].partition("\n\n")[0]
    groups = re.findall(r"((?:`\w+`,?\s+)+)\((\w+)\)", face)
    return {file: re.findall(r"`(\w+)`", names) for names, file in groups}


MAPS = {folder: folder_map(folder) for folder in FOLDERS}


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(FILES[name].read_text("utf-8"))


def defined(name: str) -> set[str]:
    """The classes, functions and constants of a file."""
    names = set()
    for node in tree(name).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


@cache
def nodes(name: str) -> list[ast.AST]:
    """Everything in a file."""
    return list(ast.walk(tree(name)))


@cache
def imports(name: str) -> set[str]:
    """The files of `sync` a file imports, at its head or anywhere in it."""
    found = set()
    for node in nodes(name):
        if isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("sync.") for alias in node.names if alias.name.startswith("sync.")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sync":
            inside = ".".join((node.module or "").split(".")[1:])
            whole = {f"{inside}.{alias.name}".strip(".") for alias in node.names}
            found |= {each if each in FILES else inside for each in whole}
    return found


def may_import(name: str, other: str) -> bool:
    """Whether `other` stands before `name` in the map of the innermost folder that holds both."""
    parts, other_parts = name.split("."), other.split(".")
    depth = next(depth for depth, pair in enumerate(zip(parts, other_parts, strict=False)) if len(set(pair)) > 1)
    order = MAPS[".".join(parts[:depth])]
    return order.index(other_parts[depth]) < order.index(parts[depth])


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_a_map_names_every_file_of_its_folder_and_no_other(folder: str) -> None:
    place = FOLDERS[folder].parent
    there = {path.stem for path in place.glob("*.py")} | {path.parent.name for path in place.glob("*/__init__.py")}
    assert sorted(MAPS[folder]) == sorted(there - {"__init__"}), f"mend the docstring of {FOLDERS[folder]}"


@pytest.mark.parametrize("folder", sorted(set(FOLDERS) - {""}))
def test_the_face_of_a_folder_names_what_is_there(folder: str) -> None:
    face = read_face(ast.get_docstring(ast.parse(FOLDERS[folder].read_text("utf-8")), clean=False) or "")
    assert face, "say what others may import"
    for file, names in face.items():
        assert not set(names) - defined(f"{folder}.{file}"), file


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_the_front_of_a_folder_is_its_map_alone(folder: str) -> None:
    """Nothing is imported on the way to a file: `dip --help` stays light."""
    assert len(ast.parse(FOLDERS[folder].read_text("utf-8")).body) == 1


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_imports_only_what_stands_below_it(name: str) -> None:
    wrong = sorted(other for other in imports(name) if other != name and not may_import(name, other))
    assert not wrong, f"sync.{name} may not import {', '.join(wrong)}"


@pytest.mark.parametrize("name", sorted(FILES))
def test_imports_inside_sync_are_written_in_full(name: str) -> None:
    assert not [node for node in nodes(name) if isinstance(node, ast.ImportFrom) and node.level]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_can_be_read_in_one_go(name: str) -> None:
    lines = FILES[name].read_text("utf-8").count("\n")
    assert lines <= LONGEST_FILE


def test_a_class_name_stands_for_one_class() -> None:
    """A reader who meets a name in one folder may know it from another."""
    places: dict[str, list[str]] = {}
    for name in FILES:
        for node in nodes(name):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(name)
    assert not {name: there for name, there in places.items() if len(there) > 1}


def test_a_short_file_is_imported_from_more_than_one_place() -> None:
    importers: dict[str, set[str]] = {}
    for name in FILES:
        for other in imports(name) - {name}:
            importers.setdefault(other, set()).add(name)
    short = {name for name, path in FILES.items() if path.read_text("utf-8").count("\n") < SHORT_FILE}
    assert not {name: importers[name] for name in short if len(importers.get(name, ())) == 1}


def functions() -> dict[str, int]:
    """Every function with its number of lines, docstring and decorators left out."""
    lengths = {}
    for name in FILES:
        for node in nodes(name):
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


def docstrings(name: str) -> set[int]:
    """The identities of the nodes that are docstrings: a text that stands alone as a statement."""
    return {
        id(node.value) for node in nodes(name) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def texts(name: str) -> list[str]:
    spoken = docstrings(name)
    return [
        node.value
        for node in nodes(name)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken
    ]


@cache
def sheet_words() -> set[str]:
    """Headers and labels of the tabs people fill in. Those of `DIP` are the keys of the exports, fixed there."""
    template = load_template()
    filled = [template.tab(kind) for kind in ("unit", "induk", "kendali")]
    headers = {column.header for tab in filled for column in tab.columns}
    return headers | {label.label for tab in filled for label in tab.labels}


@pytest.mark.parametrize("name", sorted(FILES))
def test_words_of_the_sheets_stand_in_the_templates_alone(name: str) -> None:
    assert not sheet_words() & set(texts(name))


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = f"import sync.cli.main, sys; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_the_map_is_read_as_it_is_written() -> None:
    text = "Words.\n\nOthers use: `x`.\n\n    model  values\n    door   a door\n"
    assert read_map(text) == ["model", "door"]


def test_the_face_is_read_as_it_is_written() -> None:
    text = "Words.\n\nOthers use: `One`, `two`\n(file), `three` (other).\n\n    file  `four` (file)\n"
    assert read_face(text) == {"file": ["One", "two"], "other": ["three"]}
