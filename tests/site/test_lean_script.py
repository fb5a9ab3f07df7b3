"""A script as it is sent does what it did, in fewer letters."""

from __future__ import annotations

import json
import subprocess

import pytest

from sync.site.lean_script import lean_script
from sync.template.loader import templates_folder

ASSETS = templates_folder("site_templates") / "assets"


@pytest.mark.parametrize(("written", "sent"), [
    ("// a\nvar Top = 1; /* b\n c */\nvar other = Top + 2;", "var Top=1;var other=Top+2;"),
    ("function f(first, second) { return first - -second; }", "function f(a,b){return a- -b;}"),
    ('(function () { var one = { one: 1 }; return one.one; })();', "(function(){var a={one:1};return a.one;})();"),
    ('var A = function (word) { return /[/"]x{2,}/g.test(word) ? word : 4 / 2 / word; };',
     'var A=function(a){return/[/"]x{2,}/g.test(a)?a:4/2/a;};'),
    ('f("// no // comment", \'a  b\')', "f(\"// no // comment\",'a  b')"),
    ("a < /b/.exec(c)", "a< /b/.exec(c)"),
    ("f()\nvar y = 1\n", "f()\nvar y=1\n"),
    ("(function (near) { function inner(far) { return far + near + a; } return inner; })();",
     "(function(b){function c(c){return c+b+a;}return c;})();"),
    ("(function () { try { f(); } catch (no) { g(no); } for (var i = 0, end = i; i < end; i += 1) h(i); })();",
     "(function(){try{f();}catch(b){g(b);}for(var a=0,c=a;a<c;a+=1)h(a);})();"),
])  # fmt: skip
def test_names_are_short_and_blanks_are_gone(written: str, sent: str) -> None:
    """What stands outside of functions, properties, texts and patterns stay, and a line's end that ends a statement."""
    assert lean_script(written) == sent


@pytest.mark.needs("node")
def test_ours_are_programs_still() -> None:
    """Both understand the same question alike."""
    ask = """const [script, ...question] = JSON.parse(require("fs").readFileSync(0, "utf-8"));
        const module = {}; new Function("module", script)(module);
        const index = module.exports({ abaikan: "yang", kelompok: "tender:pengadaan", lain: "gaji" });
        const row = { isi: "", lain: "", waktu: "" };
        ["Pengadaan barang", "Laporan keuangan"].forEach((judul, at) => index.tambah({ ...row, id: "A-" + at, judul }));
        console.log(JSON.stringify(question.map(each => index.cari(each, () => true))));"""
    questions = ["tender yang mana", "keuwangan", "gaji", "pengadaan barang semester satu"]
    text = (ASSETS / "cari.js").read_text("utf-8")
    answers = []
    for script in (text, lean_script(text)):
        given = json.dumps([script, *questions]).encode()
        answers.append(subprocess.run(["node", "-e", ask], input=given, check=True, capture_output=True).stdout)
    assert answers[0] == answers[1] and b'"rows":[0]' in answers[0]
    assert len(lean_script(text)) < len(text) / 2
