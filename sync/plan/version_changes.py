"""What differs between two versions of an entry: for the PPID, for the minutes of the meeting, for the public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sync.tabs.approval_sentences import EMPTY
from sync.tabs.problem import shorten
from sync.template.template import Template

Content = Mapping[str, str]
"""Role → text of a version."""


def changes_since(approved: Content, shown: Content, template: Template, names: Mapping[str, str]) -> str:
    """`Perubahan`: one line a field that differs, before → after. `names` are the units', by code."""
    roles = (*_public(template), *template.basis_roles)
    differing = _fields(approved, shown, roles, template, names)
    return "\n".join(f"{header}: {_short(before)} → {_short(after)}" for header, before, after in differing)


def public_changes(
    before: Content, after: Content, template: Template, names: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Of each public element that differs its header, and what it said before and after."""
    return _fields(before, after, _public(template), template, names)


def changed_elements(before: Content, after: Content, template: Template) -> tuple[str, ...]:
    """The roles of the elements the public may know to have changed. Never what they were."""
    return tuple("penguasa" if role == "unit" else role for role in _differing(before, after, _public(template)))


def _fields(
    before: Content, after: Content, roles: Sequence[str], template: Template, names: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Header, text before and text after of those of these roles that differ."""
    induk = template.tab("induk")
    for role in _differing(before, after, roles):
        old, new = before.get(role, ""), after.get(role, "")
        if role == "unit":
            yield induk.column("sub_bagian").header, names.get(old, old), names.get(new, new)
        else:
            yield induk.column(role).header, old, new


def _public(template: Template) -> tuple[str, ...]:
    return ("unit", *template.public_roles, "klasifikasi")


def _differing(before: Content, after: Content, roles: Sequence[str]) -> Iterator[str]:
    return (role for role in roles if before.get(role, "") != after.get(role, ""))


def _short(text: str) -> str:
    return shorten(text, 300) or EMPTY
