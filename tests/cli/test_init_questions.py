"""`dip init` where there is no `dip.toml`: it asks at a terminal, takes a file of answers, or says how to go on."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from sync.cli.main import main
from sync.settings.settings import load_settings

REGENCY = [
    "Komisi Pemilihan Umum Kabupaten Pandeglang", "", "Pandeglang", "", "Jl. Contoh 1", "bukan surel",
    "ppid@kpu.example", "https://kpu.example/", "", "", "", "", "", "",
]  # fmt: skip
"""The second is its short name; of the last ones the first takes the usual units, the last says yes."""
VILLAGE = [
    "Pemerintah Desa Contoh", "", "Contoh", "WITA", "", "", "", "", "Kaur Umum", "", "", "Kasi Pelayanan", "1", "pel",
    "", "", "", "di server kabupaten nanti", "", "", "y",
]  # fmt: skip


def converse(folder: Path, answers: list[str]) -> tuple[int, str]:
    """`dip init` at a terminal of its own, where these lines are typed: exit code, and all that stands there."""
    child, terminal = pty.fork()
    if not child:  # pragma: no cover
        os.chdir(folder)
        os.environ.pop("DIP_LANG")
        os.environ["LC_ALL"] = "C.UTF-8"
        os.execv(sys.executable, [sys.executable, "-c", "from sync.cli.main import main; main()", "init"])
    os.write(terminal, "".join(f"{answer}\n" for answer in answers).encode())
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


@pytest.mark.slow
def test_a_regency_s_commission_is_proposed_its_usual_units(tmp_path: Path) -> None:
    code, shown = converse(tmp_path, REGENCY)
    settings = load_settings(tmp_path / "dip.toml")
    assert (code, settings.office.short) == (0, "KPU Kabupaten Pandeglang")
    assert [unit.code for unit in settings.units] == ["KUL", "TEK", "REN", "PAR"]
    assert (settings.publish.url, settings.papers.place) == ("https://kpu.example/dip/", "Pandeglang")
    assert "“bukan surel” bukan alamat surel" in shown
    assert "Selanjutnya:" in shown
    assert "Keuangan, Umum, Logistik" in openpyxl.load_workbook(tmp_path / "dip.xlsx").sheetnames


@pytest.mark.slow
def test_so_it_is_by_its_short_name_and_enter_alone_is_told_where_it_is_no_answer(tmp_path: Path) -> None:
    code, shown = converse(tmp_path, ["", "KPU Kabupaten Pandeglang", *REGENCY[1:]])
    assert code == 0 and "Di sini perlu jawaban; Enter saja tidak cukup." in shown
    assert [unit.code for unit in load_settings(tmp_path / "dip.toml").units] == ["KUL", "TEK", "REN", "PAR"]


@pytest.mark.slow
def test_any_other_office_names_its_own(tmp_path: Path) -> None:
    code, shown = converse(tmp_path, VILLAGE)
    settings = load_settings(tmp_path / "dip.toml")
    assert (code, settings.office.timezone) == (0, "Asia/Makassar")
    assert [(unit.code, unit.tab) for unit in settings.units] == [("UMU", "Umum"), ("PEL", "Pelayanan")]
    assert "“1” bukan kode. Tulis 2 sampai 5 huruf tanpa angka" in shown
    assert (settings.publish.to, "seperti kalimat" in shown) == ("site/", True)


@pytest.mark.slow
def test_who_does_not_confirm_has_written_nothing(tmp_path: Path) -> None:
    code, _ = converse(tmp_path, [*VILLAGE[:-1], "n"])
    assert (code, list(tmp_path.iterdir())) == (1, [])


def test_without_a_terminal_both_ways_are_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["init", str(tmp_path / "kantor")])
    assert done.exit_code == 2
    assert "--answers FILE" in done.stderr
    assert "--example" in done.stderr
    assert not (tmp_path / "kantor").exists()


def test_answers_that_are_no_settings_write_nothing(tmp_path: Path) -> None:
    answers = tmp_path / "jawaban.toml"
    answers.write_text('name = "x"\n[[units]]\nname = "y"\ncode = "toolong"\n', "utf-8")
    done = CliRunner().invoke(main, ["init", str(tmp_path / "kantor"), "--answers", str(answers)])
    assert (done.exit_code, (tmp_path / "kantor").exists()) == (2, False)
    assert "“toolong” must be 2 to 5 capital letters" in done.stderr


def test_the_two_ways_are_not_taken_together(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["init", str(tmp_path), "--example", "--answers", "x.toml"])
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])


def test_an_office_that_is_there_is_not_asked_again(tmp_path: Path) -> None:
    runner = CliRunner()
    runner.invoke(main, ["init", str(tmp_path), "--example"])
    before = (tmp_path / "dip.toml").read_bytes()
    done = runner.invoke(main, ["init", str(tmp_path), "--example"])
    assert (done.exit_code, (tmp_path / "dip.toml").read_bytes()) == (0, before)
    assert "already there" in done.stderr
