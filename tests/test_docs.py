"""The documents say what is so: commands, options, exit codes, packages, messages, pictures and links."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sync import errors
from sync.cli.main import main
from sync.settings.service import Service
from sync.settings.settings import Office, Roles, WorkbookPlace
from sync.settings.target_address import Publish
from sync.settings.units import Unit

ROOT = Path(__file__).parent.parent
README, OPERATING, REFERENCE, DEPENDENCIES = (
    (ROOT / name).read_text("utf-8")
    for name in ("README.md", "docs/operating.md", "docs/reference.md", "docs/dependencies.md")
)
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")]
COMMANDS = dict(main.commands)


def table(text: str, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading."""
    lines = text[text.index(f"{heading}\n") :].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|"))
    body = lines[start:]
    end = next((number for number, line in enumerate(body) if not line.startswith("|")), len(body))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body[2:end]]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_reference(name: str) -> None:
    assert f"| `dip {name}" in REFERENCE


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_in_the_reference(name: str) -> None:
    options = {
        option
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    }
    assert not {option for option in options if option not in REFERENCE}


def test_every_command_has_a_help_of_one_sentence_or_more() -> None:
    assert not [name for name, command in COMMANDS.items() if not (command.help or "").strip().endswith((".", ")"))]


def test_commands_of_the_readme_run_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are typed as a newcomer types them, in an empty folder; the preview, which never ends, is left out. There is
    no terminal here to ask at: whose office it is stands in the reference's file of answers."""
    monkeypatch.chdir(tmp_path)
    block = README[README.index("## For your office") :]
    typed = [words.split() for words in re.findall(r"^dip ([a-z ]+?)\s+#", block, re.MULTILINE)]
    assert [words[0] for words in typed] == ["init", "status", "check", "plan", "sync", "history", "serve"]
    Path("jawaban.toml").write_text(REFERENCE[REFERENCE.index("## Answers") :].split("```toml\n")[1].split("```")[0])
    typed[0] += ["--answers", "jawaban.toml"]
    for words in typed[:-1]:
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, (words, done.output)


def test_the_commands_that_the_readme_leaves_to_make_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = f"{README}\n{REFERENCE}\n{OPERATING}"
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
    assert {"demo", "test", "bench"} <= named <= targets


@pytest.mark.parametrize("text", [README, OPERATING, REFERENCE], ids=["README", "operating", "reference"])
def test_exit_codes_are_those_of_the_program(text: str) -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.DipError)]
    heading = {README: "```", OPERATING: "## What the exit code asks of you", REFERENCE: "## Exit codes"}[text]
    start = text.index("| exit code of `dip`") if text is README else text.index(heading)
    codes = [int(code) for code in re.findall(r"^\| (\d+) \|", text[start : start + 2500], re.MULTILINE)]
    assert codes == sorted({0, *(kind.exit_code for kind in kinds)})


def sentences() -> str:
    """Every text in the code, parts of f-strings one after another."""
    parts = []
    for path in sorted((ROOT / "sync").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts.append("".join(str(v.value) if isinstance(v, ast.Constant) else "…" for v in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                parts.append(node.value)
    return "\n".join(parts)


def test_messages_that_operators_are_told_about_are_those_of_the_program() -> None:
    said = sentences()
    told = [row[0].strip("`") for row in table(OPERATING, "## What the messages ask of you")]
    assert len(told) > 10
    assert not [fragment for fragment in told if fragment.strip() not in said]


def test_every_setting_is_in_the_reference() -> None:
    kinds = {"office": Office, "workbook": WorkbookPlace, "units[]": Unit, "roles": Roles, "publish": Publish}
    kinds |= {"service": Service}
    named = REFERENCE[REFERENCE.index("## `dip.toml`") :]
    settings = {f"`{table}.{field.name}`" for table, kind in kinds.items() for field in fields(kind)}
    assert not {setting for setting in settings if setting not in named}


def test_every_package_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [package for extra in project["optional-dependencies"].values() for package in extra]
    names = {re.split(r"[\[<>=!~;, ]", package)[0].lower() for package in (*project["dependencies"], *extras)}
    missing = {name for name in names if not re.search(rf"\|[^|]*\b{re.escape(name)}\b[^|]*\|", DEPENDENCIES.lower())}
    assert not missing - {"dip-sync"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text("utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]


FOLDERS = ("docs", "examples", "scripts", "sheets_templates", "site_templates", "sync", "tests")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_paths_of_the_repository_that_documents_name_exist(path: Path) -> None:
    """A path in backticks; it may hold an asterisk."""
    named = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[^`\s]*)`", path.read_text("utf-8"))
    assert not [name for name in named if not any(ROOT.glob(name))]


def test_the_rules_are_all_there_and_each_says_what_holds_it() -> None:
    """Code and tests cite them by number."""
    rules = re.split(r"^## ", (ROOT / "docs" / "rules.md").read_text("utf-8"), flags=re.MULTILINE)
    numbered = {int(number): rule for rule in rules if (number := rule.partition(".")[0]).isdigit()}
    assert sorted(numbered) == list(range(1, 11))
    parts = ("*Why.*", "*Example.*", "*Held by* `tests/plan/test_rule_", "*Judged in* `sync/")
    assert not [(number, part) for number, rule in numbered.items() for part in parts if part not in rule]


def test_what_mutants_md_explains_still_stands_in_the_code() -> None:
    """A line that was changed since is tried again by `make mutants`; its explanation goes."""
    text = (ROOT / "docs" / "mutants.md").read_text("utf-8")
    told = re.findall(r"^- (sync/\S+) \S+: `(.*?)` → ", text, flags=re.MULTILINE)
    code = {path: " ".join((ROOT / path).read_text("utf-8").split()) for path, _ in told}
    assert not [(path, before) for path, before in told if " ".join(before.split()) not in code[path]]


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    assert not [picture.name for picture in pictures if picture.stat().st_size > 300_000]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_path_of_a_developers_machine(path: Path) -> None:
    assert not re.findall(r"/(?:root|home|work|tmp)/\S+", path.read_text("utf-8"))
