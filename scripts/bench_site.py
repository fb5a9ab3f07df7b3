"""The site's part of the benchmark: as many pages rendered by us and by Hugo, and what a visitor's phone loads.

`python -m scripts.bench_site COUNT FOLDER` renders once into a new folder and prints the seconds it took;
`python -m scripts.bench_site COUNT` renders what one changed entry makes due, and prints the seconds.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from scripts.people import TEMPLATE, example_entries
from sync.gc_pause import gc_paused
from sync.model import TargetState
from sync.release import Change, Release, ReleasedEntry
from sync.site.build import build_all, build_for
from sync.site.formatting import long_day
from sync.site.manifest import MANIFEST, manifest_of
from sync.site.site_files import render_site
from sync.site.site_settings import SiteSettings

ROOT = Path(__file__).parent.parent
OFFICE = SiteSettings(
    name="Komisi Pemilihan Umum Kabupaten Lebak", short="KPU Kabupaten Lebak", url="https://kpu-lebak.example/dip/",
    address="Jl. Abdi Negara No. 8, Rangkasbitung", email="ppid@kpu-lebak.example", languages=("id",),
    units={"KUL": "Subbagian Keuangan, Umum, dan Logistik", "TEK": "Subbagian Teknis dan Hukum"},
)  # fmt: skip
DAY = "2026-11-20"


def bench_release(count: int) -> Release:
    """So many entries with the words of the examples, over two units, three classes and twelve years."""
    examples = [{key: str(value) for key, value in entry.items()} for entry in example_entries()]
    return Release(1, DAY, tuple(_entry(place, examples[place % len(examples)]) for place in range(count)))


def _entry(place: int, example: dict[str, str]) -> ReleasedEntry:
    code = ("KUL", "TEK")[place % 2]
    id = f"{code}-{place // 2 + 1:04}"
    content = {
        "judul": f"{example['judul']} ({place})", "ringkasan": example["ringkasan"],
        "penanggung_jawab": "Kepala Subbagian Umum", "waktu": str(2026 - place % 12), "tempat": "Rangkasbitung",
        "bentuk": "Softcopy", "retensi": "5 tahun", "klasifikasi": TEMPLATE.classes()[(0, 2, 0, 2, 1)[place % 5]],
        "tautan": f"Dokumen {place} | https://kpu-lebak.example/{place}.pdf",
    }  # fmt: skip
    return ReleasedEntry(id, 1, code, content, DAY, DAY, (Change(DAY, "established"),))


def render_seconds(count: int, folder: Path) -> float:
    """Pages, CSV, JSON and everything else, written into a new folder by a fresh process."""
    command = [sys.executable, "-m", "scripts.bench_site", str(count), str(folder)]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def change_seconds(count: int) -> float:
    """The keys of every file, and the files that one changed entry makes due, by a fresh process."""
    command = [sys.executable, "-m", "scripts.bench_site", str(count)]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _change(release: Release) -> None:
    """A target that shows the release, the release with one entry changed, and what then has to be rendered."""
    secret = "0" * 64
    whole = build_all(render_site(release, OFFICE, TEMPLATE)).sealed(secret)
    manifest = manifest_of(json.loads(whole[MANIFEST]))
    target = TargetState(1, whole.digests, frozenset(whole.digests), manifest=manifest)
    one = release.entries[len(release.entries) // 2]
    changed = replace(one, content={**one.content, "ringkasan": "Diubah"})
    entries = tuple(changed if entry is one else entry for entry in release.entries)
    start = time.perf_counter()
    with gc_paused():
        build_for(render_site(replace(release, entries=entries), OFFICE, TEMPLATE), target, 1, secret)
    print(time.perf_counter() - start)


def hugo_seconds(folder: Path, out: Path) -> float:
    """Hugo over the same entries, into a new folder."""
    start = time.perf_counter()
    subprocess.run(["hugo", "--quiet", "--destination", str(out)], cwd=folder, check=True)
    return time.perf_counter() - start


def hugo_folder(folder: Path, count: int) -> None:
    """A Hugo site with one page an entry, a list, CSV and JSON."""
    (folder / "content" / "informasi").mkdir(parents=True)
    (folder / "layouts" / "_default").mkdir(parents=True)
    for entry in bench_release(count).entries:
        name, _, url = entry.content["tautan"].partition(" | ")
        values = {
            **entry.content, "id": entry.id, "unit": entry.unit, "penguasa": OFFICE.units[entry.unit],
            "ditetapkan": DAY, "dimutakhirkan": DAY, "hari": long_day(DAY), "dokumen": [{"nama": name, "url": url}],
        }  # fmt: skip
        front = {"title": entry.content["judul"], "url": f"/informasi/{entry.id}/", "e": values}
        text = json.dumps(front, ensure_ascii=False)
        (folder / "content" / "informasi" / f"{entry.id}.md").write_text(f"{text}\n", "utf-8")
    (folder / "config.json").write_text(json.dumps(HUGO), "utf-8")
    (folder / "layouts" / "_default" / "single.html").write_text(SINGLE, "utf-8")
    for name, text in LISTS.items():
        (folder / "layouts" / name).write_text(text, "utf-8")


HUGO = {
    "baseURL": "https://kpu-lebak.example/dip/", "title": OFFICE.name, "disableKinds": ["taxonomy", "term", "RSS"],
    "outputs": {"home": ["HTML", "JSON", "CSV"], "page": ["HTML"]},
}  # fmt: skip
SINGLE = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · KPU Kabupaten Lebak</title>
<meta name="description" content="{{ .Params.e.ringkasan | truncate 200 }}">
<link rel="canonical" href="{{ .Permalink }}">
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" "CreativeWork" "@id" .Permalink
"identifier" .Params.e.id "name" .Title "abstract" .Params.e.ringkasan "genre" .Params.e.klasifikasi
"datePublished" .Params.e.ditetapkan "dateModified" .Params.e.dimutakhirkan "temporalCoverage" .Params.e.waktu
"locationCreated" (dict "@type" "Place" "name" .Params.e.tempat)
"maintainer" (dict "@type" "Organization" "name" .Params.e.penguasa)
"publisher" (dict "@type" "GovernmentOrganization" "name" .Site.Title "email" "ppid@kpu-lebak.example")
"encoding" .Params.e.dokumen | jsonify | safeJS }}</script>
<link rel="stylesheet" href="../../assets/dip.css">
<script src="../../assets/dip.js" defer></script>
</head>
<body>
<header><a href="../../">{{ .Site.Title }}</a><nav aria-label="Menu utama"><ul><li><a href="../../">Daftar</a></li>
<li><a href="../../pemutakhiran/">Pemutakhiran</a></li><li><a href="../../#unduh">Unduh</a></li></ul></nav></header>
<nav aria-label="Jejak"><ol><li><a href="../../">Daftar Informasi Publik</a></li>
<li><a href="../../#{{ .Params.e.klasifikasi | urlize }}">{{ .Params.e.klasifikasi }}</a></li>
<li aria-current="page">{{ .Params.e.id }}</li></ol></nav>
<main><article>
<header><p>{{ .Params.e.klasifikasi }}</p><h1>{{ .Title }}</h1><p>{{ .Params.e.id }} {{ .Params.e.penguasa }}
Dimutakhirkan <time datetime="{{ .Params.e.dimutakhirkan }}">{{ .Params.e.hari }}</time></p></header>
<section><h2>Dokumen</h2><ul>{{ range .Params.e.dokumen }}<li><a href="{{ .url }}" rel="noopener noreferrer">{{ .nama }}
</a> <small>{{ path.Ext .url | upper }}</small></li>{{ end }}</ul></section>
<section><h2>Unsur informasi</h2><dl>
<div><dt>Ringkasan isi informasi</dt><dd>{{ .Params.e.ringkasan }}</dd></div>
<div><dt>Nomor informasi</dt><dd>{{ .Params.e.id }}</dd></div>
<div><dt>Unit yang menguasai informasi</dt><dd><a href="../../?unit={{ .Params.e.unit }}">{{ .Params.e.penguasa }}</a>
</dd></div><div><dt>Penanggung jawab pembuatan atau penerbitan</dt><dd>{{ .Params.e.penanggung_jawab }}</dd></div>
<div><dt>Waktu pembuatan</dt><dd>{{ .Params.e.waktu }}</dd></div>
<div><dt>Tempat pembuatan</dt><dd>{{ .Params.e.tempat }}</dd></div>
<div><dt>Bentuk informasi yang tersedia</dt><dd>{{ .Params.e.bentuk }}</dd></div>
<div><dt>Jangka waktu penyimpanan</dt><dd>{{ .Params.e.retensi }}</dd></div>
<div><dt>Klasifikasi</dt><dd>{{ .Params.e.klasifikasi }}</dd></div></dl></section>
<section><h2>Riwayat penetapan</h2><ol><li><time datetime="{{ .Params.e.ditetapkan }}">{{ .Params.e.hari }}</time>
Ditetapkan dalam Daftar Informasi Publik</li></ol></section>
<section><h2>Cara mengutip</h2><p>{{ .Site.Title }}. “{{ .Title }}”. {{ .Params.e.klasifikasi }} {{ .Params.e.id }},
Daftar Informasi Publik, dimutakhirkan {{ .Params.e.hari }}. {{ .Permalink }}</p></section>
</article></main>
<footer><h2>{{ .Site.Title }}</h2><address>Jl. Abdi Negara No. 8, Rangkasbitung</address><h2>Hak Anda</h2>
<p>Setiap orang berhak memperoleh informasi publik (Undang-Undang Nomor 14 Tahun 2008). Informasi yang tidak disertai
tautan dapat diminta kepada kantor ini.</p><h2>Data terbuka</h2><p>Daftar ini dapat diunduh dan dipakai ulang:
<a href="../../index.csv">CSV</a>, <a href="../../index.json">JSON</a>.</p></footer>
</body>
</html>
"""
"""What our page of an entry says, said by Hugo; days and the unit's name it finds ready."""
LISTS = {
    "index.html": """<ol>{{ range .Site.RegularPages }}<li id="{{ .Params.e.id }}"><h3><a href="{{ .Permalink }}">
{{ .Title }}</a></h3><p>{{ .Params.e.ringkasan }}</p><ul>{{ range .Params.e.dokumen }}<li>
<a href="{{ .url }}">{{ .nama }}</a></li>{{ end }}</ul>
<dl><dt>Dikuasai oleh</dt><dd>{{ .Params.e.penguasa }}</dd><dt>Penanggung jawab</dt>
<dd>{{ .Params.e.penanggung_jawab }}</dd><dt>Waktu dan tempat</dt><dd>{{ .Params.e.waktu }}, {{ .Params.e.tempat }}</dd>
<dt>Bentuk</dt><dd>{{ .Params.e.bentuk }}</dd><dt>Penyimpanan</dt><dd>{{ .Params.e.retensi }}</dd></dl></li>
{{ end }}</ol>""",
    "index.json": "[{{ range .Site.RegularPages }}{{ .Params.e | jsonify }},{{ end }}0]",
    "index.csv": """{{ range .Site.RegularPages }}{{ .Params.e.id }},{{ .Title | jsonify }},\
{{ .Params.e.ringkasan | jsonify }},{{ .Params.e.penguasa | jsonify }},{{ .Params.e.penanggung_jawab | jsonify }},\
{{ .Params.e.waktu }},{{ .Params.e.tempat }},{{ .Params.e.bentuk }},{{ .Params.e.retensi }},{{ .Params.e.klasifikasi }}
{{ end }}""",
}


def weight(count: int) -> int:
    """Bytes of the list with styles and script, compressed as servers do."""
    files = build_all(render_site(bench_release(count), OFFICE, TEMPLATE))
    sent = [data for path, data in files.items() if path == "index.html" or path.startswith("assets/")]
    return sum(len(gzip.compress(data, 6, mtime=0)) for data in sent)


def race(folder: Path, count: int, times: int) -> tuple[float, float]:
    """Our seconds and Hugo's, the fastest of each, taking turns. Without Hugo its seconds are infinite. Nothing is
    removed between the rounds: ext4 makes files slowly for minutes after it has removed as many."""
    if not shutil.which("hugo"):
        return min(render_seconds(count, folder / f"ours-{turn}") for turn in range(times)), float("inf")
    hugo_folder(folder / "hugo", count)
    ours, theirs = [], []
    for turn in range(times):
        ours.append(render_seconds(count, folder / f"ours-{turn}"))
        theirs.append(hugo_seconds(folder / "hugo", folder / f"theirs-{turn}"))
    return min(ours), min(theirs)


def main(arguments: Sequence[str]) -> None:
    """Render and write once, and tell the seconds."""
    release = bench_release(int(arguments[0]))
    if len(arguments) == 1:
        _change(release)
        return
    folder = Path(arguments[1])
    start = time.perf_counter()
    # At rest as in every run; XLSX is not asked of Hugo.
    with gc_paused(), patch("sync.site.machine_files.to_xlsx", return_value=b""):
        files = build_all(render_site(release, OFFICE, TEMPLATE))
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main(sys.argv[1:])
