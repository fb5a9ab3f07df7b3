"""What stands at a target and is not ours."""

from __future__ import annotations

from collections.abc import Iterable

from sync.errors import TargetError

WATCHED = frozenset({".htaccess", ".user.ini", "web.config"})
"""Names that a web server obeys: their content is read at each run, wherever they are seen."""


def refusal(location: str, paths: Iterable[str]) -> TargetError:
    """The error that stops a publish before anything is written."""
    names = ", ".join(sorted(set(paths))[:5])
    return TargetError(
        f"{location} already holds what this program did not write, in places the site needs: {names}. "
        "Nothing was written. Move it away, or give [publish] to another folder"
    )
