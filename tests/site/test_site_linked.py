"""The list for catalogues: read by programs of others, checked against the published vocabularies."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sync.site.linked_data import CONTEXT
from tests.releases import OFFICE, TEMPLATE, many, parsed, release, released, rendered, typical


def catalogue(path: str, **office: Any) -> Any:
    return json.loads(rendered(typical(), replace(OFFICE, **office), TEMPLATE)[path])


def terms(value: Any) -> set[str]:
    """Every `prefix:name` used as a key or a type, anywhere in a document."""
    if isinstance(value, list):
        return set().union(*map(terms, value))
    if not isinstance(value, dict):
        return set()
    own = {key for key in value if ":" in key}
    kind = value.get("@type", "")
    return own.union({kind} if kind else (), *(terms(part) for key, part in value.items() if key != "@context"))


@pytest.mark.parametrize("path", ["data.json", "data/dip.jsonld"])
def test_every_term_is_in_the_published_vocabulary(path: str) -> None:
    """DCAT, Dublin Core, FOAF and XSD know each name we use; a made-up term would tell nobody anything."""
    import rdflib

    known = {"dcat": rdflib.DCAT, "dcterms": rdflib.DCTERMS, "foaf": rdflib.FOAF, "xsd": rdflib.XSD}
    for term in sorted(terms(catalogue(path))):
        prefix, _, name = term.partition(":")
        assert CONTEXT[prefix] == str(known[prefix])
        assert name in known[prefix], term
        assert f"{name}x" not in known[prefix]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser still uses it
@pytest.mark.parametrize("path", ["data.json", "data/dip.jsonld"])
def test_rdflib_reads_it_as_linked_data(path: str) -> None:
    import rdflib

    document = catalogue(path)
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    datasets = set(graph.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset))
    assert len(datasets) == (4 if path.endswith("jsonld") else 1)
    for dataset in datasets:
        assert graph.value(dataset, rdflib.DCTERMS.title) and graph.value(dataset, rdflib.DCTERMS.publisher)
        assert graph.value(dataset, rdflib.DCTERMS.modified).datatype == rdflib.XSD.date  # type: ignore[union-attr]


def test_without_an_address_nothing_pretends_to_have_one() -> None:
    """No empty identifiers and no relative ones that would mean another place elsewhere."""
    document = catalogue("data.json", url="", website="", email="")
    assert "@id" not in document and "foaf:homepage" not in document
    assert "dcat:landingPage" not in document["dcat:dataset"][0]


def test_frictionless_finds_the_csv_to_be_what_the_package_says(tmp_path: Path) -> None:
    """Its own validation: types, required values, the closed list of classes, one row an ID."""
    from frictionless import validate  # type: ignore[attr-defined,unused-ignore]

    files = rendered(typical(), OFFICE, TEMPLATE)
    for name in ("dip.csv", "datapackage.json"):
        (tmp_path / name).write_bytes(files[f"data/{name}"])
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    (tmp_path / "dip.csv").write_bytes(files["data/dip.csv"].replace(b"Informasi Serta Merta", b"Rahasia"))
    assert not validate(str(tmp_path / "datapackage.json")).valid


def test_an_entry_tells_search_engines_what_it_is() -> None:
    """schema.org, inside the page, safe whatever the title holds."""
    title = "</script><script>alert(1)</script> & <!--"
    page = parsed(rendered(release(released(judul=title)), OFFICE, TEMPLATE)["informasi/KUL-0001/index.html"])
    (script,) = page.xpath("//script[@type='application/ld+json']")
    document = json.loads(script.text)
    assert document["name"] == title
    assert document["@id"] == "https://kpu-lebak.example/dip/informasi/KUL-0001/"
    assert document["temporalCoverage"] == "2026-01-12"
    assert document["encoding"][0]["contentUrl"].endswith("laporan-keuangan-2025.pdf")


def test_one_entry_stands_on_one_line() -> None:
    """A change of one entry is therefore a change of one line."""
    files = rendered(many(20), OFFICE, TEMPLATE)
    for path in ("data/dip.json", "data/dip.jsonld"):
        assert len([line for line in files[path].decode().splitlines() if "KUL-0001" in line]) == 1
        json.loads(files[path])
