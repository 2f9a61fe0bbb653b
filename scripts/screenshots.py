"""Renews the pictures of README and docs from a fresh demonstration, in a real browser (make screenshots)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
#: Name of the picture, persona, address, width.
PICTURES = (
    ("home", "staff", "/", 1280),
    ("blogs", "staff", "/blogs/", 1280),
    ("forums", "staff", "/forums/", 1280),
    ("moderation", "moderator", "/moderation/", 1280),
    ("home-phone", "staff", "/", 390),
)


@contextmanager
def demonstration() -> Iterator[str]:
    """A fresh demonstration on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as var:
        environment = {**os.environ, "ROOST_VAR": var, "PORT": port}
        subprocess.run([ROOT / "scripts" / "demo"], env={**environment, "SERVE": "0"}, check=True)
        with subprocess.Popen([ROOT / "scripts" / "demo"], env=environment) as server:
            try:
                wait_for(f"http://127.0.0.1:{port}")
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()


def wait_for(address: str, seconds: int = 120) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(f"{address}/-/alive/", timeout=5).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("roost: no Chromium was found; CHROMIUM=/path/to/chromium names one.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, persona, path, width in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": 800 if width > 600 else 844}, color_scheme="light")
            page.goto(f"{address}/accounts/login/?next={path}")
            page.get_by_label("User name").fill(persona)
            page.get_by_label("Password").fill("roost-demo")
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=IMAGES / f"{name}.png")
            print(f"docs/images/{name}.png")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
