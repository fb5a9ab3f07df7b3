"""What an office makes its own: colour, logo, templates, one file for its other web site, the list of what it
exempts."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sync.errors import SettingsError, TemplateError
from sync.release import Exclusion
from sync.settings.appearance import CONTRAST, DARK, LIGHT, contrast, night_accent
from sync.site.formatting import grounds
from sync.site.site_settings import site_settings
from sync.template.loader import templates_folder
from tests.releases import OFFICE, TEMPLATE, many, parsed, release, rendered, typical
from tests.settings.test_settings import LEAST, load, refusal

DIK = "dik/index.html"
GUIDE = (Path(__file__).parent.parent.parent / "docs" / "appearance.md").read_text("utf-8")
BLOCK = re.compile(r"{% block (\w+)")
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel."""
BASIS = {
    "judul": "Rahasia Sekali", "ringkasan": "Isi rahasia", "klasifikasi": "Informasi Dikecualikan",
    "dasar_pengecualian": "Pasal 17 huruf h", "nomor_uji": "12/UK/2026", "jangka_pengecualian": "5 tahun",
}  # fmt: skip


def test_the_accent_takes_the_place_of_ours_day_and_night() -> None:
    """It is used in styles and pictures, at night lightened as far as reading needs."""
    files = rendered(typical(), replace(OFFICE, accent="#123456"), TEMPLATE)
    style = files["assets/dip.css"].decode()
    assert "--aksen: #123456" in style and f"--aksen: {night_accent('#123456')}" in style
    assert not [path for path, data in files.items() if path.startswith("assets/") and b"#8c1d24" in data]


@pytest.mark.parametrize("accent", ["#8c1d24", "#123456", "#000000", "#0a5c36", "#5b2a86"])
def test_an_accent_can_be_read_by_day_and_by_night(accent: str) -> None:
    assert contrast(accent, LIGHT) >= CONTRAST
    assert contrast(night_accent(accent), DARK) >= CONTRAST


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("line", "message"), [
    ('accent = "merah"', "accent in [site]: “merah” is not a colour; write it like #8c1d24."),
    ('accent = "#ffcc00"', "accent in [site]: #ffcc00 is too pale to be read on the page (contrast 1.4; at least 4.5 "
                           "is needed). Choose a darker one."),
    ('logo = "logo.png"', "logo in [site]: there is no file “logo.png”."),
    ('logo = "dip.toml"', "logo in [site]: “dip.toml” must be one of .svg, .png, .jpg, .jpeg, .webp."),
    ('templates = "templat"', "templates in [site]: “templat” is not a folder."),
    ('akcent = "#8c1d24"', "unknown key “akcent” in [site]; did you mean “accent”?"),
])  # fmt: skip
def test_a_mistake_in_the_looks_is_told(tmp_path: Path, line: str, message: str) -> None:
    assert refusal(tmp_path, f"{LEAST}[site]\n{line}\n") == message


def test_a_logo_too_heavy_for_a_phone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"x" * 200_001)
    assert refusal(tmp_path, f'{LEAST}[site]\nlogo = "logo.png"\n') == (
        "logo in [site]: “logo.png” is larger than 200 KB; every visitor would load it."
    )


def test_a_logo_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"gambar")
    assert refusal(tmp_path, f'{LEAST}[site]\nlogo = "logo.png"\n') == (
        "logo in [site]: “logo.png” is not the kind of picture its name says."
    )


def test_the_looks_of_dip_toml_reach_the_site(tmp_path: Path) -> None:
    """Logo, accent, languages and the folder of templates."""
    (tmp_path / "Logo Kantor.PNG").write_bytes(PICTURE)
    (tmp_path / "templat").mkdir()
    (tmp_path / "templat" / "ditarik.html.j2").write_text("{{ id }} sudah ditarik")
    looks = '[site]\naccent = "#123456"\nlogo = "Logo Kantor.PNG"\ntemplates = "templat"\nenglish = false\n'
    files = rendered(typical(), site_settings(load(tmp_path, LEAST + looks)), TEMPLATE)
    assert files["assets/logo.png"] == PICTURE
    assert b'src="../../assets/logo.png"' in files["informasi/KUL-0001/index.html"]
    assert files["informasi/KUL-0003/index.html"] == b"KUL-0003 sudah ditarik"
    assert not [path for path in files if path.startswith("en/")]


def test_a_logo_that_vanished_is_told(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>")
    settings = load(tmp_path, f'{LEAST}[site]\nlogo = "logo.svg"\n')
    (tmp_path / "logo.svg").unlink()
    with pytest.raises(SettingsError, match="logo in \\[site\\]: .*logo.svg cannot be read: No such file"):
        site_settings(settings)


def test_a_template_of_the_office_that_is_wrong_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "dasar.html.j2").write_text("\n{{ _('%(x)s', y=1) }}")
    with pytest.raises(TemplateError, match="site template dasar.html.j2, line 2: 'x'"):
        rendered(typical(), replace(OFFICE, templates=tmp_path), TEMPLATE)


def test_a_template_of_the_office_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "informasi.html.j2").write_bytes(b"kantor \xff")
    with pytest.raises(TemplateError, match="template informasi.html.j2, or one it uses, is not UTF-8 text. Save"):
        rendered(typical(), replace(OFFICE, templates=tmp_path), TEMPLATE)


def test_the_examples_of_the_guide_do_what_it_says(tmp_path: Path) -> None:
    """A style of one's own, a line below every page, a sentence below the documents of an entry."""
    for path, text in re.findall(r"^`templat/(\S+)`\n\n```\w+\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL):
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        # The guide changes dasar.html.j2 twice: one file may hold both blocks.
        begun = file.read_text() if file.exists() else ""
        file.write_text(begun + (text.partition("\n")[2] if begun else text))
    files = rendered(typical(), replace(OFFICE, templates=tmp_path), TEMPLATE)
    entry = files["informasi/KUL-0001/index.html"].decode()
    assert b":root { --latar" in files["assets/kantor.css"]
    assert '<link rel="stylesheet" href="../../assets/kantor.css">' in entry
    assert "Jam layanan" in entry and "Jam layanan" in files["index.html"].decode()
    assert "tidak dipungut biaya" in entry and "Unsur informasi" in entry


def test_the_guide_lists_every_block_of_every_page() -> None:
    rows = re.findall(r"^\| `(\S+\.html\.j2)` \|[^|]*\|([^|]*)\|", GUIDE, re.MULTILINE)
    listed = {name: re.findall(r"`(\w+)`", blocks) for name, blocks in rows}
    pages = templates_folder("site_templates").glob("*.j2")
    found = {path.name: BLOCK.findall(path.read_text("utf-8")) for path in pages}
    assert {name: sorted(blocks) for name, blocks in listed.items()} == {
        name: sorted(blocks) for name, blocks in found.items() if blocks
    }


def test_the_single_file_loads_nothing_and_names_addresses_in_full() -> None:
    """Styles and script stand in it, allowed by their hashes; every entry is there, however long the list."""
    page = parsed(rendered(many(300), OFFICE, TEMPLATE)["sematan.html"])
    assert len(page.xpath("//ol[@class='entri']/li")) == 300
    assert not page.xpath("//link[@rel!='canonical'] | //img | //script[@src]")
    policy = page.xpath("string(//meta[@http-equiv]/@content)")
    for kind, tag in (("style", "style"), ("script", "script")):
        text = page.xpath(f"string(//{tag}[last()])")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    links = [link for link in page.xpath("//a/@href") if not link.startswith("#")]
    assert all(re.match(r"https://|mailto:", link) for link in links)


def excluded(**basis: str) -> Exclusion:
    return Exclusion("KUL-0044", "KUL", {**BASIS, **basis})


def test_the_list_of_what_is_exempted_shows_its_four_columns_alone() -> None:
    """Only when the office says so; no title, no summary, no ID in any byte."""
    shown = replace(typical(), excluded=(excluded(),))
    files = rendered(shown, replace(OFFICE, excluded_list=True), TEMPLATE)
    cells = parsed(files[DIK]).xpath("//tbody/tr/td")
    assert [cell.text for cell in cells] == ["Pasal 17 huruf h", "12/UK/2026", "5 tahun", OFFICE.units["KUL"]]
    everything = b"".join(files.values())
    assert not [word for word in (b"Rahasia Sekali", b"Isi rahasia", b"KUL-0044") if word in everything]
    assert DIK not in rendered(shown, OFFICE, TEMPLATE)


@pytest.mark.parametrize(("ground", "letters"), [
    ("Pasal 17 huruf h", "h"), ("UU 14/2008 Pasal 17 huruf a, b dan huruf c", "abc"), ("Pasal 17", ""),
    ("Ps. 17 ayat (1) huruf J angka 2", "j"), ("Pasal 20 huruf a", ""), ("pasal 17 huruf haram", ""),
    ("Pasal 17 huruf i; Pasal 17 huruf g", "gi"), ("pasal 17 " * 2000, ""),
])  # fmt: skip
def test_a_ground_is_understood_by_its_letter(ground: str, letters: str) -> None:
    assert "".join(grounds(ground)) == letters


def test_a_ground_is_said_in_plain_words_and_how_to_object() -> None:
    shown = replace(typical(), excluded=(excluded(),))
    page = parsed(rendered(shown, replace(OFFICE, excluded_list=True), TEMPLATE)[DIK])
    told = " ".join(page.xpath("string(//main)").split())
    assert "dapat mengungkap rahasia pribadi" in told and "Pasal 17 huruf h" in told and "5 tahun" in told
    assert page.xpath("//main//a/@href") == ["../tentang/index.html#keberatan"]


def test_what_has_no_decision_is_not_in_the_list_of_what_is_exempted() -> None:
    """A ticked box alone is no consequence test."""
    shown = replace(release(), excluded=(excluded(nomor_uji=" "),))
    files = rendered(shown, replace(OFFICE, excluded_list=True), TEMPLATE)
    assert "Tidak ada informasi yang dikecualikan." in files[DIK].decode()
    assert b"Pasal 17" not in files[DIK]


def test_excluded_list_is_a_setting_of_publish(tmp_path: Path) -> None:
    settings = load(tmp_path, f"{LEAST}excluded_list = true\n")
    assert site_settings(settings).excluded_list
    assert not site_settings(load(tmp_path, LEAST)).excluded_list


def test_the_offices_telephones_stand_on_every_page_to_be_called() -> None:
    files = rendered(typical(), replace(OFFICE, phones=("(0252) 123456", "0811-0000-2520")), TEMPLATE)
    for path in ("index.html", "informasi/KUL-0001/index.html"):
        page = files[path].decode()
        assert '<a href="tel:(0252)123456">(0252) 123456</a><br>' in page and 'href="tel:0811-0000-2520"' in page
