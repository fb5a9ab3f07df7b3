"""The guides in Indonesian are true: what they show is typed and compared, what else they name exists."""

from __future__ import annotations

import io
import re
import shlex
import tomllib
from pathlib import Path

import click
import pikepdf
import pytest
from click.testing import CliRunner

from scripts import guides
from sync import errors
from sync.cli.main import main
from sync.message import read_catalogue
from sync.messages.secret import read_message_secret
from sync.settings.answers import example_text
from sync.settings.settings import load_settings
from sync.tabs.approval_sentences import MASTER_NOTES
from sync.template.loader import load_template
from tests import pdf_ua
from tests.cli.test_init_questions import converse

ROOT = Path(__file__).parent.parent
GUIDES = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "docs" / "panduan").glob("*.md"))}
ROLES = {"Sub bagian (penyedia informasi)": "penyedia", "Desk Pelayanan Informasi": "desk", "Pejabat (PPID)": "ppid"}
"""What a role is called in `Petunjuk`, and its guide, which asks for no command."""
TEMPLATE = load_template()
CATALOGUE = read_catalogue((ROOT / "sync" / "cli" / "id.po").read_bytes())


def blocks(text: str, *kinds: str) -> list[str]:
    """The fenced blocks of these kinds, without the indent of the list they stand in."""
    found = re.findall(r"^( *)```(\w*)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(f"^{indent}", "", body, flags=re.MULTILINE) for indent, kind, body in found if kind in kinds]


def agrees(shown: str, expected: str) -> bool:
    """Whether it is what stands in the guide, where … stands for anything."""
    parts = (re.escape(part.strip()) for part in expected.split("…"))
    return bool(re.fullmatch(r"\s*.*".join(parts), shown.strip(), re.DOTALL))


@pytest.mark.slow
def test_what_the_guides_show_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One office from the first question to the way home: the questions are answered at a terminal, then every command
    is typed in its order."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIP_LANG", "id")
    (talk,) = blocks(GUIDES["pasang"], "text")
    questions, rest = talk.split("\n\nBadan Contoh Kabupaten Contoh (")
    asked = [line for line in questions.splitlines() if ": " in line or line.endswith(":")]
    answers = ["" if line.endswith(":") else line.rpartition(": ")[2] for line in asked]
    code, shown = converse(tmp_path, [*answers, ""])
    assert code == 0
    place = 0
    for line, answer in zip(asked, answers, strict=True):
        place = shown.find(line.removesuffix(answer).strip(), place)
        assert place >= 0, line
    for line in rest.splitlines():
        assert line.strip() in shown
    (tmp_path / "daftar-lama.csv").write_text(blocks(GUIDES["pasang"], "csv")[0], "utf-8")
    for block in [*blocks(GUIDES["pasang"], "console"), *blocks(GUIDES["operator"], "console")]:
        typed, _, expected = block.partition("\n")
        done = CliRunner().invoke(main, shlex.split(typed.removeprefix("$ dip ")))
        assert done.exit_code == 0, (typed, done.output)
        assert agrees(done.output, expected), (typed, done.output)


def commands(text: str) -> list[list[str]]:
    """Every `dip …` that a guide names, in a block or in a sentence."""
    messages = "\n".join(CATALOGUE.values())
    named = re.findall(r"`dip ([^`]+)`", text)  # in a sentence of `dip`, it may be no command
    spoken = [words for words in named if words.split()[0] in main.commands or f"dip {words}" not in messages]
    typed = re.findall(
        r"(?:^|[ /])dip ([a-z-].*)$", "\n".join(blocks(text, "sh", "console", "crontab", "")), re.MULTILINE
    )
    return [shlex.split(words, comments=True) for words in [*spoken, *typed]]


@pytest.mark.parametrize("name", sorted(GUIDES))
def test_every_command_that_a_guide_names_exists_with_its_options(name: str) -> None:
    found = commands(GUIDES[name])
    assert len(found) > 8 or (name in ROLES.values() and not found)
    for words in found:
        if words[0].startswith("--"):
            assert words[0] in {
                option for parameter in main.get_params(click.Context(main)) for option in parameter.opts
            }
            continue
        command = main.commands[words[0]]
        command = command.commands[words[1]] if isinstance(command, click.Group) else command
        known = {option for parameter in command.params for option in parameter.opts}
        assert not [word for word in words[1:] if word.startswith("-") and word.partition("=")[0] not in known], words


def rows(text: str, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading."""
    table = re.search(r"^\|.*?\n\n", text[text.index(f"## {heading}") :] + "\n\n", re.MULTILINE | re.DOTALL)
    assert table
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].strip().splitlines()[2:]]


def test_what_dip_says_in_the_guide_is_what_it_says() -> None:
    said = "\n".join(CATALOGUE.values())
    told = [row[0].removeprefix("`").removesuffix("`") for row in rows(GUIDES["operator"], "Bila dip berkata …")]
    said = said.replace("%(where)s", " di [publish]").replace(" %(where)s", "")
    assert len(told) > 20
    assert not [fragment for fragment in told if fragment not in said]


def test_every_message_of_the_operating_table_is_in_the_guide_in_indonesian() -> None:
    operating = (ROOT / "docs" / "operating.md").read_text("utf-8")
    english = [row[0].strip("`").strip() for row in rows(operating, "What the messages ask of you")]
    told = [row[0].strip("`").strip() for row in rows(GUIDES["operator"], "Bila dip berkata …")]
    for fragment in english:
        theirs = [text for message, text in CATALOGUE.items() if fragment in message]
        assert theirs, fragment
        known = [text.replace("%(where)s", " di [publish]") for text in theirs]
        assert any(each in text for each in told for text in known), (fragment, theirs)


def test_the_exit_codes_are_those_of_the_program() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.DipError)]
    codes = [int(row[0]) for row in rows(GUIDES["operator"], "Kode keluar")]
    assert codes == sorted({0, *(kind.exit_code for kind in kinds)})


def test_the_messages_of_the_guide_are_set_up_as_it_shows(tmp_path: Path) -> None:
    """Its table is taken as it stands, and so is its file with the password once others cannot read it."""
    table, secret = blocks(GUIDES["operator"], "toml")
    config, kept = tmp_path / "dip.toml", tmp_path / "dip-messages.secret"
    config.write_text(f"{example_text()}\n{table}", "utf-8")
    told = load_settings(config).messages
    assert told and told.server and told.server.port == 587 and told.operator == ("operator@kantor.go.id",)
    kept.write_text(secret, "utf-8")
    kept.chmod(0o600)
    assert read_message_secret(kept).user == "dip@kantor.go.id"


def test_a_withdrawn_row_asks_the_ppid_for_the_same_as_her_guide() -> None:
    told = {row[0]: row[2] for row in rows(GUIDES["ppid"], "Arti Status")}["Ditarik"]
    assert told.startswith("Boleh tampil lagi? Centang Setuju lagi.")
    assert MASTER_NOTES["withdrawn"] == "Setuju: informasi ini sudah ditarik. Centang untuk menerbitkannya lagi."


def test_a_way_home_is_compared_with_anything_in_between() -> None:
    assert agrees("a\nb\nc\n", "a\n…\nc")
    assert not agrees("a\nb\n", "a\n…\nc")


def flat(text: str) -> str:
    """A text without what breaks its lines."""
    return " ".join(text.split())


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_guide_has_the_steps_of_its_role_as_petunjuk_has_them(role: str) -> None:
    opening = TEMPLATE.tab("petunjuk").opening
    start = next(number for number, line in enumerate(opening) if line[0] == role) + 1
    end = next(number for number, line in enumerate(opening) if number > start and not line[0])
    steps = flat(GUIDES[ROLES[role]])
    assert end - start >= 3
    for number, line in enumerate(opening[start:end], 1):
        assert f"{number}. {line[1]}" in steps


def test_what_petunjuk_says_of_many_rows_and_of_waiting_stands_in_a_guide_as_well() -> None:
    said = {line[0]: line[1] for line in TEMPLATE.tab("petunjuk").opening}
    staff = {name: flat(GUIDES[name]) for name in ROLES.values()}
    assert said["Mencentang banyak baris"] in staff["ppid"]
    assert said["Menarik banyak baris"] in staff["ppid"]
    assert said["Menempel daftar dari berkas lain"] in staff["penyedia"]
    assert not [name for name, text in staff.items() if said["Berapa lama"] not in text]


def test_petunjuk_says_where_the_guides_are() -> None:
    said = {line[0]: line[1] for line in TEMPLATE.tab("petunjuk").opening}
    assert said["Panduan lengkap"].endswith(f": {guides.address()}")


@pytest.mark.parametrize("name", sorted(ROLES.values()))
def test_a_guide_explains_every_status_in_the_words_of_the_sheets(name: str) -> None:
    told = {row[0]: row[1] for row in rows(GUIDES[name], "Arti Status")}
    assert told == {status.value: status.help for status in TEMPLATE.choices["status"]}


def test_the_guide_of_sub_divisions_explains_every_column_that_they_fill_in() -> None:
    told = {
        row[0]: row[1].replace("\\", "") for row in rows(GUIDES["penyedia"].replace("\\|", "/"), "Apa yang ditulis")
    }
    theirs = [column for column in TEMPLATE.tab("unit").columns if column.writer == "unit"]
    assert told == {column.header: column.help.replace("|", "/") for column in theirs}


def test_the_short_guide_has_the_exit_codes_of_the_long_one() -> None:
    short, long = rows(GUIDES["operator-singkat"], "Bila dip berhenti"), rows(GUIDES["operator"], "Kode keluar")
    assert [row[0] for row in short] == [row[0] for row in long]


def test_the_poster_names_every_status_and_no_other() -> None:
    words = tomllib.loads((ROOT / "docs" / "panduan" / "alur.toml").read_text("utf-8"))
    named = [status for part in (*words["steps"], *words["turns"]) for status in part["statuses"]]
    assert sorted(named) == sorted(status.value for status in TEMPLATE.choices["status"])


@pytest.mark.slow
@pytest.mark.parametrize("name", [*guides.COLOURS, "alur"])
def test_a_guide_is_set_on_at_most_two_pages_with_its_fonts_and_tags(name: str) -> None:
    """As it is kept in the repository: the PDF is renewed with its text (`make guides`)."""
    made = guides.poster() if name == "alur" else guides.guide(name)
    assert pdf_ua.flaws(made) == []
    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) <= (1 if name == "alur" else 2)
        assert "/CreationDate" not in document.docinfo
    kept = guides.FOLDER / ("alur.pdf" if name == "alur" else f"pdf/{name}.pdf")
    assert kept.read_bytes() == made
