"""The curl command: short, safe to paste, and the real curl sends with it what was meant."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.wire.compose import compose
from tutor.wire.curl import as_curl

from .servers import Talk, serving

ADDRESS = ("127.0.0.1", 8000)
needs_curl = pytest.mark.skipif(
    not shutil.which("curl") or not shutil.which("sh"), reason="curl is not installed: as_curl is not tried with it"
)


def curl(request: str, raw: bool = False) -> str:
    return as_curl(compose(request, ADDRESS, raw))


@pytest.mark.parametrize(
    ("request_text", "command"),
    [
        ("GET /get?a=1&b=2 HTTP/1.1\n", "curl -i 'http://127.0.0.1:8000/get?a=1&b=2'"),
        ("HEAD / HTTP/1.1\n", "curl -i -I http://127.0.0.1:8000/"),
        ("DELETE /notes/1 HTTP/1.1\n", "curl -i -X DELETE http://127.0.0.1:8000/notes/1"),
        ("GET / HTTP/1.0\n", "curl -i --http1.0 http://127.0.0.1:8000/"),
        ("GET / HTTP/1.1\nHost: x.test\nX-Empty:\n", "curl -i -H 'Host: x.test' -H 'X-Empty;' http://127.0.0.1:8000/"),
        ("OPTIONS * HTTP/1.1\n", "curl -i -X OPTIONS --request-target '*' http://127.0.0.1:8000"),
        ("GET /a/../b HTTP/1.1\n", "curl -i --path-as-is http://127.0.0.1:8000/a/../b"),
        (
            'POST /notes HTTP/1.1\nContent-Type: application/json\n\n{"text": "it\'s 한글"}\n',
            "curl -i -H 'Content-Type: application/json' "
            '--data-binary \'{"text": "it\'"\'"\'s 한글"}\' http://127.0.0.1:8000/notes',
        ),
        (
            "POST / HTTP/1.1\n\n@file\n",
            "curl -i -H 'Content-Type:' --data-raw @file http://127.0.0.1:8000/",
        ),
        (
            "PUT / HTTP/1.1\n\na\x1b\r\nb\n",
            "printf 'a\\033\\r\\nb' | curl -i -X PUT -H 'Content-Type:' --data-binary @- http://127.0.0.1:8000/",
        ),
    ],
)
def test_the_command_names_what_the_author_wrote_and_no_more(request_text: str, command: str) -> None:
    assert curl(request_text).replace(" \\\n  ", " ") == command


def test_a_raw_request_keeps_curl_from_adding_fields() -> None:
    command = curl("GET / HTTP/1.1\n\n", raw=True).replace(" \\\n  ", " ")
    assert command == "curl -i -H Host: -H Accept: -H User-Agent: http://127.0.0.1:8000/"


@pytest.mark.parametrize(
    ("request_text", "raw"),
    [
        ("GARBAGE\n", False),
        ("GET / HTTP/1.1\n", True),
        ("GET / HTTP/2.0\n", False),
        ("GET / HTTP/1.1\nHost: a\nHost: b\n", False),
        ("GET / HTTP/1.1\nHost : a\n", False),
        ("GET / HTTP/1.1\nX: a\x1bb\n", False),
        ("POST / HTTP/1.1\nContent-Length: 3\n\nhello\n", False),
        ("POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\n\n", False),
        ("POST / HTTP/1.1\nHost: a\n\n100% of \\ 한\n", True),
        ("HEAD / HTTP/1.1\n\nbody\n", False),
        ("CONNECT {host} HTTP/1.1\n", False),
        ("", False),
    ],
)
def test_what_curl_would_mend_is_printed_byte_for_byte_into_nc(request_text: str, raw: bool) -> None:
    composed = compose(request_text, ADDRESS, raw)
    command, pipe, target = as_curl(composed).rpartition(" | ")
    assert (pipe, target) == (" | ", "nc 127.0.0.1 8000")
    assert "\x1b" not in command
    printed = subprocess.run(["sh", "-c", command], capture_output=True, check=True)
    assert printed.stdout == composed.data


@needs_curl
@settings(deadline=None, derandomize=True, max_examples=25)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "get", "HEAD", "PURGE"]),
    target=st.one_of(
        st.from_regex(r"/[!-~]{0,12}", fullmatch=True), st.sampled_from(["/한?q=글", "*", "/a/../b", "//x"])
    ),
    fields=st.lists(
        st.from_regex(r"X-[A-Za-z]{1,6}: ?[!-~가-힣]{0,10}", fullmatch=True),
        unique_by=lambda f: f.partition(":")[0].lower(),
        max_size=3,
    ),
    body=st.one_of(
        st.just(""), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
    ),
)
def test_the_real_curl_sends_what_was_composed(method: str, target: str, fields: list[str], body: str) -> None:
    heard: list[bytes] = []

    def behave(talk: Talk) -> None:
        heard.append(talk.hear_request())
        talk.say(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

    text = "\n".join([f"{method} {target} HTTP/1.1", *fields, "", body]) + "\n"
    with serving(behave) as server:
        composed = compose(text, server.address)
        command = as_curl(composed)
        if " | nc " in command:
            return
        subprocess.run(
            ["sh", "-c", command.replace("curl -i", "curl -q -s", 1)], check=True, capture_output=True, timeout=20
        )
    head, _blank, sent_body = heard[0].partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    assert first == f"{method} {target} HTTP/1.1".encode()
    assert sent_body == composed.body
    written = {field.partition(":")[0].encode(): field.partition(":")[2].strip().encode() for field in fields}
    sent = {line.partition(b":")[0]: line.partition(b":")[2].strip() for line in lines}
    assert written.items() <= sent.items()
    assert set(sent) - set(written) <= {b"Host", b"Accept", b"User-Agent", b"Content-Length"}
