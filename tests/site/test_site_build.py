"""The site as a build: a file is rendered when what it is made from has changed, or when the target does not show that
it holds it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import TemplateError
from sync.model import Manifest, TargetState
from sync.release import Change, Exclusion, Release, ReleasedEntry, Withdrawal
from sync.run.saved_plan import digest_of
from sync.settings.appearance import Papers, Signing
from sync.settings.service import Service
from sync.site import keys
from sync.site.build import SiteBuild, build_all, build_for, changed_by_others
from sync.site.manifest import MANIFEST, is_sealed, manifest_of, seal
from sync.site.page_bytes import SitePages
from sync.site.site_files import render_site
from sync.site.site_settings import SiteSettings
from tests.office import Office
from tests.releases import BILINGUAL, CONTENT, TEMPLATE, many, release, released, typical

SECRET = "5" * 64
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'
FULL = replace(
    BILINGUAL,
    pdf=True,
    excluded_list=True,
    entry_feeds=True,
    accent="#123456",
    logo=("logo.svg", LOGO),
    signing=Signing("Rangkasbitung"),
)
BASIS = {"dasar_pengecualian": "Pasal 17", "nomor_uji": "12/UK/2026", "jangka_pengecualian": "5 tahun"}
SHOWN = replace(typical(), excluded=(Exclusion("KUL-0044", "KUL", BASIS),))


def standing(files: Mapping[str, bytes]) -> TargetState:
    """A target that holds these files."""
    digests = {path: sha256(data).hexdigest() for path, data in files.items()}
    manifest = manifest_of(json.loads(files[MANIFEST]))
    return TargetState(manifest.release, digests, frozenset(digests), manifest=manifest)


def built(shown: Release, office: SiteSettings = FULL, templates: Path | None = None) -> SiteBuild:
    """Everything rendered, sealed."""
    return build_all(render_site(shown, office, TEMPLATE, templates)).sealed(SECRET)


def due(build: SiteBuild) -> set[str]:
    """What was rendered."""
    return set(build._rendered)


# -- keys ----------------------------------------------------------------------------------------------------------

Change_ = Callable[[Release, SiteSettings], tuple[Release, SiteSettings]]


def of_entry(**parts: Any) -> Change_:
    """The first entry, changed."""
    return lambda shown, office: (
        replace(shown, entries=(replace(shown.entries[0], **parts), *shown.entries[1:])),
        office,
    )


def of_content(**parts: str) -> Change_:
    return of_entry(content={**SHOWN.entries[0].content, **parts})


def of_release(**parts: Any) -> Change_:
    return lambda shown, office: (replace(shown, **parts), office)


def of_office(**parts: Any) -> Change_:
    return lambda shown, office: (shown, replace(office, **parts))


INPUTS: dict[str, Change_] = {
    **{role: of_content(**{role: text}) for role, text in {
        "judul": "Lain", "ringkasan": "Lain", "penanggung_jawab": "Lain", "waktu": "2024", "tempat": "Lain",
        "bentuk": "Hardcopy", "retensi": "1 tahun", "tautan": "https://a.example/",
        "klasifikasi": TEMPLATE.classes()[2],
    }.items()},
    "unit": of_entry(unit="TEK"), "established": of_entry(established="2026-11-01"),
    "updated": of_entry(updated="2026-11-24"), "changes": of_entry(changes=(Change("2026-11-02", "established"),)),
    "release updated": of_release(updated="2026-12-01"), "establishment": of_release(establishment=("1", "2026-01-01")),
    "withdrawn": of_release(withdrawn=(Withdrawal("KUL-0003", "2026-11-01"),)),
    "one less": of_release(entries=SHOWN.entries[1:]),
    "excluded": of_release(excluded=(Exclusion("KUL-0044", "KUL", {**BASIS, "jangka_pengecualian": "1 tahun"}),)),
    **{name: of_office(**{name: value}) for name, value in {
        "name": "Lain", "short": "Lain", "address": "Lain", "email": "a@b.example", "website": "https://b.example/",
        "phones": ("112",), "url": "https://b.example/", "units": {"KUL": "Lain"}, "languages": ("id",),
        "accent": "#000000",
        "logo": ("logo.svg", LOGO + b" "), "excluded_list": False, "pdf": False, "entry_feeds": False,
        "signing": Signing("Lebak"),
        "code": "KPU-3602", "service": Service(hours="Senin"), "unit_addresses": {"KUL": "kul@a.example"},
    }.items()},
}  # fmt: skip
"""Everything a site is made from, each changed."""


@pytest.mark.parametrize("name", INPUTS)
def test_a_file_whose_bytes_change_has_another_key(name: str) -> None:
    """Each input changed: no file changes under the key it had, and some file does change."""
    before, after = built(SHOWN), built(*INPUTS[name](SHOWN, FULL))
    old, new = before.site.files, after.site.files
    common = old.keys() & new.keys()
    changed = {path for path in common if before[path] != after[path]}
    assert changed or old.keys() != new.keys()
    assert not {path for path in changed if old[path].key == new[path].key}


def test_every_setting_of_the_office_is_among_the_inputs() -> None:
    assert {item.name for item in fields(SiteSettings)} <= INPUTS.keys() | {"templates", "decrees"}
    assert {*CONTENT, *(item.name for item in fields(ReleasedEntry))} <= INPUTS.keys() | {"id", "version", "content"}


entries = st.builds(
    released, st.sampled_from([f"{code}-{number:04}" for code in ("KUL", "TEK") for number in range(1, 5)]),
    updated=st.sampled_from(["2026-11-20", "2026-11-24"]), judul=st.text(max_size=20), ringkasan=st.sampled_from("ab"),
    waktu=st.sampled_from(["2024", "2020–2024"]), klasifikasi=st.sampled_from(TEMPLATE.classes()),
    tautan=st.sampled_from(["", "A | https://a.example/"]),
)  # fmt: skip
releases = st.builds(
    lambda shown, gone, number: release(*shown, withdrawn=tuple((id, "2026-11-25") for id in gone), number=number),
    st.lists(entries, max_size=5, unique_by=lambda entry: entry.id),
    st.lists(st.sampled_from(["KUL-0001", "KUL-0002", "TEK-0001"]), unique=True),
    st.integers(1, 2),
)


@given(releases, releases)
def test_rendering_everything_gives_the_bytes_that_stand_at_the_target(before: Release, after: Release) -> None:
    """Whatever a release follows: what is rendered for the target and what is left there are the whole site."""
    target = standing(built(before, BILINGUAL))
    site = render_site(after, BILINGUAL, TEMPLATE)
    build = build_for(site, target, before.number, SECRET)
    assert dict(build) == dict(build_all(site).sealed(SECRET))
    assert {path for path in build.contents if path not in due(build)} <= target.files.keys()


def test_a_release_that_stands_is_not_rendered_again() -> None:
    build = built(many(600))
    again = build_for(render_site(many(600), FULL, TEMPLATE), standing(build), 1, SECRET)
    assert due(again) == set()
    assert again.digests == build.digests


def test_one_changed_entry_leaves_the_pages_of_the_others() -> None:
    """Its own page and the lists are made anew."""
    shown = many(600)
    target = standing(built(shown, BILINGUAL))
    one = replace(shown.entries[7], content={**shown.entries[7].content, "ringkasan": "Diubah"})
    after = replace(shown, entries=tuple(one if entry.id == one.id else entry for entry in shown.entries))
    build = build_for(render_site(after, BILINGUAL, TEMPLATE), target, 1, SECRET)
    pages = {path for path in due(build) if "informasi/" in path}
    assert pages == {f"informasi/{one.id}/index.html", f"en/informasi/{one.id}/index.html"}
    assert len(due(build)) <= 30


def test_the_number_in_the_list_is_no_part_of_an_entrys_page() -> None:
    """Another entry before it: the page keeps its key."""
    path = "informasi/KUL-0002/index.html"
    alone, second = (
        render_site(release(*shown), FULL, TEMPLATE).files[path].key
        for shown in ([released("KUL-0002")], [released("KUL-0001"), released("KUL-0002")])
    )
    assert alone == second


def test_a_template_of_the_office_that_asks_for_the_number_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "informasi.html.j2").write_text("<h1>\n{{ entry.nomor }}</h1>")
    with pytest.raises(TemplateError, match=r"template informasi\.html\.j2, line 2: .* has no attribute 'nomor'"):
        built(typical(), templates=tmp_path)


@pytest.mark.parametrize(
    "path", ["ditarik.html.j2", "en.po", "dip.typ", "assets/dip.css", "assets/kantor.css", "x.svg"]
)
def test_templates_edited_between_two_runs_make_everything_due(tmp_path: Path, path: str) -> None:
    """Whichever file of the office's folder it is."""
    target = standing(built(typical(), templates=tmp_path))
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("")
    site = render_site(typical(), FULL, TEMPLATE, tmp_path)
    manifest = target.manifest
    assert manifest and not {name for name, file in site.files.items() if manifest.keys.get(name) == file.key}


def test_where_the_templates_lie_is_no_part_of_a_key(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ditarik.html.j2").write_text("{{ site.templates }}")
    one, two = (built(typical(), replace(FULL, templates=tmp_path / name)) for name in ("a", "b"))
    assert dict(one) == dict(two)


@pytest.mark.parametrize("library", keys.LIBRARIES)
def test_another_version_of_a_library_makes_everything_due(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target = standing(built(typical()))
    versions = keys.versions()
    monkeypatch.setattr(keys, "versions", lambda: {**versions, library: "99"})
    keys.program.cache_clear()
    build = build_for(render_site(typical(), FULL, TEMPLATE), target, 1, SECRET)
    keys.program.cache_clear()
    assert due(build) == set(build.contents)


# -- the seal ------------------------------------------------------------------------------------------------------


def test_the_seal_covers_everything_the_manifest_says() -> None:
    manifest = manifest_of(json.loads(built(typical())[MANIFEST]))
    assert is_sealed(manifest, SECRET) and not is_sealed(manifest, "6" * 64) and not is_sealed(manifest, "")
    others: list[dict[str, Any]] = [
        {"release": 2}, {"files": {**manifest.files, "x": ""}}, {"keys": {**manifest.keys, "index.html": ""}},
        {"withdrawn": frozenset()}, {"seal": ""}, {"seal": "é"},
    ]  # fmt: skip
    for other in others:
        assert not is_sealed(replace(manifest, **other), SECRET)


@pytest.mark.parametrize("found", [
    {"seal": ""}, {"keys": {}, "seal": ""}, {"seal": "0" * 64}, {"release": 7},
], ids=["no seal", "from before the keys", "another's seal", "another release"])  # fmt: skip
def test_keys_count_only_under_our_seal_and_for_the_ledgers_release(found: dict[str, Any]) -> None:
    """Otherwise everything is rendered once, and only what differs is sent."""
    whole = built(typical())
    target = standing(whole)
    assert target.manifest
    manifest = replace(target.manifest, **found)
    if "release" in found:
        manifest = replace(manifest, seal=seal(manifest, SECRET))
    build = build_for(whole.site, replace(target, manifest=manifest), 1, SECRET)
    assert due(build) == set(build.contents)
    assert dict(build) == dict(whole)


@pytest.mark.parametrize("text", ['"keys": 1, "seal": 2', '"keys": {"index.html": 3}', '"keys": null, "seal": null'])
def test_keys_and_a_seal_of_a_wrong_kind_are_none(text: str) -> None:
    manifest = manifest_of(json.loads(f'{{"release": 1, "files": {{}}, {text}}}'.encode()))
    assert manifest == Manifest(1, {}, frozenset())


def test_without_a_secret_the_manifest_has_neither_keys_nor_seal() -> None:
    document = json.loads(build_all(render_site(typical(), FULL, TEMPLATE))[MANIFEST])
    assert sorted(document) == ["files", "release", "withdrawn"]


# -- whole runs ----------------------------------------------------------------------------------------------------


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001, published."""
    office.add(judul="Laporan")
    office.add(judul="Laporan lain")
    office.order("Otomatis")
    office.approved("KUL-0001")
    office.sync()
    return office


def test_a_run_with_nothing_new_renders_nothing(one: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SitePages, "page", lambda *_, **__: pytest.fail("rendered"))
    done = one.book.writes, one.ledger.records, one.target.publishes
    outcome = one.sync()
    assert outcome.result is not None and outcome.result.uploaded == 0
    assert (one.book.writes, one.ledger.records, one.target.publishes) == done


def test_what_is_changed_together_with_the_manifest_is_told_and_put_right(one: Office) -> None:
    """The page, its digest and even the manifest's seal taken away: the page is named, and is ours after one run."""
    good, path = dict(one.target.files), "informasi/KUL-0001/index.html"
    one.target.files[path] = b"<h1>judi online</h1>"
    document = json.loads(good[MANIFEST])
    document["files"][path] = sha256(one.target.files[path]).hexdigest()
    del document["seal"]
    one.target.files[MANIFEST] = json.dumps(document).encode()
    outcome = one.sync()
    assert outcome.target.altered == (path, MANIFEST)
    assert one.target.files == good


def test_a_manifest_from_before_the_keys_costs_one_rendering(one: Office) -> None:
    """Nothing but the manifest is sent, nobody is accused, and the run after that renders nothing."""
    good = dict(one.target.files)
    document = json.loads(good[MANIFEST])
    del document["seal"], document["keys"]
    one.target.files[MANIFEST] = json.dumps(document).encode()
    one.receipts.data = b""
    outcome = one.sync()
    assert outcome.result is not None and (outcome.result.uploaded, outcome.target.altered) == (1, ())
    assert one.target.files == good


def test_the_secret_stands_in_no_public_byte_and_in_nothing_that_is_shown(one: Office) -> None:
    known = one.known()
    assert len(known.secret) == 64
    assert not [path for path, data in one.target.files.items() if known.secret.encode() in data]
    assert known.secret not in repr(known) + repr(one.snapshot()) + repr(one.plan())


def test_a_saved_plan_is_of_all_keys_and_of_all_bytes_rendered_or_not(one: Office) -> None:
    """What somebody changes at the target meanwhile makes no plan stale; another key does, though the bytes are the
    same."""
    saved = digest_of(one.plan())
    one.target.files["index.html"] = b"diubah orang"
    assert digest_of(one.plan()) == saved
    one.settings = replace(one.settings, papers=Papers("Lebak"))
    assert digest_of(one.plan()) != saved


def test_a_target_is_rendered_for_the_release_it_shows(one: Office) -> None:
    """A site put back from yesterday is rendered once as a whole, and is whole again."""
    yesterday = dict(one.target.files)
    one.tick("KUL-0002")
    one.sync()
    today = dict(one.target.files)
    assert today != yesterday
    one.target.files = yesterday
    one.sync()
    assert one.target.files == today


def test_only_what_others_changed_is_told() -> None:
    """A release that follows another: what differs from it is our own change."""
    target = standing(built(typical()))
    after = build_for(render_site(release(released("KUL-0001")), FULL, TEMPLATE), target, 1, SECRET)
    assert changed_by_others(after, target, SECRET) == ()
