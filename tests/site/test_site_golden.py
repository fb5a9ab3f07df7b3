"""The pages letter by letter. A change shows as a diff; if it is meant, renew the files and look at them:

    DIP_RENEW_GOLDEN=1 pytest tests/site/test_site_golden.py

What was really rendered is kept beside the expected file as `<name>.actual` when they differ.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.releases import OFFICE, TEMPLATE, rendered, typical

GOLDEN = Path(__file__).parent / "golden"
STAMP = re.compile(rb"(assets/[a-z.]+)\?[0-9a-f]{8}")
FILES = [
    "index.html", "404.html", "data/dip.csv", "data/dip.json",
    "informasi/KUL-0002/index.html", "informasi/KUL-0003/index.html", "informasi/TEK-0001/index.html",
]  # fmt: skip


@pytest.mark.parametrize("path", FILES)
def test_the_page_is_as_agreed(path: str) -> None:
    """The page is compared byte for byte."""
    page = STAMP.sub(rb"\1?stamp", rendered(typical(), OFFICE, TEMPLATE)[path])
    expected = GOLDEN / path.replace("/", "__")
    actual = expected.with_name(expected.name + ".actual")
    actual.unlink(missing_ok=True)
    if os.environ.get("DIP_RENEW_GOLDEN"):
        expected.write_bytes(page)
    if not expected.exists() or expected.read_bytes() != page:
        actual.write_bytes(page)
        pytest.fail(f"{path} differs from tests/golden/{expected.name}; see {actual.name}")
