"""An office's templates and assets say how its site looks and reach nothing else of the machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sync.errors import TemplateError
from sync.release import Release
from tests.office_folder import KUL, OfficeFolder, row
from tests.releases import OFFICE, rendered, typical

SECRET = "rahasia-kantor"


def made(folder: Path, release: Release | None = None) -> dict[str, bytes]:
    return rendered(release or typical(), replace(OFFICE, templates=folder))


@pytest.mark.parametrize(("expression", "told"), [
    ("''.__class__", "unsafe"),
    ("''.__class__.__mro__[1].__subclasses__()", "unsafe"),
    ("''|attr('__class__')", "unsafe"),
    ("''['__class__']", "unsafe"),
    ("['']|map(attribute='__class__')|join", "unsafe"),
    ("'{0.__class__}'.format(entry)", "unsafe"),
    ("('{a.__class__}'|safe).format_map({'a': entry})", "unsafe"),
    ("_.__globals__", "unsafe"),
    ("angka.func.__globals__['__builtins__']", "unsafe"),
    ("hari.__reduce__()", "unsafe"),
    ("self.__init__.__globals__", "unsafe"),
    ("self._TemplateReference__context", "unsafe"),
    ("lipsum.__globals__", "unsafe"),
    ("cycler.__init__.__globals__", "unsafe"),
    ("entry.__class__.__init__", "unsafe"),
    ("slugs.clear()", "unsafe"),
    ("slugs.update({})", "unsafe"),
    ("site.templates.parent", "None"),
    ("(site.templates / '..' / 'rahasia.txt').read_text()", "None|unsupported"),
    ("range(10000000)|list", "Range too big"),
    ("1 / 0", "division by zero"),
    ("entri.judul", "'entri' is undefined"),
])  # fmt: skip
def test_what_leads_out_of_a_template_is_a_mistake_with_file_and_line(
    tmp_path: Path, expression: str, told: str
) -> None:
    """To Python's insides, to the file system, to the values other pages are made from."""
    (tmp_path / "rahasia.txt").write_text(SECRET)
    folder = tmp_path / "templat"
    folder.mkdir()
    page = '{% extends "dip/informasi.html.j2" %}\n{% block dokumen %}{{ ' + expression + " }}{% endblock %}"
    (folder / "informasi.html.j2").write_text(page)
    with pytest.raises(TemplateError, match=f"^site template informasi.html.j2, line 2: .*({told})"):
        made(folder)


@pytest.mark.parametrize("name", ["../rahasia.txt", "/etc/passwd", "dip/../../rahasia.txt", "..\\\\rahasia.txt"])
@pytest.mark.parametrize("verb", ["include", "extends", "import"])
def test_a_template_reaches_no_file_outside_its_folder(tmp_path: Path, verb: str, name: str) -> None:
    (tmp_path / "rahasia.txt").write_text(SECRET)
    (tmp_path / "templat").mkdir()
    tail = " as x" if verb == "import" else ""
    (tmp_path / "templat" / "informasi.html.j2").write_text(f'{{% {verb} "{name}"{tail} %}}')
    with pytest.raises(TemplateError, match=r"is missing \(wanted by informasi.html.j2\)"):
        made(tmp_path / "templat")


@pytest.mark.parametrize(("page", "told"), [
    ('{% include "informasi.html.j2" %}', "informasi.html.j2.*it uses itself without end"),
    ('{% extends "dip/dasar.html.j2" %}{% extends "dip/dasar.html.j2" %}', "extended multiple times"),
    ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "informasi.html.j2, line 1: .*it uses itself without end"),
    ("{{ 'x' * 10 ** 18 }}", "informasi.html.j2, line 1: .*makes too much"),
    ("{{ entry | sandi }}", "informasi.html.j2, line 1: No filter named 'sandi'"),
    ("{{ caller() }}", "informasi.html.j2, line 1: 'caller' is undefined"),
])  # fmt: skip
def test_every_mistake_that_jinja_finds_is_told(tmp_path: Path, page: str, told: str) -> None:
    """None ends in a traceback."""
    (tmp_path / "informasi.html.j2").write_text(page)
    with pytest.raises(TemplateError, match=told):
        made(tmp_path)


def test_the_sandbox_changes_no_byte_of_a_site(tmp_path: Path) -> None:
    """Our own templates do nothing that it forbids; whether they run in it makes no difference."""
    (tmp_path / "tambahan.html.j2").write_text("belum dipakai")
    assert made(tmp_path) == rendered(typical(), OFFICE)


def test_dip_ends_with_2_and_says_where(tmp_path: Path) -> None:
    """In a run of the command, too: no traceback, and the site stays as it was."""
    office = OfficeFolder(tmp_path)
    (tmp_path / "templat").mkdir()
    (tmp_path / "templat" / "404.html.j2").write_text("\n{{ ''.__class__ }}")
    office.config.write_text(office.config.read_text().replace("[site]", '[site]\ntemplates = "templat"'))
    office.order("Otomatis")
    office.fill(KUL, row(1))
    office.dip("sync")
    office.type("Induk", "induk", 2, setuju="✓")
    result = office.dip("sync")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "site template 404.html.j2, line 2: " in result.stderr


def test_the_printed_list_reaches_no_file_outside_its_folder(tmp_path: Path) -> None:
    """Typst reads nothing above the template's folder."""
    (tmp_path / "rahasia.txt").write_text(SECRET)
    (tmp_path / "templat").mkdir()
    (tmp_path / "templat" / "dip.typ").write_text('\n#read("../rahasia.txt")')
    with pytest.raises(TemplateError, match="^site template dip.typ, line 2: "):
        rendered(typical(), replace(OFFICE, templates=tmp_path / "templat", pdf=True))


@pytest.mark.parametrize("path", ["rahasia.txt", "/rahasia.txt"])
def test_the_printed_list_reaches_no_file_where_dip_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """There `dip.toml` lies, and a key, perhaps."""
    (tmp_path / "rahasia.txt").write_text(SECRET)
    (tmp_path / "templat").mkdir()
    (tmp_path / "templat" / "dip.typ").write_text(f'\n#read("{path}")')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TemplateError, match=r"^site template dip.typ, line 2: file not found .searched at rahasia.txt"):
        rendered(typical(), replace(OFFICE, templates=tmp_path / "templat", pdf=True))


@pytest.mark.parametrize(("text", "package"), [
    ('#import "@preview/cetz:0.3.0": *', "@preview/cetz:0.3.0"),
    ('#include "@preview/cetz:0.3.0"', "@preview/cetz:0.3.0"),
    ('#let paket = "@local/kop:1.0.0"\n#import paket: *', "@local/kop:1.0.0"),
])  # fmt: skip
@pytest.mark.parametrize("file", ["dip.typ", "bagian.typ"])
def test_the_printed_list_has_no_package_from_the_network(tmp_path: Path, file: str, text: str, package: str) -> None:
    """Nobody is asked for it, and the sentence says what to do instead; in a comment it is nothing."""
    (tmp_path / "dip.typ").write_text(
        '// #import "@preview/cetz:0.3.0"\n#set document(title: "Daftar")\n#include "bagian.typ"'
    )
    (tmp_path / "bagian.typ").write_text("halo")
    files = replace(OFFICE, templates=tmp_path, pdf=True)
    assert rendered(typical(), files)["data/dip.pdf"].startswith(b"%PDF")
    (tmp_path / file).write_text(f"\n{text}")
    with pytest.raises(TemplateError, match=f"^site template {file}, line 2: {package} is a package from the network"):
        rendered(typical(), files)


def test_hidden_files_are_no_assets(tmp_path: Path) -> None:
    """What editors and desktops leave behind, and what a web server would obey."""
    (tmp_path / "assets").mkdir()
    for name in (".htaccess", ".DS_Store", ".kantor.css.swp"):
        (tmp_path / "assets" / name).write_text(SECRET)
    assert not [path for path in made(tmp_path) if "/." in path]
