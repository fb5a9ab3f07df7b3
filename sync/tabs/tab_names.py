"""Which tab bears a name: the one rule for every tab, in a file and at Google.

Spreadsheet programs hold names that differ by case alone for one and the same. So a tab is found whatever the case and
the outer blanks of its name; of several the one that is written exactly counts, and no tab is ever made whose name is
taken in another spelling.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sync.message import say
from sync.model import WorkbookState
from sync.settings.units import Unit, folded_title
from sync.tabs.problem import Problem, make_problem
from sync.template.template import Template


@dataclass(frozen=True)
class FoundTab:
    """The tab that bears a name.

    title  as it is written in the workbook; empty if there is none, or several of which none is written exactly
    alike  all tabs that could be meant
    """

    title: str = ""
    alike: tuple[str, ...] = ()


def find_tab(titles: Iterable[str], name: str, aliases: Sequence[str] = ()) -> FoundTab:
    """The tab with this name; only where no tab bears it in any spelling, the one with one of the aliases."""
    titles = tuple(titles)
    for names in ((name,), aliases):
        wanted = {folded_title(text) for text in names}
        alike = tuple(title for title in titles if folded_title(title) in wanted)
        if alike:
            counting = [title for title in alike if title in names] or alike
            return FoundTab(counting[0] if len(counting) == 1 else "", alike)
    return FoundTab()


def is_free(title: str, titles: Iterable[str]) -> bool:
    """Whether a tab of this name could be made."""
    return not find_tab(titles, title).alike


def as_written(template: Template, titles: Collection[str]) -> Template:
    """The template with the names of tabs as the workbook writes them."""
    written_titles = {kind: find_tab(titles, tab.title).title for kind, tab in template.tabs.items() if tab.title}
    tabs = {kind: replace(tab, title=written_titles.get(kind) or tab.title) for kind, tab in template.tabs.items()}
    return template if tabs == template.tabs else replace(template, tabs=tabs)


def name_problems(workbook: WorkbookState, template: Template, units: Sequence[Unit]) -> Iterator[Problem]:
    """The tabs that are left alone because another counts as the one of that name, and the tabs of sync that cannot be
    read. (Those of units are told with their rows.)"""
    for tab in template.tabs.values():
        if tab.title:
            match = find_tab(workbook.titles, tab.title)
            yield from _left_alone(match)
            if match.alike and match.title not in workbook.sheets:
                yield unclear_name(tab.title, match)
    for unit in units:
        yield from _left_alone(find_tab(workbook.titles, unit.tab, unit.aliases))


def _left_alone(match: FoundTab) -> Iterator[Problem]:
    for other in match.alike if match.title else ():
        if other != match.title:
            yield make_problem("tab-senama", tab=other, title=other, name=match.title)


def unclear_name(name: str, match: FoundTab) -> Problem:
    """Why a tab cannot be read that is there: several bear the name, or the one that does has no cells."""
    alike = ", ".join(f"“{title}”" for title in match.alike)
    return make_problem("tab-rancu", tab=name, title=name, alike=alike)


def without_tab(title: str, titles: Sequence[str]) -> str:
    """Why a tab that is needed cannot be used, for the operator."""
    if alike := find_tab(titles, title).alike:
        names = " and ".join(f"“{name}”" for name in alike)
        return say(
            "which tab is “%(title)s” is not clear: %(names)s. Nothing but withdrawals was decided. Give one of "
            "them exactly this name.",
            title=title, names=names,
        )  # fmt: skip
    return say(
        "the workbook has no tab “%(title)s”. Nothing but withdrawals was decided. Put it back, or run `dip init`.",
        title=title,
    )
