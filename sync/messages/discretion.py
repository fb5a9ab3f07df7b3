"""What may go out with a message: no personal data, no address of a document and none of its names, nothing of what is
excluded but its ID."""

from __future__ import annotations

import re

from sync.cells.other_offices import OfficeFacts
from sync.cells.personal_data import check_text
from sync.plain_text import plain
from sync.plan.plan import Task
from sync.tabs.approval_sentences import EMPTY
from sync.tabs.problem import Problem, shorten

LONGEST = 300
"""Characters of a sentence."""
_TITLE = 80
_LINK = re.compile(r"://|\bwww\.|\b[\w-]+\.(?:id|com|org|net|info|gov|io)\b|@", re.IGNORECASE)
_OF_LINKS = "tautan"
"""What the codes of problems of links begin with."""


def may_go_out(text: str, office: OfficeFacts) -> bool:
    """Whether a text holds neither personal data nor an address."""
    return not _LINK.search(text) and not any(flaw.code.startswith("data-pribadi") for flaw in check_text(text, office))


def told_title(task: Task, office: OfficeFacts) -> str:
    """The title of what waits, on one line; empty where it may not go out."""
    title = shorten(plain(task.title), _TITLE)
    return title if title and not task.excluded and may_go_out(task.title, office) else ""


def told_problem(problem: Problem, office: OfficeFacts) -> str:
    """What is wrong, in the words of `Catatan`; empty where these may not go out."""
    if problem.code.startswith("data-pribadi") or (problem.code.startswith(_OF_LINKS) and problem.value):
        return ""
    whole = may_go_out(f"{problem.value}\n{problem.message}", office)
    return shorten(plain(problem.message), LONGEST) if whole else ""


def told_change(change: tuple[str, str, str], office: OfficeFacts, link_header: str) -> tuple[str, str, str]:
    """Header, before and after of what differs; without the texts where these may not go out."""
    header, before, after = change
    if header == link_header or not may_go_out(f"{before}\n{after}", office):
        return header, "", ""
    return header, shorten(plain(before), LONGEST // 3) or EMPTY, shorten(plain(after), LONGEST // 3) or EMPTY
