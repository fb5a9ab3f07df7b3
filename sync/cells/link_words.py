"""What people wrote in an address: names of folders and files, and values of parameters that say what they are.

Everything else in it is made by programs (IDs of files and videos, keys, times): it looks like any number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from sync.cells.text import words

_URL = re.compile(r"(?:https?|whatsapp)://[^\s|<>\"]+", re.IGNORECASE)
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
# Hosts whose paths and parameters are IDs; the name of a file in them is still a name.
_ID_HOSTS = re.compile(
    r"(?:^|\.)(?:google\.[a-z.]+|goo\.gl|forms\.gle|youtube\.com|youtu\.be|facebook\.com|fb\.(?:com|watch|me)|instagram\.com"
    r"|tiktok\.com|twitter\.com|x\.com|threads\.(?:net|com)|linkedin\.com|vimeo\.com|zoom\.(?:us|com)|webex\.com|microsoft\.com"
    r"|sharepoint\.com|live\.com|1drv\.ms|dropbox\.com|doi\.org|archive\.org|bit\.ly|s\.id|tinyurl\.com|canva\.com|issuu\.com"
    r"|scribd\.com|mega\.nz|spotify\.com|linktr\.ee|lynk\.id)$"
)
_MESSENGERS = re.compile(r"(?:^|\.)(?:wa\.me|whatsapp\.com|t\.me)$|^send$")
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|csv|txt|zip|rar|jpe?g|png|gif|webp|heic|tiff?|mp4|mp3)$", re.IGNORECASE
)
_NUMBER = re.compile(r"[\d\W_]+")
_PAGE_NUMBER = re.compile(r"^\d{5,15}(?=[-_])|(?<=[-_])\d{5,15}$")
_IDS = words(
    """id ids gid fbid uid sid pid cid oid rid v t s k set list index key token hash code pwd tk igsh igshid si utm
    entry ver version time ts date page p offset resourcekey usp ref session auth sig signature expires nonce ouid
    rtpof sd"""
)
_OF_PERSONS = words("nik ktp kk npwp nip hp wa phone telp tel telepon whatsapp email mail rek rekening bpjs sim paspor")
_KEY_WORD = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")


def decoded(text: str) -> str:
    """The text without percent-encoding, however often it was encoded."""
    for _ in range(4):
        if not _ENCODED.search(text):
            break
        text = unquote(text, errors="replace")
    return text


def with_link_words(text: str) -> str:
    """The text, decoded, with every address in it replaced by what people wrote in it, one piece a line."""
    if "://" in text:
        text = _URL.sub(lambda match: "\n" + "\n".join(_written_in(match.group())), text)
    return decoded(text)


def _written_in(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return
    if _MESSENGERS.search(host):
        number = decoded(parts.path).strip("/+ ")
        yield f"WA {number}" if _NUMBER.fullmatch(number) else ""
    else:
        yield from _names(parts.path, files_only=bool(_ID_HOSTS.search(host)))
    if not _ID_HOSTS.search(host):
        yield from _values(parts.query)


def _names(path: str, *, files_only: bool) -> Iterator[str]:
    """The names in a path. A segment without a letter is one only if it is as long as a person's number, or if the
    folder says what it is; the number that a page's name begins or ends with is the page's."""
    before = ""
    for segment in map(decoded, path.split("/")):
        if _FILE.search(segment):
            yield segment
        elif not files_only and _NUMBER.fullmatch(segment):
            if before.lower() in _OF_PERSONS or _is_long(segment):
                yield f"{before} {segment}"
        elif not files_only:
            yield _PAGE_NUMBER.sub("", segment)
        before = segment


def _values(query: str) -> Iterator[str]:
    """`key value` of the parameters, without those that hold an ID, or a number nobody says is a person's."""
    for key, value in parse_qsl(query):
        key_words, text = _KEY_WORD.findall(decoded(key)), decoded(value)
        about = frozenset(map(str.lower, key_words))
        if about & _OF_PERSONS or (not about & _IDS and (not _NUMBER.fullmatch(text) or _is_long(text))):
            yield f"{' '.join(key_words)} {text}"


def _is_long(segment: str) -> bool:
    return sum(sign.isdigit() for sign in segment) in (16, 18)
