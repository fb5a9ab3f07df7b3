"""The site's part of the benchmark: as many pages rendered by us and by Hugo, and what a visitor's phone loads.

`python -m scripts.bench_site COUNT FOLDER` renders once into a new folder and prints the seconds it took.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scripts.people import TEMPLATE, example_entries
from sync.collector import at_rest
from sync.model import Change, Release, ReleasedEntry
from sync.public import SiteSettings
from sync.site import render_site

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
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "scripts.bench_site", str(count), str(folder)]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def hugo_seconds(folder: Path) -> float:
    """Hugo over the same entries, into a new folder."""
    shutil.rmtree(folder / "public", ignore_errors=True)
    start = time.perf_counter()
    subprocess.run(["hugo", "--quiet"], cwd=folder, check=True)
    return time.perf_counter() - start


def hugo_folder(folder: Path, count: int) -> None:
    """A Hugo site with one page an entry, a list, CSV and JSON."""
    (folder / "content" / "informasi").mkdir(parents=True)
    (folder / "layouts" / "_default").mkdir(parents=True)
    for entry in bench_release(count).entries:
        values = {**entry.content, "id": entry.id}
        front = {"title": entry.content["judul"], "url": f"/informasi/{entry.id}/", "e": values}
        text = json.dumps(front, ensure_ascii=False)
        (folder / "content" / "informasi" / f"{entry.id}.md").write_text(f"{text}\n", "utf-8")
    (folder / "config.json").write_text(json.dumps(HUGO), "utf-8")
    (folder / "layouts" / "_default" / "single.html").write_text(SINGLE, "utf-8")
    for name, text in LISTS.items():
        (folder / "layouts" / name).write_text(text, "utf-8")


HUGO = {
    "baseURL": "https://kpu-lebak.example/dip/", "title": "DIP", "disableKinds": ["taxonomy", "term", "RSS"],
    "outputs": {"home": ["HTML", "JSON", "CSV"], "page": ["HTML"]},
}  # fmt: skip
SINGLE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Params.e.ringkasan }}"><link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="../../assets/dip.css"><script src="../../assets/dip.js" defer></script></head><body>
<header><a href="../../">KPU Kabupaten Lebak</a><nav><a href="../../">Daftar</a> <a href="../../baru/">Baru</a></nav>
</header><main><p>{{ .Params.e.klasifikasi }}</p><h1>{{ .Title }}</h1><p>{{ .Params.e.ringkasan }}</p><dl>
{{ range $key, $value := .Params.e }}<div><dt>{{ $key }}</dt><dd>{{ $value }}</dd></div>{{ end }}</dl>
<p>KPU Kabupaten Lebak. {{ .Title }}. {{ .Params.e.id }}. {{ .Permalink }}</p></main><footer>Hak Anda</footer></body>
</html>"""
LISTS = {
    "index.html": """<ol>{{ range .Site.RegularPages }}<li><a href="{{ .Permalink }}">{{ .Title }}</a>
<p>{{ .Params.e.ringkasan }}</p></li>{{ end }}</ol>""",
    "index.json": "[{{ range .Site.RegularPages }}{{ .Params.e | jsonify }},{{ end }}0]",
    "index.csv": "{{ range .Site.RegularPages }}{{ .Params.e.id }},{{ .Title | jsonify }}\n{{ end }}",
}


def weight(count: int) -> int:
    """Bytes of the list with styles and script, compressed as servers do."""
    files = render_site(bench_release(count), OFFICE, TEMPLATE)
    sent = [data for path, data in files.items() if path == "index.html" or path.startswith("assets/")]
    return sum(len(gzip.compress(data, 6, mtime=0)) for data in sent)


def race(folder: Path, count: int, times: int) -> tuple[float, float]:
    """Our seconds and Hugo's, the fastest of each, taking turns. Without Hugo its seconds are infinite."""
    if not shutil.which("hugo"):
        return min(render_seconds(count, folder / "ours") for _ in range(times)), float("inf")
    hugo_folder(folder, count)
    took = [(render_seconds(count, folder / "ours"), hugo_seconds(folder)) for _ in range(times)]
    return min(ours for ours, _ in took), min(theirs for _, theirs in took)


def main(arguments: Sequence[str]) -> None:
    """Render and write once, and tell the seconds."""
    release, folder = bench_release(int(arguments[0])), Path(arguments[1])
    start = time.perf_counter()
    with at_rest():  # as in every run
        files = render_site(release, OFFICE, TEMPLATE)
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main(sys.argv[1:])
