"""Contents of every type, whole and in pieces."""

from __future__ import annotations

import base64
import gzip
import re
import struct
import zlib

import pytest

from tests.playground.talk import Address, ask, head, replies, say


@pytest.mark.parametrize(
    ("path", "content_type", "part"),
    [
        ("/", "text/html; charset=utf-8", "<h1>"),
        ("/html", "text/html; charset=utf-8", "<h1>"),
        ("/json", "application/json", "slideshow"),
        ("/xml", "application/xml; charset=utf-8", "<slideshow"),
        ("/robots.txt", "text/plain; charset=utf-8", "Disallow: /deny"),
        ("/deny", "text/plain; charset=utf-8", "robots.txt"),
        ("/encoding/utf8", "text/html; charset=utf-8", "한글"),
        ("/image/svg", "image/svg+xml; charset=utf-8", "<svg"),
        ("/page", "text/html; charset=utf-8", "/page/style.css"),
        ("/page/style.css", "text/css; charset=utf-8", "font-family"),
    ],
)
def test_contents_come_with_their_type(address: Address, path: str, content_type: str, part: str) -> None:
    reply = ask(address, f"GET {path}")
    assert (reply.status, reply["Content-Type"]) == (200, content_type)
    assert part in reply.body.decode()


@pytest.mark.parametrize("path", ["/image/png", "/page/one.png", "/page/two.png"])
def test_pictures_are_whole_pngs(address: Address, path: str) -> None:
    data = ask(address, f"GET {path}").body
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    rest, kinds = data[8:], []
    while rest:
        (size,) = struct.unpack(">I", rest[:4])
        kinds.append(rest[4:8])
        assert struct.unpack(">I", rest[8 + size : 12 + size])[0] == zlib.crc32(rest[4 : 8 + size])
        rest = rest[12 + size :]
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


def test_the_page_needs_one_style_sheet_and_two_pictures(address: Address) -> None:
    needed = re.findall(r'(?:href|src)="(.*?)"', ask(address, "GET /page").body.decode())
    assert needed == ["/page/style.css", "/page/one.png", "/page/two.png"]
    assert {ask(address, f"GET {path}").status for path in needed} == {200}


def test_the_index_is_short_and_names_what_exists(address: Address) -> None:
    page = ask(address, "GET /").body.decode()
    assert len(page.splitlines()) <= 12
    for path in re.findall(r"(?<=[ ])/[^\s<]*", page):
        if not path.startswith("/delay"):
            assert ask(address, f"OPTIONS {path}").status in (200, 302), path


def test_bytes_are_random_and_repeatable_with_a_seed(address: Address) -> None:
    assert ask(address, "GET /bytes/9?seed=1").body == ask(address, "GET /bytes/9?seed=1").body
    assert len(ask(address, "GET /bytes/9").body) == 9
    assert len(ask(address, "GET /bytes/99999999999").body) == 100 * 1024


def test_a_stream_is_chunked_line_by_line(address: Address) -> None:
    received = say(address, head("GET /stream/3", "Connection: close"))
    (reply,) = replies(received)
    assert reply["Transfer-Encoding"] == "chunked"
    assert [line.count(b'"id"') for line in reply.body.splitlines()] == [1, 1, 1]
    assert received.endswith(b"\r\n0\r\n\r\n")


def test_a_compressed_body_says_its_coding(address: Address) -> None:
    reply = ask(address, "GET /gzip")
    assert reply["Content-Encoding"] == "gzip"
    assert b'"gzipped": true' in gzip.decompress(reply.body)
    reply = ask(address, "GET /deflate")
    assert reply["Content-Encoding"] == "deflate"
    assert b'"deflated": true' in zlib.decompress(reply.body)


def test_base64_is_decoded(address: Address) -> None:
    encoded = base64.urlsafe_b64encode("한글?".encode()).decode()
    assert ask(address, f"GET /base64/{encoded}").text == "한글?"
    assert "not Base64" in ask(address, "GET /base64/a").text


def test_each_uuid_is_new(address: Address) -> None:
    assert ask(address, "GET /uuid").json() != ask(address, "GET /uuid").json()


def test_a_delay_is_waited_for_and_then_told(address: Address) -> None:
    assert ask(address, "GET /delay/0.01?a=1").json()["args"] == {"a": "1"}
    assert ask(address, "POST /delay/0", body="x").json()["data"] == "x"
