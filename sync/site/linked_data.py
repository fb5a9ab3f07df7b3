"""The list for catalogues and search engines: DCAT (`data.json`, `data/dip.jsonld`), Frictionless (`datapackage.json`)
and schema.org (inside each entry's page)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sync.model import ID_PATTERN, Link
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
_SCHEMA = "https://schema.org"
_LIST = "Daftar Informasi Publik"
_DAYS = {"waktu_mulai", "waktu_selesai", "ditetapkan", "dimutakhirkan"}

Node = dict[str, Any]
ONE_LINE = json.JSONEncoder(ensure_ascii=False)


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
    return _dump(_catalogue(site, updated, [_dataset(entry, site) for entry in entries]))


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


def list_linked(site: SiteSettings, updated: str, total: int) -> str:
    """What a search engine reads of the list (schema.org), as JSON that may stand inside HTML."""
    return _in_page({
        "@context": _SCHEMA,
        "@type": "Dataset",
        "@id": site.url,
        "url": site.url,
        "name": f"{_LIST} {site.name}",
        "description": f"Informasi yang dikuasai {site.name} dan dapat diperoleh setiap orang: {total} informasi "
        "dengan isi ringkas, unit, penanggung jawab, waktu dan tempat pembuatan, bentuk, dan jangka waktu penyimpanan.",
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "dateModified": updated,
        "license": site.service.licence_url or site.service.licence,
        "publisher": _office(site),
        "distribution": [
            _without_empty({
                "@type": "DataDownload", "name": name, "encodingFormat": media,
                "contentUrl": site.url + path if site.url else "",
            })
            for name, (path, media) in MEDIA.items()
        ],
    })  # fmt: skip


def entry_linked(entry: PublicEntry, site: SiteSettings) -> str:
    """What a search engine reads of an entry's page (schema.org), as JSON that may stand inside HTML."""
    address = f"{site.url}informasi/{entry.id}/" if site.url else ""
    return _in_page({
        "@context": _SCHEMA,
        "@type": "DigitalDocument" if entry.tautan else "CreativeWork",
        "@id": address,
        "url": address,
        "identifier": entry.id,
        "name": entry.judul,
        "abstract": entry.ringkasan,
        "genre": entry.klasifikasi,
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "datePublished": entry.ditetapkan,
        "dateModified": entry.dimutakhirkan,
        "temporalCoverage": "/".join(dict.fromkeys(day for day in (entry.waktu_mulai, entry.waktu_selesai) if day)),
        "locationCreated": {"@type": "Place", "name": entry.tempat} if entry.tempat else "",
        "maintainer": {"@type": "Organization", "name": entry.penguasa},
        "publisher": _office(site),
        "isPartOf": {"@type": "Dataset", "@id": site.url, "name": f"{_LIST} {site.name}"} if site.url else "",
        "encoding": [{"@type": "MediaObject", "name": link.name, "contentUrl": link.url} for link in entry.tautan],
    })  # fmt: skip


def _office(site: SiteSettings) -> Node:
    return _without_empty({
        "@type": "GovernmentOrganization", "name": site.name, "identifier": site.code, "address": site.address,
        "email": site.email, "telephone": site.phones[0] if site.phones else "", "url": site.website,
    })  # fmt: skip


def _in_page(node: Node) -> str:
    text = json.dumps(_without_empty(node), ensure_ascii=False, separators=(",", ":"))
    # Inside <script> only these could end the element or open a comment.
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


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


def _dataset(entry: PublicEntry, site: SiteSettings) -> Node:
    """One entry."""
    page = f"{site.url}informasi/{entry.id}/"
    return _without_empty({
        "@id": page,
        "@type": "dcat:Dataset",
        "dcterms:identifier": entry.id,
        "dcterms:title": _text(entry.judul),
        "dcterms:description": _text(entry.ringkasan),
        "dcterms:publisher": _named("foaf:Organization", "foaf:name", entry.penguasa),
        "dcterms:creator": _named("foaf:Agent", "foaf:name", entry.penanggung_jawab),
        "dcterms:temporal": _period(entry.waktu_mulai, entry.waktu_selesai),
        "dcterms:spatial": _named("dcterms:Location", "dcterms:title", entry.tempat) if entry.tempat else "",
        "dcterms:medium": entry.bentuk,
        "dcterms:accrualPolicy": _named("dcterms:Policy", "dcterms:title", entry.retensi) if entry.retensi else "",
        "dcterms:type": entry.klasifikasi,
        "dcterms:issued": _day(entry.ditetapkan),
        "dcterms:modified": _day(entry.dimutakhirkan),
        "dcat:landingPage": _link(page),
        "dcat:distribution": [_access(link) for link in entry.tautan],
    })  # fmt: skip


def _access(link: Link) -> Node:
    """A document of an entry. Its title and its address may be empty."""
    return {"@type": "dcat:Distribution", "dcterms:title": _text(link.name), "dcat:accessURL": _link(link.url)}


def _named(kind: str, key: str, name: str) -> Node:
    return {"@type": kind, key: name}


def _period(first: str, last: str) -> Node | str:
    if not first:
        return ""
    return _without_empty({"@type": "dcterms:PeriodOfTime", "dcat:startDate": _day(first), "dcat:endDate": _day(last)})


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
        return {"name": key, "type": "string", "constraints": {"required": True, "pattern": ID_PATTERN.pattern}}
    if key == "klasifikasi":
        return {"name": key, "type": "string", "constraints": {"required": True, "enum": list(classes)}}
    return {"name": key, "type": "date" if key in _DAYS else "string"}


def _without_empty(node: Node) -> Node:
    return {key: value for key, value in node.items() if value}


def _dump(document: Node) -> bytes:
    """Readable where it is short; of a list, one item a line."""
    short = {key: value for key, value in document.items() if key != "dcat:dataset"}
    text = json.dumps(short, ensure_ascii=False, indent=1)
    if "dcat:dataset" in document:
        lines = ",\n".join(map(ONE_LINE.encode, document["dcat:dataset"]))
        text = f'{text[:-2]},\n "dcat:dataset": [\n{lines}\n]\n}}'
    return f"{text}\n".encode()
