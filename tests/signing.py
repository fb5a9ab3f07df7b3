"""Who signs PDFs in tests: a certificate made here, known to no machine."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pypdf import PdfReader, PdfWriter

NAME = "Siti Aminah"


@cache
def signer(name: str = NAME) -> Any:
    """Somebody with a certificate that they gave themselves."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    packed = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, BestAvailableEncryption(b"x"))
    return signers.SimpleSigner.load_pkcs12_data(packed, other_certs=[], passphrase=b"x")


def signed(data: bytes, field: str = "TandaTangan", name: str = NAME) -> bytes:
    """The PDF with a signature in it."""
    out = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(data)), signers.PdfSignatureMetadata(field_name=field), signer=signer(name)
    )
    return bytes(out.getvalue())


def plain(*, keywords: str = "", encrypted: bool = False) -> bytes:
    """A PDF of one empty page, as a scanner makes it."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    if keywords:
        writer.add_metadata({"/Keywords": keywords})
    if encrypted:
        writer.encrypt("rahasia", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def altered(data: bytes) -> bytes:
    """A signed PDF with a page more, added so that the signature itself is not touched."""
    writer = PdfWriter(PdfReader(io.BytesIO(data)), incremental=True)
    writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
