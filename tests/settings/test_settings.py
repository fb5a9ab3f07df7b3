"""`dip.toml`: what is understood, and the sentence for everything that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import SettingsError
from sync.settings.answers import example_text
from sync.settings.settings import Settings, load_settings

LEAST = """
[office]
name = "Komisi Pemilihan Umum Kabupaten Lebak"
short = "KPU Kabupaten Lebak"
timezone = "Asia/Jakarta"
[workbook]
location = "dip.xlsx"
[[units]]
code = "KUL"
name = "Subbagian Keuangan, Umum, dan Logistik"
tab = "Keuangan, Umum, Logistik"
[[units]]
code = "TEK"
name = "Subbagian Teknis"
tab = "Teknis dan Hukum"
aliases = ["Teknis & Hukum"]
[roles]
[publish]
to = "site/"
"""


def load(folder: Path, text: str) -> Settings:
    path = folder / "dip.toml"
    path.write_text(text, "utf-8")
    return load_settings(path)


def refusal(folder: Path, text: str) -> str:
    """The sentence, without the name of the file it begins with."""
    with pytest.raises(SettingsError) as caught:
        load(folder, text)
    assert caught.value.exit_code == 2
    message = str(caught.value)
    assert message.startswith(f"{folder / 'dip.toml'}: ")
    return message.removeprefix(f"{folder / 'dip.toml'}: ")


def test_the_example_runs_as_it_stands(tmp_path: Path) -> None:
    settings = load(tmp_path, example_text())
    assert settings.office.short == "KPU Kabupaten Lebak"
    assert [(unit.code, unit.tab) for unit in settings.units] == [
        ("KUL", "Keuangan, Umum, Logistik"),
        ("TEK", "Teknis dan Hukum"),
        ("REN", "Perencanaan, Data, Informasi"),
        ("PAR", "Parhubmas dan SDM"),
    ]
    assert "Keuangan Umum & Logistik" in settings.unit("KUL").aliases
    assert (settings.publish.to, settings.publish.on_change) == ("site/", "keep")


def test_a_line_of_the_example_that_is_only_shown_can_be_opened_alone(tmp_path: Path) -> None:
    """Under its own heading: whoever takes the `#` away need not know that a heading was shut, too."""
    (tmp_path / "templat").mkdir()
    text = example_text()
    for line in ('templates = "templat/"', 'accent    = "#8c1d24"', "pdf       = true", 'name     = ""'):
        assert f"\n# {line}" in text
        load(tmp_path, text.replace(f"\n# {line}", f"\n{line}"))


def test_the_example_can_point_at_a_google_spreadsheet(tmp_path: Path) -> None:
    url = "https://docs.google.com/spreadsheets/d/1AbC/edit"
    settings = load(tmp_path, example_text(url))
    assert settings.workbook.location == url
    assert settings.workbook.on_google
    assert settings.workbook_path is None


def test_a_path_in_the_example_is_quoted(tmp_path: Path) -> None:
    assert load(tmp_path, example_text('buku "kerja"\\dip.xlsx')).workbook.location == 'buku "kerja"\\dip.xlsx'


def test_what_may_be_left_out(tmp_path: Path) -> None:
    settings = load(tmp_path, LEAST.replace("[roles]\n", ""))
    assert (settings.office.address, settings.office.email, settings.office.website) == ("", "", "")
    assert (settings.roles.ppid, settings.units[0].aliases, settings.units[0].editors) == ((), (), ())
    assert (settings.publish.url, settings.publish.on_change) == ("", "keep")
    assert settings.credentials_path is None


@pytest.mark.parametrize(
    "phone", ["(0252) 123456", "0252-123456", "+62 811-0000-2520", "0811 0000 2520", "112", "1500-123"]
)
def test_telephones_are_kept_as_the_office_writes_them(tmp_path: Path, phone: str) -> None:
    text = LEAST.replace("[office]\n", f'[office]\nphones = ["{phone}"]\n')
    assert load(tmp_path, text).office.phones == (phone,)


def test_paths_are_relative_to_the_folder_of_the_file(tmp_path: Path) -> None:
    text = LEAST.replace('location = "dip.xlsx"', 'location = "buku/dip.xlsx"\ncredentials = "kunci.json"')
    settings = load(tmp_path, text)
    assert settings.path("a/b") == tmp_path / "a" / "b"
    assert settings.path("/srv/www") == Path("/srv/www")
    assert settings.path("~/dip") == Path.home() / "dip"
    assert settings.workbook_path == tmp_path / "buku" / "dip.xlsx"
    assert settings.credentials_path == tmp_path / "kunci.json"
    assert settings.target_path == tmp_path / "site"
    beside = (settings.ledger_path, settings.backup_folder, settings.runs_path, settings.lock_path)
    assert [path.relative_to(tmp_path).as_posix() for path in beside] == [
        "dip-ledger.sqlite", "dip-backup", "dip-runs.jsonl", "dip.lock",
    ]  # fmt: skip


def test_the_folder_does_not_depend_on_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, LEAST)
    monkeypatch.chdir(tmp_path)
    settings = load_settings(Path("dip.toml"))
    monkeypatch.chdir("/")
    assert settings.ledger_path == tmp_path / "dip-ledger.sqlite"


def test_a_unit_that_is_not_there_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="PAR"):
        load(tmp_path, LEAST).unit("PAR")


def test_the_byte_order_mark_of_notepad_is_passed_over(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff" + LEAST).units


def test_a_missing_file_tells_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such file. `dip init` writes one.") as caught:
        load_settings(tmp_path / "dip.toml")
    assert str(tmp_path / "dip.toml") in str(caught.value)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: Is a directory."):
        load_settings(tmp_path)


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "dip.toml").write_bytes(b'name = "Caf\xe9"')
    with pytest.raises(SettingsError, match="is not UTF-8 text. Save it again as UTF-8."):
        load_settings(tmp_path / "dip.toml")


def test_broken_toml_names_line_and_column(tmp_path: Path) -> None:
    message = refusal(tmp_path, '[office]\nname = "tanpa penutup\n')
    assert message.startswith("is not valid TOML: ")
    assert "(at line 2, column 22)" in message


KUL = 'tab = "Keuangan, Umum, Logistik"'
TITLE = "unit KUL: the tab name "

REFUSALS = [
    ("[roles]", "[rolls]", "unknown key “rolls”; did you mean “roles”?"),
    ("[roles]", "[zzz]", "unknown key “zzz”; "
     "known are: office, workbook, units, roles, publish, network, site, print, watch, service, messages, calendar."),
    ("short = ", "shrot = ", "unknown key “shrot” in [office]; did you mean “short”?"),
    (KUL, KUL + "\nalias = []", "unknown key “alias” in [[units]] number 1; did you mean “aliases”?"),
    ('timezone = "Asia/Jakarta"\n', "", "timezone is missing in [office]."),
    ('name = "Subbagian Teknis"\n', "", "name is missing in [[units]] number 2."),
    ('name = "Subbagian Teknis"', 'name = " "', "name in [[units]] number 2 is empty."),
    ('[publish]\nto = "site/"\n', "", "the table [publish] is missing."),
    ("[roles]", "[[roles]]", "[roles] must be a table, not a list."),
    ('"KPU Kabupaten Lebak"', "7", "short in [office] must be text, not a number."),
    ('"KPU Kabupaten Lebak"', "true", "short in [office] must be text, not true or false."),
    ('"KPU Kabupaten Lebak"', "2026-11-23", "short in [office] must be text, not a date or time."),
    ('"KPU Kabupaten Lebak"', '"KPU\\nLebak"',
     "short in [office] contains a line break or another character that cannot be printed."),
    ('["Teknis & Hukum"]', '"Teknis & Hukum"', "aliases in [[units]] number 2 must be a list of texts, not text."),
    ('["Teknis & Hukum"]', "[1]", "every item of aliases in [[units]] number 2 must be text, not a number."),
    ("Asia/Jakarta", "Asia/Jakata", "timezone in [office]: “Asia/Jakata” is not known; did you mean “Asia/Jakarta”?"),
    ('timezone = "Asia/Jakarta"', 'timezone = "Asia/Jakarta"\nphones = ["hubungi PPID"]',
     "phones in [office]: “hubungi PPID” is not a telephone number; write it like (0252) 123456."),
    ("Asia/Jakarta", "WIB", "timezone in [office]: “WIB” is not known; write it like Asia/Jakarta."),
    ("Asia/Jakarta", "../etc", "timezone in [office]: “../etc” is not known; write it like Asia/Jakarta."),
    ('timezone = "Asia/Jakarta"', 'timezone = "Asia/Jakarta"\nwebsite = "kpu-lebak.example"',
     "website in [office]: “kpu-lebak.example” must begin with https:// or http://."),
    ("dip.xlsx", "https://example.org/dip.xlsx",
     "location in [workbook]: “https://example.org/dip.xlsx” is neither a path nor the URL of a Google spreadsheet "
     "(https://docs.google.com/spreadsheets/…)."),
    ('"KUL"', '"kul"', "code in [[units]]: “kul” must be 2 to 5 capital letters, like UMU."),
    ('"KUL"', '"K"', "code in [[units]]: “K” must be 2 to 5 capital letters, like UMU."),
    ('"KUL"', '"KEUANG"', "code in [[units]]: “KEUANG” must be 2 to 5 capital letters, like UMU."),
    ('"KUL"', '"TEK"', "two units have the code TEK."),
    (KUL, KUL + '\nformer = ["TEK"]', "two units have the code TEK."),
    (KUL, KUL + '\nmerged = ["UMU", "umu"]', "merged in [[units]]: “umu” must be 2 to 5 capital letters, like UMU."),
    (KUL, 'tab = "TEKNIS  dan hukum"', "the tab name or alias “Teknis dan Hukum” stands for two units, KUL and TEK."),
    (KUL, 'tab = "teknis & hukum"', "the tab name or alias “Teknis & Hukum” stands for two units, KUL and TEK."),
    (KUL, 'tab = "Laporan"',
     "unit KUL: the tab name “Laporan” reads like “Laporan” in the tab “Kendali”, where each unit has its line."),
    (KUL, 'tab = "nomor-PUTARAN"',
     "unit KUL: the tab name “nomor-PUTARAN” reads like “Nomor Putaran” in the tab “Kendali”, where each unit has its "
     "line."),
    (KUL, 'tab = "nihil TEKNIS dan hukum"',
     "unit KUL: the tab name “nihil TEKNIS dan hukum” reads like “Nihil Teknis dan Hukum” in the tab “Kendali”, where "
     "each unit has its line."),
    (KUL, 'tab = "Keterangan"',
     "unit KUL: the tab name “Keterangan” reads like “Keterangan” in the tab “Kendali”, where each unit has its line."),
    (KUL, 'tab = "Induk"', "unit KUL: “Induk” cannot be its tab or alias; the tab “Induk” is sync's own."),
    (KUL, KUL + '\naliases = ["kendali"]',
     "unit KUL: “kendali” cannot be its tab or alias; the tab “Kendali” is sync's own."),
    (KUL, 'tab = "Keuangan, Umum, dan Logistik KUL"',
     TITLE + "“Keuangan, Umum, dan Logistik KUL” has 32 characters; Excel allows 31."),
    (KUL, 'tab = "Keuangan/Umum"', TITLE + "“Keuangan/Umum” contains / ; Excel forbids [ ] : * ? / \\"),
    (KUL, "tab = \"'Keuangan\"", TITLE + "“'Keuangan” begins or ends with an apostrophe; Excel forbids that."),
    (KUL, 'tab = "History"', TITLE + "“History” is one that Excel keeps for itself."),
    (KUL, KUL + '\neditors = ["Ibu Sari"]', "editors of unit KUL: “Ibu Sari” is not an e-mail address."),
    ("[roles]", '[roles]\nppid = ["ppid"]', "ppid in [roles]: “ppid” is not an e-mail address."),
    ("[roles]", '[roles]\nppid = ["a@b..id"]', "ppid in [roles]: “a@b..id” is not an e-mail address."),
    ("[roles]", '[roles]\nppid = ["büdi@b.id"]', "ppid in [roles]: “büdi@b.id” is not an e-mail address."),
    ("[publish]", '[publish]\non_change = "hide"', "on_change in [publish]: “hide” must be keep or withdraw."),
    ("[publish]", '[publish]\nurl = "kpu-lebak.example"',
     "url in [publish]: “kpu-lebak.example” must begin with https:// or http://."),
    ("[publish]", '[publish]\nurl = "https://ppid..kantor.example/"',
     "url in [publish]: “https://ppid..kantor.example/” is no address that a browser can open."),
    ("[publish]", '[publish]\nurl = "https://x.example:abc/"',
     "url in [publish]: “https://x.example:abc/” is no address that a browser can open."),
    ("[publish]", '[publish]\nurl = "https:///dip"',
     "url in [publish]: “https:///dip” is no address that a browser can open."),
    ("[publish]", '[publish]\nurl = "https://x.example/a b/"',
     "url in [publish]: “https://x.example/a b/” is no address that a browser can open."),
    ("[publish]", '[publish]\nurl = "https://kpu-lebak.example/dip/?tahun=2026"',
     "url in [publish]: “https://kpu-lebak.example/dip/?tahun=2026” goes on after ?, and the addresses of pages are "
     "added to its end. Write the address of the folder alone: https://kpu-lebak.example/dip/"),
    ("[publish]", '[publish]\nurl = "https://kpu-lebak.example/#dip"',
     "url in [publish]: “https://kpu-lebak.example/#dip” goes on after #, and the addresses of pages are "
     "added to its end. Write the address of the folder alone: https://kpu-lebak.example/"),
    ("[publish]", '[publish]\nurl = "https://[bad/"',
     "url in [publish]: “https://[bad/” is no address that a browser can open."),
    ("site/", "webdav://web.example/srv",
     "to in [publish]: the site cannot be published by webdav://; known are a folder and sftp://, ftps://, ftp://, "
     "s3://, git+ssh://, git+file://."),
    ("site/", "sftp://web:rahasia@web.example/srv",
     "to in [publish]: the address contains a password. Take it out, change it where it is used, and give it in the "
     "environment variable DIP_PUBLISH_PASSWORD or in the file that key_file names."),
    ("site/", "sftp:///srv", "to in [publish]: the sftp:// address names no host."),
    ("site/", "s3:///x", "to in [publish]: the s3:// address names no bucket."),
    ("site/", "sftp://web.example:99999/", "to in [publish]: the sftp:// address cannot be read."),
    ("site/", "sftp://web.example:0/srv", "to in [publish]: the sftp:// address cannot be read."),
    ("site/", "ftps://web.example/w%ffw", "to in [publish]: the ftps:// address cannot be read."),
    ("site/", "ftps://kant%e9or@web.example/", "to in [publish]: the ftps:// address cannot be read."),
    ("site/", "git+file:///srv/situs.git#p%ff", "to in [publish]: the git+file:// address cannot be read."),
    ("[publish]", '[publish]\nurl = "https://ppid:rahasia@kpu-lebak.example/"',
     "url in [publish] holds a user or a password, and everybody reads it on the site. Write the address without them; "
     "a password that stood here must be changed where it is used."),
    ("site/", "sftp://-oProxyCommand=x/", "to in [publish]: “-oproxycommand=x” is not the name of a host."),
    ("site/", "sftp://-x@web.example/", "to in [publish]: the sftp:// address cannot be used as it stands."),
    ("site/", "sftp://web.example/a#b",
     "to in [publish]: only git has a branch; write # in a path as %23 (sftp://web.example/a#b)."),
    ("site/", "git+ssh://git@web.example/situs.git",
     "to in [publish]: add the branch at the end, like git+ssh://git@web.example/situs.git#pages."),
    ("site/", "git+file:///srv/situs.git#--upload-pack",
     "to in [publish]: “--upload-pack” is not the name of a branch."),
    ("site/", "git+file://srv/situs.git#pages",
     "to in [publish]: write git+file:///path#branch with three slashes (srv is no host)."),
    ("[publish]", '[publish]\nendpoint = "https://s3.example"', "endpoint in [publish] is only for s3://."),
    ("[publish]\nto = \"site/\"", '[publish]\nto = "sftp://web.example/srv"\nhost_key = "SHA256:abc"',
     "host_key in [publish] must be a fingerprint like SHA256:… (43 letters and digits)."),
    ("site/", ".", "to in [publish]: the folder “.” holds dip.toml, which must not become public. "
     "Choose a folder of its own, like site/."),
    ("site/", "..", "to in [publish]: the folder “..” holds dip.toml, which must not become public. "
     "Choose a folder of its own, like site/."),
    ("site/", "dip-backup", "to in [publish]: the folder “dip-backup” holds dip-backup, which must not become public. "
     "Choose a folder of its own, like site/."),
    ("dip.xlsx", "site/dip.xlsx", "to in [publish]: the folder “site/” holds dip.xlsx, which must not become public. "
     "Choose a folder of its own, like site/."),
    ('location = "dip.xlsx"', 'location = "dip.xlsx"\ncredentials = "site/key.json"',
     "to in [publish]: the folder “site/” holds key.json, which must not become public. "
     "Choose a folder of its own, like site/."),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "sentence"), REFUSALS, ids=[f"{after[:30]!r}" for _, after, _ in REFUSALS])
def test_what_has_no_meaning_is_refused(before: str, after: str, sentence: str, tmp_path: Path) -> None:
    assert before in LEAST
    assert refusal(tmp_path, LEAST.replace(before, after, 1)) == sentence


def test_an_office_without_units_is_refused(tmp_path: Path) -> None:
    text = LEAST[: LEAST.index("[[units]]")] + LEAST[LEAST.index("[roles]") :]
    assert refusal(tmp_path, text) == "there is no unit. Add one [[units]] table for each sub-division."


def test_the_name_of_a_bucket_keeps_its_capitals(tmp_path: Path) -> None:
    assert load(tmp_path, LEAST.replace("site/", "s3://Dokumen_PPID/situs")).publish.address.host == "Dokumen_PPID"


def test_symlinks_do_not_hide_that_the_target_holds_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")
    (tmp_path / "dip.xlsx").symlink_to(tmp_path / "real" / "dip.xlsx")
    assert "the folder “site/” holds dip.xlsx" in refusal(tmp_path, LEAST)


def test_a_target_beside_or_below_is_fine(tmp_path: Path) -> None:
    for to in ("site", "public/dip", "../elsewhere", "/srv/www/dip"):
        assert load(tmp_path, LEAST.replace("site/", to)).publish.to == to


def test_a_title_of_emoji_is_counted_as_excel_counts_it(tmp_path: Path) -> None:
    assert load(tmp_path, LEAST.replace("Keuangan, Umum, Logistik", "📄" * 15)).units
    assert "has 32 characters" in refusal(tmp_path, LEAST.replace("Keuangan, Umum, Logistik", "📄" * 16))


def test_a_folder_of_drive_is_no_spreadsheet(tmp_path: Path) -> None:
    """Refused where it stands, with what to copy instead."""
    place = "https://drive.google.com/drive/folders/1AbC"
    message = refusal(tmp_path, LEAST.replace("dip.xlsx", place))
    assert message.startswith(f"location in [workbook]: “{place}” is a folder of Drive. Open the spreadsheet")


def test_impersonate_is_an_address(tmp_path: Path) -> None:
    line = 'location = "dip.xlsx"'
    message = refusal(tmp_path, LEAST.replace(line, f'{line}\nimpersonate = "robot"'))
    assert message == "impersonate in [workbook]: “robot” is not an e-mail address."
