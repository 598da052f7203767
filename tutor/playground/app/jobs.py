"""Work that takes longer than anyone waits: accepted now, done later, to be asked for meanwhile."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, redirect, request, url_for
from werkzeug import Response as BaseResponse

from tutor.playground.app.here import number, state
from tutor.playground.app.memory import Job

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")
MAX_TEXT = 2000


@blueprint.post("")
def accept() -> Response:
    """Counting letters, slowly. 202 promises nothing but that it was heard (RFC 9110 §15.3.3)."""
    text = request.get_data(as_text=True)[:MAX_TEXT]
    job = state().jobs.add(text, number("seconds", 1, 0, 10))
    response = jsonify(job=job.id, state="waiting")
    response.status_code = 202
    response.headers["Location"] = url_for("jobs.status", job_id=job.id)
    return response


@blueprint.get("/<int:job_id>")
def status(job_id: int) -> BaseResponse:
    job = known(job_id)
    if not job.seconds_left:
        return redirect(url_for("jobs.result", job_id=job_id), 303)
    response = jsonify(job=job_id, state="waiting")
    response.headers["Retry-After"] = str(job.seconds_left)
    return response


@blueprint.get("/<int:job_id>/result")
def result(job_id: int) -> Response:
    job = known(job_id)
    if job.seconds_left:
        abort(404, f"Job {job_id} has no result yet. GET /jobs/{job_id} says when.")
    return jsonify(job=job_id, state="done", letters=len(job.text))


def known(job_id: int) -> Job:
    job = state().jobs.find(job_id)
    if job is None:
        abort(404, f"There is no job {job_id}. POST /jobs makes one.")
    return job
