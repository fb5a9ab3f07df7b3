"""Does a test fail when a rule is broken? `make mutants` breaks the core in 300 places, one at a time, and looks.

mutmut makes the changes and runs the fast tests that reach the changed function, the quickest first, until one fails.
What became of each is kept in `mutants/`: stopped and started again, it goes on with the rest, and what changed since
is tried anew. What lives is printed with its place and change, except what `docs/mutants.md` says is the same program.
"""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
SHEET = ROOT / "docs" / "mutants.md"
MUTMUT = str(Path(sys.executable).with_name("mutmut"))
ANY = "sync.cells.personal_data.x_hide__mutmut_1"
"""mutmut makes all mutants and measures the tests whenever it is asked to try one; few tests reach this one."""
DEAD = frozenset({"killed", "timeout", "segfault", "suspicious"})
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def mutmut(*arguments: str) -> str:
    """What a command of mutmut prints."""
    command = [MUTMUT, *arguments]
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout


def try_mutants(names: list[str]) -> None:
    """Try these, whatever is known of them. The tests are copied anew: one that was renamed would stay."""
    shutil.rmtree(ROOT / "mutants" / "tests", ignore_errors=True)
    command = [MUTMUT, "run", "--max-children", "1", *names]
    if subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=False).returncode:
        sys.exit("mutmut could not start: the fast tests must pass, see above")


def results() -> dict[str, str]:
    """Mutant → what became of it."""
    lines = (line.split(": ") for line in mutmut("results", "--all", "true").splitlines() if ": " in line)
    return {name.strip(): status for name, status in lines}


def sample(names: list[str], count: int, seed: int) -> list[str]:
    """The same mutants for the same seed, and nearly the same after an edit."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())[:count]


def function_of(name: str) -> tuple[str, list[str]]:
    """The file of a mutant, and the names that lead to its function: `ǁ` stands around a class."""
    module, _, mangled = name.rpartition("__mutmut_")[0].rpartition(".")
    return module.replace(".", "/") + ".py", mangled[2:].split("ǁ") if "ǁ" in mangled else [mangled[2:]]


def first_line(path: str, names: list[str]) -> int:
    """The line on which a function begins."""
    body: list[ast.stmt] = ast.parse((ROOT / path).read_text("utf-8")).body
    for name in names:
        node = next(each for each in body if isinstance(each, ast.ClassDef | ast.FunctionDef) and each.name == name)
        body, line = node.body, node.lineno
    return line


def describe(name: str) -> tuple[str, str]:
    """Where a mutant changes what, `file:line`, and `file function: before → after` as it stands in the sheet."""
    path, names = function_of(name)
    hunk = mutmut("show", name).splitlines()[3:]
    start = int(hunk[0].split()[1].lstrip("-").split(",")[0])
    changed = next(number for number, text in enumerate(hunk[1:]) if text[:1] in "-+")
    before, after = (" ".join(text[1:].strip() for text in hunk[1:] if text[:1] == sign) for sign in "-+")
    where = f"{path}:{first_line(path, names) + start - 1 + changed}"
    return where, f"{path} {'.'.join(names)}: `{before}` → `{after}`"


def report(drawn: list[str], became: dict[str, str]) -> bool:
    """Print the share and what lives; returns whether nothing does that ought to die."""
    tried = [name for name in drawn if became[name] != "not checked"]
    dead = [name for name in tried if became[name] in DEAD]
    same, lives, sheet = 0, [], SHEET.read_text("utf-8")
    for name in tried:
        if became[name] not in DEAD:
            where, change = describe(name)
            same += change in sheet
            lives += [] if change in sheet else [f"{where}  {name} ({became[name]})\n    {change}"]
    print(*lives, sep="\n")
    late = sum(became[name] == "timeout" for name in tried)
    share = 100 * len(dead) / max(1, len(tried) - same)
    print(
        f"{len(tried)} of {len(drawn)} tried: {len(dead)} killed ({late} of them took too long), {len(lives)} alive, "
        f"{same} the same program (docs/mutants.md); {share:.1f} % of those that change behaviour die"
    )
    return not lives


@click.command()
@click.option("--count", default=300, show_default=True, help="how many mutants are drawn")
@click.option("--seed", default=2026, show_default=True, help="which")
@click.option("--most", default=0, help="try no more than this many now")
@click.option("--again", is_flag=True, help="try those again that lived, or took too long")
def main(count: int, seed: int, most: int, *, again: bool) -> None:
    """Try a sample of mutants and print which live. Ends with 1 if any does that docs/mutants.md does not explain."""
    try_mutants([ANY])
    became = results()
    drawn = sample(list(became), count, seed)
    left = [name for name in drawn if became[name] == "not checked" or (again and became[name] != "killed")]
    if left:
        try_mutants(left[: most or None])
    sys.exit(0 if report(drawn, results()) else 1)


if __name__ == "__main__":
    main()
