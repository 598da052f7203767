"""Notes in a database: listed, created, read, changed and deleted, as HTML or as JSON."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug import Response as BaseResponse

from tutor.playground.app.here import state, whole_number
from tutor.playground.app.kinds import HTML, best_kind
from tutor.playground.app.table import MAX_ID, MAX_NOTES, FullError, Note

blueprint = Blueprint("notes", __name__, url_prefix="/notes")
MAX_TEXT = 2000
FORM = "application/x-www-form-urlencoded"


@blueprint.before_request
def closed_for_maintenance() -> None:
    seconds = state().maintenance.seconds_left
    if seconds:
        abort(503, "The notes are closed for maintenance. Retry-After says for how long.", retry_after=seconds)


@blueprint.get("")
def listing() -> Response:
    page, size = whole_number("page", 1, 1, 1000), whole_number("per_page", 20, 1, 100)
    notes = state().notes.page(skip=(page - 1) * size, count=size)
    links = page_links(page, size, state().notes.count())
    if best_kind() == HTML:
        response = make_response(render_template("notes.html", notes=notes, links=links))
    else:
        response = jsonify(notes=[shown(note) for note in notes])
    response.headers["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
    response.vary.add("Accept")
    return response


@blueprint.post("")
def create() -> BaseResponse:
    text, note_id = sent_text(), sent_id()
    try:
        note = state().notes.add(text, note_id)
    except sqlite3.IntegrityError:
        return problem(409, f"The id {note_id} is taken. Leave the id out, or replace the note by PUT.")
    except FullError:
        return full()
    location = url_for("notes.read", note_id=note.id)
    if request.mimetype == FORM:
        return redirect(location, 303)  # reloading the page that follows sends no second note
    return with_etag(note, 201, location)


@blueprint.get("/latest")
def latest() -> BaseResponse:
    """Another note tomorrow, so the redirection is not for ever."""
    last = state().notes.page(skip=max(0, state().notes.count() - 1), count=1)
    return redirect(url_for("notes.read", note_id=last[0].id)) if last else problem(404, "There are no notes.")


@blueprint.get("/<int:note_id>")
def read(note_id: int) -> BaseResponse:
    note = state().notes.find(note_id)
    if note is None or note.deleted:
        return missing(note_id, note)
    response = as_html(note) if best_kind() == HTML else with_etag(note)
    response.vary.add("Accept")
    return response.make_conditional(request)


@blueprint.put("/<int:note_id>")
def replace(note_id: int) -> Response:
    text, note = sent_text(), state().notes.find(note_id)
    if note_id > MAX_ID:
        return problem(422, f"The id of a note is {MAX_ID} or less.")
    if outdated(note):
        return lost_update(note)
    try:
        note, is_new = state().notes.put(note_id, text)
    except FullError:
        return full()
    return with_etag(note, 201 if is_new else 200)


@blueprint.patch("/<int:note_id>")
def change(note_id: int) -> Response:
    text, note = sent_text(), state().notes.find(note_id)
    if note is None or note.deleted:
        return missing(note_id, note)
    if not request.if_match:
        return problem(428, f"Say which version you change, as GET shows it: If-Match: {etag_of(note)}")
    if outdated(note):
        return lost_update(note)
    note, _ = state().notes.put(note_id, text)
    return with_etag(note)


@blueprint.delete("/<int:note_id>")
def remove(note_id: int) -> Response:
    note = state().notes.find(note_id)
    if note is None or note.deleted:
        return missing(note_id, note)
    if outdated(note):
        return lost_update(note)
    state().notes.remove(note_id)
    return Response(status=204)


# ── What was sent ────────────────────────────────────────────────────────────────────────────────


def sent_text() -> str:
    """The text of a JSON object or of a form; 415 for another type, 400 for broken JSON, 422 for another content."""
    if request.mimetype == FORM:
        text: Any = request.form.get("text")
    elif request.is_json:
        data = request.get_json()
        text = data.get("text") if isinstance(data, dict) else None
    else:
        abort(415, f"A note is sent as application/json or {FORM}. Content-Type says which it is.")
    if not isinstance(text, str) or not 1 <= len(text) <= MAX_TEXT:
        abort(problem(422, f'A JSON object {{"text": "…"}} with 1 to {MAX_TEXT} characters was expected.'))
    return text.encode(errors="replace").decode()


def sent_id() -> int | None:
    note_id = request.get_json().get("id") if request.is_json else None
    if note_id is not None and (type(note_id) is not int or not 1 <= note_id <= MAX_ID):
        abort(problem(422, f"An id is a whole number from 1 to {MAX_ID}."))
    return note_id


def outdated(note: Note | None) -> bool:
    """Whether If-Match or If-None-Match says that the client knows another state than this one (RFC 9110 §13.1)."""
    if note is None or note.deleted:
        return bool(request.if_match)
    version = str(note.version)
    changed = bool(request.if_match) and not request.if_match.contains(version)
    return changed or request.if_none_match.contains(version)


# ── What is answered ─────────────────────────────────────────────────────────────────────────────


def shown(note: Note) -> dict[str, Any]:
    return {"id": note.id, "text": note.text}


def etag_of(note: Note) -> str:
    return f'"{note.version}"'


def with_etag(note: Note, status: int = 200, location: str | None = None) -> Response:
    response = jsonify(shown(note))
    response.status_code = status
    response.headers["ETag"] = etag_of(note)
    if location:
        response.headers["Location"] = location
    return response


def as_html(note: Note) -> Response:
    response = make_response(render_template("note.html", note=note))
    response.set_etag(f"{note.version}-html")  # other bytes than the JSON, so another tag
    return response


def page_links(page: int, size: int, count: int) -> dict[str, str]:
    """Where to go from here (RFC 8288)."""
    last = max(1, -(-count // size))
    pages = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    there = {rel: n for rel, n in pages.items() if 1 <= n <= last}
    return {rel: url_for("notes.listing", page=n, per_page=size) for rel, n in there.items()}


def problem(status: int, text: str) -> Response:
    response = jsonify(error=text)
    response.status_code = status
    return response


def missing(note_id: int, note: Note | None) -> Response:
    if note is not None:
        return problem(410, f"Note {note_id} was deleted, and will not come back.")
    return problem(404, f"There is no note {note_id}.")


def lost_update(note: Note | None) -> Response:
    now = f"its version is {etag_of(note)}" if note and not note.deleted else "it is not there"
    return problem(412, f"The note is not as you think: {now}. Read it again, then change it.")


def full() -> Response:
    return problem(507, f"There are {MAX_NOTES} notes already. Delete one.")
