"""The operator's language: Indonesian or English, as the environment says.

`DIP_LANG` decides; else `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set. Where none of them names a language we
have, a command speaks English, and `dip init`, which an office runs first, Indonesian. English stands in the code; the
catalogue of the other language is read with the first sentence that is printed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import click

from sync.message import translated

ENGLISH, INDONESIAN = "en", "id"
_VARIABLES = ("DIP_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_DEFAULT = "sync.language"


def speak_by_default(language: str) -> None:
    """What the command at work speaks where the environment names no language we have."""
    click.get_current_context().meta[_DEFAULT] = language


def language() -> str:
    """`id` or `en`."""
    named = next(filter(None, map(os.environ.get, _VARIABLES)), "")
    code = re.split(r"[_.@-]", named.lower())[0]
    if code in (ENGLISH, INDONESIAN):
        return code
    context = click.get_current_context(silent=True)
    return str(context.meta.get(_DEFAULT, ENGLISH)) if context else ENGLISH


def in_language(text: str) -> str:
    """The text in the operator's language, if it is a message; else as it is."""
    return translated(text, _catalogue(language()))


@lru_cache(2)
def _catalogue(language: str) -> Mapping[str, str]:
    if language == ENGLISH:
        return {}
    from sync.message import read_catalogue

    return read_catalogue(Path(__file__).with_name(f"{language}.po").read_bytes())
