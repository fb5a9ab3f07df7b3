"""Writes what `dip import` understands of the lists in `tests/imports/lists` into `docs/importing.md`."""

from __future__ import annotations

from pathlib import Path

from tests.imports.test_import_measure import measured_tables

DOCUMENT = Path(__file__).parent.parent / "docs" / "importing.md"
BEGIN, END = "<!-- measured -->", "<!-- end -->"


def main() -> None:
    """Replace what stands between the marks."""
    before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{measured_tables()}{END}{after}", encoding="utf-8")
    print(f"wrote {DOCUMENT.name}")


if __name__ == "__main__":
    main()
