"""What `click` says itself, usage errors and the frame of `--help`, and the help of our commands, in the operator's
language. `usage.id.po` has both: the help stands in the code in English, where click keeps it. It is read with the
first of these sentences that is said.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import click

from sync.cli.language import ENGLISH, in_language, language

_MODULES = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.termui, click.types)
_ASKS = frozenset({"-h", "--help"})


def speak_usage(command: click.Group, arguments: Sequence[str]) -> None:
    """From now on usage errors and help are in the operator's language; in English where a document is asked for. click
    asks gettext for its sentences by two names, and gettext would look for files that no program can choose."""
    _spoken.language = ENGLISH if "--json" in arguments else language()
    for module in _MODULES:
        for name, speak in (("_", _spoken.one), ("ngettext", _spoken.one_or_many)):
            if hasattr(module, name):
                setattr(module, name, speak)
    last = command.commands.get(arguments[-1]) if arguments else command
    if _ASKS & set(arguments) or isinstance(last, click.Group):
        _translate_help(command, _catalogue(_spoken.language))


def usage_text(message: str) -> str:
    """A sentence of ours within a usage error, in the language of the error."""
    return message if _spoken.language == ENGLISH else in_language(message)


def _translate_help(command: click.Command, words: Mapping[str, str]) -> None:
    for each in (command, *command.params):
        if isinstance(each, click.Command | click.Option) and each.help:
            english = _ENGLISH.setdefault(each, inspect.cleandoc(each.help))
            each.help = words.get(english, english)
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _translate_help(below, words)


_ENGLISH: dict[object, str] = {}
"""The help that stands in the code, by command and option."""


class _Spoken:
    """What click speaks is one for the whole program, as it is with gettext."""

    language = ENGLISH

    def one(self, text: str) -> str:
        return _catalogue(self.language).get(text, text)

    def one_or_many(self, one: str, many: str, count: int) -> str:
        return self.one(one if count == 1 else many)


_spoken = _Spoken()


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    if language == ENGLISH:
        return {}
    from sync.message import read_catalogue

    return read_catalogue(Path(__file__).with_name(f"usage.{language}.po").read_bytes())
