"""An installed `dip` works outside the checkout: the wheel carries the templates."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parent.parent
SOURCES = (
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "sync",
    "sheets_templates",
    "site_templates",
    "national_templates",
)


def run(*command: str | Path, folder: Path) -> str:
    """What a command says, far from the checkout; it must succeed."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP"))}
    done = subprocess.run([*map(str, command)], cwd=folder, env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built offline from a copy, so that the checkout stays as it is."""
    copy = tmp_path_factory.mktemp("copy")
    for name in SOURCES:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", folder=copy)
    (built,) = (copy / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel, and of this one only the libraries."""
    place = tmp_path_factory.mktemp("installed") / "env"
    venv.create(place, with_pip=False, symlinks=True)
    words = {"base": str(place), "platbase": str(place)}
    site_packages = Path(sysconfig.get_path("purelib", "venv", words))
    # A .pth inside a folder named by another .pth is not followed: the checkout itself stays out of sight.
    (site_packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", place / "bin" / "python")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", "--ignore-installed", wheel, folder=place.parent)
    return place / "bin"


def test_the_wheel_holds_the_package_and_its_templates_alone(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"sync", "dip_sync-0.1.0.dist-info"}
    for folder in ("sheets_templates", "site_templates", "national_templates"):
        kept = {f"sync/{path.relative_to(CHECKOUT)}" for path in (CHECKOUT / folder).rglob("*") if path.is_file()}
        assert kept <= set(names)


def test_the_package_page_leads_to_the_repository(wheel: Path) -> None:
    """There the README has no files beside it: no picture and no link of it may be a path."""
    with zipfile.ZipFile(wheel) as archive:
        page = archive.read("dip_sync-0.1.0.dist-info/METADATA").decode()
    targets = re.findall(r"\]\(([^)]+)\)", page.partition("\n\n")[2])
    assert len(targets) > 10
    assert not [target for target in targets if not target.startswith(("https://", "#"))]


def test_what_runs_is_a_part_of_what_is_tested() -> None:
    """`make demo` installs the very versions that the suite runs with."""
    run, tested = (pinned(CHECKOUT / name) for name in ("requirements-runtime.lock", "requirements.lock"))
    assert run < tested
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {re.split("[>=<]", line)[0] for line in project["dependencies"]} <= {line.split("==")[0] for line in run}


def pinned(lock: Path) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+==[^ ;]+)", lock.read_text("utf-8"), re.MULTILINE))


def test_the_installed_copy_is_the_one_that_runs(programs: Path, tmp_path: Path) -> None:
    where = run(programs / "python", "-c", "import sync; print(sync.__file__)", folder=tmp_path)
    assert where.startswith(str(programs.parent))


def test_it_works_in_an_empty_folder(programs: Path, tmp_path: Path) -> None:
    assert "init" in run(programs / "dip", "--help", folder=tmp_path)
    run(programs / "dip", "init", "--example", folder=tmp_path)
    assert {"dip.toml", "dip.xlsx"} <= {path.name for path in tmp_path.iterdir()}
    run(programs / "dip", "check", folder=tmp_path)
