"""A PDF that somebody signed and gives back: which list it carries, and what its signatures say. The network is never
asked.

What it carries is read from its keywords, its links and its text, whichever of them survived: our own PDF keeps all
three, one that Word exported has keywords and text, a scan has nothing.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sync.errors import ArgumentError, DipError
from sync.message import say

LARGEST = 20_000_000
"""So many bytes a PDF may have."""
_MARK = re.compile(r"dip-(kertas|kantor|sidik):([a-z0-9-]+)", re.I)
_DIGEST = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{4}\s*){16}(?![0-9a-f])")
_ADDRESS = re.compile(r"https?://[^\s<>()]+?/rilis/\d{4}-\d\d-\d\d-[0-9a-f]{8}/")
_EXEMPTS = re.compile(r"penetapan\s+daftar\s+informasi\s+yang\s+dikecualikan", re.I)
_MOST_PAGES = 5_000


class AlteredPdf(DipError):
    """Somebody changed the file after it was signed."""

    exit_code = 2
    word: str = say("Mistake")
    code = "altered"


@dataclass(frozen=True)
class CarriedList:
    """What a PDF says of itself: `paper` and `office` as our marks have them (empty without), the digests of lists and
    the addresses of their pages that were found, whether it has signatures, and whether its words are those of a decree
    on exemptions."""

    paper: str = ""
    office: str = ""
    digests: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    signed: bool = False
    exempts: bool = False


@dataclass(frozen=True)
class PdfSignature:
    """Whose a signature claims to be and when it says it was made (UTC, ISO, empty if it does not). `known`: the
    certificate leads to an authority that this machine trusts."""

    signer: str
    at: str
    known: bool


def read_carried(data: bytes) -> CarriedList:
    """What the PDF carries. Raises `ArgumentError` for what is no PDF, is encrypted, or is not whole."""
    if b"%PDF-" not in data[:1024]:
        raise ArgumentError(say("it is no PDF"))
    with _reading():
        reader = _opened(data)
        words = " ".join(str(value) for value in dict(reader.metadata or {}).values())
        marks = {kind.lower(): text.lower() for kind, text in _MARK.findall(words)}
        digests = [marks["sidik"]] if len(marks.get("sidik", "")) == 64 else []
        addresses: list[str] = []
        exempts = False
        for text in _texts(reader):
            digests += [re.sub(r"\s", "", found) for found in _DIGEST.findall(text)]
            addresses += _ADDRESS.findall(text)
            exempts = exempts or bool(_EXEMPTS.search(text))
    return CarriedList(
        marks.get("kertas", ""), marks.get("kantor", ""), tuple(dict.fromkeys(digests)),
        tuple(dict.fromkeys(addresses)), b"/ByteRange" in data, exempts,
    )  # fmt: skip


def _opened(data: bytes) -> Any:
    from pypdf import PdfReader

    end = data.rstrip(b"\0\r\n\t ")[-1024:]
    if b"%%EOF" not in end:
        raise ArgumentError(say("it is not whole: its end is missing"))
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise ArgumentError(say("it is encrypted; save it without a password"))
    if not 0 < len(reader.pages) <= _MOST_PAGES:
        raise ArgumentError(say("it has no pages, or too many"))
    return reader


@contextmanager
def _reading() -> Iterator[None]:
    """What the reader stumbles over is damage, and its own remarks are for nobody."""
    logger = logging.getLogger("pypdf")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    except DipError:
        raise
    except Exception as error:  # a file from anywhere: the reader raises whatever its place suggests
        raise ArgumentError(say("it is not whole: its pages cannot be read")) from error
    finally:
        logger.disabled = before


def _texts(reader: Any) -> Iterator[str]:
    """The links and the text of every page, the last page first: there the digest stands. That they can all be read is
    the proof that the file is whole."""
    for page in reversed(reader.pages):
        for note in page.get("/Annots") or ():
            with suppress(KeyError, AttributeError, TypeError):
                yield f"{note.get_object()['/A']['/URI']} "
        contents = page.get_contents()
        if contents is not None:
            contents.get_data()
        yield page.extract_text()


def can_read_signatures() -> bool:
    """Whether pyHanko (the extra `sign`) is installed."""
    from importlib.util import find_spec

    return find_spec("pyhanko") is not None


def read_signatures(data: bytes) -> tuple[PdfSignature, ...]:
    """Every signature, each of them unbroken. Raises `AlteredPdf` for one that does not fit the file any more, or
    beyond which more was changed than a further signature changes; `ArgumentError` for one that cannot be read."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator")]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        found = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures
        context = ValidationContext(trust_roots=_authorities(), allow_fetching=False)
        read = [(each, validate_pdf_signature(each, context)) for each in found]
    except Exception as error:  # a file from anywhere, and a library with many errors
        raise ArgumentError(say("its signature cannot be read")) from error
    for each, status in read:
        if not (status.intact and status.valid) or status.docmdp_ok is False or not _unchanged(status):
            raise AlteredPdf(say("it was altered after %(who)s signed it", who=_signer(each)))
    return tuple(PdfSignature(_signer(each), _moment(each), bool(status.trusted)) for each, status in read)


def _authorities() -> list[Any]:
    """Whom this machine trusts."""
    import ssl

    from asn1crypto.x509 import Certificate

    return [Certificate.load(each) for each in ssl.create_default_context().get_ca_certs(binary_form=True)]


def _unchanged(status: Any) -> bool:
    """Whether nothing followed the signature but what is no content: further signatures and proofs of certificates."""
    from pyhanko.sign.diff_analysis import ModificationLevel

    level = status.modification_level
    return level is not None and level <= ModificationLevel.FORM_FILLING


def _signer(signature: Any) -> str:
    subject = signature.signer_cert.subject.native
    name = (
        subject.get("common_name") or subject.get("organization_name") or signature.signer_cert.subject.human_friendly
    )
    return " ".join(name) if isinstance(name, list) else str(name)


def _moment(signature: Any) -> str:
    at = signature.self_reported_timestamp
    return at.astimezone(UTC).isoformat(timespec="seconds") if isinstance(at, datetime) else ""
