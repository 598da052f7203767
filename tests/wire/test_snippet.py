"""A request as Python code: run as it is, it sends the same bytes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tutor.wire.compose import compose
from tutor.wire.snippet import as_httpx

from .servers import Talk, serving


@pytest.mark.parametrize(
    "request_text",
    [
        "GET /get?a=1&b=%20 HTTP/1.1\n",
        'PUT /notes/1 HTTP/1.1\nContent-Type: application/json\n\n{"text": "한글"}\n',
        "GET / HTTP/1.1\nHost: tea.test\nX-Twice: a\nX-Twice: b\n",
        "get / HTTP/1.1\nbroken : x\n",
    ],
)
def test_the_code_sends_the_same_bytes(request_text: str) -> None:
    sent: list[bytes] = []

    def answer(talk: Talk) -> None:
        sent.append(talk.hear_request())
        talk.say(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    with serving(answer) as server:
        composed = compose(request_text, server.address)
        done = subprocess.run(
            [sys.executable, "-c", as_httpx(composed)], capture_output=True, text=True, timeout=20, check=True
        )
    assert "ok" in done.stdout
    wanted = composed.data
    got = sent[0]
    for line in wanted.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        assert line in got, got
    assert got.partition(b"\r\n\r\n")[2] == wanted.partition(b"\r\n\r\n")[2]
