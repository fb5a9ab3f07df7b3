"""`status.html`: the operator's one screen for a browser."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sync.cli.status import write_status_page
from sync.run.run_log import RunLog
from sync.run.status import read_status
from sync.settings.settings import load_settings
from tests.office_folder import TEMPLATE, OfficeFolder, row

UNIT = "Keuangan, Umum, Logistik"


@pytest.fixture
def folder(tmp_path: Path) -> OfficeFolder:
    return OfficeFolder(tmp_path)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<body>")[2]))


def test_each_run_writes_it_for_the_operator_alone(folder: OfficeFolder) -> None:
    folder.fill(UNIT, row(1), row(2, waktu="tiap bulan"))
    folder.dip("sync")
    page = folder.path / "status.html"
    assert page.stat().st_mode & 0o777 == 0o600
    shown = text_of(page.read_text("utf-8"))
    assert f"Waiting for {UNIT}: 1 to fix the PPID, to tick Setuju: 1" in shown
    assert "ago" not in shown.split() and "Something needs you" in shown
    (folder.path / "dip.xlsx").unlink()
    folder.dip("sync")
    shown = text_of(page.read_text("utf-8"))
    assert "The last run stopped" in shown and "stopped with 1. the workbook" in shown


def test_it_can_be_made_at_any_time_and_the_workbook_is_not_read(folder: OfficeFolder) -> None:
    before = folder.state()
    assert folder.dip("status", "--html").stdout == f"wrote {folder.path / 'status.html'}\n"
    assert folder.state() == before
    folder.workbook.unlink()
    assert folder.dip("status", "--html").exit_code == 0


def test_it_speaks_the_operator_s_language(folder: OfficeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIP_LANG", "id")
    folder.dip("status", "--html")
    page = (folder.path / "status.html").read_text("utf-8")
    assert '<html lang="id">' in page and "Terakhir jalan belum ada" in text_of(page)


def test_a_page_that_somebody_wrote_stays(folder: OfficeFolder) -> None:
    page = folder.path / "status.html"
    page.write_text("<p>mine")
    done = folder.dip("sync")
    assert (done.exit_code, page.read_text()) == (0, "<p>mine")
    assert "Warning: status.html could not be written: status.html there is not a page of dip status" in done.stderr
    assert folder.dip("status", "--html").exit_code == 2


def test_it_never_lies_in_the_site(folder: OfficeFolder) -> None:
    """Neither by the folder of the site nor by a link."""
    text = folder.config.read_text("utf-8")
    (folder.path / "site").mkdir(exist_ok=True)
    (folder.path / "status.html").symlink_to("site/status.html")
    assert "holds status.html, which must not become public" in folder.dip("status", "--html").stderr
    (folder.path / "status.html").unlink()
    folder.config.write_text(re.sub(r"^to *= .*$", 'to = "."', text, flags=re.MULTILINE), "utf-8")
    assert folder.dip("status", "--html").exit_code == 2
    assert not (folder.path / "status.html").exists()


class _Tags(HTMLParser):
    """What a page has besides text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_nothing_that_is_quoted_acts(folder: OfficeFolder) -> None:
    """Neither what stopped a run nor the name of a backup; and it asks nothing of anybody else."""
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e'
    log = RunLog(folder.path / "dip-runs.jsonl")
    error = {"code": "workbook", "message": hostile}
    log.append({"run": "", "started": "2026-11-27T09:00:00+00:00", "exit": 1, "site": {"entries": 0}, "error": error})
    log.note({"backup": hostile, "started": "2026-11-27T09:00:00+00:00"})
    settings = load_settings(folder.config)
    write_status_page(read_status(settings), settings, TEMPLATE)
    page = (folder.path / "status.html").read_text("utf-8")
    found = _Tags(page)
    assert not found.tags & {"script", "img", "iframe", "link", "form"} and "onerror" not in found.attributes
    assert page.count("&lt;script&gt;") == 3 and "\u202e" not in page
    assert set(re.findall(r"https?://[^\"]+", page)) == {settings.publish.url}


def test_a_link_in_its_place_is_not_followed(folder: OfficeFolder) -> None:
    """What another account may have put there."""
    (folder.path / "orang.html").write_text("milik orang")
    (folder.path / ".status.html.new").symlink_to("orang.html")
    folder.dip("status", "--html")
    assert (folder.path / "orang.html").read_text() == "milik orang"


def test_its_row_says_whether_the_monitor_hears_of_good_runs(folder: OfficeFolder) -> None:
    text = folder.config.read_text("utf-8")
    folder.config.write_text(f'{text}\n[watch]\nping = "http://127.0.0.1:1/rahasia"\n', "utf-8")
    done = folder.dip("sync")
    assert done.exit_code == 0 and "the monitor could not be told" in done.stderr
    shown = folder.dip("status").stdout
    assert "127.0.0.1 cannot be reached" in shown and "The monitor does not hear of good runs" in shown
    document = folder.json("status")
    assert document["monitor"]["host"] == "127.0.0.1" and "cannot be reached" in document["monitor"]["error"]
    kept = (folder.path / "dip-runs.jsonl").read_text() + (folder.path / "status.html").read_text()
    assert "rahasia" not in kept + done.output + shown + json.dumps(document)
