"""The notes API."""

from __future__ import annotations

from tests.playground.talk import Address, ask, ask_json


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
    assert ask(address, "DELETE /notes/2").status == 404
    assert ask_json(address, "POST /notes", {"text": "a"})["Location"] == "/notes/3"


def test_a_missing_note_is_a_404_in_json(address: Address) -> None:
    reply = ask(address, "GET /notes/77")
    assert (reply.status, reply.json()) == (404, {"error": "There is no note 77."})


def test_a_note_that_cannot_be_taken_says_what_was_expected(address: Address) -> None:
    assert ask(address, "POST /notes", body="{}").status == 415
    broken = ask(address, "POST /notes", "Content-Type: application/json", body="{")
    assert (broken.status, "Failed to decode JSON object" in broken.text) == (400, True)
    wrong: list[object] = [{}, {"text": 1}, [], {"text": "x" * 2001}]
    for value in wrong:
        assert ask_json(address, "POST /notes", value).status == 422


def test_a_lone_surrogate_does_not_spoil_the_list(address: Address) -> None:
    assert ask(address, "POST /notes", "Content-Type: application/json", body='{"text": "\\ud800"}').status == 201
    assert ask(address, "GET /notes").json()["notes"][-1]["text"] == "?"
