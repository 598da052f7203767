"""What is needed to show bytes is light; only sending loads httpx."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded_by(module: str, *suspects: str) -> list[str]:
    """Which of the modules are loaded after importing one in a fresh interpreter."""
    code = f"import sys, {module}; print(*[name for name in {suspects!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("module", ["spans", "compose", "exchange", "lines", "meaning", "curl", "specs", "server"])
def test_showing_bytes_loads_no_http_library(module: str) -> None:
    assert loaded_by(f"tutor.wire.{module}", "httpx", "httpcore", "h11", "ssl", "flask", "textual") == []


def test_sending_loads_httpx_and_no_more() -> None:
    assert loaded_by("tutor.wire.client", "httpx", "flask", "textual", "tutor.course", "tutor.playground") == ["httpx"]
