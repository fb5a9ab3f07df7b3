"""What the public sees, named case by case."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from lxml import html

from sync.errors import LedgerError, TemplateError
from sync.release import ReleasedEntry
from sync.site.gate import KEYS, PublicEntry, dip_rows, is_public_url, public_entry, public_list
from tests.releases import OFFICE, TEMPLATE, release, released, rendered, typical


def page(files: dict[str, bytes], path: str = "index.html") -> html.HtmlElement:
    """A page as a browser would parse it."""
    return html.document_fromstring(files[path].decode())


def test_the_list_shows_every_legal_element_without_script() -> None:
    """All seven elements of each entry stand in index.html itself."""
    text = page(rendered(release(released()), OFFICE, TEMPLATE)).get_element_by_id("KUL-0001").text_content()
    for element in (
        "1", "Neraca, realisasi anggaran", "Subbagian Keuangan, Umum, dan Logistik", "Kepala Subbagian Keuangan",
        "12 Januari 2026, Rangkasbitung", "Softcopy dan Hardcopy", "2 tahun aktif, 3 tahun inaktif",
    ):  # fmt: skip
        assert element in text


def test_the_list_is_ordered_by_class_then_unit_then_number() -> None:
    """Classes stand in the order of the law, units in that of `dip.toml`, numbers of IDs by value; the order of rows
    does not count."""
    scattered = release(
        released("REN-0001"), released("KUL-10000"), released("TEK-0001"), released("KUL-0002"),
        released("KUL-0001", klasifikasi="Informasi Setiap Saat"),
        released("TEK-0009", klasifikasi="Informasi Serta Merta"),
    )  # fmt: skip
    ordered = [(entry.nomor, entry.id) for entry in public_list(scattered, OFFICE, TEMPLATE)]
    assert ordered == [
        (1, "KUL-0002"), (2, "KUL-10000"), (3, "TEK-0001"), (4, "REN-0001"), (5, "TEK-0009"), (6, "KUL-0001"),
    ]  # fmt: skip


def test_an_entry_that_moved_stands_with_its_unit_and_keeps_its_id() -> None:
    """The unit is content; the code in the ID is only where the entry was born."""
    moved = release(released("KUL-0001", unit="REN"), released("TEK-0001"))
    assert [(e.id, e.penguasa) for e in public_list(moved, OFFICE, TEMPLATE)][1] == ("KUL-0001", OFFICE.units["REN"])


def test_the_excluded_class_cannot_pass_the_gate() -> None:
    """Neither one entry nor a whole list with one in it."""
    hidden = released(klasifikasi="Informasi Dikecualikan")
    with pytest.raises(LedgerError, match="KUL-0001, whose class is not public; nothing is published"):
        public_entry(hidden, 1, OFFICE, TEMPLATE)
    with pytest.raises(LedgerError):
        rendered(release(released("KUL-0002"), hidden), OFFICE, TEMPLATE)


@pytest.mark.parametrize("klasifikasi", ["", "informasi berkala", "Rahasia"])
def test_an_unknown_class_cannot_pass_the_gate(klasifikasi: str) -> None:
    """The gate is an allow-list: what is not known to be public is not."""
    with pytest.raises(LedgerError):
        public_entry(released(klasifikasi=klasifikasi), 1, OFFICE, TEMPLATE)


@pytest.mark.parametrize("id", ["../../index", "KUL-1", "kul-0001", "KUL-0001/x", "KUL-0001\n", "KUL-٠٠٠١"])
def test_an_id_that_is_none_cannot_become_a_path(id: str) -> None:
    """IDs become names of folders on the site."""
    with pytest.raises(LedgerError, match="is no ID"):
        public_list(release(replace(released(), id=id)), OFFICE, TEMPLATE)


def test_columns_that_are_not_public_do_not_pass() -> None:
    """The place of the paper archive is in the sheet, never on the site, even if a release carried it."""
    files = rendered(release(released(lokasi_arsip="Rak 2, map biru", catatan="jangan tayang")), OFFICE, TEMPLATE)
    assert not any(word in data for data in files.values() for word in (b"Rak 2", b"jangan tayang"))


@pytest.mark.parametrize("url", [
    "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example/x", "https://", "https://[::1",
    "https://a.example/x y", "https://a.example/\u202egpj.exe",
])  # fmt: skip
def test_only_http_links_with_a_host_pass(url: str) -> None:
    """Autoescaping does not stop a javascript: link; the gate does."""
    entry = public_entry(released(tautan=f"Berkas | {url}\nBaik | https://a.example/b.pdf"), 1, OFFICE, TEMPLATE)
    assert [link.url for link in entry.tautan] == ["https://a.example/b.pdf"]


@pytest.mark.parametrize(("url", "passes"), [
    ("http://a.example", True), ("https://a.example/b.pdf", True), ("HTTPS://a.example/é", True),
    ("javascript://a.example/%0Aalert(1)", False), ("ftp://a.example/", False), ("file://a.example/etc", False),
    ("https:///b.pdf", False), ("https://é.example/a b", False), ("https://é.example/\u200b", False),
    ("https://[é", False), ("", False), ("é", False),
])  # fmt: skip
def test_the_second_gate_refuses_by_itself(url: str, *, passes: bool) -> None:
    """Whatever the reader of links let through: another scheme with a host, none, a blank, what cannot be seen."""
    assert is_public_url(url) is passes


def test_links_tell_what_opens_and_leak_no_opener() -> None:
    """Each link has its name and its kind, and `rel=noopener`."""
    tautan = (
        "Laporan | https://a.example/l.PDF?x=1\nFolder | https://drive.google.com/drive/folders/abc\nhttps://a.example/"
    )
    links = page(rendered(release(released(tautan=tautan)), OFFICE, TEMPLATE)).xpath(
        "//*[@id='KUL-0001']//ul[@class='dokumen']/li"
    )
    assert [" ".join(link.text_content().split()) for link in links][:2] == ["Laporan PDF", "Folder Google Drive"]
    assert all("noopener" in link.find("a").get("rel") for link in links)


def test_an_entry_page_knows_nothing_of_the_list() -> None:
    """Another entry, another number, another update: the page keeps its bytes."""
    alone = rendered(release(released("KUL-0002")), OFFICE, TEMPLATE)
    longer = replace(typical(), updated="2027-01-01", entries=(released("KUL-0001"), released("KUL-0002")))
    many = rendered(longer, OFFICE, TEMPLATE)
    path = "informasi/KUL-0002/index.html"
    assert alone[path] == many[path]


def test_a_withdrawn_entry_leaves_its_id_and_day_only() -> None:
    """No title, no summary; but whoever has the address is told."""
    main = page(rendered(typical(), OFFICE, TEMPLATE), "informasi/KUL-0003/index.html").xpath("//main")[0]
    (asked,) = main.xpath(".//section[@class='berkas']")
    assert "KUL-0003" in asked.xpath(".//a/@href")[0] and "Minta informasi ini" in asked.text_content()
    asked.drop_tree()
    text = main.text_content()
    assert " ".join(text.split()) == (
        "Ditarik KUL-0003 tidak lagi dalam daftar Informasi dengan nomor KUL-0003 ditarik dari Daftar Informasi "
        "Publik pada 22 November 2026. Lihat daftar yang berlaku"
    )


def test_what_came_back_is_no_longer_a_notice() -> None:
    """An entry that is both in the list and among the withdrawn is in the list."""
    back = release(released("KUL-0003"), withdrawn=(("KUL-0003", "2026-11-22"),))
    files = rendered(back, OFFICE, TEMPLATE)
    assert "Laporan Keuangan" in files["informasi/KUL-0003/index.html"].decode()
    assert json.loads(files["manifest.json"])["withdrawn"] == []


def test_an_empty_list_is_a_page_too() -> None:
    """No entries at all: counts are 0, classes say so, exports have a header."""
    files = rendered(replace(release(), updated=""), OFFICE, TEMPLATE)
    assert page(files).text_content().count("Belum ada informasi dalam kelas ini.") == 3
    assert "Daftar ini belum berisi informasi" in page(files).text_content() and not page(files).xpath("//form")
    assert json.loads(files["data/dip.json"]) == {"office": OFFICE.name, "kode": "", "updated": "", "entries": []}


def test_days_are_told_in_indonesian() -> None:
    """The list says when it was brought up to date and by which decision it was established."""
    text = " ".join(
        page(rendered(typical(), OFFICE, TEMPLATE)).xpath("//p[@class='mutakhir']")[0].text_content().split()
    )
    assert text == "Dimutakhirkan 23 November 2026 Penetapan Nomor 45/PP.08/2026, 20 November 2026"


def test_history_names_elements_and_days_never_values() -> None:
    """What changed is told by the header of its column."""
    files = rendered(release(released(updated="2026-11-23")), OFFICE, TEMPLATE)
    items = page(files, "informasi/KUL-0001/index.html").xpath("//ol[@class='riwayat']/li")
    assert " ".join(items[1].text_content().split()) == (
        "23 November 2026 Dimutakhirkan: Ringkasan Isi Informasi, Tautan Dokumen"
    )


def test_a_site_address_without_its_slash_means_the_same() -> None:
    bare = replace(OFFICE, url="https://kpu-lebak.example/dip")
    assert rendered(typical(), bare, TEMPLATE) == rendered(typical(), OFFICE, TEMPLATE)


def test_the_manifest_names_every_other_file_by_its_hash() -> None:
    """A target is compared with the site by it, and it says what at the target is ours."""
    files = rendered(typical(), OFFICE, TEMPLATE)
    document = json.loads(files["manifest.json"])
    assert document["release"] == 1
    assert document["files"] == {p: hashlib.sha256(d).hexdigest() for p, d in files.items() if p != "manifest.json"}
    assert document["withdrawn"] == ["informasi/KUL-0003/index.html"]


def test_every_page_forbids_everything_foreign() -> None:
    """A strict policy on each page, nothing inline, nothing loaded from elsewhere."""
    files = rendered(typical(), OFFICE, TEMPLATE)
    for path in (path for path in files if path.endswith(".html") and path != "sematan.html"):
        tree = page(files, path)
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy
        assert tree.get("lang") == "id"
        assert not tree.xpath("//@style | //@*[starts-with(name(), 'on')]")
        assert not tree.xpath("//script[not(@src or @type='application/ld+json')]")
        loaded = tree.xpath("//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
        assert not [address for address in loaded if ":" in address or address.startswith("/")]


def test_the_404_page_loads_nothing_and_links_with_full_addresses() -> None:
    """It is served at any depth; its one style is allowed by its hash."""
    tree = page(rendered(typical(), OFFICE, TEMPLATE), "404.html")
    digest = re.search(r"style-src '(sha256-[^']+)'", tree.xpath("//meta[@http-equiv]/@content")[0])
    import base64

    style = tree.xpath("//style")[0].text
    assert digest and digest[1] == "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    here = "https://kpu-lebak.example/dip/"
    assert tree.xpath("//a/@href") == [here, f"{here}jelajah/", f"{here}tentang/", here]
    assert tree.xpath("//form/@action") == [here]
    assert tree.xpath("//meta[@http-equiv]/@content")[0].endswith("form-action https://kpu-lebak.example")
    assert not tree.xpath("//link | //script | //img")
    bare = page(rendered(typical(), replace(OFFICE, url=""), TEMPLATE), "404.html")
    assert bare.xpath("//a/@href") == [OFFICE.website] and not bare.xpath("//form")


def test_every_link_of_the_site_to_itself_resolves() -> None:
    """Relative, to a file, and to an anchor that exists: over http and from a folder on disk alike."""
    files = rendered(typical(), OFFICE, TEMPLATE)
    for path in (path for path in files if path.endswith(".html")):
        for address in page(files, path).xpath("//@href | //@src"):
            if re.match(r"[a-z]+:", address):
                continue
            target, _, anchor = address.partition("#")
            place = Path("/", path).parent.joinpath(target.partition("?")[0]).resolve() if target else Path("/", path)
            assert str(place)[1:] in files, (path, address)
            if anchor:
                assert page(files, str(place)[1:]).get_element_by_id(anchor) is not None


def test_the_public_columns_are_those_of_the_tab_dip() -> None:
    """One order for the tab, CSV, JSON and XLSX: the template's, less the column about publication itself."""
    columns = [column.role for column in TEMPLATE.tab("dip").columns if column.public]
    assert list(KEYS) == columns
    assert [len(row) for row in dip_rows(public_list(typical(), OFFICE, TEMPLATE))] == [16] * 4
    assert "lokasi_arsip" not in {field.name for field in fields(PublicEntry)}


def test_an_office_overrides_a_block_in_its_own_folder(tmp_path: Path) -> None:
    """Its file wins and may extend ours as dip/<name>; an own asset wins too."""
    (tmp_path / "index.html.j2").write_text(
        '{% extends "dip/index.html.j2" %}{% block judul %}Milik kami{% endblock %}'
    )
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "ikon.svg").write_text("<svg/>")
    files = rendered(typical(), OFFICE, TEMPLATE, tmp_path)
    assert page(files).xpath("//title")[0].text == "Milik kami · KPU Kabupaten Lebak"
    assert files["assets/ikon.svg"] == b"<svg/>"
    assert b"Cara mengutip" in files["informasi/KUL-0001/index.html"]


@pytest.mark.parametrize(("text", "message"), [
    ("satu\n{% if %}", "site template index.html.j2, line 2: Expected an expression, got 'end of statement block'"),
    ("\n\n{{ bukan_apa_apa }}", "site template index.html.j2, line 3: 'bukan_apa_apa' is undefined"),
    ('{% extends "tak-ada.j2" %}', "site template tak-ada.j2 is missing (wanted by index.html.j2)"),
])  # fmt: skip
def test_a_mistake_in_a_template_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    """Nothing is rendered then, and the old site stays."""
    (tmp_path / "index.html.j2").write_text(text)
    with pytest.raises(TemplateError) as caught:
        rendered(typical(), OFFICE, TEMPLATE, tmp_path)
    assert str(caught.value) == message


def test_a_hundred_and_fifty_entries_weigh_little() -> None:
    """The whole first view of a usual office's list stays under 60 KB compressed."""
    import zlib

    files = rendered(release(*(numbered(place) for place in range(150))), OFFICE, TEMPLATE)
    sent = [data for path, data in files.items() if path == "index.html" or path.startswith("assets/")]
    assert sum(len(zlib.compress(data)) for data in sent) < 60_000


def numbered(place: int) -> ReleasedEntry:
    """An entry with text of its own."""
    mark = hashlib.sha256(str(place).encode()).hexdigest()
    return released(
        f"KUL-{place + 1:04}", judul=f"Judul {mark[:30]}", ringkasan=f"Ringkasan {mark}", waktu=str(2000 + place % 26)
    )
