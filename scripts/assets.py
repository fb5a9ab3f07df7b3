"""The scripts of the site as they are sent, made by terser from the readable ones: `make assets`.

Both are kept, so that `dip` needs no node; a test says when they no longer fit together.
"""

from __future__ import annotations

import json
import subprocess
import sys

from scripts import node_packages
from sync.template.loader import templates_folder

TERSER = node_packages.FOLDER / "node_modules" / "terser"
SCRIPT, ASSETS = (templates_folder("site_templates") / name for name in ("script", "assets"))
SENT = {"dip.js": ("cari.js", "dip.js"), "sidik.js": ("sidik.js",)}
"""What each script that is sent is made from."""
OPTIONS = ("--compress", "passes=2,ecma=2020,unsafe_arrows=true", "--mangle")
"""What every supported browser reads. An arrow takes the place of a function that is never called with `new`: ours."""


def made(name: str) -> bytes:
    """The script that is sent as `name`."""
    origin = " and ".join(f"script/{each}" for each in SENT[name])
    says = json.dumps(f"/* Made by terser from {origin}: make assets */")
    terser = ["node", str(TERSER / "bin" / "terser"), *OPTIONS, "--format", f"preamble={says}"]
    return subprocess.run([*terser, "--", *SENT[name]], cwd=SCRIPT, check=True, capture_output=True).stdout


def main() -> None:
    """Make them all."""
    node_packages.main()
    if not TERSER.is_dir():
        sys.exit("terser is not installed; nothing was made.")
    for name in SENT:
        (ASSETS / name).write_bytes(made(name))


if __name__ == "__main__":
    main()
