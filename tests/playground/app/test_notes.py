"""The notes: in a database, as JSON and as HTML."""

from __future__ import annotations

import re
import sqlite3
import threading

import pytest

from tests.playground.talk import Address, ask, ask_json
from tutor.playground.app.table import MAX_ID, MAX_NOTES, FullError, Notes

FORM = "Content-Type: application/x-www-form-urlencoded"
HTML = "Accept: text/html,application/xhtml+xml,*/*;q=0.8"  # as browsers send it


def test_there_are_two_notes_at_first(address: Address) -> None:
    assert [note["id"] for note in ask(address, "GET /notes").json()["notes"]] == [1, 2]


def test_a_new_note_is_created_with_a_location(address: Address) -> None:
    reply = ask_json(address, "POST /notes", {"text": "차 마시기"})
    assert (reply.status, reply["Location"], reply.json()) == (201, "/notes/3", {"id": 3, "text": "차 마시기"})
    assert ask(address, "GET /notes/3").json() == {"id": 3, "text": "차 마시기"}


def test_posting_twice_makes_two_and_putting_twice_makes_one(address: Address) -> None:
    assert [ask_json(address, "POST /notes", {"text": "a"})["Location"] for _ in range(2)] == ["/notes/3", "/notes/4"]
    assert [ask_json(address, "PUT /notes/9", {"text": "b"}).status for _ in range(2)] == [201, 200]
    assert len(ask(address, "GET /notes").json()["notes"]) == 5


def test_a_deleted_note_is_gone_and_its_id_does_not_come_back(address: Address) -> None:
    reply = ask(address, "DELETE /notes/2")
    assert (reply.status, reply.body) == (204, b"")
    assert "Content-Type" not in reply
    for method in ("GET", "DELETE"):
        assert ask(address, f"{method} /notes/2").status == 410
    assert ask_json(address, "POST /notes", {"text": "a"})["Location"] == "/notes/3"
    assert [note["id"] for note in ask(address, "GET /notes").json()["notes"]] == [1, 3]


def test_put_brings_a_deleted_note_back_as_a_later_version(address: Address) -> None:
    ask(address, "DELETE /notes/2")
    reply = ask_json(address, "PUT /notes/2", {"text": "a"})
    assert (reply.status, reply["ETag"]) == (201, '"2"')


def test_a_missing_note_is_a_404_in_json(address: Address) -> None:
    for method in ("GET", "DELETE"):
        reply = ask(address, f"{method} /notes/77")
        assert (reply.status, reply.json()) == (404, {"error": "There is no note 77."})
    assert ask_json(address, "PATCH /notes/77", {"text": "a"}).status == 404


def test_a_note_that_cannot_be_taken_says_what_was_expected(address: Address) -> None:
    reply = ask(address, "POST /notes", body="{}")
    assert reply.status == 415
    assert "application/json" in reply.text
    broken = ask(address, "POST /notes", "Content-Type: application/json", body="{")
    assert (broken.status, "Failed to decode JSON object" in broken.text) == (400, True)
    wrong: list[object] = [{}, {"text": 1}, {"text": ""}, [], {"text": "x" * 2001}]
    for value in wrong:
        assert ask_json(address, "POST /notes", value).status == 422
    for note_id in (0, -1, True, "1", MAX_ID + 1):
        assert ask_json(address, "POST /notes", {"text": "a", "id": note_id}).status == 422
    assert ask(address, "POST /notes", FORM, body="no=text").status == 422


def test_an_id_of_ones_own_is_taken_once(address: Address) -> None:
    assert ask_json(address, "POST /notes", {"text": "a", "id": 9})["Location"] == "/notes/9"
    reply = ask_json(address, "POST /notes", {"text": "b", "id": 9})
    assert (reply.status, ask(address, "GET /notes/9").json()["text"]) == (409, "a")


def test_a_lone_surrogate_does_not_spoil_the_list(address: Address) -> None:
    assert ask(address, "POST /notes", "Content-Type: application/json", body='{"text": "\\ud800"}').status == 201
    assert ask(address, "GET /notes").json()["notes"][-1]["text"] == "?"


@pytest.mark.parametrize(
    ("number", "status"), [("999999999", 201), ("1000000000", 422), ("9" * 30, 404), ("9" * 5000, 404)]
)
def test_an_id_beyond_all_bounds_is_a_note_that_is_not_there(address: Address, number: str, status: int) -> None:
    assert ask(address, f"GET /notes/{number}").status == 404
    assert ask_json(address, f"PUT /notes/{number}", {"text": "a"}).status == status


# ── Versions ─────────────────────────────────────────────────────────────────────────────────────


def test_a_version_that_is_known_is_not_sent_again(address: Address) -> None:
    assert ask(address, "GET /notes/1")["ETag"] == '"1"'
    assert ask(address, "GET /notes/1", 'If-None-Match: "1"').status == 304
    ask_json(address, "PUT /notes/1", {"text": "a"})
    reply = ask(address, "GET /notes/1", 'If-None-Match: "1"')
    assert (reply.status, reply["ETag"]) == (200, '"2"')


def test_a_change_names_the_version_that_it_changes(address: Address) -> None:
    def patch(*fields: str) -> int:
        return ask(address, "PATCH /notes/1", "Content-Type: application/json", *fields, body='{"text": "a"}').status

    assert patch() == 428
    assert patch('If-Match: "7"') == 412
    assert patch('If-Match: "1"') == 200
    assert patch('If-Match: "1"') == 412, "someone else's change would be lost"
    assert patch("If-Match: *") == 200


@pytest.mark.parametrize(
    ("line", "field", "status"),
    [
        ("PUT /notes/1", 'If-Match: "1"', 200),
        ("PUT /notes/1", 'If-Match: "0", "1"', 200),
        ("PUT /notes/1", 'If-Match: "0"', 412),
        ("PUT /notes/1", 'If-Match: W/"1"', 412),
        ("PUT /notes/1", "If-None-Match: *", 412),
        ("PUT /notes/5", "If-None-Match: *", 201),
        ("PUT /notes/5", "If-Match: *", 412),
        ("DELETE /notes/1", 'If-Match: "0"', 412),
        ("DELETE /notes/1", 'If-Match: "1"', 204),
    ],
)
def test_conditions_hold_for_every_change(address: Address, line: str, field: str, status: int) -> None:
    assert ask(address, line, field, "Content-Type: application/json", body='{"text": "a"}').status == status


# ── Pages and kinds ──────────────────────────────────────────────────────────────────────────────


def test_pages_lead_to_each_other(address: Address) -> None:
    for n in range(3):
        ask_json(address, "POST /notes", {"text": str(n)})
    reply = ask(address, "GET /notes?page=2&per_page=2")
    assert [note["id"] for note in reply.json()["notes"]] == [3, 4]
    links = dict((rel, url) for url, rel in re.findall(r'<(.*?)>; rel="(.*?)"', reply["Link"]))
    assert links == {
        "first": "/notes?page=1&per_page=2",
        "prev": "/notes?page=1&per_page=2",
        "next": "/notes?page=3&per_page=2",
        "last": "/notes?page=3&per_page=2",
    }
    assert 'rel="next"' not in ask(address, f"GET {links['last']}")["Link"]
    assert ask(address, "GET /notes?page=no").status == 400


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/html", "text/html; charset=utf-8"),
        ("text/*;q=0.5, application/json;q=0.4", "text/html; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("path", ["/notes", "/notes/1"])
def test_accept_decides_between_json_and_html(address: Address, path: str, accept: str, kind: str) -> None:
    reply = ask(address, f"GET {path}", f"Accept: {accept}")
    assert (reply["Content-Type"], reply["Vary"]) == (kind, "Accept")


@pytest.mark.parametrize("path", ["/notes", "/notes/1"])
def test_what_accept_does_not_take_is_a_406(address: Address, path: str) -> None:
    assert ask(address, f"GET {path}", "Accept: image/png").status == 406


def test_html_and_json_of_a_note_have_tags_of_their_own(address: Address) -> None:
    page = ask(address, "GET /notes/1", HTML)
    assert page["ETag"] == '"1-html"'
    assert ask(address, "GET /notes/1", HTML, 'If-None-Match: "1"').status == 200
    assert ask(address, "GET /notes/1", HTML, 'If-None-Match: "1-html"').status == 304


def test_a_form_leads_to_the_new_note_by_get(address: Address) -> None:
    reply = ask(address, "POST /notes", FORM, body="text=%EC%B0%A8+%3Cb%3E")
    assert (reply.status, reply["Location"]) == (303, "/notes/3")
    page = ask(address, f"GET {reply['Location']}", HTML).body.decode()
    assert "차 &lt;b&gt;" in page, "what people write is never taken for markup"
    assert "차 &lt;b&gt;" in ask(address, "GET /notes", HTML).body.decode()


def test_without_notes_the_page_says_so_and_there_is_no_latest(address: Address) -> None:
    for note_id in (1, 2):
        ask(address, f"DELETE /notes/{note_id}")
    assert "None yet." in ask(address, "GET /notes", HTML).text
    assert ask(address, "GET /notes/latest").status == 404


# ── Maintenance ──────────────────────────────────────────────────────────────────────────────────


def test_in_a_maintenance_the_notes_say_when_to_come_back(address: Address) -> None:
    assert ask(address, "PUT /maintenance?seconds=7").json() == {"seconds_left": 7}
    for line in ("GET /notes", "POST /notes", "GET /notes/1"):
        reply = ask(address, line)
        assert (reply.status, reply["Retry-After"]) == (503, "7")
    assert ask(address, "GET /get").status == 200
    assert ask(address, "DELETE /maintenance").status == 204
    assert ask(address, "GET /notes").status == 200


# ── The table ────────────────────────────────────────────────────────────────────────────────────


def test_notes_are_bounded() -> None:
    notes = Notes()
    for _ in range(MAX_NOTES - 2):
        notes.add("x")
    with pytest.raises(FullError):
        notes.add("x")
    with pytest.raises(FullError):
        notes.put(10_000, "x")
    assert notes.put(1, "y")[1] is False
    assert notes.count() == MAX_NOTES


def test_a_table_that_is_full_is_told(address: Address) -> None:
    for n in range(3, MAX_NOTES + 1):
        assert ask_json(address, f"PUT /notes/{n}", {"text": "a"}).status == 201
    assert ask_json(address, "POST /notes", {"text": "a"}).status == 507
    assert ask_json(address, "PUT /notes/999", {"text": "a"}).status == 507


def test_text_is_data_and_never_a_statement() -> None:
    notes = Notes()
    text = "'); DROP TABLE note; --"
    assert notes.find(notes.add(text).id) == (3, text, 1, 0)
    assert notes.count() == 3


def test_a_taken_id_is_an_integrity_error_and_changes_nothing() -> None:
    notes = Notes()
    with pytest.raises(sqlite3.IntegrityError):
        notes.add("x", 1)
    assert notes.page(0, 9)[0].text == "Buy milk"


def test_threads_that_write_at_once_lose_nothing() -> None:
    notes = Notes()
    threads = [threading.Thread(target=lambda: [notes.put(1, "x") for _ in range(50)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = notes.find(1)
    assert found and found.version == 201
