"""`dip print`: the papers of the procedure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import config_option, guarded, print_lines
from sync.errors import ArgumentError
from sync.message import say
from sync.spelling import closest

if TYPE_CHECKING:
    from sync.run.print import PrintedPaper
    from sync.settings.settings import Settings
    from sync.template.template import Template


@click.command("print")
@config_option
@click.argument("name", nargs=-1)
@click.option("--unit", default="", help="the code of one unit, for tanda-terima")
@click.option("--to", "folder", type=click.Path(path_type=Path), default=Path("cetak"), show_default=True)
def print_(config: Path, name: tuple[str, ...], unit: str, folder: Path) -> None:
    """Write the papers of the procedure, as PDF to sign and as Word file to edit.

    NAME is tanda-terima, draf, berita-acara, keputusan dip, keputusan dik, daftar, dik, uji-konsekuensi [ID],
    perintah-unggah or bukti-unggah; without a name: what is due now.
    """

    def work(settings: Settings, template: Template) -> int:
        from sync.papers.due_papers import BY_NAME, WantedPaper
        from sync.run.print import print_papers

        paper, id = _named(name, tuple(BY_NAME))
        wanted = WantedPaper(paper, unit, id)
        made = print_papers(settings, template, folder, wanted)
        for printed in made:
            print_lines([*_told(printed)])
        if not made:
            print_lines(
                [say("Nothing is due: every paper lies in %(folder)s as it would be printed now.", folder=folder)]
            )
        return 0

    guarded(work, config, as_json=False)


def _told(printed: PrintedPaper) -> Iterator[str]:
    files = ", ".join(str(path) for path in printed.files)
    yield (
        say("wrote %(files)s: %(why)s", files=files, why=printed.due)
        if printed.due
        else say("wrote %(files)s", files=files)
    )
    if printed.left:
        yield say(
            "Left as it was, because it says something else (edited, signed, or of another moment): %(files)s",
            files=", ".join(str(path) for path in printed.left),
        )


def _named(words: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, str]:
    """The name of a paper, and the ID behind it. Raises `ArgumentError` for what is no paper."""
    joined = "-".join(words[:2]).casefold()
    if joined in known and len(words) <= 2:
        return joined, ""
    first, rest = (words[0].casefold(), words[1:]) if words else ("", ())
    if not words or (first in known and (not rest or (first == "uji-konsekuensi" and len(rest) == 1))):
        return first, "".join(rest).upper()
    near = closest(joined, known, 0.6)
    raise ArgumentError(
        say(
            "there is no paper “%(name)s”; there is %(known)s",
            name=" ".join(words), known=near or ", ".join(known),
        )
    )  # fmt: skip
