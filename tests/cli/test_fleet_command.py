"""`dip fleet` over real offices: each is run as by `dip sync` in its folder, in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sync.cli.main import main
from tests.office_folder import KUL, OfficeFolder, row

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def like(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    office = OfficeFolder(tmp_path_factory.mktemp("like"))
    office.fill(KUL, row(1))
    office.dip("sync")
    return office


class Offices:
    """A folder with a `fleet.toml` and some offices in it."""

    def __init__(self, folder: Path, like: OfficeFolder) -> None:
        self.folder, self.like = folder, like
        self.write("[fleet]\noffices = ['*/dip.toml']\n")

    def write(self, text: str) -> None:
        (self.folder / "fleet.toml").write_text(text, "utf-8")

    def add(self, name: str, short: str = "") -> OfficeFolder:
        office = OfficeFolder(self.folder / name, self.like)
        self.change(name, "KPU Kabupaten Lebak", short or f"KPU {name}")
        return office

    def change(self, name: str, before: str, after: str) -> None:
        path = self.folder / name / "dip.toml"
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(f'short = "{before}"', f'short = "{after}"').replace(before, after), "utf-8")

    def dip(self, *words: str, language: str = "en") -> Result:
        given = ["fleet", *words, "--fleet", str(self.folder / "fleet.toml")]
        result = CliRunner().invoke(main, given, env={"DIP_LANG": language})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def json(self, *words: str) -> Any:
        return json.loads(self.dip(*words, "--json").stdout)

    def ends(self, *words: str) -> dict[str, int]:
        """Office → its exit code, after `dip fleet run`."""
        return {each["office"]: each["exit"] for each in self.json("run", *words)["offices"]}

    def runs(self, name: str) -> list[dict[str, Any]]:
        """What the office's own log tells of its runs."""
        text = (self.folder / name / "dip-runs.jsonl").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def offices(tmp_path: Path, like: OfficeFolder) -> Offices:
    return Offices(tmp_path, like)


def test_every_office_is_run_once_and_then_when_it_is_due(offices: Offices) -> None:
    for name in ("lebak", "serang", "tangerang"):
        offices.add(name).fill(KUL, row(2))
    before = {name: len(offices.runs(name)) for name in ("lebak", "serang", "tangerang")}
    assert offices.ends() == {"KPU lebak": 0, "KPU serang": 0, "KPU tangerang": 0}
    assert {name: len(offices.runs(name)) - count for name, count in before.items()} == dict.fromkeys(before, 1)
    assert (offices.folder / "lebak" / "status.html").exists()
    assert offices.runs("lebak")[-1]["rows"]["total"] == 2
    assert offices.dip("run").output == "", "nothing is due"
    assert offices.ends("--office", "kpu SERANG", "--office", str(offices.folder / "lebak")) == {
        "KPU serang": 0, "KPU lebak": 0,
    }  # fmt: skip
    assert set(offices.ends("--all")) == {"KPU lebak", "KPU serang", "KPU tangerang"}
    private = [offices.folder / name for name in ("fleet-state.json", "fleet.lock")]
    assert [path.stat().st_mode & 0o077 for path in private] == [0, 0]
