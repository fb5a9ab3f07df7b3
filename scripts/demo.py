"""One full turn of the procedure on an example office, told act by act: `make demo`.

Nothing is played but the people: each command is the real `dip`, run in the folder that stays behind, and what people
type goes into the real workbook (`scripts/people.py`). What the acts promise is checked in the files that come out of
them, not assumed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from scripts import people
from scripts.stage import Stage, clear

EDITED = "Laporan Kinerja (LKj)"
"""The entry that is edited after its approval."""
OLD_SUMMARY = "Capaian sasaran strategis dan realisasi anggaran tahun 2025"
NEW_SUMMARY = "Capaian sasaran strategis, realisasi anggaran, dan rencana perbaikan tahun 2025"
WITHDRAWN = "Daftar Kendaraan Dinas"

RETURNED = "Kalender Kegiatan dan Agenda Kerja Pimpinan KPU Kabupaten Lebak"
NOTE = "Sebutkan periode kalendernya pada judul."
LATER = (RETURNED, "Berita Acara Pemusnahan Arsip", "Tarif Sewa / Layanan PNBP yang Berlaku")
HASTY = "Laporan Pengelolaan Website"
"""The PPID returns one row with a note, leaves two for later, and ticks one that needs fixing."""

READ = (
    ("waktu", "TW II 2026"),
    ("waktu", "4 Nopember 2023"),
    ("retensi", "5 (lima) tahun"),
    ("bentuk", "Soft Copy dan Hard Copy"),
)
"""Cells to show as typed and as read: role, what was typed."""

CORRECTIONS = (
    ("KUL", "Ringkasan Kontrak", "waktu", "31/12/2025"),
    ("PAR", "Jadwal Kegiatan Goes to School", "tautan", "https://kpu-lebak.example/dokumen/goes-to-school-2026.pdf"),
    ("TEK", "Keputusan Penetapan Pasangan Calon", "penanggung_jawab", "Ketua KPU Kabupaten Lebak"),
)
"""What clerks type after reading their notes: unit, title, column, text. The other mistakes stay, to be looked at."""


def sets_up(demo: Stage) -> None:
    demo.act("The office sets up", f"In the empty folder {demo.folder}/, one command writes settings and workbook.")
    demo.dip("init", "--example", shown=lambda line: "dip" in line)
    demo.show(["wrote dip.xlsx with the tabs", *_columns(people.look(demo.workbook).sheetnames, 4)])


def _columns(names: list[str], wide: int) -> Iterator[str]:
    return (
        "  " + "".join(f"{name:<31}" for name in names[at : at + wide]).rstrip() for at in range(0, len(names), wide)
    )


def draft(demo: Stage) -> None:
    entries = people.example_entries()
    demo.act(
        "Draft: four sub-divisions fill in their tabs",
        f"They type {len(entries)} entries, each clerk in a way of their own, and some with a mistake. Then the "
        "computer looks for the first time.",
    )
    tabs = demo.unit_tabs()
    with people.working_in(demo.workbook) as book:
        people.fill_in(book, tabs, entries)
    demo.dip("sync")
    demo.say("What has one meaning is understood. Induk, where every entry now stands with an ID, writes it one way:")
    demo.show(_readings(demo, tabs))
    demo.say("What has none is not guessed. Whoever typed it finds, beside the row, what to type instead:")
    demo.show(_notes(demo, tabs["KUL"], 3))
    demo.say("What a sub-division handed to the desk it can sign for:")
    demo.dip("print", "tanda-terima", "--unit", "KUL")
    demo.promise(not demo.entries(), "nothing is on the site: nobody has approved anything")


def _readings(demo: Stage, tabs: Mapping[str, str]) -> Iterator[str]:
    book = people.look(demo.workbook)
    induk, own = people.master(book), [people.Tab(book[title], "unit") for title in tabs.values()]
    for role, typed in READ:
        tab, row = next((tab, row) for tab in own for row in tab.rows() if tab.text(row, role) == typed)
        read = induk.text(induk.find(tab.text(row, "judul")), role)
        yield f"{tab.header(role):<26} “{typed}” → {read}"


def _notes(demo: Stage, title: str, most: int) -> Iterator[str]:
    tab = people.Tab(people.look(demo.workbook)[title], "unit")
    for row in [row for row in tab.rows() if tab.text(row, "catatan")][:most]:
        yield f"{title}, baris {row}: {tab.text(row, 'judul')}"
        yield f"    {tab.header('status'):<8} {tab.text(row, 'status')}"
        for note in tab.text(row, "catatan").splitlines():
            yield f"    {tab.header('catatan'):<8} {note}"


def classified(demo: Stage) -> None:
    demo.act(
        "Classified: the desk goes through Induk",
        "Where a sub-division proposed a class, it was taken over, once. Where none was proposed, the desk chooses. It "
        "also writes down the law and the test on which each exclusion rests. Meanwhile three clerks correct what "
        "their notes told them; the others have not looked yet.",
    )
    tabs = demo.unit_tabs()
    with people.working_in(demo.workbook) as book:
        chosen = people.classify(book, people.example_entries())
        for code, title, role, text in CORRECTIONS:
            tab = people.Tab(book[tabs[code]], "unit")
            tab.type(tab.find(title), role, text)
    demo.say(f"The desk chose {chosen} classes.")
    demo.dip("sync")
    demo.say("The classified draft and the sheets for the consequence tests, on paper:")
    demo.dip("print", "draf")
    demo.dip("print", "uji-konsekuensi", "KUL-0022")


def approved(demo: Stage) -> None:
    demo.act(
        "Approved: the PPID ticks Setuju, row by row",
        "A tick means: exactly what this row shows may be public. One row goes back with a note, two wait for another "
        "day. And one tick is hasty: its row still needs fixing.",
    )
    with people.working_in(demo.workbook) as book:
        ticked = people.approve(book, people.TEMPLATE.status("waiting"), but=LATER)
        tab = people.master(book)
        tab.type(tab.find(RETURNED), "catatan_ppid", NOTE)
        tab.type(tab.find(HASTY), "setuju", people.TICK)
    demo.say(f"{ticked + 1} rows are ticked.")
    demo.dip("sync")
    demo.say("The hasty tick approved nothing. It is cleared, and its row says why:")
    demo.show(_row_of_master(demo, HASTY, ("id", "setuju", "status", "catatan")))
    demo.say("For the meeting and for whoever decrees: minutes, both decrees with their appendices, the list itself.")
    for words in (("berita-acara",), ("keputusan", "dip"), ("keputusan", "dik"), ("daftar",)):
        demo.dip("print", *words)
    demo.promise(not demo.entries(), "still nothing is on the site: to approve is not yet to publish")


def ordered(demo: Stage) -> None:
    demo.act(
        "Ordered: the PPID gives the order to upload",
        "In the tab Kendali, Perintah Unggah says Tahan, as dip init left it. The PPID sets it to Otomatis: from here "
        "on, each run publishes what is approved. The plan says what that comes to, and writes nothing.",
    )
    with people.working_in(demo.workbook) as book:
        people.order(book, "Otomatis")
    demo.dip("plan", shown=lambda line: line.startswith("Plan:"))
    demo.dip("print", "perintah-unggah")
    demo.promise(not demo.entries(), "the plan has published nothing")


def uploaded(demo: Stage) -> None:
    demo.act("Uploaded: the site shows exactly what was ticked")
    demo.dip("sync")
    count = len(demo.entries())
    text = demo.published_text()
    demo.promise(count >= 60, f"{count} entries are published, each with its own page, and as CSV, JSON and XLSX")
    excluded = [entry["judul"] for entry in people.example_entries() if entry["nomor_uji"]]
    demo.promise(
        not any(title in text for title in excluded), f"of the {len(excluded)} excluded entries no word is on the site"
    )
    demo.dip("print", "bukti-unggah")


def edited(demo: Stage) -> None:
    demo.act(
        "A clerk edits an approved row, and the site does not move",
        f"“{EDITED}” gets another summary: “{NEW_SUMMARY}”. The plan comes first.",
    )
    tabs = demo.unit_tabs()
    with people.working_in(demo.workbook) as book:
        tab = people.Tab(book[tabs["REN"]], "unit")
        tab.type(tab.find(EDITED), "ringkasan", NEW_SUMMARY)
    demo.dip("plan", shown=lambda line: line.startswith(("Master", "  ~", "  !", "Plan:")))
    demo.dip("sync")
    id = _id_of(demo, EDITED)
    demo.say("In Induk the tick is gone, and the row says what has changed:")
    demo.show(_row_of_master(demo, EDITED, ("id", "setuju", "status", "perubahan", "catatan")))
    demo.say(f"And in the published page, {demo.site}/informasi/{id}/index.html:")
    demo.show(line.strip() for line in demo.page(id).splitlines() if f">{OLD_SUMMARY}<" in line)
    demo.promise(OLD_SUMMARY in demo.page(id), "the page shows the text that was approved")
    demo.promise(NEW_SUMMARY not in demo.published_text(), "the new text is in no file of the site")


def _id_of(demo: Stage, title: str) -> str:
    tab = people.master(people.look(demo.workbook))
    return tab.text(tab.find(title), "id")


def _row_of_master(demo: Stage, title: str, roles: Iterable[str]) -> Iterator[str]:
    tab = people.master(people.look(demo.workbook))
    row = tab.find(title)
    return (f"{tab.header(role):<10} {tab.text(row, role) or '(kosong)'}" for role in roles)


def approved_again(demo: Stage) -> None:
    demo.act("Approved again: now the new text may go out", "The PPID reads Perubahan and ticks the row once more.")
    with people.working_in(demo.workbook) as book:
        people.approve(book, people.TEMPLATE.status("reapproval"))
    demo.dip("sync")
    id = _id_of(demo, EDITED)
    demo.promise(NEW_SUMMARY in demo.page(id), "the page shows the new text")
    demo.dip("history", id)


def withdrawn(demo: Stage) -> None:
    demo.act(
        "Withdrawn: the PPID takes an entry off the site",
        f"“{WITHDRAWN}” is ticked in the column Tarik. That works at the next run, whatever else may be wrong.",
    )
    id, before = _id_of(demo, WITHDRAWN), len(demo.entries())
    with people.working_in(demo.workbook) as book:
        tab = people.master(book)
        tab.type(tab.find(WITHDRAWN), "tarik", people.TICK)
    demo.dip("sync")
    gone = id not in demo.entries() and WITHDRAWN not in demo.published_text()
    demo.promise(gone, f"{id} has left the site; {before - 1} entries remain, and its page says that it was withdrawn")


def quiet(demo: Stage) -> None:
    demo.act("And once more, with nothing new", "Cron runs this all day long. A run with nothing new writes nothing.")
    files = {path: path.stat().st_mtime_ns for path in (demo.workbook, *demo.site.rglob("*.html"))}
    demo.dip("sync", shown=lambda _: False)
    unchanged = all(path.stat().st_mtime_ns == moment for path, moment in files.items())
    demo.promise(unchanged, "neither the workbook nor a page was touched")


ACTS = (sets_up, draft, classified, approved, ordered, uploaded, edited, approved_again, withdrawn, quiet)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"))
def main(folder: Path) -> None:
    """Play one turn of the procedure in FOLDER."""
    started = time.monotonic()
    clear(folder)
    demo = Stage(folder)
    click.secho("DIP Sync: one turn of the procedure", bold=True)
    demo.say(
        "The office is KPU Kabupaten Lebak, its hundred entries are examples. The people are played by a script that "
        "types into the workbook; every command after a $ is the real one. What staff read is Indonesian."
    )
    for act in ACTS:
        act(demo)
    program = Path(os.path.relpath(sys.executable)).with_name("dip")
    click.secho("\nLook for yourself", bold=True)
    click.echo(f"   the workbook   {demo.workbook}   (with LibreOffice or Excel; begin with the tab Petunjuk)")
    click.echo(f"   the papers     {demo.folder / 'cetak'}   (PDF to sign, Word to edit)")
    click.echo(f"   the site       {demo.site / 'index.html'}   (or: {program} serve --config {folder}/dip.toml)")
    click.echo(f"   Change something, save, close, and run: {program} sync --config {folder}/dip.toml")
    click.secho(f"   This took {time.monotonic() - started:.0f} seconds.", dim=True)


if __name__ == "__main__":
    main()
