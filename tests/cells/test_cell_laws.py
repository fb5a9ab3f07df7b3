"""Laws that every reader keeps, whatever people type: tried on generated texts."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cells.cell import Tick, read_cell, read_tick
from sync.cells.document_links import compose_links, links_of, read_links
from sync.cells.other_offices import OfficeFacts
from sync.cells.period import MONTHS, period_days
from sync.cells.period_reading import read_period
from sync.cells.personal_data import check_text
from sync.cells.retention import read_retention
from sync.cells.text import clean, fold, squeeze, words
from sync.cells.time_and_place import split_place
from sync.model import Link, Sheet
from sync.tabs.clerk_sentences import CELL_SENTENCES, MAY_BE_EMPTY
from sync.tabs.problem import make_problem
from sync.tabs.unit_tab import read_unit_tab
from sync.template.loader import load_template

TEMPLATE = load_template()
UNIT = TEMPLATE.tab("unit")
OFFICE = OfficeFacts("Komisi Pemilihan Umum Kabupaten Lebak", "KPU Kabupaten Lebak", "kantor@kpu.example")
CONTENT = [UNIT.column(role) for role in TEMPLATE.content_roles]

PIECES = st.sampled_from(
    sorted(
        words(
            """1 2 3 12 31 2024 2025 2O25 99999 45303 Januari Pebruari Agt des TW Triwulan III Semester I tahun bulan th
            aktif inaktif ( ) lima dan , . - – / s.d. Tegal Senin setelah permanen selama berlaku https:// http://a.go.id/x.pdf
            www.a.go.id a@b.com | javascript: %20 KPU Kabupaten Serang Kota NIK 3602014501900001 081234567890
            rekening softcopy
            hardcopy cetak idem ? x ' " « \u200b \u202e é ½ ² ٣ 😀"""
        )
    )
)
TYPED = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=8).map(" ".join), st.lists(PIECES, max_size=8).map("".join)
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(TYPED, st.sampled_from(CONTENT), st.booleans())
def test_reading_never_raises_and_what_was_read_reads_as_itself(text, column, date1904):
    """A value that was understood is the fixed point of its reader; every flaw has a sentence that can be filled."""
    read = read_cell(text, column, TEMPLATE, date1904=date1904)
    for flaw in read.flaws:
        make_problem(flaw.code, tab="Tab", column=column.header, value=text, **dict[str, Any](flaw.words))
    if not any(CELL_SENTENCES[flaw.code][0] == "error" for flaw in read.flaws):
        again = read_cell(read.value, column, TEMPLATE)
        assert again.value == read.value
        assert {flaw.code for flaw in again.flaws} == {flaw.code for flaw in read.flaws} - MAY_BE_EMPTY


FORMS = st.sampled_from(
    [
        *(
            ("waktu", text)
            for text in ("12 Januari 2024", "12/01/2024", "2026-01-12", "2020-2024", "Jan-24", "3 Nopember 2023")
        ),
        *(
            ("waktu", text)
            for text in ("TW III 2025", "Semester I Tahun 2026", "Januari s.d. Juni 2026", "45303", "2024")
        ),
        *(("retensi", text) for text in ("5 (lima) tahun", "12 bulan", "2 tahun aktif, 3 tahun inaktif", "Permanen")),
        *(("retensi", text) for text in ("Selama masih berlaku", "1 tahun 6 bulan")),
        *(("bentuk", text) for text in ("Soft Copy", "softcopy dan hardcopy", "Website, hardcopy, dan softcopy")),
        *(("usulan", text) for text in ("Serta-merta", "Informasi yang Wajib Tersedia Setiap Saat")),
    ]
)
WIDE = {code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)}
DISGUISES = st.sampled_from(
    [
        *(str.upper, str.lower, lambda text: f" {text}\n", lambda text: f"{text}.", lambda text: f"\u200f{text}\u200e"),
        *(
            lambda text, blank=blank: text.replace(" ", blank)
            for blank in ("\u00a0", "  ", "\u2009", " \u200b", "\n", "\t")
        ),
        *(lambda text, dash=dash: text.replace("-", dash) for dash in "\u2010\u2011–—\u2212\ufe63"),
        lambda text: text.translate(WIDE),
    ]
)


@given(FORMS, st.lists(DISGUISES, max_size=3))
def test_what_nobody_can_see_or_would_mean_is_no_difference(form, disguises):
    """Case, blanks of every kind, hidden marks, a last full stop, dashes and digits of another width."""
    role, text = form
    column, typed = UNIT.column(role), text
    for disguise in disguises:
        typed = disguise(typed)
    assert read_cell(text, column, TEMPLATE).flaws == ()
    assert read_cell(typed, column, TEMPLATE) == read_cell(text, column, TEMPLATE)


@given(TYPED)
def test_a_period_that_was_read_has_a_first_and_a_last_day(text):
    read = read_period(text)
    if text.strip() and not read.flaws:
        first, last = (date.fromisoformat(day) for day in period_days(read.value))
        assert first <= last


@given(DAYS)
def test_every_day_is_written_one_way_and_read_in_every_usual_one(day):
    """Day first, year first, month by name: the same day."""
    written = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    forms = (written, f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}", day.isoformat(), written.upper())
    assert {read_period(form).value for form in forms} == {written}
    assert period_days(written) == (day.isoformat(), day.isoformat())


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_every_month_keeps_its_precision(year, month):
    name = f"{MONTHS[month - 1]} {year}"
    assert read_period(f"{year}-{month:02}").value == read_period(name).value == name
    assert period_days(name)[0] == f"{year}-{month:02}-01"


@given(st.sampled_from(["Lebak", "Kota Serang", "Aula Kantor"]), DAYS, st.sampled_from([", ", "; ", " (", " / "]))
def test_time_and_place_are_taken_apart_in_either_order(place, day, sign):
    time = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    assert split_place(f"{place}{sign}{time}") == split_place(f"{time}{sign}{place}") == (place, time)


@given(
    st.integers(1, 4), st.integers(1, 4), st.integers(1900, 2100), st.sampled_from(["-", " s.d. ", " s/d ", " sampai "])
)
def test_quarters_in_a_row_are_the_time_from_the_first_to_the_last(first, last, year, sign):
    """The year may stand once or twice, the word, too."""
    short = read_period(f"Triwulan {first}{sign}{last} {year}")
    long = read_period(f"Triwulan {first} {year}{sign}Triwulan {last} {year}")
    if first < last:
        assert [flaw.code for flaw in short.flaws] == [flaw.code for flaw in long.flaws]
        assert bool(short.flaws) or short.value == long.value


@given(st.integers(20000, 73415), st.booleans())
def test_every_serial_number_is_the_day_the_spreadsheet_shows(number, date1904):
    """Counted from 1899-12-30, in 1904 workbooks 1462 days later."""
    read = read_period(str(number), date1904=date1904)
    if not read.flaws:
        shown = date.fromordinal(date(1899, 12, 30).toordinal() + number + (1462 if date1904 else 0))
        assert period_days(read.value)[0] == shown.isoformat()


@given(st.integers(1, 999), st.sampled_from(["tahun", "bulan"]), st.integers(1, 99))
def test_every_plain_retention_is_read_in_its_short_forms(number, unit, other):
    short = {"tahun": "th", "bulan": "bln"}[unit]
    assert read_retention(f"{number} {short}.").value == f"{number} {unit}"
    phases = f"{number} {unit} aktif, {other} tahun inaktif"
    assert read_retention(f"{number} {short} aktif dan {other} thn inaktif").value == phases


LENGTHS = st.builds("{} {}".format, st.integers(1, 99), st.sampled_from(["tahun", "bulan"]))
WORDS = st.sampled_from(
    [
        *("diaudit", "MoU berakhir", "tahun anggaran berakhir", "pegawai tidak aktif", "diserahkan, diterima, dicatat"),
        *("ditetapkan dan diundangkan", "dicabut atau diganti", "BAST (serah terima)", "hak & kewajiban selesai"),
    ]
)
CONDITIONS = st.one_of(st.just(""), st.builds(" {} {}".format, st.sampled_from(["setelah", "sejak"]), WORDS))
PHASES = st.builds("{}{}".format, LENGTHS, CONDITIONS)
SEPARATORS = st.sampled_from([", ", "; ", ";"])


@given(
    PHASES,
    PHASES,
    st.sampled_from(["musnah", "permanen", "dinilai kembali", ""]),
    st.permutations(range(3)),
    SEPARATORS,
)
def test_the_parts_of_a_schedule_mean_the_same_in_any_order(active, inactive, fate, order, separator):
    """What is published is the whole, and it is read again to the same; no word of a condition is lost."""
    parts = [f"aktif {active}", f"inaktif {inactive}", fate]
    read = read_retention(separator.join(filter(None, (parts[place] for place in order))))
    length, _, condition = active.partition(" s")
    assert read.flaws == ()
    assert read.value.startswith(f"{length} aktif" + (f" s{condition}" if condition else ""))
    assert read.value == read_retention(", ".join(filter(None, parts))).value == read_retention(read.value).value
    assert all(word.strip(",") in read.value for word in f"{active} {inactive} {fate}".split())


@given(PHASES, PHASES, st.sampled_from(["musnah", "permanen", "dinilai kembali"]))
def test_two_lengths_and_a_fate_are_a_schedule(active, inactive, fate):
    """As the three columns of a schedule stand beside each other."""
    named = read_retention(f"aktif {active}, inaktif {inactive}, {fate}").value
    assert read_retention(f"{active}, {inactive}, {fate}").value == named


@given(st.text(max_size=80))
def test_cleaning_and_folding_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)
    assert clean(clean(text, lines=True), lines=True) == clean(text, lines=True)
    assert fold(fold(text)) == fold(text)
    assert squeeze(text) == fold(text).replace(" ", "")
    clean(text).encode("utf-8")


@given(TYPED)
def test_no_link_but_http_and_https_ever_comes_out(text):
    read = read_links(text)
    if not any(CELL_SENTENCES[flaw.code][0] == "error" for flaw in read.flaws):
        for link in links_of(read.value):
            assert link.url.startswith(("http://", "https://"))
            assert link.name and "\n" not in link.name


NAMES = st.text("abcé &()-_ ", min_size=1, max_size=12).map(str.strip).filter(lambda name: name.strip("-_ &()"))


@given(NAMES, st.booleans())
def test_an_address_in_words_and_its_target_are_one_link(name, named):
    """However its blanks and letters are encoded: the target is what is kept."""
    shown, target = f"https://a.go.id/{clean(name)}.pdf", f"https://a.go.id/{quote(clean(name))}.pdf"
    text = f"Neraca | {shown}" if named else shown
    assert links_of(read_links(compose_links(text, [Link(text, target)])).value)[0].url in (target, shown)
    assert read_links(compose_links(text, [Link(text, target)])).flaws == ()


@given(TYPED, st.lists(st.builds(Link, TYPED, st.sampled_from(["https://a.go.id/1", "https://b.go.id/2"])), max_size=3))
def test_a_hidden_target_is_never_lost_from_the_typed_text(text, links):
    """A link behind a cell is part of its typed text, so that another link is another version."""
    typed = compose_links(text, links)
    assert all(link.url in typed for link in links)


@given(TYPED)
def test_looking_for_personal_data_never_raises_and_never_quotes_it_whole(text):
    for flaw in check_text(text, OFFICE):
        if flaw.code.startswith("data-pribadi-"):
            assert "…" in str(flaw.words["found"])


@given(st.text(max_size=8), st.one_of(st.none(), st.text(max_size=8)))
def test_any_text_and_formula_is_read_as_a_tick_or_none(text, formula):
    """Where there are boxes, no text or formula is a yes."""
    assert read_tick(text, TEMPLATE.ticks["approval"], formula) in Tick
    assert read_tick(text, TEMPLATE.ticks["approval"], formula, boxed=True) is not Tick.YES


@given(st.lists(st.lists(TYPED, max_size=14), max_size=6))
def test_any_grid_is_read_without_raising_and_every_problem_of_a_row_has_its_place(rows):
    """Rows of any length under a whole header; problems are kept under the row they belong to."""
    header = [column.header for column in UNIT.columns]
    reading = read_unit_tab(Sheet("Tab", [header, *rows]), "KUL", OFFICE, TEMPLATE)
    numbers = {row.number for row in reading.rows}
    assert reading.usable
    assert set(reading.problems_by_row) <= numbers
    for row in reading.rows:
        errors = [p for p in reading.problems_by_row.get(row.number, ()) if p.severity == "error"]
        assert row.valid == (not errors)


@pytest.mark.parametrize("role", TEMPLATE.content_roles)
def test_the_example_of_every_column_is_readable(role):
    column = UNIT.column(role)
    assert read_cell(column.example, column, TEMPLATE).flaws == ()
