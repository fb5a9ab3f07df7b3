"""Where a site is published to, as `[publish] to` says it: a folder, or a URL taken apart.

Nothing here connects. A password in a URL is refused before anything else is read of it, and never repeated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sync.message import say
from sync.strict_toml import Mistake, did_you_mean

SCHEMES = ("sftp", "ftps", "ftp", "s3", "git+ssh", "git+file")
PASSWORD_VARIABLE = "DIP_PUBLISH_PASSWORD"  # noqa: S105  the variable's name, not its value

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_BRANCH = re.compile(r"(?!-|/|.*(\.\.|//|@\{|\.lock$|/$|\.$))[^\s~^:?*\[\\\x00-\x1f\x7f]+")

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}=?")
_TRUST = {
    "endpoint": ("s3",),
    "key_file": ("sftp", "ftps", "ftp", "s3", "git+ssh"),
    "host_key": ("sftp", "git+ssh"),
    "known_hosts": ("sftp", "git+ssh"),
    "ca_file": ("ftps", "s3"),
}


@dataclass(frozen=True)
class Address:
    """`scheme` is empty for a folder, whose path is then as written. For `s3` the host is the bucket; `branch` is
    git's."""

    scheme: str
    path: str
    host: str = ""
    user: str = ""
    port: int = 0
    branch: str = ""

    @property
    def location(self) -> str:
        """How people know it: no secret can be in it."""
        if not self.scheme:
            return self.path
        user, port = f"{self.user}@" * bool(self.user), f":{self.port}" * bool(self.port)
        return f"{self.scheme}://{user}{self.host}{port}{self.path}" + f"#{self.branch}" * bool(self.branch)


@dataclass(frozen=True)
class Publish:
    """Where the site goes, what it shows while a changed entry waits for re-approval, and how a server is trusted:
    `key_file` holds the secret (a private key, or a password in its first line), `host_key` is the fingerprint of an
    SSH server, `known_hosts` a file of them, `ca_file` the certificates FTPS or S3 may trust. `check_url` reads the
    site back at its public address. `excluded_list` shows the list of exempted information too."""

    to: str
    url: str = ""
    on_change: str = "keep"
    endpoint: str = ""
    key_file: str = ""
    host_key: str = ""
    known_hosts: str = ""
    ca_file: str = ""
    check_url: bool = True
    excluded_list: bool = False

    @property
    def address(self) -> Address:
        """`to`, taken apart."""
        return read_address(self.to)


@dataclass(frozen=True)
class Network:
    """The office's network: `ca_file` holds the certificates that it shows in place of those of others."""

    ca_file: str = ""


def read_address(text: str) -> Address:
    """Take `[publish] to` apart. Raises `Mistake` for a URL that cannot be published to."""
    match = _URL.match(text)
    if not match:
        return Address("", text)
    scheme = match[1].lower()
    if scheme not in SCHEMES:
        hint = did_you_mean(scheme, SCHEMES) or f"; known are a folder and {', '.join(f'{one}://' for one in SCHEMES)}."
        raise Mistake(
            say("to in [publish]: the site cannot be published by %(scheme)s://%(hint)s", scheme=scheme, hint=hint)
        )
    return _checked(_split(text, scheme))


def _split(text: str, scheme: str) -> Address:
    try:
        parts = urlsplit(text)
        port, host = parts.port or 0, parts.hostname or ""
        path, user, branch = (
            unquote(part, errors="strict") for part in (parts.path, parts.username or "", parts.fragment)
        )
        if parts.port == 0:
            raise ValueError(text)
    except ValueError:  # UnicodeError is one: percent-encoded bytes that are no UTF-8
        raise Mistake(say("to in [publish]: the %(scheme)s:// address cannot be read.", scheme=scheme)) from None
    if parts.password is not None:
        raise Mistake(
            say(
                "to in [publish]: the address contains a password. Take it out, change it where it is used, and give "
                "it in the environment variable %(password_variable)s or in the file that key_file names.",
                password_variable=PASSWORD_VARIABLE,
            )
        )
    if scheme == "s3":  # as it is written: a bucket's capitals are its own
        host = parts.netloc.rpartition("@")[2].partition(":")[0]
    shown = path.rstrip("/") or "/" * (scheme in {"sftp", "ftp", "ftps"})
    return Address(scheme, shown, host, user, port, branch)


def _checked(address: Address) -> Address:
    scheme = address.scheme
    if scheme == "git+file" and address.host:
        raise Mistake(
            say(
                "to in [publish]: write git+file:///path#branch with three slashes (%(host)s is no host).",
                host=address.host,
            )
        )
    if scheme != "git+file" and not address.host:
        what = "bucket" if scheme == "s3" else "host"
        raise Mistake(say("to in [publish]: the %(scheme)s:// address names no %(what)s.", scheme=scheme, what=what))
    if not re.fullmatch(r"[A-Za-z0-9._:%-]*", address.host) or address.host.startswith("-"):
        raise Mistake(say("to in [publish]: “%(host)s” is not the name of a host.", host=address.host))
    if address.user.startswith("-") or not address.user.isprintable() or not address.path.isprintable():
        raise Mistake(say("to in [publish]: the %(scheme)s:// address cannot be used as it stands.", scheme=scheme))
    if scheme.startswith("git"):
        return _with_branch(address)
    if address.branch:
        raise Mistake(
            say(
                "to in [publish]: only git has a branch; write # in a path as %%23 (%(location)s).",
                location=address.location,
            )
        )
    return address


def _with_branch(address: Address) -> Address:
    if not address.path.strip("/"):
        raise Mistake(say("to in [publish]: the %(scheme)s:// address names no repository.", scheme=address.scheme))
    if not address.branch:
        raise Mistake(
            say("to in [publish]: add the branch at the end, like %(location)s#pages.", location=address.location)
        )
    if not _BRANCH.fullmatch(address.branch):
        raise Mistake(say("to in [publish]: “%(branch)s” is not the name of a branch.", branch=address.branch))
    return address


def verify_trust(publish: Publish) -> None:
    """Keys of `[publish]` that say nothing for this kind of target are mistakes. Raises `Mistake`."""
    scheme = publish.address.scheme
    for key, schemes in _TRUST.items():
        if getattr(publish, key) and scheme not in schemes:
            raise Mistake(
                say(
                    "%(key)s in [publish] is only for %(kinds)s.",
                    key=key, kinds=", ".join(f"{one}://" for one in schemes),
                )
            )  # fmt: skip
    verify_url(publish.endpoint, "endpoint in [publish]")
    if publish.host_key and not _FINGERPRINT.fullmatch(publish.host_key):
        raise Mistake(say("host_key in [publish] must be a fingerprint like SHA256:… (43 letters and digits)."))


def verify_url(url: str, what: str) -> None:
    """Raises `Mistake` for what a browser cannot open."""
    if url and not url.startswith(("https://", "http://")):
        raise Mistake(say("%(what)s: “%(url)s” must begin with https:// or http://.", what=what, url=url))
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        if url and (not host or parts.port == 0 or any(letter.isspace() for letter in url)):
            raise ValueError(url)
    except ValueError as error:  # UnicodeError is one: two dots, a part that is too long, an open bracket
        raise Mistake(say("%(what)s: “%(url)s” is no address that a browser can open.", what=what, url=url)) from error


def verify_site_url(url: str) -> None:
    """Raises `Mistake` for what cannot be the public address of a site: those of its pages are added to it."""
    verify_url(url, "url in [publish]")
    if "@" in urlsplit(url).netloc:
        raise Mistake(
            say(
                "url in [publish] holds a user or a password, and everybody reads it on the site. Write the address "
                "without them; a password that stood here must be changed where it is used."
            )
        )
    if mark := next((mark for mark in "?#" if mark in url), ""):
        raise Mistake(
            say(
                "url in [publish]: “%(url)s” goes on after %(mark)s, and the addresses of pages are added to its end. "
                "Write the address of the folder alone: %(folder)s",
                url=url, mark=mark, folder=re.split("[?#]", url)[0],
            )
        )  # fmt: skip
