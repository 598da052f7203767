"""What the author wrote and what was filled in, and when httpx is able to send it."""

from __future__ import annotations

import pytest

from tutor import __version__
from tutor.wire.compose import Composed, compose, compose_act, parts

ADDRESS = ("127.0.0.1", 8000)


def made(request: str, raw: bool = False) -> Composed:
    return compose(request, ADDRESS, raw)


def test_a_bare_request_line_is_filled_in() -> None:
    composed = made("GET / HTTP/1.1\n")
    assert composed.data == (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
        b"User-Agent: tutor/" + __version__.encode() + b"\r\n\r\n"
    )
    assert [line.filled for line in composed.lines] == [False, True, True, True, True]


def test_what_the_author_wrote_stays_as_it_is_in_any_case() -> None:
    composed = made("GET / HTTP/1.1\nhost: example.com\nACCEPT: text/html\n")
    assert [line.text for line in composed.lines if not line.filled] == [
        "GET / HTTP/1.1",
        "host: example.com",
        "ACCEPT: text/html",
    ]
    assert composed.data.lower().count(b"host:") == 1


def test_the_body_follows_the_blank_line_less_its_last_line_end() -> None:
    composed = made('POST /notes HTTP/1.1\nContent-Type: application/json\n\n{"text": "한"}\nsecond\n')
    assert composed.body == '{"text": "한"}\nsecond'.encode()
    assert composed.lines[-1].text == f"Content-Length: {len(composed.body)}"
    assert composed.lines[-1].filled
    assert composed.data.endswith(b"\r\n\r\n" + composed.body)


def test_a_length_or_transfer_coding_of_the_author_is_not_doubled() -> None:
    assert made("POST / HTTP/1.1\nContent-Length: 3\n\nhello\n").data.lower().count(b"content-length") == 1
    assert b"Content-Length" not in made("POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\n\n").data


def test_a_broken_field_still_counts_as_written() -> None:
    assert made("GET / HTTP/1.1\nHost : x\n").data.lower().count(b"host") == 1


def test_raw_fills_in_nothing_but_crlf() -> None:
    assert made("GET / HTTP/1.1\n", raw=True).data == b"GET / HTTP/1.1\r\n"
    assert made("GET / HTTP/1.1\n\n", raw=True).data == b"GET / HTTP/1.1\r\n\r\n"
    assert made("GET / HT", raw=True).data == b"GET / HT"
    assert made("", raw=True).data == b""


def test_a_malformed_request_is_filled_in_and_sent_as_it_stands() -> None:
    composed = made("HELLO\n")
    assert composed.data.startswith(b"HELLO\r\nHost: 127.0.0.1:8000\r\n")
    assert not composed.sendable_by_httpx


def test_an_empty_request_gets_nothing_but_the_blank_line() -> None:
    assert made("").data == b"\r\n"
    assert made("\nGET / HTTP/1.1\n").data == b"\r\nGET / HTTP/1.1"


def test_the_address_stands_in_for_host_in_the_head_alone() -> None:
    composed = made("GET http://{host}/ HTTP/1.1\nHost: {host}\n\n{host}\n")
    assert composed.data.startswith(b"GET http://127.0.0.1:8000/ HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n")
    assert composed.body == b"{host}"
    assert compose_act("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n", ADDRESS).endswith(b"Host: 127.0.0.1:8000\r\n\r\n")


def test_crlf_in_the_text_is_not_doubled_and_other_line_separators_are_text() -> None:
    assert made("GET / HTTP/1.1\r\nA: b\r\n\r\n", raw=True).data == b"GET / HTTP/1.1\r\nA: b\r\n\r\n"
    assert "\x85".encode() in made("GET / HTTP/1.1\nA: b\x85c\n").data


def test_characters_beyond_ascii_are_sent_as_utf8() -> None:
    composed = made("GET /검색 HTTP/1.1\nX-Name: 이름\n")
    assert "/검색 ".encode() in composed.data
    assert not composed.sendable_by_httpx


def test_composing_what_was_composed_changes_nothing() -> None:
    once = made("POST / HTTP/1.1\nX: y\n\nhello\n")
    again = made("\n".join(line.text for line in once.lines) + "\n\nhello\n")
    assert again.data == once.data


@pytest.mark.parametrize(
    "request_text",
    [
        "GET / HTTP/1.1\n",
        "GET /a/../b?x=%zz&y=[1] HTTP/1.1\n",
        "DELETE /notes/1 HTTP/1.1\nX-Empty: \n",
        "POST / HTTP/1.1\n",
        "POST / HTTP/1.1\nContent-Length: 0\n",
        "POST / HTTP/1.1\nExpect: 100-continue\n\nhello\n",
        "GET / HTTP/1.1\nHost: example.com\nX-Name: 이름\nX-Name: two\n",
        "HEAD / HTTP/1.1\nUpgrade: websocket\nConnection: upgrade\n",
        "M-SEARCH / HTTP/1.1\n",
    ],
)
def test_httpx_can_send_it(request_text: str) -> None:
    composed = made(request_text)
    assert (composed.sendable_by_httpx, composed.why_raw) == (True, "")


@pytest.mark.parametrize(
    ("request_text", "raw"),
    [
        ("get / HTTP/1.1\n", False),
        ("GET / HTTP/1.0\n", False),
        ("GET / HTTP/2.0\n", False),
        ("GET  / HTTP/1.1\n", False),
        ("GET /a b HTTP/1.1\n", False),
        ("GET /\n", False),
        ("OPTIONS * HTTP/1.1\n", False),
        ("GET http://{host}/ HTTP/1.1\n", False),
        ("CONNECT {host} HTTP/1.1\n", False),
        ("GÉT / HTTP/1.1\n", False),
        ("GET / HTTP/1.1\nX: y\nHost: x\n", False),
        ("GET / HTTP/1.1\nHost: x\nHost: x\n", False),
        ("GET / HTTP/1.1\nX:y\n", False),
        ("GET / HTTP/1.1\nX:  y\n", False),
        ("GET / HTTP/1.1\nX: y \n", False),
        ("GET / HTTP/1.1\nX: a\x0bb\n", False),
        ("GET / HTTP/1.1\nX: a\x00b\n", False),
        ("GET / HTTP/1.1\nX\n", False),
        ("GET / HTTP/1.1\nX : y\n", False),
        ("GET / HTTP/1.1\nX: y\n z\n", False),
        ("POST / HTTP/1.1\nContent-Length: 3\n\nhello\n", False),
        ("POST / HTTP/1.1\nContent-Length: 05\n\nhello\n", False),
        ("POST / HTTP/1.1\nContent-Length: 5\nContent-Length: 5\n\nhello\n", False),
        ("POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\n\n", False),
        ("GET / HTTP/1.1\n", True),
        ("GET / HTTP/1.1\nHost: x\n", True),
        ("POST / HTTP/1.1\nHost: x\n\nhello\n", True),
        ("", False),
    ],
)
def test_httpx_would_not_send_it_as_it_is_and_the_reason_is_told(request_text: str, raw: bool) -> None:
    composed = made(request_text, raw)
    assert not composed.sendable_by_httpx
    assert composed.why_raw.endswith(".")
    with pytest.raises(ValueError, match="raw"):
        parts(composed)


def test_the_rows_of_a_multipart_body_end_in_crlf_unless_it_is_sent_raw() -> None:
    text = "POST /post HTTP/1.1\nContent-Type: multipart/form-data; boundary=x\n\n--x\n\ntea\n--x--\n"
    assert compose(text, ("127.0.0.1", 1)).body == b"--x\r\n\r\ntea\r\n--x--"
    assert compose(text, ("127.0.0.1", 1), raw=True).body == b"--x\n\ntea\n--x--"
    plain = text.replace("multipart/form-data", "text/plain")
    assert compose(plain, ("127.0.0.1", 1)).body == b"--x\n\ntea\n--x--"
