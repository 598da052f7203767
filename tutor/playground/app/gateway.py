"""One process in two roles: server of the client, client of itself. And the log that shows both."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable

from flask import Blueprint, Response, abort, request

from tutor.playground.app.echo import ANY
from tutor.playground.app.here import exchange, state

blueprint = Blueprint("gateway", __name__)
VIA = "1.1 playground"
MAX_GATEWAYS = 5
HOP_BY_HOP = {  # about one connection only, so a gateway does not relay them (RFC 9110 §7.6.1)
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
OF_A_REQUEST = {"host", "content-length", "expect"}  # said anew to the origin server


@blueprint.route("/gateway/<path:_path>", methods=ANY)
def relay(_path: str) -> Response:
    return relayed("/gateway")


@blueprint.get("/shrink/<path:_path>")
def shrink(_path: str) -> Response:
    """A gateway that changes what it relays, and says so: 203 (RFC 9110 §15.3.4)."""
    response = relayed("/shrink")
    untouchable = "no-transform" in request.headers.get("Cache-Control", "") + str(response.cache_control)
    if response.status_code != 200 or untouchable or not response.content_type.startswith("text/"):
        return response
    response.set_data(b" ".join(response.get_data().split()))
    response.headers.pop("ETag", None)  # it named the other bytes
    response.status_code = 203
    return response


def relayed(prefix: str) -> Response:
    """The answer of the origin server to the request whose target is this one's without the prefix."""
    exchange().timeline.role = "gateway"
    if request.headers.get("Via", "").count(VIA) >= MAX_GATEWAYS:
        abort(502, f"The request has passed {MAX_GATEWAYS} gateways, and all were this one.")
    name, port = request.environ["SERVER_NAME"], int(request.environ["SERVER_PORT"])
    seconds = exchange().limits.gateway_seconds
    origin = http.client.HTTPConnection(name, port, seconds)
    try:
        answer = ask(origin, exchange().wanted.path.removeprefix(prefix))
        body = answer.read()
    except TimeoutError:
        abort(504, f"The origin server did not answer within {seconds:g} s.")
    except (OSError, http.client.HTTPException) as error:
        abort(502, f"The origin server gave no valid answer: {type(error).__name__}.")
    finally:
        origin.close()
    if answer.status < 200:
        abort(502, f"This gateway cannot relay the interim response {answer.status}.")
    response = Response(body, answer.status, [*end_to_end(answer.getheaders()), ("Via", VIA)])
    length = answer.getheader("Content-Length")
    if request.method == "HEAD" and length:
        response.content_length = int(length)
    return response


def ask(origin: http.client.HTTPConnection, target: str) -> http.client.HTTPResponse:
    """Send the request on, as a client of the origin server."""
    body = request.get_data()
    origin.putrequest(request.method, target, skip_accept_encoding=True)
    for name, value in end_to_end(exchange().head.fields):
        if name.lower() not in OF_A_REQUEST:
            origin.putheader(name, value.encode("latin-1"))
    origin.putheader("Via", VIA)
    if body:
        origin.putheader("Content-Length", str(len(body)))
    origin.endheaders(body)
    return origin.getresponse()


def end_to_end(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields that are meant for the other end, also past the names that Connection lists."""
    fields = list(fields)
    listed = ",".join(value for name, value in fields if name.lower() == "connection").lower()
    dropped = HOP_BY_HOP | {name.strip() for name in listed.split(",")}
    return [(name, value) for name, value in fields if name.lower() not in dropped]


@blueprint.get("/log")
def log() -> Response:
    """One request a row: what was asked for, how it went, and in which role it was answered."""
    rows = [
        json.dumps(
            {
                "role": entry.role,
                "method": entry.method,
                "target": entry.target,
                "status": entry.status,
                "user_agent": entry.user_agent,
            },
            ensure_ascii=False,
        )
        for entry in state().log()
    ]
    return Response("[\n  " + ",\n  ".join(rows) + "\n]\n" if rows else "[]\n", mimetype="application/json")
