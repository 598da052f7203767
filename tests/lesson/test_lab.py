"""The request lab: its history, and two exchanges compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.lesson.lab import FILE, KEPT, Entry, History, body_of, compare, with_body
from tutor.lesson.server import start_server
from tutor.wire.build import BuildError
from tutor.wire.client import Client
from tutor.wire.specs import Spec


def test_what_was_sent_is_there_in_the_next_sitting(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.add(Entry("GET / HTTP/1.1\n", False, 200))
    history.add(Entry("GET /검색 HTTP/1.1\n", True, 404))
    again = History(tmp_path)
    assert [(e.text, e.raw, e.status) for e in again.entries] == [
        ("GET / HTTP/1.1\n", False, 200),
        ("GET /검색 HTTP/1.1\n", True, 404),
    ]
    assert again.before is None, "what it brought is known in one sitting only"


def test_the_arrows_go_back_and_forth_and_stop_at_the_ends(tmp_path: Path) -> None:
    history = History(tmp_path)
    for n in range(3):
        history.add(Entry(f"GET /{n} HTTP/1.1\n", False))
    assert [e.text[5] if (e := history.move(-1)) else None for _ in range(3)] == ["1", "0", None]
    assert [e.text[5] if (e := history.move(1)) else None for _ in range(3)] == ["1", "2", None]


def test_the_same_request_is_kept_once_and_not_too_many_are(tmp_path: Path) -> None:
    history = History(tmp_path)
    for n in range(KEPT + 5):
        history.add(Entry(f"GET /{n} HTTP/1.1\n", False))
    history.add(Entry(f"GET /{KEPT} HTTP/1.1\n", False))
    assert len(history.entries) == KEPT
    assert history.entries[-1].text == f"GET /{KEPT} HTTP/1.1\n"
    assert len({e.text for e in history.entries}) == KEPT


def test_a_file_that_is_none_of_ours_is_no_error(tmp_path: Path) -> None:
    for content in ("", "{", '[{"text": 1}]', '{"a": 1}', "[1]"):
        (tmp_path / FILE).write_text(content)
        assert History(tmp_path).entries == []
    (tmp_path / "file").write_text("")
    History(tmp_path / "file").add(Entry("GET / HTTP/1.1\n", False))


def test_one_thing_changed_is_found_in_what_was_sent_and_in_what_came_back() -> None:
    server = start_server()
    try:
        client = Client(server.address)
        one = client.send([Spec("GET /get HTTP/1.1\nAccept: text/html\n")])
        two = client.send([Spec("GET /nowhere HTTP/1.1\nAccept: text/html\nX-New: 1\n")])
    finally:
        server.stop()
    pairs = compare(one, two)
    assert [p.mark for p in pairs] == sorted((p.mark for p in pairs), reverse=True)
    sent = [p for p in pairs if p.mark == ">" and not p.same]
    assert [part.text for part in sent[0].left or () if not part.same] == ["get"]
    assert "X-New: 1" in [part.text for p in sent if p.left is None for part in p.right or ()]
    status = next(p for p in pairs if p.mark == "<")
    assert "".join(part.text for part in status.left or ()) == "HTTP/1.1 200 OK"
    assert "".join(part.text for part in status.right or ()) == "HTTP/1.1 404 Not Found"
    assert all(p.same for p in compare(one, one))


# ── Bodies ───────────────────────────────────────────────────────────────────────────────────────


def test_rows_become_each_kind_of_body(tmp_path: Path) -> None:
    assert body_of("form", "name=차 한 잔\n\nn=1\n") == (
        "name=%EC%B0%A8+%ED%95%9C+%EC%9E%94&n=1", "application/x-www-form-urlencoded",
    )  # fmt: skip
    assert body_of("json", "a=1\nb=두 잔") == ('{"a": "1", "b": "두 잔"}', "application/json")
    assert body_of("json", "[1, 2]")[0] == "[1, 2]"
    (tmp_path / "차.txt").write_text("두 줄")
    text, kind = body_of("multipart", f"name=ada\nfile=@{tmp_path / '차.txt'}")
    assert 'name="file"; filename="차.txt"' in text
    assert "두 줄" in text
    assert kind.startswith("multipart/form-data; boundary=")
    assert body_of("text", "a\nb") == ("a\nb", "text/plain; charset=utf-8")


@pytest.mark.parametrize(("kind", "text"), [("form", "tea"), ("json", "{"), ("multipart", "f=@/nowhere/tea")])
def test_what_is_no_such_body_is_refused(kind: str, text: str) -> None:
    with pytest.raises(BuildError):
        body_of(kind, text)


def test_a_body_takes_the_place_of_the_one_before_with_its_fields() -> None:
    old = "POST /post HTTP/1.1\ncontent-type: text/plain\nContent-Length: 3\nAccept: */*\n\ntea\n"
    assert with_body(old, "a=1", "application/x-www-form-urlencoded") == (
        "POST /post HTTP/1.1\nAccept: */*\nContent-Type: application/x-www-form-urlencoded\n\na=1\n"
    )
