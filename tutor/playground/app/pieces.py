"""Bytes in parts: those of a range, those that come one after the other (RFC 9110 §14, RFC 9112 §7.1)."""

from __future__ import annotations

import random
from collections.abc import Iterator

from flask import Blueprint, Response, abort, request
from werkzeug import Response as BaseResponse

from tutor.playground.app.contents import MAX_BYTES
from tutor.playground.app.here import exchange, number, whole_number

blueprint = Blueprint("pieces", __name__)
ALPHABET = b"abcdefghijklmnopqrstuvwxyz"
MAX_SECONDS = 10
BINARY = "application/octet-stream"


@blueprint.get("/range/<int:n>")
def range_of(n: int) -> BaseResponse:
    """The alphabet over and over, n bytes of it, whole or the range that is asked for."""
    if not 1 <= n <= MAX_BYTES:
        abort(404, f"{n} bytes cannot be had, only 1 to {MAX_BYTES}.")
    response: BaseResponse = Response(ALPHABET * (n // 26) + ALPHABET[: n % 26], mimetype=BINARY)
    response.set_etag(f"range{n}")
    response.accept_ranges = "bytes"
    understood = request.range is not None and request.range.units == "bytes"  # others are ignored (RFC 9110 §14.2)
    response = response.make_conditional(request, accept_ranges=understood, complete_length=n)
    seconds = number("duration", 0, 0, MAX_SECONDS)
    if seconds and response.status_code in (200, 206):
        data, size = response.get_data(), whole_number("chunk_size", 10, 1, MAX_BYTES)
        response.response = slowly(data, size, seconds * len(data) / n)
    return response


@blueprint.get("/stream-bytes/<int:n>")
def stream_bytes(n: int) -> Response:
    """Random bytes, chunk by chunk."""
    data = random.Random(request.args.get("seed")).randbytes(min(n, MAX_BYTES))
    return Response(slowly(data, whole_number("chunk_size", 10_240, 1, MAX_BYTES), 0), mimetype=BINARY)


@blueprint.get("/drip")
def drip() -> Response:
    """A star now and then, until all are there."""
    stars = whole_number("numbytes", 10, 1, MAX_BYTES)
    seconds = number("duration", 2, 0, MAX_SECONDS)
    code = whole_number("code", 200, 200, 599)
    exchange().pause(number("delay", 0, 0, MAX_SECONDS))
    at_once = max(1, stars // 1000)
    body = slowly(b"*" * stars, at_once, seconds)
    return Response(body, code, {"Content-Length": str(stars)}, mimetype=BINARY)


def slowly(data: bytes, size: int, seconds: float) -> Iterator[bytes]:
    """Pieces of `size` bytes, with a pause after each; so many seconds in all."""
    here = exchange()  # a generator runs when the view has long returned

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(data), size):
            piece = data[start : start + size]
            yield piece
            here.pause(seconds * len(piece) / len(data))

    return pieces()
