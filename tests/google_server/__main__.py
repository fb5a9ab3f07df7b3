"""`python -m tests.google_server --port 8089`: the stand-in by itself, until interrupted.

Run alone it behaves as the recorded accounts did: storage for service accounts, no quota, the real clock. `--today`
turns on what holds now: no storage, quotas. A service account's key is verified when its file is known
(`--service-account` or GS_CREDS_FILENAME); otherwise the claims are checked and the signature is not.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
from pathlib import Path

from .front import GoogleServer
from .seed import plant
from .world import World


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.google_server")
    parser.add_argument("--port", type=int, default=8089)
    parser.add_argument("--seed", type=Path, help="JSON: spreadsheets to begin with")
    parser.add_argument("--service-account", type=Path, help="key file whose signatures are verified")
    parser.add_argument("--today", action="store_true", help="no storage for service accounts, quotas, fake clock")
    return parser.parse_args()


def know(world: World, path: Path) -> str:
    """Learns a service account from its key file; answers its address."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    given = json.loads(path.read_text(encoding="utf-8"))
    key = load_pem_private_key(given["private_key"].encode(), None)
    world.robot = given["client_email"]
    world.keys[world.robot] = key.public_key()
    return world.robot


def main() -> None:
    given = _arguments()
    world = World(no_storage=given.today, quotas=given.today, fake_clock=given.today)
    account = given.service_account or (Path(path) if (path := os.environ.get("GS_CREDS_FILENAME")) else None)
    checked = "signatures are NOT verified (no --service-account)"
    if account and account.exists():
        checked = f"signatures of {know(world, account)} are verified"
    world.furnish()
    if given.seed:
        plant(world, json.loads(given.seed.read_text(encoding="utf-8")))
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    with GoogleServer(world, given.port) as server:
        print(f"ready on http://{server.address}; {checked}", flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
