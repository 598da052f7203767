"""Files sent and fetched, with names in Korean."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.playground.talk import Address, ask, head, replies, say
from tutor.playground.app.memory import MAX_FILES

MULTIPART = "Content-Type: multipart/form-data; boundary=x"
NAME = "보고서 1.txt"
PATH = f"/files/{quote(NAME)}"


def form(*files: tuple[str, bytes]) -> bytes:
    disposition = 'Content-Disposition: form-data; name="file"; filename='
    parts = (
        f'--x\r\n{disposition}"{name}"\r\nContent-Type: text/plain\r\n\r\n'.encode() + data + b"\r\n"
        for name, data in files
    )
    return b"".join(parts) + b"--x--\r\n"


def test_a_file_of_a_form_is_kept_under_its_name(address: Address) -> None:
    reply = ask(address, "POST /files", MULTIPART, body=form((NAME, "안녕".encode())))
    assert (reply.status, reply["Location"]) == (201, PATH)
    assert reply.json() == {"files": [{"name": NAME, "type": "text/plain", "size": 6, "url": PATH}]}
    assert ask(address, "GET /files").json() == reply.json()
    assert ask(address, f"GET {PATH}").body == "안녕".encode()


def test_a_download_says_its_name_in_utf_8_and_is_saved_not_shown(address: Address) -> None:
    ask(address, f"PUT {PATH}", "Content-Type: text/html", body="<script>")
    reply = ask(address, f"GET {PATH}")
    assert f"filename*=UTF-8''{quote(NAME)}" in reply["Content-Disposition"]
    assert reply["Content-Disposition"].startswith("attachment; ")
    assert (reply["Content-Type"], reply["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")


def test_put_creates_and_replaces_and_delete_removes(address: Address) -> None:
    assert [ask(address, f"PUT {PATH}", body="a").status for _ in range(2)] == [201, 204]
    assert [ask(address, f"DELETE {PATH}").status for _ in range(2)] == [204, 404]
    assert ask(address, f"GET {PATH}").status == 404


def test_a_put_without_a_length_is_a_411(address: Address) -> None:
    data = head(f"PUT {PATH}", "Transfer-Encoding: chunked", "Connection: close") + b"3\r\nabc\r\n0\r\n\r\n"
    (reply,) = replies(say(address, data))
    assert reply.status == 411


def test_a_file_that_is_too_large_is_a_413_before_it_is_read(address: Address) -> None:
    received = say(address, head(f"PUT {PATH}", "Expect: 100-continue", "Content-Length: 300000"))
    assert [reply.status for reply in replies(received)] == [413]
    assert ask(address, "POST /files", MULTIPART, body=form(("a", b"a" * 300_000))).status == 413


def test_what_is_no_file_is_told_so(address: Address) -> None:
    assert ask(address, "POST /files", body="a").status == 415
    assert ask(address, "POST /files", MULTIPART, body=b"--x--\r\n").status == 422


@pytest.mark.parametrize(("sent", "kept"), [("../../etc/passwd", "passwd"), ("C:\\\\a\\\\b.txt", "b.txt")])
def test_a_name_is_never_a_path(address: Address, sent: str, kept: str) -> None:
    assert ask(address, "POST /files", MULTIPART, body=form((sent, b"a"))).json()["files"][0]["name"] == kept


@pytest.mark.parametrize("name", ["a%0D%0AX:%201", "%00", "a" * 101, "a%2F"])
def test_a_name_that_could_break_a_field_is_refused(address: Address, name: str) -> None:
    assert ask(address, f"PUT /files/{name}", body="a").status in (404, 422)
    assert ask(address, "GET /files").json() == {"files": []}


def test_files_are_bounded(address: Address) -> None:
    for n in range(MAX_FILES):
        assert ask(address, f"PUT /files/{n}", body="a").status == 201
    assert ask(address, "PUT /files/more", body="a").status == 507
