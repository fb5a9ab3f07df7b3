"""`status.html`: what `dip status` says, as a page for a browser. It lies beside `dip.toml`, never in the site, and
needs no other file and no JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sync.cli.language import in_language, language
from sync.cli.terminal import ScreenRow, Tone
from sync.errors import ArgumentError
from sync.message import say
from sync.plain_text import plain
from sync.private_files import write_private

if TYPE_CHECKING:
    from datetime import datetime

    from sync.run.status import OfficeStatus
    from sync.settings.settings import Settings

MARK = '<meta name="generator" content="dip status">'
"""By this a page of ours is known: no other file is written over."""
_REFRESH = 300
"""After so many seconds an open page is looked at again."""
_LONG = 80
"""A longer text gets the whole width."""
_NAMES = {Tone.PLAIN: "plain", Tone.GOOD: "good", Tone.CARE: "care", Tone.BAD: "bad"}


def write_page(
    status: OfficeStatus, settings: Settings, made: str, rows: Iterable[ScreenRow], steps: Sequence[str]
) -> None:
    """Write the page, for this account alone. `made` is when, as people read it. Raises `ArgumentError` if something
    else bears its name."""
    path = settings.status_path
    if path.exists() and MARK not in path.read_text("utf-8", "replace"):
        raise ArgumentError(say("%(name)s there is not a page of dip status. Give it another name.", name=path.name))
    write_private(path, page(status, settings, made, rows, steps).encode())


def page(status: OfficeStatus, settings: Settings, made: str, rows: Iterable[ScreenRow], steps: Sequence[str]) -> str:
    """The page. Everything in it that is not ours is escaped."""
    remark = say("Each run makes this page anew. If the time above is long past, nothing runs: dip status.")
    parts = [
        *page_head(say("How it stands: %(office)s", office=settings.office.short), status.now, made),
        "<main>",
        *_verdict(status, steps),
        *_steps(status, steps),
        f"<h2>{in_html(say('In numbers'))}</h2>\n<dl>",
        *(_card(label, each) for label, each in _grouped(rows)),
        f"</dl>\n</main>\n<footer>\n<p>{in_html(remark)}</p>",
        *_links(settings),
        "</footer>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def page_head(title: str, at: datetime, made: str, mark: str = MARK, more: str = "") -> Iterator[str]:
    """What all pages about offices begin with: title, when it was made, how they look. `more` is looks of its own."""
    yield f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="refresh" content="{_REFRESH}">\n<meta name="robots" content="noindex">\n{mark}'
    look = Path(__file__).with_suffix(".css").read_text("utf-8")
    yield f"<title>{in_html(title)}</title>\n<style>\n{look}{more}</style>\n</head>\n<body>\n<header>"
    moment = at.isoformat(timespec="seconds")
    yield f'<h1>{in_html(title)}</h1>\n<p><time datetime="{moment}">{in_html(made)}</time></p>\n</header>'


def in_html(text: str) -> str:
    """A text in the operator's language, for a page: nothing in it is markup."""
    return escape(plain(in_language(text)))


def _verdict(status: OfficeStatus, steps: Sequence[str]) -> Iterator[str]:
    """In one sentence."""
    if status.last and not status.last.good:
        tone, words, more = Tone.BAD, say("The last run stopped"), status.last.error
    elif steps:
        tone, words, more = Tone.CARE, say("Something needs you"), steps[0]
    else:
        tone, words, more = Tone.GOOD, say("All is well"), say("Nothing needs you.")
    yield f'<section class="putusan {_NAMES[tone]}">\n<h2>{in_html(words)}</h2>\n<p>{in_html(more)}</p>\n</section>'


def _steps(status: OfficeStatus, steps: Sequence[str]) -> Iterator[str]:
    """What the verdict has not said already."""
    if len(steps) > 1 or (steps and status.last and not status.last.good):
        items = "\n".join(f"<li><span>{in_html(step)}</span></li>" for step in steps)
        yield f'<h2>{in_html(say("What to do next"))}</h2>\n<ol class="langkah">\n{items}\n</ol>'


def _grouped(rows: Iterable[ScreenRow]) -> Iterator[tuple[str, list[ScreenRow]]]:
    """A row without a label goes on with the one before."""
    group: list[ScreenRow] = []
    for row in rows:
        if row.label and group:
            yield group[0].label, group
            group = []
        group.append(row)
    if group:
        yield group[0].label, group


def _card(label: str, rows: Sequence[ScreenRow]) -> str:
    tone = next((row.tone for row in rows if row.tone is not Tone.PLAIN), Tone.PLAIN)
    wide = " lebar banyak" if len(rows) > 1 else " lebar" if len(rows[0].text) > _LONG else ""
    texts = "".join(f"<dd>{in_html(row.text)}</dd>" for row in rows)
    return f'<div class="{_NAMES[tone]}{wide}"><dt>{in_html(label)}</dt>{texts}</div>'


def _links(settings: Settings) -> Iterator[str]:
    """Where the workbook and the site are, if a browser can open them."""
    places = (
        (say("The workbook"), settings.workbook.location if settings.workbook.on_google else ""),
        (say("The site"), settings.publish.url),
    )
    links = [f'<a href="{escape(address)}">{in_html(words)}</a>' for words, address in places if address]
    if links:
        yield f"<p>{' · '.join(links)}</p>"
