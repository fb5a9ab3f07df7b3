"""An office's folder of templates holds files and folders: nothing in it leads elsewhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sync.errors import TemplateError
from sync.site.site_settings import site_settings
from tests.office_folder import KUL, OfficeFolder, row
from tests.releases import TEMPLATE, rendered, typical
from tests.settings.test_settings import LEAST, load

SECRET = "rahasia-kantor"
SITE = f'{LEAST}[site]\ntemplates = "templat"\n'


@pytest.mark.skipif(os.name == "nt", reason="symlinks and pipes")
@pytest.mark.parametrize("name", [
    "assets/kunci.txt", "assets/dip.css", "informasi.html.j2", "en.po", "dip.typ", "bagian.html", "assets", "lain",
    "assets/.tersembunyi",
])  # fmt: skip
@pytest.mark.parametrize("kind", ["link", "relative", "broken", "pipe"])
def test_nothing_but_regular_files_is_read_from_the_folder(tmp_path: Path, name: str, kind: str) -> None:
    """A symlink in `assets/` would publish what it points to; among the templates it would show it in a page. No pipe
    is waited for."""
    (tmp_path / "rahasia").mkdir()
    (tmp_path / "rahasia" / "isi").write_text(SECRET)
    folder = tmp_path / "templat"
    (folder / name).parent.mkdir(parents=True)
    target = tmp_path / "rahasia" / ("" if "." not in name else "isi")
    if kind == "pipe":
        os.mkfifo(folder / name)
    else:
        up = "../" * (name.count("/") + 1)
        relative = up + str(target.relative_to(tmp_path))
        (folder / name).symlink_to({"link": str(target), "relative": relative, "broken": "hilang"}[kind])
    what = "is neither a file nor a folder" if kind == "pipe" else "is a link"
    with pytest.raises(TemplateError, match=f"^site template {re.escape(name)} {what}"):
        site_settings(load(tmp_path, SITE))


@pytest.mark.skipif(os.name == "nt", reason="symlinks")
def test_the_folder_of_templates_itself_may_be_a_link(tmp_path: Path) -> None:
    """`dip.toml` names it: many offices may share one."""
    (tmp_path / "bersama" / "assets").mkdir(parents=True)
    (tmp_path / "bersama" / "assets" / "kantor.css").write_text("p {}")
    (tmp_path / "templat").symlink_to("bersama")
    site = site_settings(load(tmp_path, SITE))
    assert rendered(typical(), site, TEMPLATE)["assets/kantor.css"] == b"p {}"


@pytest.mark.skipif(os.name == "nt", reason="symlinks")
def test_a_link_among_the_assets_ends_a_run_with_2_and_is_named(tmp_path: Path) -> None:
    """Told as a mistake in the templates; what it points to is not published."""
    office = OfficeFolder(tmp_path)
    office.config.write_text(office.config.read_text().replace("[site]", '[site]\ntemplates = "templat"'))
    (tmp_path / "templat" / "assets").mkdir(parents=True)
    (tmp_path / "templat" / "assets" / "kantor.css").symlink_to("../../dip.toml")
    office.fill(KUL, row(1))
    result = office.dip("sync")
    told = "Mistake: site template assets/kantor.css is a link. Put the file itself there.\n"
    assert (result.exit_code, result.stderr, (tmp_path / "site" / "assets").exists()) == (2, told, False)
