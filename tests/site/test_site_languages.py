"""Editions in other languages: the same list with another interface; what the office wrote stays as it is."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from markupsafe import Markup

from sync.errors import TemplateError
from sync.site.page_bytes import translator
from sync.site.site_settings import site_settings
from sync.template.loader import templates_folder
from tests.releases import BILINGUAL, OFFICE, TEMPLATE, many, parsed, rendered, typical
from tests.settings.test_settings import LEAST, load, refusal

FOLDER = templates_folder("site_templates")
SAID = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"')


@pytest.mark.parametrize("name", ["en.po", "su.po"])
def test_every_message_of_the_templates_is_in_the_catalogue_and_no_other(name: str) -> None:
    """Nothing stays untranslated unnoticed, nothing lies there unused, and values keep their names."""
    said = {message for path in FOLDER.glob("*.j2") for message in SAID.findall(path.read_text("utf-8"))}
    with (FOLDER / name).open("rb") as file:
        known = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    assert said == set(known)
    for message, text in known.items():
        values, told = (sorted(re.findall(r"%\(\w+\)s", each)) for each in (message, text))
        assert text and told == values


def test_names_that_come_with_the_data_are_in_the_catalogue_too() -> None:
    """Classes, forms and headers are said in English, wherever they come from."""
    with (FOLDER / "en.po").open("rb") as file:
        known = {message.id for message in read_po(file)}
    unit = TEMPLATE.tab("unit")
    assert set(TEMPLATE.classes()) <= known
    assert {unit.column(role).header for role in TEMPLATE.public_roles} <= known


def test_every_page_has_its_twin() -> None:
    """At the same address below en/, each naming the other to search engines and to people."""
    files = rendered(typical(), BILINGUAL, TEMPLATE)
    pages = {path for path in files if path.endswith(".html") and path not in ("404.html", "sematan.html")}
    own = {path for path in pages if not path.startswith("en/")}
    assert pages - own == {f"en/{path}" for path in own}
    page = parsed(files["en/informasi/KUL-0002/index.html"])
    assert page.get("lang") == "en"
    assert page.xpath("//link[@rel='alternate'][@hreflang='id']/@href") == [
        "https://kpu-lebak.example/dip/informasi/KUL-0002/"
    ]
    assert page.xpath("//p[@class='bahasa']/a/@href") == ["../../../informasi/KUL-0002/index.html"]


def test_what_the_office_wrote_is_marked_as_indonesian() -> None:
    """A screen reader changes its voice; days and labels are English."""
    page = parsed(rendered(typical(), BILINGUAL, TEMPLATE)["en/informasi/KUL-0002/index.html"])
    (title,) = page.xpath("//h1")
    assert (title.text, title.get("lang")) == ("Laporan Barang Milik Negara 2025", "id")
    assert page.xpath("string(//h2[@id='h-unsur'])") == "Particulars"
    assert "Updated: Summary, Documents" in " ".join(page.xpath("string(//ol[@class='riwayat'])").split())


@pytest.mark.slow
def test_numbers_are_written_the_english_way() -> None:
    page = parsed(rendered(many(1001), BILINGUAL, TEMPLATE)["en/index.html"])
    assert page.xpath("string(//p[@id='jumlah'])") == "1,001 entries"


def test_an_office_may_have_one_language_only() -> None:
    files = rendered(typical(), OFFICE, TEMPLATE)
    assert not [path for path in files if path.startswith("en/")]
    assert b"hreflang" not in files["index.html"]


def test_the_twin_of_a_withdrawn_page_is_sent_first_too() -> None:
    manifest = json.loads(rendered(typical(), BILINGUAL, TEMPLATE)["manifest.json"])
    assert manifest["withdrawn"] == ["en/informasi/KUL-0003/index.html", "informasi/KUL-0003/index.html"]


def test_an_office_may_say_it_in_its_own_words(tmp_path: Path) -> None:
    """A catalogue in its folder wins message by message."""
    (tmp_path / "en.po").write_text('msgid "Pemutakhiran"\nmsgstr "News"\n')
    page = parsed(rendered(typical(), BILINGUAL, TEMPLATE, tmp_path)["en/index.html"])
    assert "News" in page.xpath("string(//nav[@class='menu'])")
    assert "Download" in page.xpath("string(//nav[@class='menu'])")


def test_a_broken_catalogue_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.po").write_text('msgid "Pemutakhiran"\nmsgstr "News"\nbeginilah\n')
    with pytest.raises(TemplateError, match="site template en.po: "):
        rendered(typical(), BILINGUAL, TEMPLATE, tmp_path)


def test_one_new_entry_changes_a_handful_of_files_in_both_languages() -> None:
    before = many(300)
    old, new = (rendered(each, BILINGUAL, TEMPLATE) for each in (before, replace(many(301), number=2)))
    assert len([path for path in old.keys() | new.keys() if old.get(path) != new.get(path)]) <= 30


def test_a_message_with_a_value_is_that_of_this_very_value() -> None:
    """Values are escaped, unless they are safe already."""
    say = translator({"%(x)s buah": "%(x)s pieces"})
    for value in (1, True, "<", Markup("<"), ["<"]):
        assert say("%(x)s buah", x=value) == Markup("%(x)s pieces") % {"x": value}


THREE = replace(OFFICE, languages=("id", "su", "en"))


def test_what_no_native_speaker_checked_is_counted_in_the_guide() -> None:
    with (FOLDER / "su.po").open("rb") as file:
        unchecked = len([message for message in read_po(file) if message.id and message.fuzzy])
    guide = (FOLDER.parent / "docs" / "appearance.md").read_text("utf-8")
    assert f"| `su.po` (Sundanese) | {unchecked} |" in guide


FAMILIAR = """
  geus can bisa atawa jeung kudu sarua dibikeun poé gawé boga jalma upama ngan sabab séjén sanggeus lila dijieun nyieun
  heubeul robah parobahan loba gedé leuwih pikeun tuluy ditarima dijawab ngaliwatan nyaho ngaran sorangan tingali maca
  dan atau yang dengan untuk oleh sudah belum dapat tidak adalah karena bila ini itu pada dari
"""
"""Sundanese among friends, and Indonesian."""


def test_sundanese_is_polite_throughout() -> None:
    """One register, and no Indonesian left over."""
    with (FOLDER / "su.po").open("rb") as file:
        said = {
            word for message in read_po(file) if message.id for word in re.findall(r"\w+", str(message.string).lower())
        }
    assert not said & set(FAMILIAR.split())


def test_an_edition_in_sundanese_leads_to_the_others() -> None:
    page = parsed(rendered(typical(), THREE, TEMPLATE)["su/informasi/KUL-0002/index.html"])
    assert page.get("lang") == "su"
    switch = [
        (link.get("lang"), link.get("href"), link.text_content()) for link in page.xpath("//p[@class='bahasa']/a")
    ]
    assert switch == [
        ("id", "../../../informasi/KUL-0002/index.html", "Bahasa Indonesia"),
        ("en", "../../../en/informasi/KUL-0002/index.html", "English"),
    ]
    assert len(page.xpath("//link[@rel='alternate'][@hreflang]")) == 3
    assert "23 Nopémber 2026" in page.xpath("string(//main)")


def test_an_office_adds_a_language_by_its_catalogue(tmp_path: Path) -> None:
    """What it does not say is said in Indonesian; without a catalogue the language is refused by name."""
    office = replace(OFFICE, languages=("id", "jv"))
    with pytest.raises(TemplateError, match="site template jv.po is missing, and languages in .site. names"):
        rendered(typical(), office, TEMPLATE)
    (tmp_path / "jv.po").write_text('msgid "Pemutakhiran"\nmsgstr "Anyar-anyaran"\n')
    page = parsed(rendered(typical(), office, TEMPLATE, tmp_path)["jv/index.html"])
    menu = page.xpath("string(//nav[@class='menu'])")
    assert "Anyar-anyaran" in menu and "Tentang" in menu and "Basa Jawa" not in page.xpath("string(//header)")


def test_languages_are_a_setting(tmp_path: Path) -> None:
    def chosen(text: str) -> tuple[str, ...]:
        return site_settings(load(tmp_path, f"{LEAST}\n[site]\n{text}\n")).languages

    assert chosen("") == ("id", "en") and chosen("english = false") == ("id",)
    assert chosen('languages = ["su", "en", "su"]') == ("id", "su", "en") and chosen('languages = ["id"]') == ("id",)
    for wrong in ("../x", "EN", "english", ""):
        assert "languages in [site]" in refusal(tmp_path, f'{LEAST}\n[site]\nlanguages = ["{wrong}"]\n')


def test_a_hostile_catalogue_stays_text(tmp_path: Path) -> None:
    """A message is text, its values are escaped, and one that names a value of its own stops nothing but the build."""
    (tmp_path / "su.po").write_text('msgid "Pemutakhiran"\nmsgstr "<script>alert(1)</script>"\n')
    page = parsed(rendered(typical(), THREE, TEMPLATE, tmp_path)["su/index.html"])
    assert "<script>alert(1)</script>" in page.xpath("string(//nav[@class='menu'])")
    (tmp_path / "su.po").write_text('msgid "Penetapan Nomor %(nomor)s"\nmsgstr "%(rahasia)s"\n')
    with pytest.raises(TemplateError, match="rahasia"):
        rendered(typical(), THREE, TEMPLATE, tmp_path)
