"""The recorded account's other files, from the recordings: what stood there before a session began.

`python -m tests.google_tools.account > tests/google_server/account.json` makes the file anew. A session that lists the
account's files opens each of them; a stand-in whose account is empty could not answer the same.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

RECORDED = Path(__file__).parent.parent / "google_recorded"


def others() -> dict[str, str]:
    """Every spreadsheet that was read although no session of its cassette had made it: id → title; all are empty."""
    found: dict[str, str] = {}
    for path in sorted(RECORDED.glob("*.json")):
        made: set[str] = set()
        for exchange in json.loads(path.read_text(encoding="utf-8"))["interactions"]:
            asked, text = exchange["request"], exchange["response"]["body"].get("string") or ""
            place = urlsplit(asked["uri"]).path
            if asked["method"] == "POST" and place.startswith("/drive/v3/files"):
                made.add(json.loads(text)["id"])
            match = re.fullmatch(r"/v4/spreadsheets/([\w-]{44})", place)
            if match and match[1] not in made and asked["method"] == "GET" and '"properties"' in text:
                found.setdefault(match[1], json.loads(text)["properties"]["title"])
    return found


if __name__ == "__main__":
    json.dump(others(), sys.stdout, ensure_ascii=False, indent=1, sort_keys=True)
    print()
