"""What `key_file` and the environment hold, read as people save it: with a byte order mark, the line ends of Windows, a
blank first line. What looks like a key is never taken for a password, and so never sent."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path
from typing import Literal

from sync.errors import TargetError, reason_of
from sync.message import say
from sync.settings.target_address import PASSWORD_VARIABLE

Kind = Literal["password", "private key", "public key", "PuTTY key", "credentials"]

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("private key", re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY")),
    ("PuTTY key", re.compile(r"PuTTY-User-Key-File")),
    ("public key", re.compile(r"-{4,5} ?BEGIN |(ssh|ecdsa|sk-ssh|sk-ecdsa)-\S+ AAAA")),
    ("credentials", re.compile(r"\[[^]\n]*\]\s*\n|.*aws_access_key|access key id,", re.IGNORECASE | re.DOTALL)),
)


def text_of(data: bytes) -> str:
    """The text, with `\\n` at line ends and without blank lines before it. Raises `UnicodeDecodeError`."""
    coding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return data.decode(coding).replace("\r\n", "\n").replace("\r", "\n").lstrip()


def read_secret(path: Path) -> str:
    """The text of `key_file`. Raises `TargetError` if it cannot be read, or if others may read it."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise TargetError(
                say(
                    "key_file %(name)s can be read by other users of this machine: chmod 600 %(name)s. If that changes "
                    "nothing, its disk knows no rights: move it to another and write its whole path in dip.toml",
                    name=path.name,
                )
            )
        return text_of(path.read_bytes())
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else say("it is not text")
        raise TargetError(say("key_file %(name)s cannot be read: %(reason)s", name=path.name, reason=reason)) from None


def kind_of(text: str) -> Kind:
    """What a secret is, by how it begins."""
    return next((kind for kind, begins in _KINDS if begins.match(text)), "password")


def is_private_key(text: str, name: str) -> bool:
    """Whether `key_file` holds a private key, not a password. Raises `TargetError` for a key that opens nothing."""
    kind = kind_of(text)
    if kind == "PuTTY key":
        raise TargetError(
            say(
                "key_file %(name)s is a key as PuTTY keeps it. Nothing was sent. Export it in PuTTYgen (Conversions, "
                "Export OpenSSH key), or by: puttygen %(name)s -O private-openssh -o dip-kunci. Then name that file",
                name=name,
            )
        )
    if kind == "public key":
        raise TargetError(
            say(
                "key_file %(name)s is no private key but what is given to the server. Nothing was sent. Name the "
                "private key, the file without .pub",
                name=name,
            )
        )
    return kind == "private key"


def password_of(text: str, name: str) -> str:
    """The first line of what `key_file` holds as password. Raises `TargetError` for what is none."""
    _refuse_key(text, f"key_file {name}")
    return text.partition("\n")[0].strip()


def password_given() -> str:
    """The password that the environment gives, empty if it gives none. Raises `TargetError` for what is none."""
    text = os.environ.get(PASSWORD_VARIABLE, "").strip("\ufeff\r\n")
    _refuse_key(text, PASSWORD_VARIABLE)
    return text


def _refuse_key(text: str, name: str) -> None:
    if kind_of(text) != "password":
        raise TargetError(
            say(
                "%(name)s holds a key and no password. Nothing was sent. Put the password alone there; a key belongs "
                "into a file that key_file names, and opens sftp:// and git+ssh:// alone",
                name=name,
            )
        )
