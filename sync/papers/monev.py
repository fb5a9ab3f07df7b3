"""The questions of the monev (`monev.toml`), read strictly: what is asked, what of the ledger proves it, and what the
office itself must supply."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sync.errors import TemplateError
from sync.message import say
from sync.papers.words import MONEV, PrintTemplates
from sync.strict_toml import Mistake, did_you_mean, read_fields, refuse_unknown

INDEX = "indeks"
"""The file that names all others: no question may be called so."""
_CODE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,58}[A-Za-z0-9])?")


@dataclass(frozen=True)
class Supply:
    """What is missing, and who supplies it."""

    apa: str
    siapa: str


@dataclass(frozen=True)
class MonevQuestion:
    """One question: its code, which names its file, the question, the proofs of the program by name, and what only the
    office has."""

    kode: str
    tanya: str
    bukti: tuple[str, ...] = ()
    kantor: tuple[Supply, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """What one body asks."""

    judul: str
    pertanyaan: tuple[MonevQuestion, ...] = ()


def questionnaires(templates: PrintTemplates, proofs: Collection[str]) -> tuple[Questionnaire, ...]:
    """All of them; `proofs` are the names that a question may ask for. Raises `TemplateError` with file and key of the
    first mistake."""
    try:
        found = tuple(_questionnaire(raw, number) for number, raw in _tables(templates.table(MONEV), "kuesioner", ""))
        _verify([question for each in found for question in each.pertanyaan], proofs)
    except Mistake as mistake:
        raise TemplateError(say("print template %(name)s: %(mistake)s", name=MONEV, mistake=mistake)) from None
    return found


def _tables(raw: Mapping[str, Any], key: str, where: str) -> list[tuple[int, Any]]:
    """A list of tables, numbered from 1."""
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Mistake(say("%(key)s%(where)s must be a list of tables.", key=key, where=where))
    return list(enumerate(found, 1))


def _questionnaire(raw: Mapping[str, Any], number: int) -> Questionnaire:
    where = f"[[kuesioner]] {number}"
    refuse_unknown(raw, ("judul", "pertanyaan"), say(" in %(where)s", where=where))
    made: Questionnaire = read_fields(Questionnaire, _without(raw, "pertanyaan"), where)
    asked = _tables(raw, "pertanyaan", say(" in %(where)s", where=where))
    return replace(made, pertanyaan=tuple(_question(each, f"{where}, pertanyaan {place}") for place, each in asked))


def _question(raw: Mapping[str, Any], where: str) -> MonevQuestion:
    refuse_unknown(raw, ("kode", "tanya", "bukti", "kantor"), say(" in %(where)s", where=where))
    made: MonevQuestion = read_fields(MonevQuestion, _without(raw, "kantor"), where)
    supplied = _tables(raw, "kantor", say(" in %(where)s", where=where))
    return replace(
        made, kantor=tuple(read_fields(Supply, each, f"{where}, kantor {place}") for place, each in supplied)
    )


def _without(raw: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name != key}


def _verify(questions: list[MonevQuestion], proofs: Collection[str]) -> None:
    """Raises `Mistake` for a code that names no file or stands twice, and for a proof that there is not."""
    seen: set[str] = {INDEX}
    for question in questions:
        code = question.kode
        if not _CODE.fullmatch(code):
            raise Mistake(say("kode “%(code)s” must be of letters, digits, dots and hyphens, 60 at most.", code=code))
        if code.casefold() in seen:
            raise Mistake(say("kode “%(code)s” is taken already.", code=code))
        seen.add(code.casefold())
        for name in question.bukti:
            if name not in proofs:
                hint = did_you_mean(name, proofs) or say("; known are: %(known)s.", known=", ".join(proofs))
                raise Mistake(say("bukti of %(code)s: “%(name)s” is no proof%(hint)s", code=code, name=name, hint=hint))
