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
        ("/forms/", "text/html; charset=utf-8", 'enctype="multipart/form-data"'),
        ("/forms/post", "text/html; charset=utf-8", 'name="custname"'),
        ("/forms/feedback", "text/html; charset=utf-8", '<form method="post">'),
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


@pytest.mark.parametrize(
    ("accept", "kind", "beginning"),
    [
        ("image/png", "image/png", b"\x89PNG"),
        ("image/jpeg", "image/jpeg", b"\xff\xd8\xff"),
        ("image/webp", "image/webp", b"RIFF"),
        ("image/svg+xml", "image/svg+xml; charset=utf-8", b"<svg"),
        ("image/png;q=0.1, image/webp", "image/webp", b"RIFF"),
        ("*/*", "image/png", b"\x89PNG"),
    ],
)
def test_a_picture_comes_in_the_format_that_accept_prefers(
    address: Address, accept: str, kind: str, beginning: bytes
) -> None:
    reply = ask(address, "GET /image", f"Accept: {accept}")
    assert (reply["Content-Type"], reply["Vary"]) == (kind, "Accept")
    assert reply.body.startswith(beginning)
    assert ask(address, f"GET /image/{kind.partition('/')[2].partition('+')[0].partition(';')[0]}").body == reply.body


def test_a_picture_that_accept_does_not_take_is_a_406(address: Address) -> None:
    reply = ask(address, "GET /image", "Accept: text/html")
    assert reply.status == 406
    assert "image/webp" in reply.text


def test_korean_in_another_charset_is_read_by_its_label(address: Address) -> None:
    reply = ask(address, "GET /encoding/euc-kr")
    assert reply["Content-Type"] == "text/plain; charset=euc-kr"
    assert reply.body.decode("euc-kr").startswith("한글은")


def test_a_page_of_links_leads_to_pages_of_links(address: Address) -> None:
    assert ask(address, "GET /links/3")["Location"] == "/links/3/0"
    page = ask(address, "GET /links/3/1").body.decode()
    assert re.findall(r'href="(.*?)"', page) == ["/links/3/0", "/links/3/2"]
    assert ask(address, "GET /links/999/0").body.count(b"href") == 199


def test_a_page_without_its_last_slash_is_a_308_to_it(address: Address) -> None:
    reply = ask(address, "GET /forms")
    assert (reply.status, reply["Location"]) == (308, "http://127.0.0.1/forms/")


def test_a_form_that_was_taken_may_be_cleared(address: Address) -> None:
    reply = ask(address, "POST /forms/feedback", "Content-Type: application/x-www-form-urlencoded", body="text=a")
    assert (reply.status, reply["Content-Length"], reply.body) == (205, "0", b"")


def test_the_page_needs_one_style_sheet_and_two_pictures(address: Address) -> None:
    needed = re.findall(r'(?:href|src)="(.*?)"', ask(address, "GET /page").body.decode())
    assert needed == ["/page/style.css", "/page/one.png", "/page/two.png"]
    assert {ask(address, f"GET {path}").status for path in needed} == {200}


def test_the_index_is_short_and_names_what_exists(address: Address) -> None:
    page = ask(address, "GET /").body.decode()
    assert len(page.splitlines()) <= 16
    for path in re.findall(r"(?<=[ ])/[^\s<]*", page):
        assert ask(address, f"OPTIONS {path}").status in (200, 204), path


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
