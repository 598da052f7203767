"""The rows of the byte view, and bytes made safe to look at."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.wire.exchange import Exchange
from tutor.wire.lines import WireLine, lines_of, visible, wire_lines

from .test_spans import CHUNKED, MESSY, REQUEST


def rows(lines: Sequence[WireLine]) -> list[tuple[str, bytes, bytes]]:
    return [(line.kind, line.data, line.ending) for line in lines]


def exchange(*chunks: tuple[str, bytes]) -> Exchange:
    made = Exchange(finished=True)
    for direction, data in chunks:
        made.add(direction == ">", data)
    return made


def test_a_request_is_one_row_for_each_line() -> None:
    lines = lines_of(REQUEST + b"\nthere", request=True)
    assert rows(lines[:5]) == [
        ("start", b"POST /notes?a=1 HTTP/1.1", b"\r\n"),
        ("field", b"Host: x", b"\r\n"),
        ("field", b"Content-Length: 5", b"\r\n"),
        ("blank", b"", b"\r\n"),
        ("body", b"hello", b""),
    ]
    assert [line.name for line in lines[:4]] == ["request-line", "host", "content-length", "blank"]
    assert {line.direction for line in lines} == {">"}


def test_chunk_sizes_stand_on_rows_of_their_own() -> None:
    assert rows(lines_of(CHUNKED, request=False))[2:] == [
        ("blank", b"", b"\r\n"),
        ("chunk-size", b"5;name=x", b"\r\n"),
        ("body", b"hello", b"\r\n"),
        ("chunk-size", b"0", b"\r\n"),
        ("field", b"X-Sum: 1", b"\r\n"),
        ("blank", b"", b"\r\n"),
    ]


def test_a_text_body_is_split_at_its_line_ends() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
    assert rows(lines_of(head + b"one\r\ntwo\n\nfour", request=False))[3:] == [
        ("body", b"one", b"\r\n"),
        ("body", b"two", b"\n"),
        ("body", b"", b"\n"),
        ("body", b"four", b""),
    ]


def test_a_chunk_that_ends_with_a_line_end_keeps_its_own_line_end_apart() -> None:
    data = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab\n\r\n"
    assert rows(lines_of(data, request=False))[-2:] == [("body", b"ab", b"\n"), ("body", b"", b"\r\n")]


@pytest.mark.parametrize(
    ("body", "binary"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", True),
        (b"\xff\xfe", True),
        (b"a\x00b", True),
        ("한글\n\ttext".encode(), False),
        ("가한글나".encode()[1:-1], False),  # cut inside characters, as chunks may be
    ],
)
def test_a_body_that_is_no_text_is_one_row_and_marked(body: bytes, binary: bool) -> None:
    lines = lines_of(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + body, request=False)[3:]
    assert {line.binary for line in lines} == {binary}
    if binary:
        assert rows(lines) == [("body", body, b"")]


def test_junk_of_several_lines_is_shown_line_by_line() -> None:
    lines = lines_of(b"hello\nworld", request=False)
    assert rows(lines) == [("junk", b"hello", b"\n"), ("junk", b"world", b"")]
    assert rows(lines_of(b"GARBAGE\r\nHost x\r\n\r\n", request=True))[:2] == [
        ("start", b"GARBAGE", b"\r\n"),
        ("junk", b"Host x", b"\r\n"),
    ]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(data=MESSY, request=st.booleans())
def test_the_rows_of_any_bytes_cover_them_once_in_order(data: bytes, request: bool) -> None:
    at = 0
    for line in lines_of(data, request=request):
        assert line.start == at
        assert data[line.start : line.end] == line.data + line.ending
        assert line.end > at
        at = line.end
    assert at == len(data)


def test_rows_stand_in_the_order_in_which_they_happened() -> None:
    made = exchange(
        (">", b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n"),
        ("<", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (">", b"hello"),
        ("<", b"HTTP/1.1 204 No Content\r\n\r\n"),
    )
    assert [(line.direction, line.data) for line in wire_lines(made) if line.data] == [
        (">", b"POST / HTTP/1.1"),
        (">", b"Content-Length: 5"),
        ("<", b"HTTP/1.1 100 Continue"),
        (">", b"hello"),
        ("<", b"HTTP/1.1 204 No Content"),
    ]


def test_a_line_sent_in_two_pieces_is_one_row_at_its_first() -> None:
    made = exchange((">", b"GET / HT"), (">", b"TP/1.1\r\n\r\n"), ("<", b"HTTP/1.1 200 OK\r\n\r\n"))
    assert next(wire_lines(made)).data == b"GET / HTTP/1.1"


def test_an_answer_to_head_has_no_body_rows() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    made = exchange((">", b"HEAD / HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\n\r\n"), ("<", head + head))
    assert "body" not in {line.kind for line in wire_lines(made)}


def test_an_empty_exchange_has_no_rows() -> None:
    assert list(wire_lines(Exchange())) == []


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"plain text", "plain text"),
        ("한국어 é 😀".encode(), "한국어 é 😀"),
        (b"\x00\x1b[31m\x7f", "\\x00\\x1b[31m\\x7f"),
        (b"a\tb\rc\nd", "a\\tb\\rc\\nd"),
        (b"\xff\xed\x95", "\\xff\\xed\\x95"),
        ("a\u202eb".encode(), "a\\xe2\\x80\\xaeb"),
        ("a\u2066b\u200fc\ufeffd".encode(), "a\\xe2\\x81\\xa6b\\xe2\\x80\\x8fc\\xef\\xbb\\xbfd"),
        ("a\x9bb\u2028c".encode(), "a\\xc2\\x9bb\\xe2\\x80\\xa8c"),
        (b"\xed\xb2\x80", "\\xed\\xb2\\x80"),  # a lone surrogate
    ],
)
def test_what_could_hide_or_move_text_is_shown_as_its_bytes(data: bytes, shown: str) -> None:
    assert visible(data) == shown


@settings(deadline=None, derandomize=True, max_examples=300)
@given(data=st.one_of(st.binary(), st.text(st.characters(exclude_categories=["Cs"])).map(str.encode)))
def test_whatever_the_bytes_what_is_shown_is_printable(data: bytes) -> None:
    assert visible(data).isprintable()
