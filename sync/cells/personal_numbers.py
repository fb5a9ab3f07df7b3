"""The numbers of persons in a text, whoever wrote it: NIK and family card, NIP, NPWP, telephone, account, passport,
driving licence, social insurance, number plate.

A number is one by its structure, where it has one (libraries know it), or by the word that names it. Where the word
says so and the library doubts, it is found: a slip of the pen hides nobody. Where the nearest word names something
else, it is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from sync.cells.number_names import Context, context_of
from sync.cells.number_runs import Run, number_runs
from sync.cells.text import words


class PersonalNumber(NamedTuple):
    """A number as typed, with the slug of its sentence."""

    code: str
    text: str


_HOME = re.compile(r"\b(?:rumah|pribadi)\b", re.IGNORECASE)
_BUDGET_CODE = re.compile(r"\d(?:\.\d{1,2}){3,}(?:\.\d+)*")
_MOBILE = re.compile(r"(?:(?:00)?620?|0)8[1-9]\d{6,}$")
_NAMED_MOBILE = re.compile(r"(?:(?:00)?62)?0?8[1-9]\d{6,11}$")
_PLATE = "data-pribadi-kendaraan"
# Numbers with letters in them: only where a word names them.
_LETTERED = {
    "data-pribadi-paspor": re.compile(
        r"(?i:(?<![a-z])(?:paspor|passport)(?![a-z]))[^\d\n;]{0,45}?(?<![A-Za-z])"
        r"(?P<number>(?:[A-Z]{1,2}[ .-]{0,2}|[a-z])\d(?:[ -]{0,3}\d){5,7})(?![0-9])"
    ),
    _PLATE: re.compile(
        r"(?i:(?<![a-z])(?:no\W{0,2}pol(?:isi)?|nomor polisi|(?:ber)?(?:plat|pelat))(?![a-z]))[^\d\n;]{0,30}?"
        r"(?<![A-Za-z])"
        r"(?P<number>[A-Z]{1,2}[ .-]?\d{1,4}[ .-]?[A-Z]{1,3}|(?<=[ :.])[a-z]{1,2} \d{1,4} [a-z]{2,3})(?![A-Za-z0-9])"
    ),
}
_OFFICIAL = re.compile(r"\b(?:dinas|operasional|BMN|inventaris)\b", re.IGNORECASE)
_NEW_PROVINCES = words("93 95 96 97")
_NIK_GROUPS = {
    (16,), (12, 4), (6, 10), (6, 6, 4), (4, 4, 4, 4), (4, 2, 6, 4), (2, 2, 2, 6, 4), (2, 2, 2, 2, 2, 2, 4), (2,) * 8,
    (1,) * 16,
}  # fmt: skip
_NPWP_GROUPS = (2, 3, 3, 1, 3, 3)
_OWN = "own"

Finder = Callable[[Context], Iterator[Run]]


def find_numbers(text: str, own_phones: frozenset[str] = frozenset()) -> Iterator[PersonalNumber]:
    """The numbers of persons in a cleaned text. `own_phones` are those of the office, as `phone_key` writes them."""
    pending = list(number_runs(text, 10))
    while pending:
        run = pending.pop(0)
        code, part = _first(context_of(text, run), own_phones)
        if part:
            pending[:0] = run.around(part)
            if code != _OWN:
                yield PersonalNumber(code, text[part.start : part.end])
    for code, pattern in _LETTERED.items():
        if code != _PLATE or not _OFFICIAL.search(text):
            yield from (PersonalNumber(code, match["number"]) for match in pattern.finditer(text))


def phone_key(number: str, prefix: str = "") -> str:
    """The digits of a telephone number in Indonesia, with one prefix instead of any: `+62 (0)252-123` → `252123`."""
    return prefix + re.sub(r"^(?:0*62)?0*", "", re.sub(r"\D", "", number))


def _first(context: Context, own_phones: frozenset[str]) -> tuple[str, Run | None]:
    """The first number in a run that is a person's or one of the office's own telephones, with its slug."""
    for part in context.run.parts(range(6, 17)) if own_phones else ():
        if phone_key(part.digits) in own_phones:
            return _OWN, part
    for code, find in _FINDERS.items():
        for part in find(context):
            return code, part
    return "", None


def _civil(context: Context) -> Iterator[Run]:
    """NIK and numbers of family cards: sixteen digits of their structure, or nearly as many where they are named."""
    run, named = context.run, context.name in ("nik", "kk")
    for part in run.parts(range(16, 17)):
        whole = len(part.groups) < 8 or (part == run and run.is_even)
        if part.sizes in _NIK_GROUPS and whole and not context.is_code and has_civil_structure(part.digits):
            yield part
    if named and not context.is_amount:
        yield from run.parts(range(15, 18))


@lru_cache(maxsize=4096)
def has_civil_structure(number: str) -> bool:
    """Sixteen digits with a region, a birth date (a woman's day + 40) and a serial number, which is never 0000."""
    from stdnum.exceptions import ValidationError
    from stdnum.id import nik

    if number[2:4] == "00" or number[6:8] > "71" or number[12:] == "0000":  # the library does not mind
        return False
    try:
        nik.get_birth_date(number)
    except ValidationError:
        return False
    return number[:2] in _NEW_PROVINCES or bool(nik.is_valid(number))


def _nip(context: Context) -> Iterator[Run]:
    """Numbers of civil servants: eighteen digits of their structure, or nearly as many where they are named."""
    yield from (part for part in context.run.parts(range(18, 19)) if has_nip_structure(part.digits))
    if context.name == "nip" and not context.is_amount:
        yield from context.run.parts(range(17, 20))


def has_nip_structure(number: str) -> bool:
    """Eighteen digits: birth day, year and month of appointment, 1 or 2, serial number."""
    born, born_month, born_day = int(number[:4]), int(number[4:6]), int(number[6:8])
    since, since_month = int(number[8:12]), int(number[12:14])
    real = 1930 <= born <= 2015 and 1 <= born_month <= 12 and 1 <= born_day <= 31
    return real and born < since <= 2100 and (1 <= since_month <= 12 or since_month == 21) and number[14] in "12"


def _npwp(context: Context) -> Iterator[Run]:
    """Tax numbers: in the groups they are printed in, or named."""
    for part in context.run.parts(range(15, 16)):
        if part.sizes == _NPWP_GROUPS and (set(part.gaps) <= {".", "-"} or _is_npwp(part.digits)):
            yield part
    if context.name == "npwp" and not context.is_amount:
        yield from context.run.parts(range(14, 17))


def _is_npwp(number: str) -> bool:
    from stdnum.id import npwp

    return bool(npwp.is_valid(number))


def _phones(context: Context) -> Iterator[Run]:
    """Mobile numbers: any that is named, and those that the library knows where they stand for themselves; other
    telephones only if they are named as somebody's at home."""
    if context.is_amount or context.is_of_document:
        return
    named = context.name == "telepon"
    home = named and _HOME.search(context.between) is not None
    for part in context.run.parts(range(9, 16)):
        at_home = home and part.digits[0] == "0"
        if (named and (at_home or _NAMED_MOBILE.match(part.digits))) or _is_plainly_mobile(context.run, part):
            yield part
    if context.text[: context.run.start].endswith("+") and is_mobile("+" + context.run.digits):
        yield context.run  # of another country


def _is_plainly_mobile(run: Run, part: Run) -> bool:
    """Whether a part is a mobile number although nothing says so."""
    shaped = _MOBILE.match(part.digits) is not None and not any("/" in gap for gap in part.gaps)
    return shaped and _stands_alone(run, part) and is_mobile(phone_key(part.digits, "+62"))


def _stands_alone(run: Run, part: Run) -> bool:
    """Whether a part of a run is a number of its own: set off from the rest, or with no more than a little number
    before it; pairs and single digits only if nothing else stands there."""
    if max(part.sizes) <= 2:
        return part == run and run.is_even and len(part.digits) >= 11
    left, right = run.digits.split(part.digits, 1)
    little = not right and len(left) <= 4 <= len(part.groups[0])
    return run.stands_apart(part) or little or all(not rest or _MOBILE.match(rest) for rest in (left, right))


@lru_cache(maxsize=4096)
def is_mobile(number: str) -> bool:
    """Whether an international number (`+62…`) is one of a mobile telephone."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    mobile = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return phonenumbers.is_valid_number(parsed) and phonenumbers.number_type(parsed) in mobile


def _licences(context: Context) -> Iterator[Run]:
    if context.name == "sim" and not context.is_amount:
        yield from context.run.parts(range(12, 17))


def _insured(context: Context) -> Iterator[Run]:
    if context.name == "bpjs" and not (context.is_amount or context.is_of_document):
        yield from context.run.parts(range(11, 14))


def _accounts(context: Context) -> Iterator[Run]:
    """Accounts at banks: what follows the word for one, and is neither money, a line of a budget nor days."""
    innocent = context.is_amount or context.is_of_document or context.run.holds_years
    if context.name == "rekening" and not (innocent or _BUDGET_CODE.match(context.typed)):
        yield from context.run.parts(range(10, 19))


_FINDERS: dict[str, Finder] = {
    "data-pribadi-nip": _nip,
    "data-pribadi-nik": _civil,
    "data-pribadi-npwp": _npwp,
    "data-pribadi-telepon": _phones,
    "data-pribadi-sim": _licences,
    "data-pribadi-bpjs": _insured,
    "data-pribadi-rekening": _accounts,
}
