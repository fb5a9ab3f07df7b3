"""The table `[watch]`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sync.settings.watch import Watching, read_span
from sync.strict_toml import Mistake


def test_without_a_word_a_run_may_take_twenty_five_minutes_and_nobody_is_called() -> None:
    assert (Watching().seconds, Watching().ping, Watching().host) == (1500, "", "")


@pytest.mark.parametrize(
    ("text", "seconds"), [("90m", 5400), ("2h", 7200), (" 1D ", 86400), ("5", None), ("-1m", None)]
)
def test_a_span_has_a_number_and_a_unit(text: str, seconds: int | None) -> None:
    assert read_span(text) == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize("limit", ["", "0m", "25", "25s", "2d", "soon"])
def test_a_limit_is_at_least_a_minute_and_at_most_a_day(limit: str) -> None:
    with pytest.raises(Mistake, match="limit in .watch."):
        Watching(limit=limit)


@pytest.mark.parametrize(
    "address", ["https://hc-ping.com/4f1c", "http://127.0.0.1:8000/x", "http://localhost/x", "http://[::1]:80/x"]
)
def test_the_address_is_https_or_this_machine(address: str) -> None:
    assert Watching(ping=address).host


@pytest.mark.parametrize(
    "address",
    ["http://hc-ping.com/rahasia", "ftp://x/rahasia", "rahasia", "https:///rahasia", "https://x:99999/rahasia",
     "https://u:rahasia@x/", "https://x/\nrahasia", "https://x/\0rahasia",
     "https://x/rahasia y", "http://127.0.0.1.example/rahasia", "https://[::1/rahasia"],
)  # fmt: skip
def test_any_other_address_is_refused_and_not_quoted(address: str) -> None:
    """Its path may be a secret."""
    with pytest.raises(Mistake) as refused:
        Watching(ping=address)
    assert "rahasia" not in str(refused.value)
