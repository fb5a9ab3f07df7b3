"""The page of one entry: the document first, how to ask where there is none, what a decree called it, whom to tell of a
mistake."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.release import AttachedDecree, ListPage, PastList, Release
from sync.settings.service import Service
from sync.site.formatting import mail_link
from sync.site.list_pages import first_decrees
from tests.releases import BILINGUAL, OFFICE, TEMPLATE, parsed, release, released, rendered

PAGE = "informasi/KUL-0001/index.html"
SAID = replace(
    OFFICE,
    phones=("(0252) 123456",),
    service=Service(hours="Senin–Jumat, 08.00–16.00", costs="Gratis", eppid="https://e-ppid.example/"),
    unit_addresses={"KUL": "kul@kpu-lebak.example"},
)
BREAKERS = [
    "a&cc=x@evil.example", "a?bcc=x@evil.example", "a\r\nBcc: x@evil.example", "a%0ABcc:x", "“é” \u2028 \u202e",
    "\ud800", "\"><script>alert(1)</script>", "a" * 5000, "#", "+", "",
]  # fmt: skip


def shown(office: Any = SAID, **content: str) -> Any:
    return parsed(rendered(release(released(**content)), office, TEMPLATE)[PAGE])


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def letter(address: str) -> tuple[str, str, str]:
    """Recipient, subject and body of a mail, as a program for mail reads its address."""
    parts = urlsplit(address)
    assert parts.scheme == "mailto" and not parts.fragment
    words = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    assert set(words) == {"subject", "body"} and all(len(values) == 1 for values in words.values())
    return parts.path, words["subject"][0], words["body"][0]


def test_the_document_is_one_primary_button_and_the_others_stand_below() -> None:
    page = shown(tautan="Laporan | https://a.example/l.pdf\nLampiran | https://a.example/m.xlsx")
    (button,) = page.xpath("//section[@class='berkas']/p[@class='tombol']/a")
    assert (text(button), button.get("href")) == ("Laporan PDF", "https://a.example/l.pdf")
    assert [text(each) for each in page.xpath("//section[@class='berkas']//li")] == ["Lampiran Excel"]


def test_a_document_without_a_name_says_what_it_opens() -> None:
    (button,) = shown(tautan="https://a.example/scan_0012.pdf").xpath("//p[@class='tombol']/a")
    assert text(button) == "Buka dokumen (PDF)"


def test_the_names_of_many_files_behind_one_link_are_no_button() -> None:
    """As a list tells them that had a folder of files for each entry: the button says what it does, the names stand
    below it whole."""
    names = ", ".join(f"Salinan {number}. Laporan Bulan {number}.pdf" for number in range(1, 12))
    page = shown(tautan=f"{names} | https://drive.example/folder/1")
    (button,) = page.xpath("//section[@class='berkas']/p[@class='tombol']/a")
    assert text(button).startswith("Buka dokumen")
    assert text(page.xpath("//section[@class='berkas']/p[@class='nama']")[0]) == names


def test_where_there_is_no_document_it_is_asked_for() -> None:
    """A letter that is begun, the place, the hours, what the law says, what it costs, the office's e-PPID."""
    page = shown(tautan="")
    (button,) = page.xpath("//div[@class='minta']/p/a")
    to, subject, body = letter(button.get("href"))
    assert (text(button), to, subject) == (
        "Minta informasi ini",
        "ppid@kpu-lebak.example",
        "Permintaan informasi KUL-0001",
    )
    assert "KUL-0001 – Laporan Keuangan Tahun 2025\r\n" in body and body.endswith("melihat langsung):")
    told = text(page.xpath("//div[@class='minta']")[0])
    for words in ("e-ppid.example", "Jl. Abdi Negara", "(0252) 123456", "Senin–Jumat", "Gratis", "10 hari kerja"):
        assert words in told
    assert not shown().xpath("//div[@class='minta']")


def test_what_the_office_did_not_say_is_not_said_for_it() -> None:
    told = text(shown(OFFICE, tautan="").xpath("//div[@class='minta']")[0])
    assert "Jam layanan" not in told and "Biaya" not in told and "e-PPID" not in told
    silent = shown(replace(OFFICE, email="", address=""), tautan="")
    assert not silent.xpath("//a[starts-with(@href, 'mailto:')]")


def test_a_mistake_is_told_to_the_office_address_of_the_unit() -> None:
    """Else to that of the office; never to an editor."""
    for office, to in ((SAID, "kul@kpu-lebak.example"), (OFFICE, "ppid@kpu-lebak.example")):
        asked = text(shown(office).xpath("//section[@class='keliru']")[0])
        assert ("Beri tahu unit" in asked, "Beri tahu PPID" in asked) == (office is SAID, office is OFFICE)
        (link,) = shown(office).xpath("//section[@class='keliru']//a")
        assert letter(link.get("href"))[:2] == (to, "Ada yang keliru pada KUL-0001") and text(link) == to


def test_letters_are_begun_in_the_language_of_the_page() -> None:
    page = parsed(rendered(release(released(tautan="")), BILINGUAL, TEMPLATE)[f"en/{PAGE}"])
    assert letter(page.xpath("//div[@class='minta']//a/@href")[0])[1] == "Request for information KUL-0001"


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.sampled_from(BREAKERS), st.text(max_size=60)), st.text(max_size=60))
def test_no_text_breaks_out_of_a_letter(subject: str, line: str) -> None:
    """One recipient, one subject, as many lines as were given, and an address that programs for mail take."""
    address = mail_link("a+b@kpu.example", subject, [line, subject])
    to, said, body = letter(address)
    EmailMessage()["Subject"] = said
    assert to == "a%2Bb@kpu.example"
    assert body.count("\n") == body.count("\r\n") == 1 and "\n" not in said and address.isascii()
    assert len(address) < 2000 * 3


@pytest.mark.parametrize("title", BREAKERS[:-1])
def test_no_title_breaks_out_of_the_page(title: str) -> None:
    (link,) = shown(tautan="", judul=title).xpath("//div[@class='minta']/p/a/@href")
    assert letter(link)[1] == "Permintaan informasi KUL-0001"


def past(day: str, number: str, **items: int) -> PastList:
    listed = {id.replace("_", "-"): version for id, version in items.items()}
    return PastList(ListPage(day, "ab" * 32, len(items)), (number, day if number else ""), listed)


def decreed(*lists: PastList, **more: Any) -> Release:
    return replace(release(released()), lists=lists, **more)


def test_the_first_decree_on_a_version_is_told_with_its_page() -> None:
    lists = (
        past("2026-02-01", "", KUL_0001=1),
        past("2026-03-01", "7/2026", KUL_0001=1),
        past("2026-04-01", "9/2026", KUL_0001=1),
    )
    shown = decreed(*lists)
    (told,) = parsed(rendered(shown, OFFICE, TEMPLATE)[PAGE]).xpath("//p[@class='penetapan']")
    assert "KUL-0001" in text(told) and "Keputusan Nomor 7/2026 tanggal 1 Maret 2026." in text(told)
    place = "rilis/2026-03-01-abababab/index.html"
    assert told.xpath("a/@href") == [f"../../{place}#keputusan"] and place in rendered(shown, OFFICE, TEMPLATE)


def test_a_decree_on_another_version_is_not_told() -> None:
    assert ("KUL-0001", 1) not in first_decrees(decreed(past("2026-03-01", "7/2026", KUL_0001=2)))


def test_the_signed_decree_on_the_list_of_today_is_told_once_it_is_back() -> None:
    """Before that, an entry's page would change with the entries beside it."""
    assert not first_decrees(decreed())
    back = AttachedDecree(
        ListPage("2026-11-20", "cd" * 32, 1), ("45/PP.08/2026", ""), "ef" * 32, "digest", {"KUL-0001": 1}
    )
    found = first_decrees(decreed(decrees=(back,)))
    assert found == {("KUL-0001", 1): ("45/PP.08/2026", "", "rilis/2026-11-20-cdcdcdcd/")}
