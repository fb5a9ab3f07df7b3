"""The templates: every mistake in them is one sentence that names file and place (exit code 2)."""

import shutil

import pytest

from sync.errors import TemplateError
from sync.template.loader import load_template, templates_folder


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(templates_folder(), tmp_path / "sheets_templates")


def _mistake(folder, name, before, after):
    path = folder / name
    text = path.read_text()
    assert text.count(before) >= 1
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(TemplateError) as caught:
        load_template(folder)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_the_templates_as_they_are_can_be_read(folder):
    """The copy of every office starts from something whole."""
    assert load_template(folder) == load_template()


@pytest.mark.parametrize(
    ("name", "before", "after", "sentence"),
    [
        ("unit.toml", "required = true", "requird = true",
         "template unit.toml: unknown key “requird” in [[columns]] number 2; did you mean “required”?"),
        ("unit.toml", "required = true", 'required = "ya"',
         "template unit.toml: required in [[columns]] number 2 must be true or false, not text."),
        ("unit.toml", "width = 28", "width = 3.5",
         "template unit.toml: width in [[columns]] number 2 must be a whole number, not a number."),
        ("unit.toml", 'header = "Judul Informasi"', "header = 5",
         "template unit.toml: header in [[columns]] number 2 must be text, not a number."),
        ("unit.toml", 'header = "Judul Informasi"', 'header = ""',
         "template unit.toml: header in [[columns]] number 2 is empty."),
        ("unit.toml", 'header = "Judul Informasi"', 'header = "ID"',
         "template unit.toml: the header or alias 'id' stands twice."),
        ("unit.toml", 'role = "judul"', 'role = "judulnya"',
         "template unit.toml: there is no column with role 'judul'; the program needs it."),
        ("unit.toml", 'kind = "period"', 'kind = "periode"',
         "template unit.toml: column 'waktu': unknown kind 'periode'; did you mean “period”?"),
        ("unit.toml", 'writer = "unit"', 'writer = "clerk"',
         "template unit.toml: column 'judul': unknown writer 'clerk'; known are: desk, panel, ppid, sync, unit."),
        ("unit.toml", 'kind = "unit"', 'kind = "induk"', "template unit.toml: kind is 'induk', expected 'unit'."),
        ("unit.toml", "[[columns]]", "[columns]", "template unit.toml is not valid TOML: "),
        ("induk.toml", 'role = "setuju"', 'role = "ok"',
         "template induk.toml: there is no column with role 'setuju'; the program needs it."),
        ("induk.toml", '"judul", "ringkasan", "pen', '"judul", "isi", "pen',
         "template induk.toml: there is no column in unit.toml with role 'isi'; the program needs it."),
        ("induk.toml", 'source = "unit"', 'source = "x"',
         "template induk.toml: [content] borrows from 'x', which is no tab before this one."),
        ("kendali.toml", 'role = "buku"', 'role = "book"',
         "template kendali.toml: there is no label with role 'buku'; the program needs it."),
        ("choices.toml", "excluded = true", "excluded = false",
         "template choices.toml: no [[klasifikasi]] is marked excluded = true; the program needs one."),
        ("choices.toml", 'role = "withdrawn"', 'role = "gone"',
         "template choices.toml: there is no [[status]] with role or slug 'withdrawn'; the program needs it."),
        ("choices.toml", 'role = "hold"', 'role = "once"',
         "template choices.toml: there is no [[perintah]] with role or slug 'hold'; the program needs it."),
        ("choices.toml", "[[perintah]]", '[[perintah]]\nvalue = "Selalu"\nrole = "hold"\n[[perintah]]',
         "template choices.toml: the role of [[perintah]] 'hold' stands twice."),
        ("choices.toml", "[[perintah]]", '[[perintah]]\nvalue = "Nanti"\nrole = "later"\n[[perintah]]',
         "template choices.toml: [[perintah]] “Nanti”: role must be always, once, hold."),
        ("choices.toml", "[[perintah]]", "[[perinta]]",
         "template choices.toml: unknown key “perinta”; did you mean “perintah”?"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_template_is_one_sentence(folder, name, before, after, sentence):
    """Templates with a mistake: file, place, what is wrong."""
    assert _mistake(folder, name, before, after).startswith(sentence)


def test_the_byte_order_mark_of_notepad_is_passed_over_in_a_template(folder):
    """An office's own template may have been saved by Notepad, as its dip.toml may."""
    path = folder / "dik.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_template(folder).tab("dik").title == "DIK"


def test_a_template_that_is_missing_or_no_text_is_said(folder):
    """A file that cannot be read is named."""
    (folder / "dik.toml").write_bytes(b"kind = '\xff'")
    with pytest.raises(TemplateError, match="template dik.toml is not UTF-8 text. Save it again as UTF-8."):
        load_template(folder)
    (folder / "dik.toml").unlink()
    with pytest.raises(TemplateError, match="template dik.toml cannot be read: No such file or directory."):
        load_template(folder)


def test_nothing_is_public_unless_said(folder):
    """A column without `public = true` is not public."""
    text = (folder / "unit.toml").read_text().replace("public = true", "")
    (folder / "unit.toml").write_text(text)
    assert load_template(folder).public_roles == ()
