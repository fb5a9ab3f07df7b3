"""The guide is followed: every command of docs/google.md, in its order, as a new operator types it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.google_office import OWNER, PPID, GoogleOffice, google, google_office

__all__ = ["google", "google_office"]
GUIDE = (Path(__file__).parent.parent / "docs" / "google.md").read_text("utf-8")


def commands(step: str) -> list[str]:
    """The commands of dip in the shell blocks of a step."""
    part = GUIDE[GUIDE.index(f"## {step}. ") :]
    part = part[: part.index("\n## ", 1)]
    blocks = re.findall(r"```sh\n(.*?)```", part, re.DOTALL)
    return [
        line.partition("#")[0].strip() for block in blocks for line in block.splitlines() if line.startswith("dip ")
    ]


def test_the_guide_followed_step_by_step(google_office: GoogleOffice) -> None:
    """Not shared yet: the address is told. Then settings, sharing, layout, first contact, first sync; the second sync
    is quiet."""
    office, world = google_office, google_office.google.world
    world.unshare(office.google.id, world.robot)
    office.google.expect("no field 'nothingLikeIt'")

    def typed(step: str) -> list[tuple[int, str]]:
        lines = [line.removeprefix("dip ").replace("1AbC…", office.google.id) for line in commands(step)]
        assert lines, step
        return [(done.exit_code, done.output) for done in map(office.dip, lines)]

    [(code, told)] = typed("4")
    assert code == 1 and f"Share → {world.robot} → Editor" in told and office.config.exists(), told
    office.set("credentials = ", f'owner = "{OWNER}"\ncredentials = ')
    office.name_ppid()
    world.share(office.google.id, world.robot)
    for email in (PPID, "keuangan@kpu-lebak.example"):
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


def test_the_drawings_are_there() -> None:
    pictures = re.findall(r"\]\((pictures/[^)]+)\)", GUIDE)
    assert len(pictures) >= 2
    assert all((Path(__file__).parent.parent / "docs" / picture).exists() for picture in pictures)
