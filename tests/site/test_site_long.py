"""Lists too long for one page: what is cut how, and how little one new entry changes."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest

from sync.release import Change, Release, ReleasedEntry
from sync.site.gate import PublicEntry, public_list
from sync.site.pagination import WHOLE, blocks, cut
from sync.site.site_files import render_site
from tests.releases import BILINGUAL, OFFICE, TEMPLATE, many, parsed, release, released, rendered

CLASSES = TEMPLATE.classes()


def entries(*made: ReleasedEntry) -> tuple[PublicEntry, ...]:
    return public_list(release(*made), OFFICE, TEMPLATE)


def leaves(whole: tuple[PublicEntry, ...]) -> dict[str, int]:
    """Page → number of its entries."""
    return {"/".join(part.path): len(part.entries) for part in cut("berkala", whole).pages() if not part.parts}


def numbered(count: int, code: str = "KUL", waktu: str = "2025") -> list[ReleasedEntry]:
    return [released(f"{code}-{number:04}", waktu=waktu) for number in range(1, count + 1)]


def test_a_class_that_fits_is_one_page() -> None:
    assert leaves(entries(*numbered(WHOLE))) == {"berkala": WHOLE}


def test_a_longer_class_is_cut_by_five_years_then_by_year() -> None:
    """The step that is not needed is not taken."""
    made = numbered(WHOLE) + numbered(90, "TEK", "Januari 2021") + numbered(90, "REN", "2020–2024")
    assert leaves(entries(*made, released("TEK-0999", waktu="2009"))) == {
        "berkala/2021-2025/2025": WHOLE, "berkala/2021-2025/2024": 90, "berkala/2021-2025/2021": 90,
        "berkala/2006-2010": 1,
    }  # fmt: skip


def test_a_year_that_is_too_long_is_cut_by_code_and_number() -> None:
    made = numbered(WHOLE + 7) + numbered(3, "TEK")
    assert leaves(entries(*made)) == {
        "berkala/2021-2025/2025/KUL/KUL-0001": WHOLE,
        f"berkala/2021-2025/2025/KUL/KUL-0{WHOLE + 1}": 7,
        "berkala/2021-2025/2025/TEK": 3,
    }


def test_what_has_no_year_stands_after_the_years() -> None:
    made = [*numbered(WHOLE), released("TEK-0001", waktu="setiap saat")]
    assert list(leaves(entries(*made))) == ["berkala/2021-2025", "berkala/tanpa-tahun"]


def test_search_data_is_cut_by_code_and_number() -> None:
    made = entries(*numbered(501), released("TEK-0001"))
    assert [(block.name, len(block.entries)) for block in blocks(made)] == [
        ("KUL-0001", 500), ("KUL-0501", 1), ("TEK-0001", 1),
    ]  # fmt: skip


def test_a_long_list_is_whole_without_script_in_linked_pages() -> None:
    """Every entry can be reached from index.html by links alone, and stands in exactly one page of the list."""
    shown = many(WHOLE + 400)
    files = rendered(shown, OFFICE, TEMPLATE)
    seen: list[str] = []
    todo, done = ["index.html"], set()
    while todo:
        path = todo.pop()
        done.add(path)
        tree = parsed(files[path])
        if path.startswith("daftar/"):
            seen += tree.xpath("//ol[@class='entri']/li/@id")
        tree.make_links_absolute(f"https://x.example/{path}")
        links = [str(link) for link in tree.xpath("//main//a/@href")]
        found = {link.partition("#")[0].removeprefix("https://x.example/") for link in links}
        todo += sorted(link for link in found if link.startswith("daftar/") and link not in done and link not in todo)
    assert sorted(seen) == sorted(entry.id for entry in shown.entries)


def test_a_page_of_parts_says_how_much_is_in_each() -> None:
    files = rendered(many(WHOLE * 3), OFFICE, TEMPLATE)
    shown = parsed(files["daftar/berkala/index.html"]).xpath("//main//li/a/span")
    told = [int(each.text.removesuffix(" informasi")) for each in shown]
    assert len(told) > 2
    assert sum(told) == len([entry for entry in many(WHOLE * 3).entries if entry.content["klasifikasi"] == CLASSES[0]])


def test_what_leads_to_pages_of_parts_names_no_number() -> None:
    """One entry more changes its page and the page that leads there, and nothing above that."""
    before, after = (rendered(release(*numbered(count)), OFFICE, TEMPLATE) for count in (WHOLE + 7, WHOLE + 8))
    above = [f"daftar/berkala/{step}index.html" for step in ("", "2021-2025/", "2021-2025/2025/")]
    assert not [path for path in above if parsed(before[path]).xpath("//main//li/a/span")]
    differs = [path for path in after if path.startswith("daftar/") and before.get(path) != after[path]]
    below = "daftar/berkala/2021-2025/2025/KUL"
    assert differs == [f"{below}/KUL-0{WHOLE + 1}/index.html", f"{below}/index.html"]


def test_search_data_holds_what_the_rows_show() -> None:
    """A classic script that hands over rows, class by class; nothing in it can end the script or start another line."""
    shown = many(WHOLE + 1)
    odd = replace(shown, entries=(*shown.entries, released("ZZZ-0001", judul="a\u2028</script>b")))
    files = rendered(odd, OFFICE, TEMPLATE)
    data = files["data/cari/ZZZ-0001.js"].decode()
    assert data.startswith('DIP.terima("berkala",[[') and data.endswith("]]);\n") and data.count("\n") == 1
    rows = json.loads(data.removeprefix('DIP.terima("berkala",').removesuffix(");\n"))
    heads = [line[:22] for line in files["data/cari/KUL-0001.js"].decode().splitlines()]
    assert heads == ['DIP.terima("berkala",[', 'DIP.terima("setiap-saa']
    assert rows[0][:3] == ["ZZZ-0001", "ZZZ", "a\u2028</script>b"] and "\u2028" not in data


def test_a_short_list_has_neither_parts_nor_search_data() -> None:
    files = rendered(many(WHOLE), OFFICE, TEMPLATE)
    assert not [path for path in files if path.startswith(("daftar/", "data/cari/"))]


def changed(before: Release, after: Release) -> list[str]:
    """The files that differ between two releases, less and more included, in both languages."""
    old, new = (rendered(each, BILINGUAL, TEMPLATE) for each in (before, after))
    return sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))


@pytest.mark.parametrize("klasifikasi", CLASSES)
def test_one_new_entry_changes_a_handful_of_files(klasifikasi: str) -> None:
    """At most thirty, wherever it stands: here first of all, so that the number of every other entry changes."""
    before = many(600)
    new = released("KUL-9999", klasifikasi=klasifikasi, waktu="2024")
    new = replace(new, established="2026-11-24", updated="2026-11-24", changes=(Change("2026-11-24", "established"),))
    after = replace(before, number=2, updated="2026-11-24", entries=(new, *before.entries))
    files = changed(before, after)
    assert "informasi/KUL-9999/index.html" in files
    assert len(files) <= 30, files
    old, new_site = (render_site(each, BILINGUAL, TEMPLATE).files for each in (before, after))
    due = [path for path, file in new_site.items() if path not in old or old[path].key != file.key]
    assert len(due) <= 40, due  # nor is much more than that rendered


def test_crossing_into_a_long_list_changes_few_files_too() -> None:
    before = many(WHOLE)
    files = changed(before, many(WHOLE + 1))
    assert len(files) <= 30, files


@pytest.mark.slow
def test_one_new_entry_among_ten_thousand_changes_a_handful_of_files() -> None:
    old, new = (rendered(many(count), OFFICE, TEMPLATE) for count in (10_000, 10_001))
    files = [path for path in old.keys() | new.keys() if old.get(path) != new.get(path)]
    in_english = [path for path in files if path.endswith(".html") and path != "sematan.html"]
    assert 5 < len(files) + len(in_english) <= 30, files
    assert max(len(data) for path, data in old.items() if path.startswith("data/cari/")) < 500_000
    needed = [old["index.html"], *(data for path, data in old.items() if path.startswith("assets/"))]
    assert sum(len(gzip.compress(data)) for data in needed) <= 200_000
