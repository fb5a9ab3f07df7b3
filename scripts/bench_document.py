"""The benchmark's table, and `docs/bench.md` around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_INTRODUCTION = """# Benchmark

`make bench` prints this table; `.venv/bin/python -m scripts.bench --write` keeps it here. Ratios are of figures of one
run on one machine; another machine gives other seconds and much the same ratios. Nothing here is a test: time on a busy
machine says nothing about the code.

"""

_NOTES = """

- **Rows.** Four tabs whose titles, summaries and links all differ; the other columns, mistakes included, as the hundred
  entries in `examples/` have them.
- **Planning** is table in memory → `Plan`: validated, identified, merged, decided, with the cells and pages to write.
  Again means: workbook and ledger as the first plan leaves them, both in memory as texts of their own; reading them is
  not in it, checking and comparing every row is.
- **`dip plan`** is the whole command, by the wall clock: start, reading the workbook, ledger and site, planning, and
  rendering the site in both languages to compare it. In every process Python keeps what it compiled, as usual.
- **frictionless** checks a table schema: required, closed lists, forms of periods, retention and links, lengths. It
  does not look for personal data, other offices' names or persons, nor say what a text means; our checks do, in the
  time given. The cyclic garbage collector is paused around ours, as `dip` pauses it.
- **A fleet** is `dip fleet run --all` over copies of one office; the seconds are those of the offices' processes, with
  all that they start. What the fleet itself takes is the same for one office as for all, and not in it.
- **The fleet's database**, where there is one, is what a run of an office spends in it: asking, packing its ledger,
  committing. What the queue takes besides is not in it.
- **Rendering** is a list of approved entries → every file of the site in a new folder, XLSX and PDF not. Hugo reads the
  same entries and writes what they say into a page an entry, one list, CSV and JSON; ours are the list in parts and the
  whole list in one file, search data and catalogues besides. Seconds are those of the wall clock: both use all
  processors. Nothing is removed between rounds: a file system that has just removed many files makes new ones slowly.
- **Papers** are made by a whole process, from the ledger to the file, start of Python included: the decree of a ledger
  with 3,000 events, evidence (`dip evidence`, all its files) of one with 20,000.
- **Publishing** is from the built site to the verified end, over OpenSSH on this machine: connecting, looking at every
  file there, reading a twentieth of them, sending, reading back. rsync reads every file of both trees to compare them,
  and sends of a large file only what differs; we send it whole. Our program is running when the time begins and has
  its libraries loaded, as it has when `dip sync` comes to this; starting `sftp` and `rsync` is in theirs.
- **Links** are asked of a server on loopback that answers `HEAD` after 50 ms; each host's `robots.txt` first. `dip
  links` itself leaves half a second between two requests at one host, and so takes 25 s for these.
- **The national search** is 556 offices with 1,800 entries each, whose places, years and names differ; the common word
  is `laporan`. FTS5 has the same stems in a table that also keeps them, without positions, after `optimize`. An office
  is replaced with 1,800 entries that are all new, from its list to an index that is asked. Memory is the peak of a
  process that answered common, rare, begun and misspelt words.
- **Google** is the stand-in of the tests; its own time is taken off. A first sync of many rows is larger than the 2 MB
  Google recommends, and goes in parts.
- **Lighthouse** says performance / accessibility / best practices / search engines, as a phone on a slow line meets the
  compressed page; the median of five looks, the phone as fast on a slow machine as on a fast one.
- **A letter** is script time in Chromium from the key to the rows, the slowest letter's fastest of five rounds.
- **Each figure** comes from a process of its own: the fastest of a few rounds that take turns. Memory is the peak of
  the whole process, the table included.
"""


@dataclass(frozen=True)
class Line:
    """One line of the table; `kept` is None where nothing was promised."""

    what: str
    measured: str
    against: str
    result: str
    promise: str = ""
    kept: bool | None = None


def table(lines: Sequence[Line]) -> str:
    """The table, in Markdown."""
    marks = {True: "✓", False: "missed", None: ""}
    heads = ("what", "measured", "against", "ratio", "promised", "")
    rows = [(line.what, line.measured, line.against, line.result, line.promise, marks[line.kept]) for line in lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, ("---",) * len(heads), *rows))


def document(lines: Sequence[Line], where: str) -> str:
    """All of `docs/bench.md`; `where` says on what machine it was measured."""
    return f"{_INTRODUCTION}{table(lines)}\n\n{where}{_NOTES}"
