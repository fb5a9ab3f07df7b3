"""What programs are told: schema.org, JSON Schema, OpenAPI, `llms.txt`, each checked against what it claims to be."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import rdflib
from openapi_spec_validator import validate

from sync.settings.service import Service
from sync.site.data_description import DATED, SCHEMA_PATH, VERSION
from tests.releases import OFFICE, TEMPLATE, many, parsed, release, released, rendered, typical
from tests.settings.test_settings import LEAST, load, refusal

VOCABULARY: dict[str, Any] = json.loads((Path(__file__).parent / "schema_org.json").read_text("utf-8"))
SAID = replace(OFFICE, code="3602", phones=("(0252) 123456",), service=Service(licence="CC BY 4.0"))
HOSTILE = "</script><script>alert(1)</script> ]]> & \" ' {{ 7 * 7 }} [x](javascript:alert(1))"


def linked(files: dict[str, bytes], path: str) -> Any:
    (script,) = parsed(files[path]).xpath("//script[@type='application/ld+json']")
    return json.loads(script.text)


def properties(kind: str) -> set[str]:
    """The properties of a type and of those that it is a kind of."""
    names = VOCABULARY[kind]
    return set(names).union(*(properties(name) for name in names if name in VOCABULARY)) - VOCABULARY.keys()


def assert_known(node: Any) -> None:
    """Every type is in the vocabulary, every property belongs to its type, and rdflib's copy knows both."""
    for part in node if isinstance(node, list) else [node]:
        if not isinstance(part, dict):
            continue
        kind = part["@type"]
        assert kind in rdflib.SDO
        for key, value in part.items():
            assert key.startswith("@") or (key in properties(kind) and key in rdflib.SDO), (kind, key)
            assert_known(value)


@pytest.mark.parametrize("path", ["index.html", "informasi/KUL-0001/index.html", "informasi/TEK-0001/index.html"])
def test_every_name_is_one_of_schema_org(path: str) -> None:
    assert_known(linked(rendered(typical(), SAID, TEMPLATE), path))


def test_list_office_and_document_are_what_they_are() -> None:
    files = rendered(typical(), SAID, TEMPLATE)
    whole = linked(files, "index.html")
    assert (whole["@type"], whole["publisher"]["@type"]) == ("Dataset", "GovernmentOrganization")
    assert whole["publisher"]["identifier"] == "3602" and whole["license"] == "CC BY 4.0"
    assert {each["contentUrl"].removeprefix(OFFICE.url) for each in whole["distribution"]} <= files.keys()
    kinds = [linked(files, f"informasi/{id}/index.html")["@type"] for id in ("KUL-0001", "TEK-0001")]
    assert kinds == ["DigitalDocument", "CreativeWork"]


@pytest.mark.parametrize("shown", [typical(), many(30), release(), release(released(waktu="tiap bulan", retensi=""))])
def test_the_data_is_what_its_schema_says(shown: Any) -> None:
    files = rendered(shown, SAID, TEMPLATE)
    schema, document = json.loads(files[SCHEMA_PATH]), json.loads(files["data/dip.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)
    assert document["kode"] == "3602" and schema["$id"] == OFFICE.url + SCHEMA_PATH
    assert f"Versi {VERSION}, {DATED}" in schema["$comment"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("klasifikasi", "Informasi Dikecualikan"), ("id", "kul-1"), ("ditetapkan", "kemarin"), ("nomor", 0),
     ("tautan", [{"nama": "x", "url": "javascript:alert(1)"}])],
)  # fmt: skip
def test_the_schema_refuses_what_it_must(key: str, value: object) -> None:
    files = rendered(typical(), OFFICE, TEMPLATE)
    document = json.loads(files["data/dip.json"])
    document["entries"][0][key] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json.loads(files[SCHEMA_PATH]), jsonschema.Draft202012Validator)


@pytest.mark.parametrize("office", [SAID, replace(OFFICE, url="", email="", website="")])
def test_openapi_is_valid_and_names_files_that_are_there(office: Any) -> None:
    files = rendered(typical(), office, TEMPLATE)
    document = json.loads(files["openapi.json"])
    validate(
        {
            **document,
            "paths": {path: {"get": _without_reference(item["get"])} for path, item in document["paths"].items()},
        }
    )
    assert {path[1:] for path in document["paths"]} <= files.keys()
    assert document["paths"]["/data/dip.json"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": SCHEMA_PATH
    }


def _without_reference(operation: Any) -> Any:
    """The validator would look for what is referred to beside itself."""
    answer = operation["responses"]["200"]
    return {**operation, "responses": {"200": {**answer, "content": {media: {} for media in answer["content"]}}}}


def test_llms_txt_says_where_the_data_is_and_what_is_not_there() -> None:
    """Plain text: nothing is escaped, and every address of the site in it exists."""
    files = rendered(typical(), replace(SAID, name="Kantor “A & B”", excluded_list=True), TEMPLATE)
    text = files["llms.txt"].decode()
    assert text.startswith("# Daftar Informasi Publik Kantor “A & B”\n\n> ") and "Yang tidak ada di sini" in text
    for words in (
        "Daftar resmi informasi",
        "data/dip.json",
        "## Cara mengutip",
        "## Yang tidak ada di sini",
        SAID.email,
    ):
        assert words in text
    addresses = [part.partition(")")[0] for part in text.split("](")[1:]]
    for address in addresses:
        path = address.removeprefix(OFFICE.url)
        assert (f"{path}index.html" if path.endswith("/") else path) in files, address


def test_hostile_words_of_office_and_entry_stay_text() -> None:
    """In every file that is for programs."""
    office = replace(SAID, name=HOSTILE, units={"KUL": HOSTILE}, service=Service(licence=HOSTILE, hours=HOSTILE))
    files = rendered(release(released(judul=HOSTILE, penanggung_jawab=HOSTILE)), office, TEMPLATE)
    for path in ("index.html", "informasi/KUL-0001/index.html"):
        assert HOSTILE in json.dumps(linked(files, path), ensure_ascii=False).replace('\\"', '"')
    assert json.loads(files["openapi.json"])["info"]["license"]["name"] == HOSTILE
    assert json.loads(files["data/dip.json"])["office"] == HOSTILE
    assert HOSTILE in files["llms.txt"].decode()


def test_the_code_of_an_office_is_a_setting(tmp_path: Path) -> None:
    named = "[office]\n"
    assert load(tmp_path, LEAST.replace(named, f'{named}code = "32.02-A"\n')).office.code == "32.02-A"
    for wrong in ("-3", "3 2", "../x", "<b>"):
        assert refusal(tmp_path, LEAST.replace(named, f'{named}code = "{wrong}"\n')).startswith("code in [office]: ")
