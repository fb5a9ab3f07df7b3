"""The benchmark: `make bench` prints the table, `python -m scripts.bench --write` also keeps it in docs/bench.md.

Every measurement runs in a process of its own, a few times; the rounds of what is compared alternate, and the fastest
of each counts: the machine's other work only ever adds. Ratios are of figures of this very run.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from scripts import (
    bench_fleet,
    bench_google,
    bench_links,
    bench_look,
    bench_national,
    bench_papers,
    bench_publish,
    bench_site,
    bench_status,
    people,
)
from scripts.bench_document import Line, document, table
from scripts.bench_process import cpu_seconds, rounds, seconds
from scripts.bench_rows import bench_settings, bench_sheets, write_file
from sync.settings.settings import load_settings

ROOT = Path(__file__).parent.parent
SHEET = ROOT / "docs" / "bench.md"
ROWS = 100_000
PAGES = 10_000
LINKS, HOSTS = 1000, 20
NATION = 1_000_000
DIP = str(Path(sys.executable).with_name("dip"))


def planning(file: Path, times: int) -> list[Line]:
    """Planning against reading, memory, and growth."""
    works = [
        ("calamine", ROWS, str(file)),
        ("plan-first", ROWS, ""),
        ("plan-again", ROWS, ""),
        ("plan-first", 1000, ""),
    ]
    read, first, again, small = rounds(works, times)
    ratio, growth = first.seconds / read.seconds, first.seconds / ROWS / (small.seconds / 1000)
    reading = f"python-calamine reads the same file: {read.seconds:.2f} s"
    return [
        Line(f"plan {ROWS:,} new rows", f"{first.seconds:.2f} s", reading, f"{ratio:.1f} ×", "≤ 3.2 ×", ratio <= 3.2),
        Line(
            f"plan the same {ROWS:,} rows again, nothing new", f"{again.seconds:.2f} s", reading,
            f"{again.seconds / read.seconds:.1f} ×",
        ),
        Line(
            "peak memory of planning", f"{first.megabytes:.0f} MB new, {again.megabytes:.0f} MB again", "", "",
            "< 600 MB", max(first.megabytes, again.megabytes) < 600,
        ),
        Line(
            "a row among 100,000 against a row among 1,000", f"{first.seconds / ROWS * 1e6:.0f} µs",
            f"{small.seconds / 1000 * 1e6:.0f} µs", f"{growth:.2f} ×", "≤ 1 × (linear)", growth <= 1.05,
        ),
    ]  # fmt: skip


def checking(times: int) -> Line:
    """The checks alone against frictionless with the same rules."""
    ours, theirs = rounds([("check", ROWS, ""), ("frictionless", ROWS, "")], times)
    ratio = theirs.seconds / ours.seconds
    other = f"frictionless validates them: {theirs.seconds:.2f} s"
    return Line(
        f"check {ROWS:,} rows", f"{ours.seconds:.2f} s", other, f"{ratio:.1f} × as fast", "≥ 2.5 ×", ratio >= 2.5
    )


def starting(folder: Path, times: int) -> list[Line]:
    """The command's answer against the bare interpreter's, and runs over unchanged offices."""
    small, large = folder / "150", folder / "1800"
    _office(small, 150)
    _office(large, 1800)
    commands = {
        "python": [sys.executable, "-c", "pass"], "help": [DIP, "--help"], "plan": [DIP, "plan"],
        "pandas": [sys.executable, "-c", "import pandas"],
    }  # fmt: skip
    took: dict[str, float] = {}
    for _ in range(times):
        for name, command in commands.items():
            took[name] = min(took.get(name, 1e9), seconds(command, small))
    quiet, more_quiet = (min(cpu_seconds([DIP, "sync"], office) for _ in range(times)) for office in (small, large))
    few, many = bench_status.status_seconds(small, folder, times)
    more = took["help"] - took["python"]
    bare = f"the bare interpreter: {took['python']:.3f} s"
    return [
        Line("`dip --help`", f"{took['help']:.3f} s", bare, f"+ {more:.3f} s", "≤ + 0.1 s", more <= 0.1),
        Line("`dip plan`, 150 rows unchanged", f"{took['plan']:.2f} s", "", "", "≤ 1.0 s", took["plan"] <= 1.0),
        Line("`dip sync`, 150 rows unchanged, CPU", f"{quiet:.2f} s", "", "", "≤ 0.25 s", quiet <= 0.25),
        Line("`dip sync`, 1,800 rows unchanged, CPU", f"{more_quiet:.2f} s", "", "", "≤ 0.75 s", more_quiet <= 0.75),
        Line("`dip status`, CPU", f"{few:.2f} s", "", "", "≤ 0.2 s", few <= 0.2),
        Line(
            "`dip status` after a year of runs (17,520), CPU",
            f"{many:.2f} s",
            f"after ten runs: {few:.2f} s",
            f"{many / few:.2f} ×",
            "≤ 1.1 ×",
            many <= 1.1 * few,
        ),
        Line("`import pandas` alone", f"{took['pandas']:.2f} s", bare, ""),
    ]


def fleet(offices: Path, folder: Path, times: int) -> list[Line]:
    """Many offices on one machine: what a nation costs, and what a preloaded process saves."""
    large = bench_fleet.fleet_cost(DIP, offices / "1800", folder / "large", bench_fleet.OFFICES, times)
    small = bench_fleet.fleet_cost(DIP, offices / "150", folder / "small", 6, times)
    factor = bench_fleet.NATION // bench_fleet.OFFICES
    minutes, ratio = sum(large.each) * factor / 60, min(small.each) / small.cold
    whole = f"{large.cold * bench_fleet.NATION / 60:.1f} min if each were started cold"
    what = f"{bench_fleet.OFFICES} offices × 1,800 entries with xlsx, nothing new, times {factor}, CPU"
    return [
        Line(what, f"{minutes:.1f} min", whole, "", "≤ 7 min", minutes <= 7),
        Line(
            "an office of 150 entries in a preloaded process, CPU", f"{min(small.each):.3f} s",
            f"`dip sync`, cold: {small.cold:.3f} s", f"{ratio:.2f} ×", "≤ 0.5 ×", ratio <= 0.5,
        ),
        *_engine(bench_fleet.engine_cost(offices / "1800", folder / "engine")),
    ]  # fmt: skip


def _engine(cost: bench_fleet.EngineCost) -> list[Line]:
    what = "what the fleet's database adds to a run of 1,800 entries"
    figures = [(f"{what}, nothing new, CPU", cost.quiet), (f"{what}, one approved, CPU", cost.approval)]
    return [
        Line(name, f"{1000 * figure:.0f} ms", "", "", "≤ 30 ms", figure <= 0.03) for name, figure in figures
    ]  # fmt: skip


def _office(folder: Path, count: int) -> None:
    """In a new folder an office of so many rows, synced, classified, approved and published: nothing is new."""
    folder.mkdir()
    subprocess.run([DIP, "init", "--example"], cwd=folder, capture_output=True, check=True)
    units = {unit.code: unit.tab for unit in load_settings(folder / "dip.toml").units}
    examples = people.example_entries()
    copies = range(1 + count // len(examples))
    entries = [{**entry, "judul": f"{entry['judul']} bagian {copy}"} for copy in copies for entry in examples]
    with people.working_in(folder / "dip.xlsx") as book:
        people.fill_in(book, units, entries[:count])
    subprocess.run([DIP, "sync"], cwd=folder, capture_output=True, check=True)
    with people.working_in(folder / "dip.xlsx") as book:
        people.approve(book, people.TEMPLATE.status("waiting"))
        people.order(book, "Otomatis")
    subprocess.run([DIP, "sync"], cwd=folder, capture_output=True, check=True)


def rendering(folder: Path, times: int) -> list[Line]:
    """The site against Hugo, and what a phone loads."""
    ours, theirs = bench_site.race(folder, PAGES, times)
    one = min(bench_site.change_seconds(PAGES) for _ in range(times))
    small, large = bench_site.weight(150), bench_site.weight(1000)
    other = f"Hugo, as many pages: {theirs:.2f} s" if theirs < float("inf") else "Hugo is not installed"
    return [
        Line(
            f"render {PAGES:,} entries with their pages", f"{ours:.2f} s", other, f"{ours / theirs:.2f} ×", "≤ 1.2 ×",
            ours <= 1.2 * theirs,
        ),
        Line(
            f"one changed of {PAGES:,}: keys and rendering", f"{one:.2f} s", other, f"{one / theirs:.2f} ×",
            "≤ 0.15 ×", one <= 0.15 * theirs,
        ),
        Line("the list of 150 entries, compressed", f"{small / 1000:.0f} KB", "", "", "≤ 60 KB", small <= 60_000),
        Line("the list of 1,000 entries, compressed", f"{large / 1000:.0f} KB", "", "", "≤ 150 KB", large <= 150_000),
    ]  # fmt: skip


def publishing(folder: Path, times: int) -> list[Line]:
    """One changed entry, over SFTP on this machine, against the whole site and against rsync."""
    took = bench_publish.race(folder, PAGES, times)
    if not took:
        return [Line("publish one changed entry over SFTP", "", "sshd, sftp or rsync is not installed", "")]
    faster, slower = took.full / took.ours, took.ours / took.rsync
    what = f"publish 1 changed entry of {PAGES:,} over SFTP"
    return [
        Line(what, f"{took.files} files", "", "", "≤ 30 files", took.files <= 30),
        Line(
            what, f"{took.ours:.2f} s", f"`sftp -b` sends the whole site: {took.full:.2f} s", f"{faster:.1f} × as fast",
            "≥ 10 ×", faster >= 10,
        ),
        Line(
            what, f"{took.ours:.2f} s", f"`rsync -a --checksum` of the same trees: {took.rsync:.2f} s",
            f"{slower:.2f} ×", "≤ 2 ×", slower <= 2,
        ),
    ]  # fmt: skip


def google(counts: Sequence[int] = (4, 20, 100), rows: int = 500) -> list[Line]:
    """The Google door against the stand-in: requests at any number of tabs, and our own work on the last of them, which
    has so many rows a tab."""
    lines, tabs = [], counts[-1]
    for count in counts:
        each = rows if count == tabs else 5
        found = bench_google.measured(count, each)
        lines.append(_asked(f"sync {count} tabs of {each} rows at Google", found["first"][0], found["quiet"][0]))
    ours, other = found["quiet"][1], found["parsing"] + found["planning"]
    against = f"json.loads and SHA-256 of the same answers, and planning: {other:.2f} s"
    what = f"CPU time of a sync of {tabs} × {rows} rows at Google, nothing new"
    lines.append(Line(what, f"{ours:.2f} s", against, f"{ours / other:.1f} ×", "≤ 3 ×", ours <= 3 * other))
    return lines


def _asked(what: str, first: Sequence[str], quiet: Sequence[str]) -> Line:
    reads, writes = first.count("read"), first.count("write")
    again = f"nothing new: {quiet.count('read')} reads, {quiet.count('write')} writes"
    kept = (reads, len(quiet), quiet.count("read")) == (2, 2, 2)
    return Line(what, f"{reads} reads, {writes} writes", again, "", "2 reads, and 1 write for each 2 MB", kept)


def looking(folder: Path) -> list[Line]:
    """The site as visitors meet it, and as paper."""
    files, letter = bench_look.changed(PAGES), bench_look.letters(PAGES, folder / "long")
    paper = bench_look.paper_seconds(1000)
    lines = [
        Line(f"files that one entry more among {PAGES:,} changes", f"{files}", "", "", "≤ 30", files <= 30),
        Line(f"a letter of a search among {PAGES:,}", f"{letter:.1f} ms", "", "", "≤ 16 ms", letter <= 16),
        Line("1,000 entries as PDF", f"{paper:.1f} s", "", "", "seconds", paper < 10),
    ]
    for count in (150, 1000):
        for name, path in (("the list of", ""), ("an entry of", "informasi/KUL-0001/")):
            found = bench_look.page_scores(count, path, folder / f"{count} {name}")
            if found is not None:
                told = " / ".join(str(found[each]) for each in bench_look.JUDGED)
                what, kept = f"Lighthouse, {name} {count:,} entries", min(found.values()) == 100
                lines.append(Line(what, told, "", "", "100 / 100 / 100 / 100", kept))
    return lines


def printing(folder: Path, times: int) -> list[Line]:
    """A decree with its appendix in both forms, and evidence of a year: processor time of whole processes."""
    small, large = folder / "decree", folder / "evidence"
    for place, events in ((small, 3_000), (large, 20_000)):
        place.mkdir()
        bench_papers.make_year(place, 1000, events)

    def seconds(*command: str, place: Path) -> float:
        return min(cpu_seconds(command, place) for _ in range(times))

    papers = (sys.executable, "-m", "scripts.bench_papers")
    pdf, word = (seconds(*papers, form, str(small), place=ROOT) for form in ("pdf", "docx"))
    proof = seconds(DIP, "evidence", "--period", str(bench_papers.YEAR), place=large)
    largest = max(path.stat().st_size for path in (large / "bukti").rglob("*.pdf")) / 1e6
    what = "evidence of a year, 1,000 entries and 20,000 events"
    return [
        Line("decree with its appendix of 1,000 entries, PDF, CPU", f"{pdf:.2f} s", "", "", "≤ 2 s", pdf <= 2),
        Line("the same as Word file, CPU", f"{word:.2f} s", "", "", "≤ 5 s", word <= 5),
        Line(f"{what}, CPU", f"{proof:.2f} s", "", "", "≤ 20 s", proof <= 20),
        Line(f"{what}: the largest file", f"{largest:.2f} MB", "", "", "≤ 2 MB", largest <= 2),
    ]


def asking(times: int) -> list[Line]:
    """Links against the least time that politeness takes: two at a time, and with a pause as well."""
    lines = []
    for pause in (0, 0.05):
        took, least = bench_links.seconds(LINKS, HOSTS, pause, times), bench_links.least(LINKS, HOSTS, pause)
        what = f"ask {LINKS:,} links at {HOSTS} hosts, two at a time" + f", {pause:g} s between two" * bool(pause)
        against, ratio = f"what politeness takes: {least:.2f} s", took / least
        lines.append(Line(what, f"{took:.2f} s", against, f"{ratio:.2f} ×", "≤ 1.3 ×", ratio <= 1.3))
    return lines


def searching(folder: Path, count: int = NATION) -> list[Line]:
    """One index over the entries of a nation, against SQLite FTS5 with the same words."""
    found = bench_national.figures(folder, count)
    index, asked, office = f"{found.index:.0f} MB", f"{1000 * found.common:.1f} ms", f"{found.replaced:.2f} s"
    what = f"the national search, {count:,} entries"
    faster = found.fts_common / found.common
    return [
        Line(
            f"{what}: index", index, f"SQLite FTS5: {found.fts_index:.0f} MB", f"{found.index / found.fts_index:.2f} ×",
            "≤ 150 MB", found.index <= 150,
        ),
        Line(
            f"{what}: the 20 best of a common word, CPU", asked, f"SQLite FTS5: {1000 * found.fts_common:.0f} ms",
            f"{faster:.0f} × as fast", "≤ 15 ms", found.common <= 0.015,
        ),
        Line(
            f"{what}: one office replaced", office, f"SQLite FTS5: {found.fts_replaced:.2f} s", "", "≤ 1 s",
            found.replaced <= 1,
        ),
        Line(f"{what}: memory of the service", f"{found.memory:.0f} MB", "", "", "≤ 512 MB", found.memory <= 512),
        Line(f"{what}: index made from the lists, CPU", f"{found.made:.0f} s", "", ""),
    ]  # fmt: skip


def _measurements(folder: Path, times: int) -> list[tuple[str, Callable[[], list[Line]]]]:
    """Everything that is measured, in a folder of its own each, and how it is announced."""
    places = {name: folder / name for name in ("start", "fleet", "site", "look", "print", "publish", "nation")}
    for place in places.values():
        place.mkdir()
    return [
        (f"Planning {ROWS:,} rows", lambda: planning(_workbook(folder), times)),
        ("Checking", lambda: [checking(times)]),
        ("Starting", lambda: starting(places["start"], 3 * times)),
        ("Fleet", lambda: fleet(places["start"], places["fleet"], times)),
        ("Rendering", lambda: rendering(places["site"], times)),
        ("Looking", lambda: looking(places["look"])),
        ("Printing", lambda: printing(places["print"], times)),
        ("Asking links", lambda: asking(times)),
        ("Searching", lambda: searching(places["nation"])),
        ("Publishing", lambda: publishing(places["publish"], times)),
    ]


def _workbook(folder: Path) -> Path:
    """The workbook to read."""
    settings = bench_settings(folder)
    write_file(bench_sheets(settings, ROWS), folder / "bench.xlsx")
    return folder / "bench.xlsx"


@click.command()
@click.option("--write", is_flag=True, help="Keep the table in docs/bench.md.")
@click.option("--rounds", "times", type=int, default=3, show_default=True, help="How often each is measured.")
def main(write: bool, times: int) -> None:
    """Measure, and print the table."""
    lines: list[Line] = []
    # Removed at the end, all at once: removing many files makes the next ones slow.
    with tempfile.TemporaryDirectory() as name:
        for what, measured in _measurements(Path(name), times):
            click.echo(f"{what} …", err=True)
            lines += measured()
    click.echo("Google …", err=True)
    lines += google()
    where = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors."
    click.echo(f"{table(lines)}\n\n{where}")
    if write:
        SHEET.write_text(document(lines, where), "utf-8")


if __name__ == "__main__":
    main()
