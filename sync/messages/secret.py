"""What opens the mail server and the services: `dip-messages.secret`, read strictly and never quoted."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sync.errors import reason_of
from sync.message import say
from sync.messages.memory import MessagesError
from sync.publish.secret import text_of


@dataclass(frozen=True)
class MessageSecret:
    """User and password at the mail server, empty where it asks for none, and the services' addresses by name."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    services: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_message_secret(path: Path) -> MessageSecret:
    """What the file holds; nothing if there is none. Raises `MessagesError` if it cannot be read or understood, or if
    others may read it."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise MessagesError(
                say("%(name)s can be read by other users of this machine: chmod 600 %(name)s", name=path.name)
            )
        raw = tomllib.loads(text_of(path.read_bytes()))
    except FileNotFoundError:
        return MessageSecret()
    except OSError as error:
        words = say("%(name)s cannot be read: %(reason)s", name=path.name, reason=reason_of(error))
        raise MessagesError(words) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise _unclear(path) from None
    return _secret(raw, path)


def _secret(raw: Mapping[str, Any], path: Path) -> MessageSecret:
    services = raw.get("services", {})
    texts = [raw.get("user", ""), raw.get("password", "")]
    if raw.keys() - {"user", "password", "services"} or not isinstance(services, dict):
        raise _unclear(path)
    if not all(isinstance(text, str) and text.isprintable() for text in (*texts, *services.values())):
        raise _unclear(path)
    return MessageSecret(texts[0], texts[1], services)


def _unclear(path: Path) -> MessagesError:
    return MessagesError(
        say(
            "%(name)s cannot be understood. It holds lines like: user = \"…\", password = \"…\", and under [services] "
            "telegram = \"tgram://…\"",
            name=path.name,
        )
    )  # fmt: skip
