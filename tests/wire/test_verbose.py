"""An exchange as text that users of `curl -v` can read."""

from __future__ import annotations

from tutor.wire.client import Client
from tutor.wire.specs import Spec
from tutor.wire.verbose import verbose

from .servers import Talk, serving


def rows(answers: list[bytes], specs: list[Spec]) -> list[tuple[str, str]]:
    def answer(talk: Talk) -> None:
        for data in answers:
            talk.hear_request()
            talk.say(data)

    with serving(answer) as server:
        return list(verbose(Client(server.address).send(specs)))


def test_what_was_sent_and_received_has_marks_and_the_body_has_none() -> None:
    got = rows([b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\none\ntwo"], [Spec("GET /a HTTP/1.1\n")])
    assert got[0][0] == "*"
    assert got[0][1].startswith("Connected to 127.0.0.1 port ")
    assert (">", "GET /a HTTP/1.1") in got
    assert got.index((">", "")) < got.index(("<", "HTTP/1.1 200 OK")) < got.index(("<", "")) < got.index(("", "one"))


def test_a_used_connection_and_one_that_was_closed_are_told() -> None:
    close = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
    two = [Spec("GET /a HTTP/1.1\n"), Spec("GET /b HTTP/1.1\n", same_connection=True)]
    got = rows([b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", close], two)
    assert ("*", "Connection 1 is used again") in got
    assert got[-1] == ("*", "The server closed the connection")


def test_bytes_that_could_disturb_a_terminal_are_escaped() -> None:
    got = rows([b"HTTP/1.1 200 OK\r\nX: \x1b[2J\r\nContent-Length: 4\r\n\r\n\x00\xff\x1b["], [Spec("GET / HTTP/1.1\n")])
    assert ("", "(4 bytes that are not text)") in got
    assert all(text.isprintable() for _mark, text in got)
