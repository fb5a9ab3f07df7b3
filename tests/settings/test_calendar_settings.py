"""`[calendar]` of `dip.toml`."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.settings.calendar import CalendarSettings, verify_calendar
from sync.strict_toml import Mistake


@pytest.mark.parametrize(
    ("calendar", "sentence"),
    [
        (CalendarSettings(off=("berkalla",)), "off in [calendar]: “berkalla” is not known; did you mean “berkala”?"),
        (CalendarSettings(templates="tidak-ada"), "templates in [calendar]: “tidak-ada” is not a folder."),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, calendar: CalendarSettings, sentence: str) -> None:
    with pytest.raises(Mistake, match="calendar") as refused:
        verify_calendar(calendar, tmp_path.joinpath)
    assert str(refused.value) == sentence


def test_a_folder_that_is_not_there_stops_no_run_before_its_withdrawals(tmp_path: Path) -> None:
    """As with the other folders of templates."""
    verify_calendar(CalendarSettings(templates="tidak-ada"), tmp_path.joinpath, with_files=False)
