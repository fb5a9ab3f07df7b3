"""What `click` says itself, usage errors and the frame of `--help`, and help and usage of our commands, in the language
of the operator. `usage.id.po` has both: the help stands in the code in English, where click keeps it. It is read with
the first of these sentences that is said.
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


def translate_usage(command: click.Command) -> None:
    """What the line of usage of this command says, in the language of the error beneath it."""
    _translate_help(command, _catalogue(_spoken.language))


def usage_text(message: str) -> str:
    """A sentence of ours within a usage error, in the language of the error."""
    return message if _spoken.language == ENGLISH else in_language(message)


def _translate_help(command: click.Command, words: Mapping[str, str]) -> None:
    parts: tuple[click.Command | click.Parameter, ...] = (command, *command.params)
    for each in parts:
        for name in ("help", "options_metavar", "subcommand_metavar", "metavar"):
            if hasattr(each, name):
                english = _ENGLISH.setdefault((each, name), _shown(each, name))
                if english:
                    setattr(each, name, words.get(english, english))
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _translate_help(below, words)


def _shown(each: click.Command | click.Parameter, name: str) -> str:
    """The text in English, also where click makes a word for what is to be given."""
    text = getattr(each, name)
    if name == "metavar" and text is None and isinstance(each, click.Argument):
        text = str(each.name).upper() if each.required else f"[{each.name}]".upper()
    elif name == "metavar" and text is None and isinstance(each, click.Option) and not each.is_flag:
        text = "" if isinstance(each.type, click.Choice) else each.type.name.upper()
    return inspect.cleandoc(text or "")


_ENGLISH: dict[tuple[object, str], str] = {}
"""What stands in the code, by command or option and what of it."""


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
