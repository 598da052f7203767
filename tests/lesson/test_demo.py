"""What an edited request becomes."""

from __future__ import annotations

from tutor.course.types import ExchangeSpec, ScriptStep, Text
from tutor.lesson.demo import edited
from tutor.ui.steps.demo import request_rows, request_text
from tutor.wire.compose import compose


def test_rows_are_lines_and_the_first_empty_one_ends_the_head() -> None:
    spec = edited("GET /get HTTP/1.1\nHost: a\n")
    assert spec.raw
    assert spec.request == "GET /get HTTP/1.1\nHost: a\n\n\n"


def test_without_an_empty_row_the_head_does_not_end() -> None:
    assert edited("GET /get HTTP/1.1\nHost: a").request == "GET /get HTTP/1.1\nHost: a\n"


def test_the_length_of_a_body_is_filled_in_when_it_is_missing() -> None:
    spec = edited("POST /post HTTP/1.1\nHost: a\n\n안녕")
    assert spec.request == "POST /post HTTP/1.1\nHost: a\nContent-Length: 6\n\n안녕\n"


def test_a_length_that_is_written_stays_even_if_it_is_wrong() -> None:
    spec = edited("POST /post HTTP/1.1\nHost: a\ncontent-length: 2\n\nhello")
    assert spec.request is not None
    assert spec.request.lower().count("content-length") == 1


def composed(text: str) -> bytes:
    spec = edited(text)
    assert spec.request is not None
    return compose(spec.request, ("127.0.0.1", 1), raw=spec.raw).data


def test_rows_of_chunks_and_parts_end_in_crlf_and_come_back_as_they_went() -> None:
    head = "POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunked = f"{head}3\r\ntea\r\n0\r\n\r\n".encode()
    script = ExchangeSpec(script=[ScriptStep(send=Text(chunked.decode()))])
    assert composed(request_text(script, ("127.0.0.1", 1))) == chunked
    parts = "POST /post HTTP/1.1\nHost: a\nContent-Type: multipart/form-data; boundary=x\n\n--x\n\n차\n--x--"
    assert composed(parts).endswith("Content-Length: 17\r\n\r\n--x\r\n\r\n차\r\n--x--".encode())


def test_a_request_to_be_sent_does_not_tell_where_its_body_ends() -> None:
    script = ExchangeSpec(script=[ScriptStep(send=Text("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n차차차"))])
    assert request_rows(script, ("127.0.0.1", 1))[-1].plain == "> 차차차"
