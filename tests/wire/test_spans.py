"""Every byte has exactly one label, and the labels are right, for whole messages and broken ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor import reference
from tutor.wire.spans import Span, messages, spans

REQUEST = b"POST /notes?a=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;name=x\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"
TOKENS = st.sampled_from(
    [
        b"GET", b"HEAD", b"CONNECT", b"get", b" ", b"  ", b"/", b"/a b", b"*", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2",
        b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"Host", b":", b": x", b" :", b"\t", b"200", b"204", b"101", b"100", b"404",
        b"OK", b"Content-Length: 5", b"Content-Length: -5", b"Content-Length: 99999999999999999999", b"hello", b"0",
        b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip", b"5", b"A;x=y", b"FFFFFFFFFFFFFFFF", b"\x00",
        b"\xed\x95\x9c", b"Connection: close", b"X-Sum: 1",
    ]
)  # fmt: skip
MESSY = st.one_of(st.binary(max_size=200), st.lists(TOKENS, max_size=40).map(b"".join))


def labels(
    data: bytes, *, request: bool, head_only: bool = False, methods: tuple[str, ...] = ()
) -> list[tuple[str, bytes]]:
    found = spans(data, request=request, head_only=head_only, methods=methods)
    return [(f"{span.kind}/{span.name}".rstrip("/"), data[span.start : span.end]) for span in found]


def kinds(data: bytes, *, request: bool) -> list[str]:
    return [kind for kind, _text in labels(data, request=request)]


def assert_covers(data: bytes, found: list[Span]) -> None:
    at = 0
    for span in found:
        assert span.start == at
        assert span.end > at
        at = span.end
    assert at == len(data)


@settings(deadline=None, derandomize=True, max_examples=400)
@given(data=MESSY, request=st.booleans(), methods=st.lists(st.sampled_from(["GET", "HEAD", "CONNECT", ""]), max_size=3))
def test_every_byte_of_any_input_has_exactly_one_label(data: bytes, request: bool, methods: list[str]) -> None:
    found = spans(data, request=request, methods=methods)
    assert_covers(data, found)
    known = set(reference.span_kinds())
    for span in found:
        assert span.kind in known
        if span.kind == "junk":
            assert f"junk/{span.name}" in known, "each reason has its explanation"
    starts = [0, *(message.end for message in messages(data, request=request, methods=methods))]
    assert starts == sorted(starts)


@pytest.mark.parametrize(("message", "request_"), [(REQUEST, True), (CHUNKED, False)])
def test_a_message_that_stops_anywhere_is_covered_without_junk(message: bytes, request_: bool) -> None:
    for cut in range(len(message) + 1):
        found = spans(message[:cut], request=request_)
        assert_covers(message[:cut], found)
        assert "junk" not in {span.kind for span in found}, message[:cut]


def test_a_request_is_labelled_part_by_part() -> None:
    assert labels(REQUEST, request=True) == [
        ("method", b"POST"), ("sp", b" "), ("target/origin", b"/notes?a=1"), ("sp", b" "), ("version", b"HTTP/1.1"),
        ("crlf", b"\r\n"),
        ("name/host", b"Host"), ("colon/host", b":"), ("ows/host", b" "), ("value/host", b"x"), ("crlf", b"\r\n"),
        ("name/content-length", b"Content-Length"), ("colon/content-length", b":"), ("ows/content-length", b" "),
        ("value/content-length", b"5"), ("crlf", b"\r\n"),
        ("blank", b"\r\n"),
        ("body", b"hello"),
    ]  # fmt: skip


def test_a_chunked_response_shows_sizes_data_and_trailers() -> None:
    assert labels(CHUNKED, request=False)[12:] == [
        ("chunk-size", b"5;name=x"), ("crlf", b"\r\n"), ("chunk-data", b"hello"), ("crlf/chunk", b"\r\n"),
        ("chunk-size/last", b"0"), ("crlf", b"\r\n"),
        ("trailer/x-sum", b"X-Sum: 1"), ("crlf", b"\r\n"),
        ("chunk-end", b"\r\n"),
    ]  # fmt: skip


def test_the_status_goes_with_every_span_of_its_response() -> None:
    data = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\n"
    found = spans(data, request=False)
    assert {span.status for span in found[:7]} == {100}
    assert {span.status for span in found[7:]} == {401}


def test_several_messages_follow_each_other() -> None:
    assert [message.method for message in messages(REQUEST + b"GET / HTTP/1.1\r\n\r\n", request=True)] == [
        "POST",
        "GET",
    ]
    two = messages(CHUNKED + b"HTTP/1.1 204 No Content\r\n\r\n", request=False)
    assert [(message.status, message.complete) for message in two] == [(200, True), (204, True)]


def test_a_response_to_head_has_no_body_whatever_its_length_says() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    assert labels(head * 2, request=False, head_only=True).count(("status", b"200")) == 2
    found = messages(head + head + b"hello", request=False, methods=("HEAD", "GET"))
    assert [message.complete for message in found] == [True, True]


def test_a_body_without_a_length_goes_on_until_the_close() -> None:
    data = b"HTTP/1.1 200 OK\r\n\r\nall\nof it"
    assert labels(data, request=False)[-1] == ("body/close", b"all\nof it")
    assert not messages(data, request=False)[0].complete


def test_after_101_the_bytes_are_another_protocol_and_after_connect_a_tunnel() -> None:
    assert labels(b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x00", request=False)[-1] == (
        "body/switched",
        b"\x81\x00",
    )
    tunnel = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
    assert labels(tunnel + b"\x16\x03", request=False, methods=("CONNECT",))[-1] == ("body/tunnel", b"\x16\x03")
    inner = labels(tunnel + b"HTTP/1.1 404 Not Found\r\n\r\n", request=False, methods=("CONNECT",))
    assert ("status", b"404") in inner


def test_a_broken_request_line_does_not_spoil_the_fields() -> None:
    found = labels(b"GARBAGE\r\nHost: x\r\n\r\n", request=True)
    assert found[0] == ("junk/start-line", b"GARBAGE")
    assert ("value/host", b"x") in found


def test_what_is_wrong_in_a_request_line_is_named() -> None:
    assert ("junk/version", b"b HTTP/1.1") in labels(b"GET /a b HTTP/1.1\r\n\r\n", request=True)
    assert ("junk/extra-space", b" ") in labels(b"GET  / HTTP/1.1\r\n\r\n", request=True)
    assert ("junk/version", b"HTTPS/1") in labels(b"GET / HTTPS/1\r\n\r\n", request=True)
    assert ("target/asterisk", b"*") in labels(b"OPTIONS * HTTP/1.1\r\n\r\n", request=True)
    assert ("target/absolute", b"http://x/") in labels(b"GET http://x/ HTTP/1.1\r\n\r\n", request=True)
    assert ("target/authority", b"x:443") in labels(b"CONNECT x:443 HTTP/1.1\r\n\r\n", request=True)


def test_what_is_wrong_in_a_field_is_named() -> None:
    start = b"GET / HTTP/1.1\r\n"
    assert ("junk/no-colon", b"Host x") in labels(start + b"Host x\r\n\r\n", request=True)
    assert ("junk/space-before-colon", b" ") in labels(start + b"Host : x\r\n\r\n", request=True)
    assert ("junk/fold", b" more") in labels(start + b"A: b\r\n more\r\n\r\n", request=True)
    assert ("crlf/bare-lf", b"\n") in labels(start + b"A: b\n\r\n", request=True)


def test_bytes_after_a_body_that_is_longer_than_its_length_stand_out() -> None:
    data = b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nhello"
    assert labels(data, request=True)[-2:] == [("body", b"hel"), ("junk/after-body", b"lo")]
    data = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhello"
    assert labels(data, request=False)[-2:] == [("body", b"hel"), ("junk/after-body", b"lo")]


def test_a_length_that_cannot_be_understood_leaves_the_body_unframed() -> None:
    for length in (b"five", b"-5", b"5, 6", b"9" * 5000, "٥".encode()):
        data = b"POST / HTTP/1.1\r\nContent-Length: " + length + b"\r\n\r\nhello"
        assert labels(data, request=True)[-1] == ("junk/unframed", b"hello")


def test_a_broken_chunk_ends_what_can_be_read() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert labels(head + b"xyz\r\nhello", request=False)[-1] == ("junk/chunk", b"xyz\r\nhello")
    assert labels(head + b"3\r\nhello\r\n", request=False)[-1] == ("junk/chunk", b"lo\r\n")


def test_an_empty_line_before_a_request_is_its_own_thing() -> None:
    assert labels(b"\r\nGET / HTTP/1.1\r\n\r\n", request=True)[:2] == [("crlf/leading", b"\r\n"), ("method", b"GET")]
    assert messages(b"\r\n", request=True) == []


def test_who_says_that_the_connection_closes_is_known() -> None:
    def closes(data: bytes) -> bool:
        return messages(data, request=True)[0].closes

    assert not closes(b"GET / HTTP/1.1\r\n\r\n")
    assert closes(b"GET / HTTP/1.1\r\nConnection: te, Close\r\n\r\n")
    assert closes(b"GET / HTTP/1.0\r\n\r\n")
    assert not closes(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
