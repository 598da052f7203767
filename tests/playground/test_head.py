from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.playground.head import Head, scan, without_empty_lines
from tutor.playground.limits import Limits
from tutor.playground.refusal import RefusalError

LIMITS = Limits()
GOOD = (
    b"POST /notes?a=1 HTTP/1.1\r\nHost: example.com:80\r\nX-Empty:\r\nX-Padded: \t a b\t \r\nContent-Length: 3\r\n\r\n"
)
H = b"GET / HTTP/1.1\r\nHost: a.test\r\n"

REFUSED: list[tuple[bytes, int, str]] = [
    # the request line
    (b"GARBAGE\r\n", 400, "'GARBAGE' is no request line"),
    (b"\x16\x03\x01\x02\x00\x01\x00", 400, "TLS handshake"),
    (b"GET /\r\n", 400, "no version"),
    (b"GET HTTP/1.1\r\n", 400, "no target, or no method"),
    (b"/get GET HTTP/1.1\r\n", 400, "the method comes first"),
    (b"HTTP/1.1 GET /get\r\n", 400, "version stands last"),
    (b"GET  / HTTP/1.1\r\n", 400, "a space too many"),
    (b"GET / HTTP/1.1 \r\n", 400, "a space too many"),
    (b" GET / HTTP/1.1\r\n", 400, "begins with a space"),
    (b"GET\t/ HTTP/1.1\r\n", 400, "control byte '\\t'"),
    (b"GET /a b HTTP/1.1\r\n", 400, "Write %20"),
    (b"GET /\xea\xb2\x80 HTTP/1.1\r\n", 400, "/%EA%B2%80"),
    (b"GET /a#top HTTP/1.1\r\n", 400, "fragment stays with the client"),
    (b"GET /a?q=100% HTTP/1.1\r\n", 400, "written %25"),
    (b"G(T / HTTP/1.1\r\n", 400, "cannot be a method"),
    (b"GET / http/1.1\r\n", 400, "capitals"),
    (b"GET / HTTP/1\r\n", 400, "HTTP/1.1 was expected"),
    (b"GET / FTP/1.1\r\n", 400, "HTTP/1.1 was expected"),
    (b"GET / HTTP/2.0\r\n", 505, "'HTTP/2.0'"),
    (b"GET / HTTP/3\r\n", 505, "'HTTP/3'"),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "'HTTP/2.0'"),
    (b"GET /" + b"a" * 8000, 414, "8000 bytes"),
    # line ends
    (b"GET / HTTP/1.1\n", 400, "LF alone"),
    (b"GET / HTTP/1.1\r\nHost: a.test\nA: b\r\n", 400, "LF alone"),
    (b"GET / HTTP/1.1\rHost: a.test\r\n", 400, "CR stands alone"),
    # fields
    (H + b"X-Long: " + b"a" * 20000, 431, "16384 bytes"),
    (H + b"A: b\r\n" * 101 + b"\r\n", 431, "102 field lines"),
    (H + b" folded\r\n\r\n", 400, "obsolete"),
    (b"GET / HTTP/1.1\r\n Host: a.test\r\n\r\n", 400, "begins with white space"),
    (H + b"No colon here\r\n\r\n", 400, "no colon"),
    (H + b"Accept : */*\r\n\r\n", 400, "between the name 'Accept' and its colon"),
    (H + b"A(b): c\r\n\r\n", 400, "cannot be a field name"),
    (H + b": c\r\n\r\n", 400, "cannot be a field name"),
    (H + b"A: b\x00c\r\n\r\n", 400, "control byte '\\x00'"),
    # Host
    (b"GET / HTTP/1.1\r\n\r\n", 400, "Host field is missing"),
    (b"GET / HTTP/1.1\r\nAccept: */*\r\n\r\n", 400, "Host field is missing"),
    (H + b"host: a.test\r\n\r\n", 400, "2 Host fields"),
    (b"GET / HTTP/1.1\r\nHost: http://a.test/\r\n\r\n", 400, "a name or address was expected"),
    (b"GET / HTTP/1.1\r\nHost: a.test, b.test\r\n\r\n", 400, "a name or address was expected"),
    # where the body ends
    (H + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "neither can be trusted"),
    (H + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n", 400, "Two lengths"),
    (H + b"Content-Length: 3, 4\r\n\r\n", 400, "Two lengths"),
    (H + b"Content-Length: -1\r\n\r\n", 400, "decimal digits"),
    (H + b"Content-Length: \xb2\r\n\r\n", 400, "decimal digits"),
    (H + b"Content-Length:\r\n\r\n", 400, "decimal digits"),
    (H + b"Content-Length: 1048577\r\n\r\n", 413, "1048576 are accepted"),
    (H + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", 413, "1048576 are accepted"),
    (H + b"Transfer-Encoding: gzip\r\n\r\n", 501, "'gzip'"),
    (H + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 501, "only 'chunked'"),
    (b"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "HTTP/1.0"),
]


@pytest.mark.parametrize(("data", "status", "words"), REFUSED, ids=[repr(r[0][:40]) for r in REFUSED])
def test_a_head_that_must_not_pass_is_refused_in_words_that_mend_it(data: bytes, status: int, words: str) -> None:
    with pytest.raises(RefusalError) as refused:
        scan(data, LIMITS)
    assert refused.value.status == status
    assert words in refused.value.why


def test_a_good_head_is_told_as_it_was_sent() -> None:
    head = scan(GOOD + b"abcGET / HTT", LIMITS)
    assert head == Head(
        raw=GOOD,
        method="POST",
        target="/notes?a=1",
        minor=1,
        fields=(("Host", "example.com:80"), ("X-Empty", ""), ("X-Padded", "a b"), ("Content-Length", "3")),
    )
    assert head.values("x-padded") == ["a b"]


def test_http_1_0_needs_no_host() -> None:
    head = scan(b"GET / HTTP/1.0\r\n\r\n", LIMITS)
    assert head is not None
    assert (head.minor, head.fields) == (0, ())


@pytest.mark.parametrize("length", [b"3", b"3, 3", b"3\r\nContent-Length: 3"])
def test_one_length_said_twice_passes(length: bytes) -> None:
    assert scan(H + b"Content-Length: " + length + b"\r\n\r\n", LIMITS) is not None


@pytest.mark.parametrize("host", [b"127.0.0.1:8000", b"[::1]:80", b"localhost", b"", b"a.test:"])
def test_every_form_of_host_passes(host: bytes) -> None:
    assert scan(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n\r\n", LIMITS) is not None


def test_a_head_that_arrives_byte_by_byte_is_waited_for() -> None:
    assert all(scan(GOOD[:size], LIMITS) is None for size in range(1, len(GOOD)))


def test_empty_lines_before_the_request_line_are_ignored() -> None:
    assert without_empty_lines(b"\r\n\r\nGET /") == b"GET /"


@given(st.binary(max_size=200), st.integers(0, len(GOOD)), st.integers(0, len(GOOD)))
def test_any_bytes_are_a_head_or_refused_or_waited_for(junk: bytes, start: int, end: int) -> None:
    data = GOOD[:start] + junk + GOOD[end:]
    try:
        head = scan(data, LIMITS)
    except RefusalError as refused:
        assert refused.status in (400, 413, 414, 431, 501, 505)
        assert refused.why
    else:
        assert head is None or data.startswith(head.raw)
