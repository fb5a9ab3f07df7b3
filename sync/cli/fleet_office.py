"""What a process of the fleet has imported before any office is known, and the commands of one office in it.

Python's `forkserver` imports this file once; every office's process begins as a copy of what is here. So it holds what
a run needs, and opens nothing: no workbook, no ledger, no connection, no thread.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from sync.calendar.law import read_law
from sync.cli.language import in_language
from sync.cli.main import main
from sync.cli.terminal import REPORTED
from sync.fleet.read_table import read_row_of
from sync.message import say, to_document
from sync.site.keys import program
from sync.template.loader import read_templates
from sync.workbook.google.retry import before_each_read

_NEEDED = (
    "encodings.cp437", "encodings.idna", "encodings.utf_16_le", "fcntl", "filelock", "importlib.metadata", "jinja2",
    "phonenumbers.data.region_ID", "rapidfuzz.distance", "segno", "stringprep", "sync.cli.json_report",
    "sync.cli.status_page", "sync.cli.text_report", "sync.plan.foreign", "sync.publish.folder",
    "sync.publish.likeness", "sync.publish.open_target", "sync.publish.publisher", "sync.publish.read_back",
    "sync.run.messages", "sync.run.saved_plan", "sync.run.sync", "sync.workbook.xlsx.xlsx_workbook",
)  # fmt: skip
for _name in _NEEDED:
    import_module(_name)
in_language(say("Warning"))
read_templates()
read_law()
program()
gc.collect()
gc.freeze()


def work(commands: Sequence[Sequence[str]], row: str) -> tuple[int, Any]:
    """Run commands of `dip`, as a shell would, up to the first that is not well: its exit code, and what it reported.
    `row` says where the reads of the Google account are counted, and how many there may be in a minute."""
    os.environ.pop("DIP_CONFIG", None)
    if row:
        before_each_read.append(read_row_of(row).wait)
    code = 0
    for words in commands:
        if code := _exit_code(words):
            break
    return code, to_document(REPORTED[0]) if code and REPORTED else ""


def _exit_code(words: Sequence[str]) -> int:
    try:
        main(args=list(words), prog_name="dip")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
