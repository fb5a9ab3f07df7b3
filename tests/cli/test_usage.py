"""Help, usage errors and what `check`, `plan` and `history` say, in the operator's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import sync
from sync.cli.main import main
from sync.message import read_catalogue
from tests.office_folder import KUL, OfficeFolder, row

CATALOGUE = read_catalogue((Path(sync.__file__).parent / "cli" / "usage.id.po").read_bytes())
FIELD = re.compile(r"\{\w+")


def helps(command: click.Command) -> Iterator[str]:
    """Everything that `--help` explains, in English."""
    CliRunner().invoke(main, ["--help"], env={"DIP_LANG": "en"})
    for each in (command, *command.params):
        if isinstance(each, click.Command | click.Option) and each.help:
            yield each.help
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from helps(below)


def stand_ins(command: click.Command) -> Iterator[str]:
    """The words that stand for what is to be given, in English."""
    yield from (command.options_metavar or "", getattr(command, "subcommand_metavar", ""))
    for each in command.params:
        yield from (str(each.metavar), each.type.name.upper(), f"[{each.name}]".upper())
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from stand_ins(below)


def test_every_help_is_in_the_catalogue_and_what_else_is_there_click_says() -> None:
    ours = set(helps(main))
    assert ours - set(CATALOGUE) == set()
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    assert [text for text in set(CATALOGUE) - ours - set(stand_ins(main)) if f'"{text}"' not in source] == []


@pytest.mark.parametrize("english", sorted(CATALOGUE))
def test_a_translation_asks_for_no_other_words(english: str) -> None:
    assert set(FIELD.findall(CATALOGUE[english])) <= set(FIELD.findall(english))


def dip(line: str, language: str = "id") -> Result:
    return CliRunner().invoke(main, line.split(), env={"DIP_LANG": language}, prog_name="dip")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("chek", "Salah: Perintah 'chek' tidak ada. Maksudnya 'check'?"),
        ("check extra", "Salah: Ada kata yang tidak dikenal (extra)"),
        ("import", "Salah: Belum disebut: 'BERKAS'."),
        ("sync --allow-removals x", "Salah: Isian untuk '--allow-removals' salah: 'x' bukan angka yang benar."),
        ("sync --allow-removals", "Salah: Opsi '--allow-removals' memerlukan isian."),
        ("sync --plan nix", "Salah: Isian untuk '--plan' salah: 'nix' tidak ada."),
        ("status --max-age soon", "Salah: Isian untuk '--max-age' salah: “soon” bukan lama waktu"),
        ("init --example --answers x", "Salah: --answers dan --example adalah dua cara memulai: pilih satu."),
        ("--nix", "Salah: Opsi '--nix' tidak ada."),
    ],
)
def test_a_usage_error_is_said_in_the_operators_language(line: str, told: str) -> None:
    done = dip(line)
    assert done.exit_code == 2
    assert told in done.stderr and not re.search("Usage|Try|Error|OPTIONS|COMMAND", done.stderr)
    english = dip(line, "en").stderr
    assert "Error: " in english and not re.search("Cara pakai|Bantuan|Salah|OPSI", english)


def test_a_document_about_a_usage_error_is_english() -> None:
    assert json.loads(dip("check extra --json").stdout)["error"]["message"].startswith("Got unexpected extra argument")


@pytest.mark.parametrize("line", ["--help", "sync --help", "units", "units merge -h", "restore --help"])
def test_help_is_said_in_the_operators_language(line: str) -> None:
    shown = dip(line).output
    assert (
        shown.startswith("Cara pakai: dip")
        and "[OPSI]" in shown
        and "Opsi:" in shown
        and "Hanya kesalahan dan peringatan." in shown
    )
    assert not re.search("OPTIONS|COMMAND|FILE|TEXT|INTEGER|PATH|ARGS", shown)
    english = dip(line, "en").output
    assert english.startswith("Usage: dip") and "Only errors and warnings." in english


ENGLISH_WORDS = re.compile(r"(?i)\b(the|of|and|to|nothing|rows?|entries|problems?|waits?|been|site|read|fix|files)\b")


def test_check_plan_and_history_speak_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = OfficeFolder(tmp_path)
    monkeypatch.setenv("DIP_LANG", "id")
    assert office.dip("history").stderr == "belum ada catatan\n"
    office.fill(KUL, row(1), row(2, waktu="entah"))
    shown = "".join(office.dip(*words).stdout for words in (["check"], ["plan"], ["plan", "--markdown"]))
    assert "Diperiksa: 1 isian di 1 baris perlu diperbaiki, 0 perlu dilihat." in shown
    assert (
        "Rencana: 2 baru, 1 isian di 1 baris perlu diperbaiki, 0 perlu dilihat." in shown
        and "Belum ada yang ditulis." in shown
    )
    assert "## Masalah (sub bagian membacanya di tab masing-masing)" in shown
    assert not ENGLISH_WORDS.findall(shown)
    office.dip("sync")
    office.type("Induk", "induk", 2, setuju="✓")
    office.dip("sync")
    shown = office.dip("history").stdout
    assert [word for word in ("masuk", "disetujui", "terbit") if f"  {word} " not in shown] == []
    assert re.search(r"(?m)^ +1  2\d{3}-\d\d-\d\d \d\d:\d\d  KUL-0001 .* sub bagian KUL$", shown)
    assert re.search(r"(?m) disetujui .* PPID$", shown)
    assert office.json("history")[0]["event"] == "added"
    assert "kejadian, rantainya utuh" in office.dip("history", "--verify").stdout
