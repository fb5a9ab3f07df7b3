"""The reads of a Google account never exceed its quota, whoever asks in whatever order."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from requests import Response

from sync.errors import DipError, GoogleBusy
from sync.fleet.read_row import WINDOW, ReadRow, open_row
from sync.workbook.google.client import GoogleClient
from sync.workbook.google.retry import RetryPolicy

STEPS = st.lists(
    st.one_of(
        st.floats(0, 70, allow_nan=False).map(lambda seconds: ("pass", seconds)),
        st.integers(1, 6).map(lambda count: ("read", count)),
    ),
    max_size=12,
)


class FakeClock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@given(STEPS, st.integers(2, 4))
@settings(max_examples=40)
def test_in_no_minute_are_there_more_reads_than_the_account_may_have(
    steps: list[tuple[str, float]], reads: int
) -> None:
    """And who waits as long as it was told finds a place: nobody waits for ever."""
    clock, taken = FakeClock(), []
    with tempfile.TemporaryDirectory() as folder:
        rows = [ReadRow(Path(folder) / "row.json", reads, clock) for _ in range(2)]
        for number, (what, amount) in enumerate(steps):
            if what == "pass":
                clock.at += amount
                continue
            for _ in range(int(amount)):
                row = rows[number % 2]
                if seconds := row.take():
                    assert row.free() == 0 and 0 < seconds < WINDOW + 0.01
                    clock.at += seconds
                    assert row.take() == 0.0
                taken.append(clock.at)
    for first in taken:
        assert sum(first <= at < first + 60 for at in taken) <= reads


def test_a_row_of_before_the_machine_was_started_again_is_free_after_a_minute(tmp_path: Path) -> None:
    clock = FakeClock()
    row = ReadRow(tmp_path / "row.json", 2, clock)
    assert [row.take(), row.take()] == [0.0, 0.0]
    clock.at = 5.0
    clock.at += row.take()
    assert clock.at == pytest.approx(5.0 + WINDOW, abs=0.01)
    assert row.take() == 0.0


def test_a_row_that_cannot_be_read_is_begun_anew(tmp_path: Path) -> None:
    row = open_row(tmp_path / "reads", "robot@example.org", 2)
    row.path.write_text("[1, 2", "utf-8")
    assert row.free() == 2 and row.take() == 0.0
    assert row.path.stat().st_mode & 0o077 == 0 and row.path.parent.stat().st_mode & 0o077 == 0
    assert "robot" not in row.path.name


def test_every_account_has_a_row_of_its_own(tmp_path: Path) -> None:
    rows = {open_row(tmp_path, name, 60).path for name in ("a@example.org", "b@example.org", "a@example.org")}
    assert len(rows) == 2


def test_every_read_at_google_waits_for_its_turn_and_no_write_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeated reads count, as Google counts them."""
    asked: list[str] = []
    monkeypatch.setattr("sync.workbook.google.client.before_each_read", [lambda: asked.append("turn")])
    client = GoogleClient("1AbC", BusyGoogle(asked), retry=RetryPolicy(attempts=2, total=0))  # type: ignore[arg-type]
    with pytest.raises(GoogleBusy):
        client.get("sheets")
    with pytest.raises(GoogleBusy):
        client.values(["A1"])
    with pytest.raises(DipError):
        client.change([{}])
    assert asked == ["turn", "get", "turn", "get", "post"]


class BusyGoogle:
    """What `gspread` gives, in so far as it is asked for here; every answer is that there are too many requests."""

    timeout = (1.0, 1.0)

    def __init__(self, asked: list[str]) -> None:
        self.asked, self.session = asked, self

    def set_timeout(self, _: object) -> None:
        """Nothing waits here."""

    def request(self, method: str, *_: object, **__: object) -> Response:
        self.asked.append(method)
        answer = Response()
        answer.status_code, answer._content = 429, b"{}"
        return answer
