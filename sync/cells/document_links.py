"""Documents in a cell: one per line, `URL` or `Nama | URL`, and nothing that a browser could run.

Only `http` and `https` with a public host pass. A line that says two things (a name without an address, a text
that shows one address and leads to another) is a flaw. `compose_links` brings the targets behind visible text
(rich-text links, cell hyperlinks, `HYPERLINK()`) into the typed text, so that a changed target is a changed text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit, urlunsplit

from sync.cells.text import CellValue, Flaw, clean, is_clean
from sync.model import Link

# An address ends before the next one, unless that one is part of it (`…/web/2024/https://…`, `?url=https://…`).
_URL = re.compile(r"https?://(?:(?![,;]https?://|(?<![/=?&#%:])https?://)[^\s|<>\"])+", re.IGNORECASE)
_PLAIN_LINE = re.compile(
    r"(?![•*–—(-]|\d{1,2}[.)]\s)(?:[^|]*+(?<=[^|\s] )\| )?https?://(?:(?!-)[a-z0-9-]+(?<!-)\.)+(?!(?:local|localhost|lan|internal|test)(?:/|$))"
    r"[a-z]{2,}(?:/[\w./~%?=&#+-]*[\w/=~-])?",
    re.ASCII,
)
_UNSAFE = re.compile(
    r"\b(?:javascript|vbscript|livescript)\s*:|(?:^|[\s|])(?:blob|view-source|feed):https?:|\b(?:data|blob|file|ftps?|sftp|mailto|tel|intent|view-source|about):(?=\S)(?!\s*https?:)|^[A-Za-z]:[\\/]|^\\\\",
    re.IGNORECASE,
)
_NO_SCHEME = re.compile(
    r"(?:www\d?\.|[a-z0-9-]+\.)(?:[a-z0-9-]+\.)*(?:id|com|org|net|gov|gle|ly|me|io)(?:/\S*)?", re.IGNORECASE
)
_BROKEN_SCHEME = re.compile(r"\bh?t?tps?\s*[:;]?\s*/{1,3}\s*(?=\w+\.)|\bhttps?\s*[:;]\s*(?!//)(?=\w+\.)", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;|&+•*–—-]*(?:\bdan\b)?[\s,;|&+•*–—-]*(?:\d{1,2}[.)])?\s*", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[•*–—-]+\s*|\(?\d{1,2}[.)](?:\s+|$))+")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.ASCII)
_PRIVATE_NAME = re.compile(r"localhost|[\d.]+|[^.]+|.*\.(?:local|localhost|lan|internal|test)")
_ODD = re.compile(r"[\x00-\x20\x7f\\\u0080-\u00a0]")
_GOES_ON = re.compile(r"\S/\S|\w\.\w{2,5}$")  # the rest of an address, behind a blank that broke it
_CUT = re.compile(r"…|\.{3}\W*$|/\.{3,}(?=/)")
_HOLLOW = re.compile(
    r"/(?:undefined|null|NaN)(?:[/?#]|$)|=(?:undefined|null|NaN)(?:[&#]|$)|/d/(?:(?:ID|id|x{3,})?/|$)|/file/d$|[?&]id=(?:&|$)|/folders/?$"
    r"|[/=](?:\[object|%5Bobject)|#(?:REF|VALUE|NAME|DIV/0|N/A)\b"
)
"""An address that a program made of nothing, or in which the ID of a document or a folder is missing."""
_OPENING, _CLOSING = " |<\"'“‘«", " .,;|)>\"'”’»"
_NAME_END = re.compile(r"[\s|¦:–—=><→(\"“”‘’«»-]+$")
_VIEWERS = frozenset({"view", "edit", "preview", "pub", "download", "open", "uc", "folders", "usp"})
_NAME_LENGTH = 120
_LINE = 2000
_COMPUTED = Flaw("tautan-rumus")
_INTERNAL, _EMPTY = "tautan-dalam-kantor", "tautan-kosong"


def read_links(text: str) -> CellValue:
    """Text → canonical lines. Lines that are no documents give a flaw, one of each kind, and it stays as typed."""
    if is_plain_link(text):
        return CellValue(text)
    value = clean(text, lines=True)
    lines: list[str] = []
    flaws: list[Flaw] = []
    for line in value.split("\n") if value else ():
        read = _read_line(line)
        lines.append(read.value)
        flaws.extend(read.flaws)
    distinct = tuple({flaw.code: flaw for flaw in reversed(flaws)}.values())
    if any(flaw.code not in (_INTERNAL, _EMPTY) for flaw in distinct):
        return CellValue(value, distinct)
    return CellValue("\n".join(dict.fromkeys("\n".join(lines).split("\n"))), distinct)


def computed_link(flaws: tuple[Flaw, ...], formula: str) -> tuple[Flaw, ...]:
    """The flaws of a cell with a formula: a link whose address it computes is named as the formula it is."""
    if "HYPERLINK" not in formula.upper():
        return flaws
    return tuple(_COMPUTED if flaw.code == "tautan-tanpa-alamat" else flaw for flaw in flaws)


def is_plain_link(text: str) -> bool:
    """Fast path of `read_links`: one public address, perhaps named, written as it will be stored. May return false
    negatives."""
    one = _PLAIN_LINE.fullmatch(text) is not None and text.count("://") == 1 and len(text) <= _LINE
    # What stands for itself holds nothing but its address.
    return one and not _may_be_hollow(text) and ("|" not in text or is_clean(text))


def _may_be_hollow(text: str) -> bool:
    """What every hollow or cut address has in it: a look for each sign takes less time than a pattern."""
    if "undefined" in text or "null" in text or "NaN" in text or "/..." in text or "object" in text or "#" in text:
        return True
    if "id=" in text or text.endswith(("/d", "/d/", "/folders", "/folders/")):
        return True
    return "/d/" in text and ("/d//" in text or "/d/xxx" in text or "/d/ID/" in text or "/d/id/" in text)


def _read_line(line: str) -> CellValue:
    """One line, as it will be stored or with its flaws."""
    if is_plain_link(line):
        return CellValue(line)
    if _UNSAFE.search(_URL.sub("https://", line)):  # inside an address (`…/wiki/File:Peta.png`) it is a part of it
        return CellValue(line, (Flaw("tautan-tidak-aman", {"link": line}),))
    urls = list(_URL.finditer(line))
    if not urls:
        return CellValue(line, (_explain_no_url(line),))
    return _read_named(line, urls[0]) if len(urls) == 1 else _read_several(line, urls)


def _warnings(url: str) -> tuple[Flaw, ...]:
    """Warnings for an address that only works inside the office, and for one that a program made of nothing."""
    internal = (Flaw(_INTERNAL, {"link": url}),) if is_internal(_host(url)) else ()
    return (*internal, Flaw(_EMPTY, {"link": url})) if _HOLLOW.search(url) else internal


def _host(url: str) -> str:
    place = url[url.index("://") + 3 :].partition("/")[0]
    return place.partition("]")[0].removeprefix("[") if place.startswith("[") else place.partition(":")[0]


def is_internal(host: str) -> bool:
    """`localhost`, a name without a dot, a numeric address that the internet does not know."""
    if ":" not in host and not host.replace(".", "").isdigit():
        return _PRIVATE_NAME.fullmatch(host) is not None
    try:
        return not ip_address(host).is_global
    except ValueError:
        return True


def _read_named(line: str, match: re.Match[str]) -> CellValue:
    """A line with one address: what stands before it is its name; nothing but punctuation may follow."""
    url, flaw = _checked(match.group())
    before, rest = line[: match.start()].lstrip(_OPENING), line[match.end() :].strip(_CLOSING)
    name = _NAME_END.sub("", _BULLET.sub("", before)).strip(" |")
    if flaw:
        return CellValue(line, (flaw,))
    if rest:
        code = "tautan-terputus" if _GOES_ON.search(rest) else "tautan-lebih"
        return CellValue(line, (Flaw(code, {"link": match.group(), "rest": rest}),))
    return CellValue(f"{name} | {url}" if name and name.casefold() != url.casefold() else url, _warnings(url))


def _read_several(line: str, urls: list[re.Match[str]]) -> CellValue:
    """A line with several addresses: fine if nothing but separators stands between; one shown and another behind
    is not."""
    ends = [0, *(match.end() for match in urls)]
    between = [line[end : match.start()] for end, match in zip(ends, urls, strict=False)] + [line[ends[-1] :]]
    if len(urls) == 2 and not line[ends[-1] :].strip() and _shows(line[urls[0].start() : urls[1].start()], urls[1]):
        return _read_line(line[: urls[0].start()] + urls[1].group())
    shown, behind = _checked(urls[0].group())[0], _checked(urls[-1].group())[0]
    if len(urls) == 2 and between[1].strip() == "|" and not between[0].strip() and not between[2].strip():
        if _same(shown, behind):
            return CellValue(behind, _warnings(behind))
        return CellValue(line, (Flaw("tautan-berbeda", {"shown": shown, "link": behind}),))
    if not all(_BETWEEN.fullmatch(text.strip(" .,;")) for text in between):
        return CellValue(line, (Flaw("tautan-banyak", {"link": urls[0].group()}),))
    reads = [_checked(match.group()) for match in urls]
    flaws = tuple(flaw for _, flaw in reads if flaw)
    warned = tuple(flaw for url, _ in reads for flaw in _warnings(url))
    return CellValue(line, flaws) if flaws else CellValue("\n".join(url for url, _ in reads), warned)


def _shows(text: str, url: re.Match[str]) -> bool:
    """Whether a text is an address with blanks as a person reads it, `%20` in the address behind the bar."""
    shown, bar, _ = text.rpartition("|")
    return bool(bar) and " " in shown.strip() and _same(shown.strip(), url.group())


def _same(one: str, other: str) -> bool:
    return unquote(one).rstrip("/").casefold() == unquote(other).rstrip("/").casefold()


@lru_cache(maxsize=4096)
def _checked(url: str) -> tuple[str, Flaw | None]:
    """The address as it will be stored (scheme and host in small letters, no stray punctuation at the end), or its
    flaw."""
    if _CUT.search(url):  # an address as a chat or a table shortens it: what it led to is not in it
        return url, Flaw("tautan-salah", {"link": url})
    url = _trim(url)
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url, Flaw("tautan-salah", {"link": url})
    if "@" in parts.netloc or _ODD.search(url):
        return url, Flaw("tautan-menyamar", {"link": url})
    if not (_HOST.fullmatch(host) or (host.isascii() and (":" in host or _PRIVATE_NAME.fullmatch(host)))):
        return url, Flaw("tautan-salah", {"link": url})
    place = parts.netloc.lower() if port is not None or ":" in host else host
    return urlunsplit((parts.scheme.lower(), place, parts.path, parts.query, parts.fragment)), None


def _trim(url: str) -> str:
    """Without the punctuation of the sentence it stood in. A closing bracket belongs to the address if it opened
    there."""
    while url and (url[-1] in ".,;:!'’»”" or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url


def _explain_no_url(line: str) -> Flaw:
    if broken := _BROKEN_SCHEME.search(line):
        rest = line[broken.end() :].lstrip("/: ")
        return Flaw("tautan-tanpa-https", {"link": line, "hint": f"https://{rest}"})
    if bare := re.search(rf"(?:^|[\s|:]){_NO_SCHEME.pattern}$", line, re.IGNORECASE):
        address = bare.group().lstrip(" |:")
        return Flaw("tautan-tanpa-https", {"link": address, "hint": f"https://{address}"})
    return Flaw("tautan-tanpa-alamat", {"link": line})


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def links_of(text: str) -> tuple[Link, ...]:
    """The documents of a canonical text. An unnamed one is named after its file; a line without an address is left
    out."""
    links = []
    for line in text.split("\n"):
        name, _, url = line.rpartition(" | ")
        if _URL.match(url):
            links.append(Link(clean(name) or file_name(url), url))
    return tuple(links)


def file_name(url: str) -> str:
    """What to call a document that has no name: its file name, decoded and cleaned; the host where the address has
    none."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    host = (parts.hostname or "").removeprefix("www.")
    if not segments or segments[-1] in _VIEWERS or {"d", "folders"} & set(segments[:-1]):
        return f"Dokumen di {host}"
    name = clean(unquote(segments[-1], errors="replace").replace("\\", "/").rpartition("/")[2].replace("\ufffd", ""))
    return _short(name.strip(" .|"), _NAME_LENGTH) or f"Dokumen di {host}"


def compose_links(text: str, links: Iterable[Link]) -> str:
    """The visible text with the targets behind it, as lines `Nama | URL`. A target the text already shows is not
    repeated.

    One target behind several lines belongs to the last: the others get the flaw that they have none."""
    lines = [line for line in clean(text, lines=True).split("\n") if line]
    for link in links:
        url, name = link.url.strip(), clean(link.name)
        place = _place(lines, name, url)
        if place is None:
            lines.append(f"{name} | {url}" if name and not _same(name, url) else url)
        elif not any(_same(_trim(shown), url) for shown in _URL.findall(lines[place])):
            lines[place] = f"{lines[place]} | {url}"
    return "\n".join(lines)


def _place(lines: list[str], name: str, url: str) -> int | None:
    """The line a target stands behind: one that shows it, one with its name, else the last."""
    for number, line in enumerate(lines):
        if any(_same(_trim(shown), url) for shown in _URL.findall(line)) or _reads_as(line, url):
            return number
    free = [number for number, line in enumerate(lines) if " | " not in line]
    for number in free:
        if name and (lines[number] == name or name in lines[number]):
            return number
    return free[-1] if free and (not name or name.replace("\n", " ") == " ".join(lines)) else None


def _reads_as(line: str, url: str) -> bool:
    """Whether a line ends in an address that blanks break and that is this one in words."""
    start = _URL.search(line)
    return start is not None and _same(line[start.start() :], url)
