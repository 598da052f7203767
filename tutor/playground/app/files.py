"""Files sent and fetched, with names in any script. They are kept in memory and never touch a disk."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, jsonify, request

from tutor.playground.app.here import state
from tutor.playground.app.memory import MAX_FILES, File

blueprint = Blueprint("files", __name__, url_prefix="/files")
MAX_SIZE = 256 * 1024
MAX_NAME = 100


@blueprint.get("")
def listing() -> Response:
    files = state().files
    found = [(name, files.find(name)) for name in files.names()]
    return jsonify(files=[shown(name, file) for name, file in found if file])


@blueprint.post("")
def upload() -> Response:
    """The files of a form, each under the name that it had where it came from (RFC 7578)."""
    if request.mimetype != "multipart/form-data":
        abort(415, "Files are sent as multipart/form-data; a single one can be sent by PUT /files/NAME.")
    sent = [file for file in request.files.values() if file.filename]
    if not sent:
        abort(422, "The form has no file: a part of it needs a filename in its Content-Disposition.")
    told = []
    for file in sent:
        name, kept = checked(file.filename or ""), File(file.mimetype, file.read())
        keep(name, kept)
        told.append(shown(name, kept))
    response = jsonify(files=told)
    response.status_code = 201
    response.headers["Location"] = told[0]["url"]
    return response


@blueprint.put("/<name>")
def put(name: str) -> Response:
    """One file. Room is made before it is read, so its length has to be said first (RFC 9110 §15.5.12)."""
    size = request.content_length
    if size is None:
        abort(411, "Say how many bytes will come: Content-Length.")
    if size > MAX_SIZE:
        abort(413, f"A file may have {MAX_SIZE} bytes; this one has {size}.")
    is_new = keep(checked(name), File(request.mimetype, request.get_data()))
    return Response(status=201, headers={"Location": url_of(name)}) if is_new else Response(status=204)


@blueprint.get("/<name>")
def download(name: str) -> Response:
    """To be saved, not shown: a page that someone uploaded must not run here."""
    file = state().files.find(name)
    if file is None:
        abort(404, f"There is no file {name}.")
    response = Response(file.data, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"  # RFC 6266 §4.3
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.delete("/<name>")
def remove(name: str) -> Response:
    if not state().files.remove(name):
        abort(404, f"There is no file {name}.")
    return Response(status=204)


def checked(name: str) -> str:
    """A name is never a path."""
    name = name.replace("\\", "/").rpartition("/")[2]
    if not name.isprintable() or not 1 <= len(name) <= MAX_NAME:
        abort(422, f"The name of a file has 1 to {MAX_NAME} printable characters.")
    return name


def keep(name: str, file: File) -> bool:
    """Whether the name is new."""
    if len(file.data) > MAX_SIZE:
        abort(413, f"A file may have {MAX_SIZE} bytes; {name} has {len(file.data)}.")
    is_new = state().files.put(name, file)
    if is_new is None:
        return abort(Response(f"There are {MAX_FILES} files already. Delete one.\n", 507, mimetype="text/plain"))
    return is_new


def shown(name: str, file: File) -> dict[str, Any]:
    return {"name": name, "type": file.type, "size": len(file.data), "url": url_of(name)}


def url_of(name: str) -> str:
    return f"/files/{quote(name, safe='')}"
