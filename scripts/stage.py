"""Where a demonstration takes place: a folder, the real `dip` in it, and what is printed about it.

Each promise is verified in the files that came out; one that is not kept ends the demonstration.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from sync.settings.settings import load_settings

MARK = ".demo"
"""Says that a folder is of a demonstration, so that the next one may empty it. An office's own folder has none."""


class Stage:
    """The office in its folder, and what is printed about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workbook = folder / "dip.xlsx"
        self.site = folder / "site"
        self.acts = 0

    def act(self, heading: str, *story: str) -> None:
        """Begin an act."""
        self.acts += 1
        click.secho(f"\n{self.acts}  {heading}", bold=True)
        for paragraph in story:
            self.say(paragraph)

    def say(self, paragraph: str) -> None:
        """Tell something."""
        click.echo(textwrap.fill(paragraph, 100, initial_indent="   ", subsequent_indent="   "))

    def show(self, lines: Iterable[str]) -> None:
        """Show lines of a file or of a program as they stand."""
        for line in (line for text in lines for line in text.split("\n")):
            click.secho(f"     │ {line}".rstrip(), dim=True)

    def dip(self, *words: str, shown: Callable[[str], bool] = lambda _: True) -> None:
        """Run the real `dip`, show what it says (or the lines to be shown), and stop the demonstration if it fails."""
        click.secho(f"   $ {' '.join(('dip', *words))}", fg="cyan")
        program = Path(sys.executable).with_name("dip")
        done = subprocess.run([program, *words], cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"dip ended with {done.returncode}\n{done.stdout}{done.stderr}")
        lines = done.stdout.splitlines()
        self.show(line for line in lines if shown(line))
        if hidden := sum(not shown(line) for line in lines):
            self.show([f"({hidden} more lines)"])

    def promise(self, kept: bool, sentence: str) -> None:
        """Say what has just been looked up, or stop: the demonstration does not claim what is not so."""
        if not kept:
            raise SystemExit(f"This should be so, and is not: {sentence}")
        click.secho(f"   ✓ {sentence}", fg="green")

    def unit_tabs(self) -> dict[str, str]:
        """The tab of each sub-division, by its code."""
        return {unit.code: unit.tab for unit in load_settings(self.folder / "dip.toml").units}

    def entries(self) -> dict[str, dict[str, object]]:
        """What the site publishes, by ID."""
        path = self.site / "data" / "dip.json"
        entries = json.loads(path.read_text("utf-8"))["entries"] if path.exists() else []
        return {entry["id"]: entry for entry in entries}

    def page(self, id: str) -> str:
        """The page of an entry."""
        return (self.site / "informasi" / id / "index.html").read_text("utf-8")

    def published_text(self) -> str:
        """All text of the site: every page and every export that is text."""
        kinds = {".html", ".json", ".csv", ".xml", ".js", ".txt"}
        return "\n".join(path.read_text("utf-8") for path in sorted(self.site.rglob("*")) if path.suffix in kinds)


def clear(folder: Path) -> None:
    """Empty the folder of an earlier demonstration. Any other folder that holds something is refused; so is one whose
    workbook is open."""
    if open_in := [*folder.glob(".~lock.*#"), *folder.glob("~$*")]:
        raise SystemExit(f"{folder}/dip.xlsx is open in a program ({open_in[0].name}). Close it, then start again.")
    if (folder / MARK).exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if foreign := sorted(path.name for path in folder.iterdir()):
        raise SystemExit(f"{folder} holds {foreign[0]} and is not of a demonstration. Name another folder.")
    (folder / MARK).write_text("make demo empties this folder when it starts.\n", "utf-8")
