"""The vocabulary of the search: read strictly, added to by an office, sent only as far as it can matter to a list."""

from __future__ import annotations

import gzip
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.search_measure import example_release
from sync.errors import TemplateError
from sync.site.gate import public_list
from sync.site.search_words import SearchWords, read_search_words, words_for
from sync.site.template_files import read_template_files
from sync.template.loader import templates_folder
from tests.releases import OFFICE, TEMPLATE, parsed, release, released, rendered, typical


def sent(folder: Path | None, *texts: str) -> list[str]:
    """The groups that the page of a list with these titles is sent."""
    made = release(*(released(f"KUL-{number:04}", judul=text) for number, text in enumerate(texts, 1)))
    page = parsed(rendered(made, replace(OFFICE, templates=folder), TEMPLATE)["index.html"])
    groups: str = page.get_element_by_id("kosakata").get("data-kelompok")
    return groups.split(";")


def unfolded(text: str) -> list[str]:
    """As `cari.js` reads plain words: a capital letter is how many letters a word shares with the one before."""
    words = [""]
    for same, rest in re.findall("([A-Z]?)([^A-Z ]+)", text):
        words.append(words[-1][: ord(same) - 64 if same else 0] + rest)
    return words[1:]


def test_ours_has_some_hundreds_of_groups_each_with_a_source() -> None:
    tables = tomllib.loads((templates_folder("site_templates") / "kosakata.toml").read_text("utf-8"))
    assert all(table["sumber"] for name, table in tables.items() if name not in ("abaikan", "lain"))
    assert len(read_search_words(read_template_files(None)).groups) >= 300


def test_a_page_is_sent_the_groups_of_which_something_stands_in_its_list() -> None:
    """The words of lists that do not stand there are left out; of those that mean the same all are kept."""
    groups = sent(None, "Pengadaan Barang/Jasa")
    assert any(group.startswith("tender,lelang,proyek,") and group.endswith(":pengadaan") for group in groups)
    assert any(group.startswith("pengadaan,") and "procurement" in group for group in groups)
    assert not any("jadwal retensi arsip" in group for group in groups)


def test_words_of_other_affairs_are_sent_unless_the_list_has_them() -> None:
    """Sorted, and folded into each other."""
    words = SearchWords(("yang yg",), ("gaji paspor", "paspor pasar éa"), ())
    entries = public_list(release(released("KUL-0001", judul="Tarif Paspor")), OFFICE, TEMPLATE)
    sent = words_for(words, entries)
    assert sent["lain"] == "ea gaji pasar" and unfolded(sent["abaikan"]) == ["yang", "yg"]
    assert unfolded(words_for(words, [])["lain"]) == ["ea", "gaji", "pasar", "paspor"]


def test_phrases_of_other_affairs_are_sent_unless_the_list_says_them() -> None:
    """As a group that means nothing; commas part them. One of which a word is left out would say too much."""
    words = SearchWords(("baru",), ("gaji", "kepala desa, Pindah; TPS:, dana desa, partai baru"), ())
    entries = public_list(release(released("KUL-0001", judul="Penyaluran Dana Desa")), OFFICE, TEMPLATE)
    assert words_for(words, entries)["kelompok"] == "kepala desa,pindah tps:"
    assert words_for(words, entries)["lain"] == "gaji"


def test_the_words_of_a_phrase_stand_in_one_entry() -> None:
    """A phrase whose words are strewn over the list is not in it; one that holds a shorter one is not sent."""
    strewn, together = sent(None, "Pengadaan Barang", "Rencana Umum"), sent(None, "Rencana Umum Pengadaan")
    assert not any("rencana umum pengadaan" in group for group in strewn)
    assert "rup,rencana umum pengadaan" in together
    assert any(group.startswith("kip,keterbukaan informasi") for group in sent(None, "Keterbukaan Informasi Publik"))
    assert not any("uu keterbukaan," in group for group in sent(None, "Kelompok"))


def test_what_the_example_office_is_sent_weighs_little() -> None:
    """Compressed, vocabulary and script together: either may grow, not the page."""
    entries = public_list(example_release(), OFFICE, TEMPLATE)
    words = words_for(read_search_words(read_template_files(None)), entries)
    script = rendered(typical(), OFFICE, TEMPLATE)["assets/dip.js"]
    assert sum(len(gzip.compress(data, 6)) for data in ("".join(words.values()).encode(), script)) <= 16_300


def test_an_office_adds_its_own(tmp_path: Path) -> None:
    """To ours, not in their place; a byte order mark, as Notepad puts it, is no mistake."""
    (tmp_path / "kosakata.toml").write_text(
        'abaikan = ["atuh euy"]\n[kantor]\nsumber = ["buku tamu"]\narti = ["kopi darat: Pengadaan, lainnya"]\n'
        'sama = ["barang, sarpras"]\n', "utf-8-sig",
    )  # fmt: skip
    groups = sent(tmp_path, "Pengadaan Barang/Jasa")
    assert groups[-2:] == ["barang,sarpras", "kopi darat:Pengadaan"] and len(groups) > 5
    assert "euy" in unfolded(words_for(read_search_words(read_template_files(tmp_path)), [])["abaikan"])


def test_the_vocabulary_is_no_file_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "kosakata.toml").write_text("")
    assert not [path for path in rendered(typical(), replace(OFFICE, templates=tmp_path), TEMPLATE) if "toml" in path]


def test_the_pages_change_with_it(tmp_path: Path) -> None:
    """Their keys name it, so that a page is made anew once a word is added."""
    (tmp_path / "kosakata.toml").write_text("")
    before = read_template_files(tmp_path).digest
    (tmp_path / "kosakata.toml").write_text('[a]\nsama = ["x, y"]')
    assert read_template_files(tmp_path).digest != before


def test_what_an_office_writes_is_text_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "kosakata.toml").write_text("""[a]\narti = ["\\"><img src=x onerror=alert(1)>: laporan"]\n""")
    page = parsed(rendered(typical(), replace(OFFICE, templates=tmp_path), TEMPLATE)["index.html"])
    assert not page.xpath("//img[@onerror]")
    assert '"><img src=x onerror=alert(1)>:laporan' in page.get_element_by_id("kosakata").get("data-kelompok")


@pytest.mark.parametrize(("text", "line", "told"), [
    ("x = \n", 1, "is not valid TOML"),
    ('[a]\nsama = ["b, c"\n', 3, "is not valid TOML"),
    ('[a]\nsama = [\n  "b, c",\n  "sendirian",\n]', 4, "“sendirian” must be two or more words"),
    ('[a]\nsama = ["a: b"]', 2, "“a: b” must be two or more words"),
    ('[a]\narti = ["a, b"]', 2, "“a, b” must be words, a “:”"),
    ('[a]\narti = ["a: b: c"]', 2, "must be words, a “:”"),
    ('[a]\narti = ["a: "]', 2, "must be words, a “:”"),
    ('[a]\narti = ["a; b: c"]', 2, "without “;”"),
    ('[a]\nsumber = ["x"]\n\nartii = ["a: b"]', 4, "unknown key “artii”"),
    ('[a]\narti = "a: b"', 2, "arti must be a list of texts"),
    ('[a]\narti = ["a: b", 5]', 2, "arti must be a list of texts"),
    ("\nabaikan = 5", 2, "abaikan must be a list of texts"),
    ("\nlain = 5", 2, "lain must be a list of texts"),
    ('kantor = "a: b"', 1, "“kantor” must be a table"),
    ('[a]\nsama = ["a\\u0000, b"]', 2, "a text in sama is too long"),
    (f'[a]\nsama = ["{"kata, " * 200}"]', 2, "a text in sama is too long"),
])  # fmt: skip
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    (tmp_path / "kosakata.toml").write_text(text)
    with pytest.raises(TemplateError) as error:
        read_search_words(read_template_files(tmp_path))
    assert str(error.value).startswith(f"site template kosakata.toml, line {line}: ") and told in str(error.value)


def test_one_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "kosakata.toml").write_bytes('[a]\nsama = ["é, b"]'.encode("latin-1"))
    with pytest.raises(TemplateError, match=r"kosakata\.toml.* is not UTF-8 text"):
        read_search_words(read_template_files(tmp_path))
