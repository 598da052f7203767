"""What an edited request becomes."""

from __future__ import annotations

from tutor.lesson.demo import edited


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
