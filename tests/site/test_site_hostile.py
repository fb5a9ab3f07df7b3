"""Laws of the site, whatever people typed: nothing breaks out of its place, nothing hidden appears, the bytes never
vary."""

from __future__ import annotations

import csv
import io
import json
import random
import string
import subprocess
import sys
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from sync.site.exports import FORMULA_STARTS
from sync.site.gate import KEYS, printable, public_list
from tests.releases import CONTENT, OFFICE, TEMPLATE, release, released, rendered, typical

BREAKERS = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title><h1>", "]]>", "-->", "{{ 7 * 7 }}",
    "{% raw %}", "&lt;b&gt;", "=1+1", "+62", "-5", "@SUM(A1)", "＝1", "\u202eabc", "😀", "' OR 1=1 --", "</li></ol>",
    "a | b", "\x00\x08",
]  # fmt: skip
hostile = st.one_of(st.sampled_from(BREAKERS), st.text(max_size=40), st.text("<>&\"'=/{}%; \n|", max_size=30))
roles = st.sampled_from(["judul", "ringkasan", "penanggung_jawab", "waktu", "tempat", "bentuk", "retensi"])
contents = st.dictionaries(roles, hostile, max_size=7)


def squeezed(text: str) -> str:
    """Text as a browser shows it: HTML's own blanks are collapsed, other blanks are not."""
    return " ".join(part for part in "".join(" " if c in "\t\n\f\r " else c for c in text).split(" ") if part)


@settings(max_examples=80, deadline=None)
@given(contents)
def test_hostile_text_is_shown_as_text(content: dict[str, str]) -> None:
    """Parsed again, a page has the elements it always has, and the text that was typed."""
    files = rendered(release(released(**content)), OFFICE, TEMPLATE)
    usual = rendered(release(released()), OFFICE, TEMPLATE)
    for path in ("index.html", "informasi/KUL-0001/index.html"):
        tree, plain = (html.document_fromstring(site[path].decode()) for site in (files, usual))
        tags = [element.tag for element in tree.iter() if element.tag not in ("option", "select")]
        assert tags == [element.tag for element in plain.iter() if element.tag not in ("option", "select")]
    title = html.document_fromstring(files["index.html"].decode()).findall(".//h3/a")[0]
    assert squeezed("".join(map(str, title.itertext()))) == squeezed(printable({**CONTENT, **content}["judul"]))


@settings(max_examples=80, deadline=None)
@given(contents)
def test_csv_reads_back_and_starts_no_formula(content: dict[str, str]) -> None:
    """A CSV reader gives back every value; what a spreadsheet would run is disarmed by one apostrophe."""
    shown = release(released(**content), released("TEK-0001"))
    data = rendered(shown, OFFICE, TEMPLATE)["data/dip.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for row, entry in zip(rows, public_list(shown, OFFICE, TEMPLATE), strict=True):
        for key in set(KEYS) - {"tautan", "nomor"}:
            raw = getattr(entry, key)
            assert row[key] == ("'" + raw if raw.startswith(FORMULA_STARTS) else raw)
            assert not row[key].startswith(FORMULA_STARTS)


@settings(max_examples=50, deadline=None)
@given(contents)
def test_json_is_raw(content: dict[str, str]) -> None:
    """JSON is for programs: the text itself, every key, in the contract's order."""
    entry = json.loads(rendered(release(released(**content)), OFFICE, TEMPLATE)["data/dip.json"])["entries"][0]
    assert tuple(entry) == KEYS
    assert entry["ringkasan"] == printable({**CONTENT, **content}["ringkasan"])


@settings(max_examples=25, deadline=None)
@given(st.text(string.ascii_letters, min_size=12, max_size=20), st.randoms())
def test_order_and_chance_change_no_byte(word: str, chance: random.Random) -> None:
    """Rendered twice, and with the entries shuffled: the same bytes."""
    shown = replace(typical(), entries=(*typical().entries, released("KUL-0077", judul=word)))
    shuffled = list(shown.entries)
    chance.shuffle(shuffled)
    assert rendered(shown, OFFICE, TEMPLATE) == rendered(replace(shown, entries=tuple(shuffled)), OFFICE, TEMPLATE)


def test_another_process_with_another_hash_seed_renders_the_same_bytes() -> None:
    """No set or dictionary order leaks into a file."""
    code = (
        "import hashlib; from tests.releases import *\n"
        "files = rendered(typical(), OFFICE, TEMPLATE)\n"
        "print(hashlib.sha256(b''.join(p.encode() + d for p, d in files.items())).hexdigest())"
    )
    seen = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}, check=True,
                       capture_output=True).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1


def test_content_of_withdrawn_and_excluded_entries_is_in_no_byte() -> None:
    """The release may carry the excluded list; without the office's word nothing of it is written."""
    from sync.release import Exclusion

    hidden = {
        **CONTENT,
        "judul": "Rahasia Sekali",
        "klasifikasi": "Informasi Dikecualikan",
        "dasar_pengecualian": "Ps 17 huruf z",
    }
    shown = replace(typical(), excluded=(Exclusion("KUL-0044", "KUL", hidden),))
    everything = b"".join(rendered(shown, OFFICE, TEMPLATE).values())
    assert not any(word in everything for word in (b"Rahasia Sekali", b"Dikecualikan", b"KUL-0044", b"Ps 17 huruf z"))
