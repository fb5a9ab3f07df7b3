"""The operator reads Indonesian or English, never both at once; programs read English."""

from __future__ import annotations

import ast
import errno
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import sync
from sync.cli.main import main
from sync.errors import reason_of
from sync.message import Message, joined, named, read_catalogue, say, translated
from sync.settings.spreadsheet_address import spreadsheet_id
from sync.strict_toml import Mistake
from sync.workbook.xlsx.office_lock import find_lock
from tests.office_folder import OfficeFolder

PACKAGE = Path(sync.__file__).parent
CATALOGUE = read_catalogue((PACKAGE / "cli" / "id.po").read_bytes())
LANGUAGES = ("DIP_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
PLACEHOLDER = re.compile(r"%(?:\(\w+\)-?\d*s|%)")


def said() -> Iterator[str]:
    """Every sentence that the code says, but those that are nothing but values and signs."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        if "from sync.message import" not in text and path.name != "message.py":
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                assert isinstance(node.args[0], ast.Constant), f"{path.name}:{node.lineno}: say a sentence, not a name"
                if re.search(r"[^\W\d_]", PLACEHOLDER.sub("", str(node.args[0].value))):
                    yield str(node.args[0].value)


def test_every_sentence_is_in_the_catalogue_and_no_other() -> None:
    assert set(said()) == set(CATALOGUE)


@pytest.mark.parametrize("english", sorted(CATALOGUE))
def test_a_translation_has_the_values_of_its_sentence(english: str) -> None:
    names = [sorted(set(PLACEHOLDER.findall(text))) for text in (english, CATALOGUE[english])]
    assert names[0] == names[1]


def test_a_message_is_its_english_text_wherever_a_text_goes() -> None:
    message = say("the tab “%(tab)s” is gone: %(share)s %%", tab="Induk", share=30)
    assert message == "the tab “Induk” is gone: 30 %"
    assert translated(message, {"the tab “%(tab)s” is gone: %(share)s %%": "%(share)s %% dari “%(tab)s”"}) == (
        "30 % dari “Induk”"
    )


def test_messages_within_messages_are_said_in_the_same_language() -> None:
    inner = joined([say("no entries"), "KUL-0001", ValueError(say("nothing was changed"))], "; ")  # type: ignore[list-item]
    assert translated(say("%(found)s!", found=inner), CATALOGUE) == "tidak ada entri; KUL-0001; tidak ada yang diubah!"
    assert named(("a", "b", "c"), 2) == "a, b and 1 more"
    assert translated(named(("a", "b", "c"), 2), CATALOGUE) == "a, b dan 1 lagi"
    assert isinstance(inner, Message)


def run(
    words: list[str], monkeypatch: pytest.MonkeyPatch, expected: int | None = None, **environment: str
) -> tuple[str, str]:
    """What `dip` prints, on both streams, where the environment says this of the language."""
    for name in LANGUAGES:
        monkeypatch.delenv(name, raising=False)
    done = CliRunner().invoke(main, words, env=dict(environment))
    assert expected is None or done.exit_code == expected, done.output
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({}, "Mistake"),
        ({"LANG": "C.UTF-8"}, "Mistake"),
        ({"LANG": "id_ID.UTF-8"}, "Salah isi"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": "en_US.UTF-8"}, "Mistake"),
        ({"LANG": "en_US.UTF-8", "DIP_LANG": "id"}, "Salah isi"),
        ({"LC_ALL": "id_ID", "DIP_LANG": "en"}, "Mistake"),
        ({"LANG": "fr_FR.UTF-8"}, "Mistake"),
    ],
)
def test_the_environment_says_the_language(
    environment: dict[str, str], word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _, told = run(["check"], monkeypatch, 2, **environment)
    assert told.startswith(f"{word}: dip.toml:")


def test_what_programs_read_is_english_whatever_people_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    document, told = run(["check", "--json"], monkeypatch, 2, DIP_LANG="id")
    assert "there is no such file" in json.loads(document)["error"]["message"]
    assert "berkas ini tidak ada" in told


def test_init_speaks_indonesian_unless_english_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, _ = run(["init", str(tmp_path / "a"), "--example"], monkeypatch, 0)
    assert "Selanjutnya:" in shown and "wrote" not in shown
    shown, _ = run(["init", str(tmp_path / "b"), "--example"], monkeypatch, 0, LANG="en_US.UTF-8")
    assert "What next:" in shown and "ditulis" not in shown
    _, told = run(["init", str(tmp_path / "c")], monkeypatch, 2)
    assert told.startswith("Salah isi: tidak ada ")


def test_what_the_system_says_is_said_in_the_operator_s_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["init", str(tmp_path), "--example"], monkeypatch, 0)
    monkeypatch.chdir(tmp_path)
    _, told = run(["import", "daftar-lama.csv"], monkeypatch, 1, DIP_LANG="id")
    assert "tidak dapat dibaca: berkas atau folder ini tidak ada." in told and "No such" not in told
    _, told = run(["import", "daftar-lama.csv"], monkeypatch, 1, DIP_LANG="en")
    assert "cannot be read: No such file or directory." in told


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EISDIR, errno.EBUSY])
def test_in_english_it_says_what_the_system_says(number: int) -> None:
    error = OSError(number, os.strerror(number))
    assert reason_of(error) == error.strerror
    assert translated(reason_of(error), CATALOGUE) != error.strerror


def test_what_the_system_says_and_we_do_not_know_stays() -> None:
    assert (reason_of(OSError(errno.EXDEV, "Cross")), reason_of(OSError("cut off"))) == ("Cross", "cut off")


def test_a_mistake_in_the_settings_names_its_line_in_the_operator_s_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dip.toml").write_text("[office]\nname = Kantor\n")
    monkeypatch.chdir(tmp_path)
    _, told = run(["check"], monkeypatch, 2, DIP_LANG="id")
    assert "baris 2 tidak dapat dibaca; adakah tanda kutip yang kurang?" in told


def test_who_stands_in_another_folder_is_sent_to_the_office_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who runs `dip init` there makes a second office."""
    monkeypatch.chdir(tmp_path)
    _, told = run(["sync"], monkeypatch, 2, DIP_LANG="id")
    assert "berkas ini tidak ada. Masuk dulu ke folder kantor (cd)" in told


def test_without_a_site_no_address_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(["init", str(tmp_path), "--example"], monkeypatch, 0)
    monkeypatch.chdir(tmp_path)
    _, told = run(["serve"], monkeypatch, 1, DIP_LANG="id")
    assert told.startswith("Berhenti: Belum ada situs di ") and "http" not in told


def test_an_open_workbook_is_told_in_one_language(tmp_path: Path) -> None:
    (tmp_path / ".~lock.dip.xlsx#").write_text(",siti,kpu,23.11.2026 09:00,file:///x;")
    lock = find_lock((tmp_path / "dip.xlsx",))
    assert lock and "LibreOffice atau OnlyOffice oleh siti di kpu, sejak kurang" in translated(
        lock.sentence(), CATALOGUE
    )


def test_the_next_command_is_not_told_what_init_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run(["init", "--example"], monkeypatch, 0)
    shown, _ = run(["doctor"], monkeypatch)
    assert "settings" in shown and "pengaturan" not in shown


@pytest.mark.slow
def test_why_the_target_cannot_be_read_is_said_in_the_operators_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is told at the end, or while the connection is tried again."""
    office = OfficeFolder(tmp_path)
    toml = office.config.read_text()
    for to, words in (
        ('to = "ftps://127.0.0.1/www"\nca_file = "dip.toml"', "isinya bukan sertifikat"),
        ('to = "ftps://127.0.0.1:1/www"', "pembaruan berikutnya menyelesaikannya. Dicoba lagi."),
    ):
        office.config.write_text(re.sub(r"^to  = .*", to, toml, flags=re.MULTILINE))
        _, told = run(["sync", "--config", str(office.config)], monkeypatch, DIP_LANG="id", DIP_PUBLISH_PASSWORD="x")
        assert words in told and not re.search(r"cannot be used|connection failed|Trying again", told)


@pytest.mark.parametrize(
    "location", ["https://drive.google.com/drive/folders/1AbC", "https://drive.google.com/x", "https://x.example/"]
)
def test_what_to_copy_in_place_of_another_address_is_said_in_the_operators_language(location: str) -> None:
    with pytest.raises(Mistake) as caught:
        spreadsheet_id(location)
    assert "Buka spreadsheet itu di browser" in translated(caught.value.args[0], CATALOGUE)
