"""The guide is followed: every command of docs/google.md, in its order, as a new operator types it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from sync.template.loader import load_template
from tests.google_office import OWNER, PPID, GoogleOffice, google, google_office
from tests.office_folder import KUL, row
from tests.quoted_sentences import quoted, unsaid

__all__ = ["google", "google_office"]
Json = dict[str, Any]
STAFF = "keuangan@kpu-lebak.example"
GUIDE = (Path(__file__).parent.parent.parent.parent / "docs" / "google.md").read_text("utf-8")


def commands(step: str) -> list[str]:
    """The commands of dip in the shell blocks of a step."""
    part = GUIDE[GUIDE.index(f"## {step}. ") :]
    part = part[: part.index("\n## ", 1)]
    blocks = re.findall(r"```sh\n(.*?)```", part, re.DOTALL)
    return [
        line.partition("#")[0].strip() for block in blocks for line in block.splitlines() if line.startswith("dip ")
    ]


def test_the_guide_followed_step_by_step(google_office: GoogleOffice) -> None:
    """A spreadsheet that is not shared yet gives the address to share it with. Settings, sharing, layout, first contact
    and first sync follow, and the second sync is quiet."""
    office, world = google_office, google_office.google.world
    world.unshare(office.google.id, world.robot)
    office.google.expect("no field 'nothingLikeIt'")

    def typed(step: str) -> list[tuple[int, str]]:
        lines = [line.removeprefix("dip ").replace("1AbC…", office.google.id) for line in commands(step)]
        assert lines, step
        if not office.config.exists():  # there is no terminal here to ask at
            lines[0] += " --example"
        return [(done.exit_code, done.output) for done in map(office.dip, lines)]

    [(code, told)] = typed("4")
    assert code == 1 and f"Share → {world.robot} → Editor" in told and office.config.exists(), told
    office.set("credentials = ", f'owner = "{OWNER}"\ncredentials = ')
    office.name_ppid()
    world.share(office.google.id, world.robot)
    for email in (PPID, STAFF):
        world.share(office.google.id, email)
    laid, missing, well = typed("6")
    assert laid[0] == 0 and "Warning" not in laid[1], laid
    assert missing == (0, "nothing is missing\n")
    assert well[0] == 0, well
    [(code, told)] = typed("7")
    assert code == 0 and (office.folder / "kontak-pertama.json").exists(), told
    assert [code for code, _ in typed("8")] == [0, 0]
    assert office.dip("sync").exit_code == 0
    assert world.mails == []


def test_the_tables_of_what_you_see_quote_the_code() -> None:
    """Whoever searches the page for what stands on the screen, or in `Kendali`, finds it."""
    words = quoted(GUIDE)
    assert len(words) > 40
    assert unsaid(words) == []


def test_the_drawings_are_there() -> None:
    pictures = re.findall(r"\]\((pictures/[^)]+)\)", GUIDE)
    assert len(pictures) >= 2
    assert all((Path(__file__).parent.parent.parent.parent / "docs" / picture).exists() for picture in pictures)


@pytest.mark.slow
def test_people_at_work_in_what_was_laid_out(google_office: GoogleOffice) -> None:
    """A sub-division types, the desk classifies, the PPID ticks a box that only he may tick; the row that sync inserted
    has its dropdowns and boxes, and nothing of the layout is missing afterwards."""
    office, induk = google_office, load_template().tab("induk").roles
    office.laid_out()
    office.name_ppid()
    office.set("credentials = ", f'owner = "{OWNER}"\ncredentials = ')
    assert "is protected otherwise" in office.init().output
    for email in (PPID, STAFF):
        office.google.world.share(office.google.id, email)
    office.edit(*written(office, KUL, 1, row(1), load_template().tab("unit").roles), who=STAFF)
    events(office)
    office.edit(*written(office, "Induk", 1, {"klasifikasi": "Informasi Berkala"}, induk), who=STAFF)
    events(office)
    tick = written(office, "Induk", 1, {"setuju": True}, induk)
    with pytest.raises(Exception, match="protected cell"):
        office.edit(*tick, who=STAFF)
    office.edit(*tick, who=PPID)
    assert "approved" in events(office)
    assert office.layout() == []
    assert events(office) == []


def events(office: GoogleOffice) -> list[str]:
    done = office.dip("sync --json")
    assert done.exit_code == 0, done.output
    return [event["event"] for event in json.loads(done.stdout)["events"]]


def written(
    office: GoogleOffice, title: str, number: int, values: Mapping[str, str | bool], roles: Sequence[str]
) -> list[Json]:
    """What somebody types into cells of one row, by role."""
    requests = []
    for role, value in values.items():
        at = {"sheetId": office.tab(title).id, "rowIndex": number, "columnIndex": roles.index(role)}
        cell = {"userEnteredValue": {"boolValue" if isinstance(value, bool) else "stringValue": value}}
        requests.append({"updateCells": {"start": at, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}})
    return requests
