"""The list for catalogues and search engines: DCAT (`data.json`, `data/dip.jsonld`), Frictionless (`datapackage.json`)
and schema.org (inside each entry's page)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any

from sync.model import Link
from sync.site.gate import KEYS, PublicEntry
from sync.site.site_settings import SiteSettings

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA = {
    "CSV": ("data/dip.csv", "text/csv"),
    "JSON": ("data/dip.json", "application/json"),
    "XLSX": ("data/dip.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "JSON-LD": ("data/dip.jsonld", "application/ld+json"),
}
_IANA = "https://www.iana.org/assignments/media-types/"
_LIST = "Daftar Informasi Publik"
_DAYS = {"waktu_mulai", "waktu_selesai", "ditetapkan", "dimutakhirkan"}

Node = dict[str, Any]
KEPT = 1 << 12
"""How many nodes that many entries have in common are kept as JSON."""


def to_catalogue(site: SiteSettings, updated: str) -> bytes:
    """`data.json`: the list itself as one dataset with its downloads."""
    dataset = _without_empty({
        **_node(site.url + "#dip", "dcat:Dataset"),
        "dcterms:title": _text(f"{_LIST} {site.name}"),
        "dcterms:description": _text(
            f"Informasi yang dikuasai {site.name} dan dapat diperoleh setiap orang: isi ringkas, unit yang menguasai, "
            "penanggung jawab, waktu dan tempat pembuatan, bentuk, dan jangka waktu penyimpanan."
        ),
        "dcterms:publisher": _publisher(site),
        "dcterms:modified": _day(updated),
        "dcterms:language": "id",
        "dcat:landingPage": _link(site.url),
        "dcat:keyword": ["PPID", "Daftar Informasi Publik", "keterbukaan informasi"],
        "dcat:distribution": [_distribution(site, name, *MEDIA[name]) for name in MEDIA],
    })  # fmt: skip
    return _dump(_catalogue(site, updated, [dataset]))


def to_jsonld(entries: Iterable[PublicEntry], site: SiteSettings, updated: str) -> bytes:
    """`data/dip.jsonld`: a catalogue in which every entry is a dataset, its documents the distributions."""
    return _dump(_catalogue(site, updated, []), [_dataset(entry, site) for entry in entries])


def to_datapackage(site: SiteSettings, classes: Sequence[str]) -> bytes:
    """`data/datapackage.json`: what the columns of `dip.csv` mean."""
    resource = {
        "name": "dip",
        "path": "dip.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": {"fields": [_field(key, classes) for key in KEYS], "primaryKey": ["id"], "missingValues": [""]},
    }
    package = {
        "name": "dip",
        "title": f"{_LIST} {site.name}",
        "profile": "tabular-data-package",
        **({"homepage": site.url} if site.url else {}),
        "resources": [resource],
    }
    return _dump(package)


def entry_linked(entry: PublicEntry, site: SiteSettings) -> str:
    """What a search engine reads of an entry's page (schema.org), as JSON that may stand inside HTML."""
    address = f"{site.url}informasi/{entry.id}/" if site.url else ""
    span = "/".join(dict.fromkeys(day for day in (entry.waktu_mulai, entry.waktu_selesai) if day))
    links = (
        f'{{"@type":"MediaObject","name":{_quoted(link.name)},"contentUrl":{_quoted(link.url)}}}'
        for link in entry.tautan
    )
    members = {
        "@context": '"https://schema.org"',
        "@type": '"CreativeWork"',
        "@id": _filled(address),
        "url": _filled(address),
        "identifier": _quoted(entry.id),
        "name": _filled(entry.judul),
        "abstract": _filled(entry.ringkasan),
        "genre": _filled(entry.klasifikasi),
        "inLanguage": '"id"',
        "isAccessibleForFree": "true",
        "datePublished": _filled(entry.ditetapkan),
        "dateModified": _filled(entry.dimutakhirkan),
        "temporalCoverage": _filled(span),
        "locationCreated": entry.tempat and f'{{"@type":"Place","name":{_quoted(entry.tempat)}}}',
        "maintainer": f'{{"@type":"Organization","name":{_quoted(entry.penguasa)}}}',
        "publisher": _office(site.name, site.address, site.email, site.website),
        "encoding": entry.tautan and f"[{','.join(links)}]",
    }
    text = ",".join([f'"{key}":{value}' for key, value in members.items() if value])
    # Inside <script> only these could end the element or open a comment.
    return f"{{{text}}}".replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@lru_cache(KEPT)
def _office(name: str, address: str, email: str, website: str) -> str:
    """Who publishes, in the words of schema.org."""
    node = {"@type": "GovernmentOrganization", "name": name, "address": address, "email": email, "url": website}
    return json.dumps(_without_empty(node), ensure_ascii=False, separators=(",", ":"))


def _filled(text: str) -> str:
    """A text in JSON, nothing for an empty one."""
    return text and _quoted(text)


def _catalogue(site: SiteSettings, updated: str, datasets: list[Node]) -> Node:
    return _without_empty({
        "@context": CONTEXT,
        **_node(site.url, "dcat:Catalog"),
        "dcterms:title": _text(f"{_LIST} {site.name}"),
        "dcterms:publisher": _publisher(site),
        "dcterms:modified": _day(updated),
        "dcterms:language": "id",
        "foaf:homepage": _link(site.website),
    }) | {"dcat:dataset": datasets}  # fmt: skip


def _dataset(entry: PublicEntry, site: SiteSettings) -> str:
    """One entry as a line of JSON. Ten thousand are written member by member: what many have in common once, nothing
    for what is empty."""
    page = f"{site.url}informasi/{entry.id}/"
    members = {
        "@id": _quoted(page),
        "@type": '"dcat:Dataset"',
        "dcterms:identifier": _quoted(entry.id),
        "dcterms:title": _said(entry.judul),
        "dcterms:description": _said(entry.ringkasan),
        "dcterms:publisher": _named("foaf:Organization", "foaf:name", entry.penguasa),
        "dcterms:creator": _named("foaf:Agent", "foaf:name", entry.penanggung_jawab),
        "dcterms:temporal": _period(entry.waktu_mulai, entry.waktu_selesai),
        "dcterms:spatial": entry.tempat and _named("dcterms:Location", "dcterms:title", entry.tempat),
        "dcterms:medium": _filled(entry.bentuk),
        "dcterms:accrualPolicy": entry.retensi and _named("dcterms:Policy", "dcterms:title", entry.retensi),
        "dcterms:type": _filled(entry.klasifikasi),
        "dcterms:issued": _dated(entry.ditetapkan),
        "dcterms:modified": _dated(entry.dimutakhirkan),
        "dcat:landingPage": f'{{"@id": {_quoted(page)}}}',
        "dcat:distribution": entry.tautan and f"[{', '.join(map(_access, entry.tautan))}]",
    }
    text = ", ".join([f'"{key}": {value}' for key, value in members.items() if value])
    return f"{{{text}}}"


def _access(link: Link) -> str:
    """A document of an entry. Its title and its address may be empty, in JSON they are then empty texts."""
    title, address = _said(link.name) or '""', link.url and f'{{"@id": {_quoted(link.url)}}}'
    return f'{{"@type": "dcat:Distribution", "dcterms:title": {title}, "dcat:accessURL": {address or _quoted("")}}}'


def _said(text: str) -> str:
    return text and f'{{"@value": {_quoted(text)}, "@language": "id"}}'


@lru_cache(KEPT)
def _dated(iso: str) -> str:
    return _json(_day(iso)) if iso else ""


@lru_cache(KEPT)
def _named(kind: str, key: str, name: str) -> str:
    return _json({"@type": kind, key: name})


@lru_cache(KEPT)
def _period(first: str, last: str) -> str:
    node = {"@type": "dcterms:PeriodOfTime", "dcat:startDate": _day(first), "dcat:endDate": _day(last)}
    return _json(_without_empty(node)) if first else ""


def _json(node: object) -> str:
    return json.dumps(node, ensure_ascii=False)


def _distribution(site: SiteSettings, name: str, path: str, media: str) -> Node:
    return _without_empty({
        "@type": "dcat:Distribution",
        "dcterms:title": name,
        "dcat:downloadURL": _link(site.url + path),
        "dcat:accessURL": _link(site.url + path),
        "dcat:mediaType": _link(_IANA + media),
    })  # fmt: skip


def _publisher(site: SiteSettings) -> Node:
    return _without_empty({"@type": "foaf:Organization", "foaf:name": site.name, "foaf:homepage": _link(site.website)})


def _node(address: str, kind: str) -> Node:
    return {"@id": address, "@type": kind} if address else {"@type": kind}


def _link(address: str) -> Node | str:
    return {"@id": address} if address else ""


def _text(text: str) -> Node | str:
    return {"@value": text, "@language": "id"} if text else ""


def _day(iso: str) -> Node | str:
    return {"@value": iso, "@type": "xsd:date"} if iso else ""


def _field(key: str, classes: Sequence[str]) -> Node:
    if key == "nomor":
        return {"name": key, "type": "integer"}
    if key == "id":
        return {"name": key, "type": "string", "constraints": {"required": True, "pattern": "[A-Z]{2,5}-[0-9]{4,}"}}
    if key == "klasifikasi":
        return {"name": key, "type": "string", "constraints": {"required": True, "enum": list(classes)}}
    return {"name": key, "type": "date" if key in _DAYS else "string"}


def _without_empty(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", [], {})}


def _dump(document: Node, datasets: Sequence[str] | None = None) -> bytes:
    """Readable where it is short; of a list, one item a line."""
    if datasets is None:
        datasets = [_json(dataset) for dataset in document["dcat:dataset"]] if "dcat:dataset" in document else None
    short = {key: value for key, value in document.items() if key != "dcat:dataset"}
    text = json.dumps(short, ensure_ascii=False, indent=1)
    if datasets is not None:
        lines = ",\n".join(datasets)
        text = f'{text[:-2]},\n "dcat:dataset": [\n{lines}\n]\n}}'
    return f"{text}\n".encode()
