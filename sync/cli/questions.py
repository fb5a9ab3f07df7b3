"""The questions of `dip init`, in Indonesian: whose office it is, its units, where the workbook and the site are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import click

from sync.cli.common import print_lines
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
from sync.settings.target_address import verify_url
from sync.strict_toml import Mistake, verify_emails

_REGENCY = re.compile(r"\bKomisi Pemilihan Umum\s+(?:Kabupaten|Kota)\b", re.IGNORECASE)


def ask(workbook: str) -> Answers:
    """The answers of somebody at a terminal, shown and confirmed. `workbook` is proposed as its place. Raises
    `click.Abort` if they do not confirm."""
    print_lines(["Belum ada dip.toml di sini. Beberapa pertanyaan; Enter berarti setuju dengan usul dalam [ ].", ""])
    name = _text("Nama lengkap kantor")
    answers = Answers(
        name=name,
        short=_text("Nama pendek", proposed_short(name)),
        place=_text("Kota tempat surat ditandatangani"),
        timezone=ZONES[click.prompt("Zona waktu", type=click.Choice([*ZONES], case_sensitive=False), default="WIB")],
        address=_text("Alamat kantor (boleh kosong)", ""),
        email=_text("Surel layanan informasi (boleh kosong)", "", _email),
        website=_text("Situs web kantor (boleh kosong)", "", _url),
        phones=_phones(_text("Telepon kantor, pisahkan dengan koma (boleh kosong)", "")),
    )
    answers = with_units(answers, _ask_units(name))
    answers = replace(
        answers,
        workbook=_text("Buku kerja: nama berkas .xlsx, atau alamat Google Spreadsheet", workbook),
        site=_text("Situs DIP ditulis ke (folder atau alamat server)", "site/"),
        url=_text("Alamat situs DIP bagi warga (boleh kosong)", _public(answers.website), _url),
    )
    _show(answers)
    check_settings(settings_text(answers))
    click.confirm("Tulis dip.toml dan buku kerja?", default=True, abort=True)
    return answers


def _text(question: str, proposal: str | None = None, verify: Callable[[str], str] | None = None) -> str:
    """An answer without blanks around it; what `verify` refuses is asked again."""
    shown = bool(proposal)
    return str(
        click.prompt(question, default=proposal, show_default=shown, type=str, value_proc=verify or str.strip)
    ).strip()


def _email(text: str) -> str:
    if not text.strip():
        return ""
    try:
        verify_emails([text.strip()], "surel")
    except Mistake:
        raise click.BadParameter(f"“{text}” bukan alamat surel. Tulis seperti ppid@kantor.go.id.") from None
    return text.strip()


def _url(text: str) -> str:
    try:
        verify_url(text.strip(), "alamat")
    except Mistake:
        raise click.BadParameter(f"“{text}” bukan alamat web. Awali dengan https://.") from None
    return text.strip()


def _phones(text: str) -> tuple[str, ...]:
    return tuple(phone.strip() for phone in text.split(",") if phone.strip())


def _public(website: str) -> str:
    return f"{website.rstrip('/')}/dip/" if website else ""


def _ask_units(office: str) -> list[UnitAnswer]:
    """The units, one after another until an empty line. To the commission of a regency its usual ones are proposed."""
    if _REGENCY.search(office):
        usual = example_units()
        lines = [f"  {unit.code}  {unit.name}" for unit in usual]
        print_lines(["", "Subbagian KPU kabupaten/kota pada umumnya:", *lines])
        if click.confirm("Pakai empat subbagian ini?", default=True):
            return usual
    print_lines(["", "Unit yang mengisi daftar, satu per satu. Kosongkan bila sudah semua."])
    units: list[UnitAnswer] = []
    while name := _text(f"Nama unit ke-{len(units) + 1}", "" if units else None):
        code = _text("  Kode, 2 sampai 5 huruf", proposed_code(name, {unit.code for unit in units}), _code(units))
        tab = _text("  Nama tab, paling panjang 31 huruf", proposed_tab(name, {unit.tab for unit in units}))
        units.append(UnitAnswer(name, code, tab))
    return units


def _code(units: list[UnitAnswer]) -> Callable[[str], str]:
    def verify(text: str) -> str:
        code = text.strip().upper()
        if not re.fullmatch("[A-Z]{2,5}", code):
            raise click.BadParameter(f"“{text}” bukan kode. Tulis 2 sampai 5 huruf, seperti UMU.")
        if code in {unit.code for unit in units}:
            raise click.BadParameter(f"kode {code} sudah dipakai unit lain.")
        return code

    return verify


def _show(answers: Answers) -> None:
    public = f", bagi warga di {answers.url}" if answers.url else ""
    units = [f"  {unit.code:<5} {unit.name}   tab “{unit.tab}”" for unit in answers.units]
    places = [f"  buku kerja  {answers.workbook}", f"  situs       {answers.site}{public}"]
    print_lines(["", f"{answers.name} ({answers.short}), {answers.place}", *units, *places, ""])
