"""A small API: notes that can be listed, created, read, replaced and deleted."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from tutor.playground.app.here import state
from tutor.playground.app.state import MAX_NOTES

blueprint = Blueprint("notes", __name__, url_prefix="/notes")
MAX_TEXT = 2000


@blueprint.get("")
def listing() -> Response:
    return jsonify(notes=[shown(note_id, text) for note_id, text in state().notes().items()])


@blueprint.post("")
def create() -> tuple[Response, int, dict[str, str]] | tuple[Response, int]:
    text = sent_text()
    if text is None:
        return wrong_text()
    note_id = state().add(text)
    if note_id is None:
        return full()
    location = url_for("notes.read", note_id=note_id)
    return jsonify(shown(note_id, text)), 201, {"Location": location}


@blueprint.get("/<int:note_id>")
def read(note_id: int) -> Response | tuple[Response, int]:
    text = state().notes().get(note_id)
    if text is None:
        return missing(note_id)
    return jsonify(shown(note_id, text))


@blueprint.put("/<int:note_id>")
def replace(note_id: int) -> tuple[Response, int]:
    text = sent_text()
    if text is None:
        return wrong_text()
    created = state().put(note_id, text)
    if created is None:
        return full()
    return jsonify(shown(note_id, text)), 201 if created else 200


@blueprint.delete("/<int:note_id>")
def remove(note_id: int) -> tuple[Response, int] | tuple[str, int]:
    if not state().remove(note_id):
        return missing(note_id)
    return "", 204


def shown(note_id: int, text: str) -> dict[str, Any]:
    return {"id": note_id, "text": text}


def sent_text() -> str | None:
    """The `text` of a JSON object. Flask answers 415 for another type, 400 for broken JSON."""
    data = request.get_json()
    text = data.get("text") if isinstance(data, dict) else None
    return text if isinstance(text, str) and len(text) <= MAX_TEXT else None


def wrong_text() -> tuple[Response, int]:
    return jsonify(error=f'A JSON object {{"text": "…"}} with at most {MAX_TEXT} characters was expected.'), 422


def missing(note_id: int) -> tuple[Response, int]:
    return jsonify(error=f"There is no note {note_id}."), 404


def full() -> tuple[Response, int]:
    return jsonify(error=f"There are {MAX_NOTES} notes already. Delete one."), 507
