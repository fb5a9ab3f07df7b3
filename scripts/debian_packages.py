"""Installs the Debian packages the whole test suite needs, or names those that are missing.

Says what it does. Never fails: a test whose program is missing skips loudly, and in CI the test says that it failed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PROJECT = Path(__file__).parent.parent
LIST = PROJECT / "tests" / "debian-packages.txt"
UNPACKED = PROJECT / "build" / "debian"
"""Where packages go that exclude each other: they are unpacked there, not installed. Their programs have a path that
begins with `build/debian/`."""


def packages(text: str) -> list[tuple[str, str]]:
    """(package, program) of each line; the program is `-` where there is none."""
    lines = (line.split("#")[0].split() for line in text.splitlines())
    return [(words[0], words[1]) for words in lines if words]


def is_missing(package: str, program: str) -> bool:
    """Whether neither the program nor the package is there."""
    if program != "-":
        return shutil.which(PROJECT / program if "/" in program else program) is None
    if not shutil.which("dpkg-query"):
        return False
    asked = subprocess.run(["dpkg-query", "-W", "-f=${Status}", package], capture_output=True, text=True, check=False)
    return "ok installed" not in asked.stdout


def unpack(missing: list[str]) -> bool:
    """Ask apt-get for each with what it depends on, and unpack it; true if it brought all."""
    with tempfile.TemporaryDirectory() as folder:
        for package in missing:
            words = ["install", "-y", "-qq", "--no-install-recommends", "--download-only", package]
            options = ["-o", f"Dir::Cache::archives={folder}", "-o", "APT::Sandbox::User=root"]
            if subprocess.run(["apt-get", *words, *options], check=False).returncode:
                return False
        UNPACKED.mkdir(parents=True, exist_ok=True)
        commands = [["dpkg-deb", "-x", str(file), str(UNPACKED)] for file in Path(folder).glob("*.deb")]
        return not any(subprocess.run(command, check=False).returncode for command in commands)


def install(missing: list[str]) -> bool:
    """Ask apt-get for them; true if it brought all."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
        if subprocess.run(["apt-get", *command], env=environment, check=False).returncode:
            return False
    return True


def main() -> None:
    """Install or name what is missing."""
    lines = [line for line in packages(LIST.read_text("utf-8")) if is_missing(*line)]
    apart = [package for package, program in lines if program.startswith("build/")]
    missing = [package for package, program in lines if package not in apart]
    names = " ".join([*missing, *apart])
    if not names:
        return
    if os.geteuid() or not shutil.which("apt-get"):
        print(f"Missing for the whole suite: {names}. Tests that need them will skip. As root: apt-get install {names}")
        return
    print(f"Installing what the whole suite needs: {names}", flush=True)
    if not (install(missing) and (not apart or unpack(apart))):
        print(f"apt-get did not bring {names}; tests that need them will skip.")


if __name__ == "__main__":
    main()
