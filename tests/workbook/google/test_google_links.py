"""The links of a cell, as Google tells them."""

from __future__ import annotations

from typing import Any

import pytest

from sync.model import Link
from sync.workbook.google.cells import links_of

URL = "https://kpu-lebak.example/1.pdf"
RUN = {"startIndex": 5, "format": {"link": {"uri": URL}}}


@pytest.mark.parametrize(
    ("cell", "text", "links"),
    [
        ({"hyperlink": URL}, "Neraca", (Link("Neraca", URL),)),  # the whole cell: no part of it has one
        ({"hyperlink": URL}, URL, (Link("", URL),)),
        ({"hyperlink": URL}, " ", ()),
        ({}, "Neraca", ()),
        ({"textFormatRuns": [RUN]}, "Buka Neraca", (Link("Neraca", URL),)),
        ({"textFormatRuns": [RUN, {"startIndex": 8}]}, "Buka Neraca", (Link("Ner", URL),)),
    ],
)
def test_links_of_a_cell(cell: dict[str, Any], text: str, links: tuple[Link, ...]) -> None:
    assert links_of(cell, text) == links
