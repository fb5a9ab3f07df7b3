"""What is printed is plain text: whatever a cell holds, no terminal obeys it and no line of a log breaks in two."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.plain_text import plain, to_json
from tests.office_folder import KUL, OfficeFolder, row

SYNC = Path(__file__).parent.parent / "sync"
HOSTILE = "merah\x9b31m \u202egpj.exe\u2066\u2028putus\u200e\x7f\u061c\U000e0041akhir"
"""What an .xlsx can carry: C1 controls, bidi marks and overrides, other line breaks, invisible tags."""
EVERY = [chr(code) for code in range(sys.maxunicode + 1) if not chr(code).isprintable()]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def is_plain(text: str) -> bool:
    """Nothing but printable characters and line breaks."""
    return text.replace("\n", "").isprintable()


def test_no_unprintable_character_of_unicode_passes() -> None:
    """Every code point is tried, as text and as JSON."""
    text = "".join(EVERY)
    assert plain(text) == " " * len(EVERY)
    written = to_json({text: text})
    assert is_plain(written) and "\n" not in written
    assert to_json("\N{NO-BREAK SPACE}") == '"\\u00a0"'


@given(anything)
def test_json_reads_back_as_the_same_document(document: object) -> None:
    """Escaping changes how a character is written, not which it is."""
    for indent in (None, 2):
        assert json.loads(to_json(document, indent=indent)) == document


@given(st.text(max_size=40))
def test_printable_text_stays_as_it_is(text: str) -> None:
    """Indonesian, Arabic and emoji too; and a column of a table keeps its width."""
    assert len(plain(text)) == len(text)
    if text.isprintable():
        assert plain(text) == text and to_json(text) == json.dumps(text, ensure_ascii=False)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """An office in whose cells stands what a terminal would obey; its site has such files, too."""
    office = OfficeFolder(tmp_path_factory.mktemp("hostile"))
    office.fill(KUL, row(1, judul=f"Laporan {HOSTILE}"), row(2, waktu=HOSTILE, retensi=HOSTILE))
    office.dip("sync")
    office.type("Induk", "induk", 2, setuju="ya", catatan_ppid=HOSTILE)
    office.type("Induk", "induk", 3, klasifikasi=HOSTILE)
    (office.path / "site").mkdir(exist_ok=True)
    for name in (f"asing{HOSTILE}.html", "caf\udce9.pdf"):
        (office.path / "site" / name).write_text("x")
    return office


COMMANDS = (
    ["check"], ["plan"], ["plan", "--markdown"], ["plan", "--layout"], ["sync"], ["history"], ["history", HOSTILE],
    ["history", "--verify"], ["doctor"], ["publish", "--list"], ["plan", "--out", "rencana.json"], ["sync", HOSTILE],
    ["sync", "--plan", HOSTILE], ["stats"], ["stats", "--csv"], ["evidence", "--period", HOSTILE],
)  # fmt: skip


@pytest.mark.parametrize(
    "words", [*COMMANDS, *([*words, "--json"] for words in COMMANDS), ["print", "--to", f"cetak{HOSTILE}"]],
    ids=lambda words: " ".join(words).encode("ascii", "ignore").decode()[:24],
)  # fmt: skip
def test_no_command_prints_what_a_terminal_obeys(
    hostile: OfficeFolder, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither on stdout nor on stderr, as lines or as a document; nor does it stand in a file that people read there:
    the log of runs, a saved plan."""
    monkeypatch.chdir(tmp_path)
    office = OfficeFolder(tmp_path, hostile)
    result = office.dip(*words)
    assert is_plain(result.stdout) and is_plain(result.stderr)
    files = [path for path in (tmp_path / "dip-runs.jsonl", tmp_path / "rencana.json") if path.exists()]
    assert all(is_plain(path.read_text("utf-8")) for path in files)


def test_the_document_still_says_what_is_there(hostile: OfficeFolder) -> None:
    """A program reads the very name of the file, not a mended form of it; of one that is no UTF-8, its bytes."""
    assert hostile.json("plan")["site"]["foreign"] == [f"asing{HOSTILE}.html", "caf\\xe9.pdf"]


def test_one_file_prints() -> None:
    """A text that reaches a terminal has passed `plain` or `to_json`: everything is printed in one file of the
    commands, and JSON that people read is written by one function."""
    prints = re.compile(r"click\.(echo|secho|style)|(?<![\w.])print\(|sys\.(stdout|stderr)\.write")
    found = {path.relative_to(SYNC).as_posix() for path in SYNC.rglob("*.py") if prints.search(path.read_text("utf-8"))}
    assert found == {"cli/terminal.py"}
