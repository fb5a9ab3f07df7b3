"""The questions of `dip init`: whose office it is, its units, where the workbook and the site are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import click

from sync.cli.common import confirmed, print_lines
from sync.cli.language import in_language
from sync.message import say
from sync.settings.answers import (
    ZONES,
    Answers,
    UnitAnswer,
    example_units,
    proposed_code,
    proposed_short,
    proposed_tab,
    settings_text,
    with_units,
)
from sync.settings.settings import check_settings
from sync.settings.target_address import read_address, verify_url
from sync.strict_toml import Mistake, verify_emails

_REGENCY = re.compile(r"\b(?:Komisi Pemilihan Umum|KPU)\s+(?:Kabupaten|Kota|Kab\.)", re.IGNORECASE)


def ask(workbook: str) -> Answers:
    """The answers of somebody at a terminal, shown and confirmed. `workbook` is proposed as its place. Raises
    `click.Abort` if they do not confirm."""
    print_lines([say("There is no dip.toml here yet. A few questions; Enter takes what is proposed in [ ]."), ""])
    name = _text(say("Full name of the office"))
    answers = Answers(
        name=name,
        short=_text(say("Short name"), proposed_short(name)),
        place=_text(say("Place where letters are signed")),
        timezone=ZONES[_text(say("Time zone: %(zones)s", zones=", ".join(ZONES)), "WIB", _zone)],
        address=_text(say("Address of the office (may be empty)"), ""),
        email=_text(say("E-mail of the information service (may be empty)"), "", _email),
        website=_text(say("Web site of the office (may be empty)"), "", _url),
        phones=_phones(_text(say("Telephones of the office, with commas between (may be empty)"), "")),
    )
    answers = with_units(answers, _ask_units(name))
    answers = replace(
        answers,
        workbook=_text(say("Workbook: name of an .xlsx file, or address of a Google spreadsheet"), workbook),
        site=_text(say("The site is written to (a folder or the address of a server)"), "site/", _site),
        url=_text(say("Address of the site for citizens (may be empty)"), _public(answers.website), _url),
    )
    _show(answers)
    check_settings(settings_text(answers))
    if not confirmed(say("Write dip.toml and the workbook?"), default=True):
        raise click.Abort
    return answers


def _text(question: str, proposal: str | None = None, verify: Callable[[str], str] = str.strip) -> str:
    """An answer without blanks around it; what `verify` refuses with a `Mistake` is asked again."""
    words = in_language(question)
    while True:
        answer = click.prompt(
            words, default=proposal or "", show_default=bool(proposal), type=str, value_proc=str.strip
        )
        try:
            if proposal is None and not answer:
                raise Mistake(say("An answer is needed here; Enter alone is none."))
            return verify(answer)
        except Mistake as mistake:
            print_lines([mistake.args[0]], needed=True)


def _zone(text: str) -> str:
    if text.upper() not in ZONES:
        raise Mistake(say("“%(text)s” is not one of %(zones)s.", text=text, zones=", ".join(ZONES)))
    return text.upper()


def _email(text: str) -> str:
    try:
        verify_emails([text] if text else [], "")
    except Mistake:
        raise Mistake(say("“%(text)s” is not an e-mail address. Write it like ppid@kantor.go.id.", text=text)) from None
    return text


def _url(text: str) -> str:
    try:
        verify_url(text, "")
    except Mistake:
        raise Mistake(say("“%(text)s” is not a web address. It begins with https://.", text=text)) from None
    return text


def _site(text: str) -> str:
    if not read_address(text).scheme and len(text.split()) > 2 and "/" not in text and "\\" not in text:
        raise Mistake(
            say(
                "“%(text)s” reads like a sentence. Write a folder, like site/, or an address, like sftp://….", text=text
            )
        )
    return text


def _phones(text: str) -> tuple[str, ...]:
    return tuple(phone.strip() for phone in text.split(",") if phone.strip())


def _public(website: str) -> str:
    return f"{website.rstrip('/')}/dip/" if website else ""


def _ask_units(office: str) -> list[UnitAnswer]:
    """The units, one after another until an empty line. To the commission of a regency its usual ones are proposed."""
    if _REGENCY.search(office):
        usual = example_units()
        lines = [f"  {unit.code}  {unit.name}" for unit in usual]
        print_lines(["", say("The usual sub-divisions of a regency's commission:"), *lines])
        if confirmed(say("Take these four?"), default=True):
            return usual
    print_lines(["", say("The units that fill in the list, one by one. An empty line after the last.")])
    units: list[UnitAnswer] = []
    while name := _text(say("Name of unit %(number)s", number=len(units) + 1), "" if units else None):
        code = _text(say("  Code, 2 to 5 letters"), proposed_code(name, {unit.code for unit in units}), _code(units))
        tab = _text(say("  Name of its tab, at most 31 letters"), proposed_tab(name, {unit.tab for unit in units}))
        units.append(UnitAnswer(name, code, tab))
    return units


def _code(units: list[UnitAnswer]) -> Callable[[str], str]:
    def verify(text: str) -> str:
        code = text.strip().upper()
        if not re.fullmatch("[A-Z]{2,5}", code):
            raise Mistake(say("“%(text)s” is not a code. Write 2 to 5 letters, no digits, like UMU.", text=text))
        if code in {unit.code for unit in units}:
            raise Mistake(say("another unit has the code %(code)s.", code=code))
        return code

    return verify


def _show(answers: Answers) -> None:
    """Everything that is about to be made."""
    units = [f"  {unit.code:<5} {unit.name}   tab “{unit.tab}”" for unit in answers.units]
    site = say("  site      %(place)s", place=answers.site)
    if answers.url:
        site = say("  site      %(place)s, for citizens at %(url)s", place=answers.site, url=answers.url)
    places = [say("  workbook  %(place)s", place=answers.workbook), site]
    shown = ["", f"{answers.name} ({answers.short}), {answers.place}", *units, *places, ""]
    print_lines(shown, needed=True)
