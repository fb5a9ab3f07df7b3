"""`dip fleet status --page`: how all offices stand, as a page for a browser. It needs no other file, no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sync.cli.status_page import in_html, page_head
from sync.errors import ArgumentError, files_translated
from sync.fleet.fleet_health import FleetHealth, Light, OfficeHealth, local_minute, stand
from sync.message import say
from sync.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Iterable

MARK = '<meta name="generator" content="dip fleet status">'
"""By this a page of ours is known: no other file is written over."""
_TONES = {Light.RED: "bad", Light.CARE: "care", Light.NEW: "plain", Light.GOOD: "good"}


def write_fleet_page(path: Path, health: FleetHealth, summary: str) -> None:
    """Write the page, for this account alone. Raises `FileError`; `ArgumentError` if something else bears its name."""
    with files_translated():
        if path.exists() and MARK not in path.read_text("utf-8", "replace"):
            words = say("%(name)s there is not a page of dip fleet status. Give it another name.", name=path.name)
            raise ArgumentError(words)
        write_private(path, fleet_page(health, summary).encode("utf-8", "replace"))


def fleet_page(health: FleetHealth, summary: str) -> str:
    """The page. Everything in it that is not ours is escaped."""
    title, look = say("How the offices stand"), Path(__file__).with_suffix(".css").read_text("utf-8")
    remark = say("Made by dip fleet status --page. If the time above is long past, nothing makes it: look at cron.")
    urgent = [each for each in health.offices if each.light in (Light.RED, Light.CARE)]
    rest = [each for each in health.offices if each.light in (Light.NEW, Light.GOOD)]
    return "\n".join([
        *page_head(title, health.now, local_minute(health.now), MARK, look),
        "<main>",
        *_verdict(health, summary),
        *_counts(health),
        *_list(say("What to do next"), map(_card, urgent), "kantor"),
        *_list(say("All others"), map(_line, rest), "lain"),
        f"</main>\n<footer>\n<p>{in_html(remark)}</p>\n</footer>\n</body>\n</html>\n",
    ])  # fmt: skip


def _verdict(health: FleetHealth, summary: str) -> Iterator[str]:
    red, waits = health.count(Light.RED), health.count(Light.CARE)
    if red:
        tone, words = "bad", say("%(count)s offices need a person", count=red)
    elif waits or health.warnings:
        tone, words = "care", say("Something is to be looked at")
    else:
        tone, words = "good", say("All is well")
    more = "".join(f"<p>{in_html(text)}</p>" for text in (summary, *health.warnings))
    yield f'<section class="putusan {tone}">\n<h2>{in_html(words)}</h2>\n{more}\n</section>'


def _counts(health: FleetHealth) -> Iterator[str]:
    words = {
        Light.RED: say("red"), Light.CARE: say("come again"), Light.NEW: say("new"), Light.GOOD: say("well")
    }  # fmt: skip
    whole = max(len(health.offices), 1)
    bar = "".join(
        f'<i class="{_TONES[light]}" style="flex-grow:{health.count(light) / whole:.4f}"></i>'
        for light in Light
        if health.count(light)
    )
    items = "".join(
        f'<li class="{_TONES[light]}"><b>{health.count(light)}</b> {in_html(words[light])}</li>' for light in Light
    )
    yield f'<div class="batang" aria-hidden="true">{bar}</div>\n<ul class="hitung">{items}</ul>'


def _list(title: str, items: Iterable[str], kind: str) -> Iterator[str]:
    if lines := "\n".join(items):
        yield f'<h2>{in_html(title)}</h2>\n<ul class="{kind}">\n{lines}\n</ul>'


def _card(health: OfficeHealth) -> str:
    what = f'<p class="langkah-satu">{in_html(health.what)}</p>' if health.what else ""
    again = say("tried again by itself at %(at)s", at=local_minute(health.next)) if health.next else ""
    path = f'<p class="tempat">{in_html(str(health.office.config))}{" · " if again else ""}{in_html(again)}</p>'
    return (
        f'<li class="{_TONES[health.light]}"><h3>{in_html(health.office.name)}</h3>'
        f'<p class="sejak">{in_html(stand(health))}</p><p class="sebab">{in_html(health.why)}</p>{what}{path}</li>'
    )


def _line(health: OfficeHealth) -> str:
    return (
        f'<li class="{_TONES[health.light]}"><span>{in_html(health.office.name)}</span>'
        f"<small>{in_html(stand(health))}</small></li>"
    )
