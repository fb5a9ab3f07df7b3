"""Installs the npm packages of browser tests and `make assets`, exactly as `tests/node/package-lock.json` pins them.

Says what it does. Never fails: a test whose package is missing skips loudly, and in CI the test says that it failed.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "tests" / "node"


def is_installed() -> bool:
    """Whether what is there was installed from the lock as it is now."""
    lock, mark = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"
    return mark.is_file() and mark.stat().st_mtime >= lock.stat().st_mtime


def main() -> None:
    """Install what is missing."""
    if is_installed():
        return
    if not shutil.which("npm"):
        print("npm is missing: axe, Lighthouse and terser will not run. As root: apt-get install npm")
        return
    print("Installing the pinned npm packages (axe-core, lighthouse, terser) …", flush=True)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=FOLDER, check=False).returncode:
        print("npm did not bring them; tests that need them will skip.")
        return
    (FOLDER / "node_modules" / ".package-lock.json").touch()


if __name__ == "__main__":
    main()
