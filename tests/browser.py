"""A real browser before the really published site: Debian's Chromium, driven by Playwright, over loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from sync.model import TargetState
from sync.publish.open_target import folder_target
from sync.release import Release
from sync.site.preview import preview
from sync.site.site_settings import SiteSettings
from tests.releases import OFFICE, TEMPLATE, rendered

CHROMIUM = "/usr/bin/chromium"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def published(folder: Path, release: Release, office: SiteSettings = OFFICE) -> Path:
    """The site of a release, as a publish leaves it."""
    site = rendered(release, office, TEMPLATE)
    folder_target(folder).publish(site, TargetState(None), lambda _, __: None)
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the folder, served as `dip serve` does."""
    with preview(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of its own, without sandbox because the suite may run as root."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def looking(browser: Browser, told: list[str], **words: Any) -> Iterator[Page]:
    """A page whose console messages, errors and foreign requests are added to `told`."""
    context = browser.new_context(**{"viewport": DESK, **words})
    page = context.new_page()
    page.on("console", lambda message: told.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    page.on("request", lambda request: _note_foreign(request.url, told))
    try:
        yield page
    finally:
        context.close()


def _note_foreign(url: str, told: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "file://", "about:", "data:", "blob:")):
        told.append(f"foreign: {url}")
