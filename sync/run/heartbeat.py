"""Somebody outside is told that a run went well, so that silence is noticed there: `[watch] ping` in `dip.toml`.

Nobody's answer changes what became of the run. Of the address only the host is told: its path may be a secret.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import UTC, datetime
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO

from sync.certificates import connection_reason, context_with
from sync.message import Message, say, to_document
from sync.run.run_log import Line
from sync.settings.watch import Watching
from sync.time_limit import within

SECONDS = 15.0
"""So long it waits for the whole answer."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The address is the operator's; where an answer leads is not."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing: the answer counts as it is."""


def call(watching: Watching, ca_file: Path | None) -> Message | None:
    """Call the address: None if that went well, else what went wrong."""
    host = watching.host
    try:
        within(SECONDS, lambda: _get(watching.ping, ca_file))
    except urllib.error.HTTPError as error:
        error.close()
        return say("%(host)s answered with %(code)s", host=host, code=error.code)
    except TimeoutError:
        return say("%(host)s did not answer in %(seconds)s seconds", host=host, seconds=int(SECONDS))
    except OSError as error:
        return say("%(host)s cannot be reached: %(reason)s", host=host, reason=connection_reason(error))
    except (HTTPException, ValueError):
        return say("the answer of %(host)s cannot be understood", host=host)
    return None


def _get(address: str, ca_file: Path | None) -> None:
    opener = urllib.request.build_opener(_NoRedirects, urllib.request.HTTPSHandler(context=context_with(ca_file)))
    request = urllib.request.Request(address, headers={"User-Agent": "dip-sync"})  # noqa: S310  settings allow http(s)
    with opener.open(request, timeout=SECONDS):
        """That it answers is the answer."""


def failure_line(name: str, why: Message) -> Line:
    """What `dip-runs.jsonl` keeps of a call that went wrong. Of one that went well nothing is kept."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return {"name": name, "started": at, "ping": str(why), "told": to_document(why)}
