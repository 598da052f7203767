"""Digest authentication (RFC 7616): the password never goes over the wire, a hash of it does."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request

from tutor.playground.app.auth import credentials
from tutor.playground.app.here import exchange, state

blueprint = Blueprint("digest", __name__)
REALM = "playground"
HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256, "SHA-512": hashlib.sha512}
ROUTE = "/digest-auth/<qop>/<user>/<password>"


@blueprint.get(ROUTE)
@blueprint.get(f"{ROUTE}/<algorithm>")
@blueprint.get(f"{ROUTE}/<algorithm>/<stale_after>")
def digest_auth(qop: str, user: str, password: str, algorithm: str = "MD5", stale_after: str = "never") -> Response:
    """`qop` is auth or auth-int; `stale_after` is how many requests one nonce is good for."""
    algorithm = algorithm if algorithm in HASHES else "MD5"
    sent = credentials()
    if sent is None or sent.type != "digest":
        return challenge(qop, algorithm, stale_after)
    given = {name: value or "" for name, value in sent.parameters.items()}
    proof = expected(given, user, password, algorithm)
    if given.get("username") != user or not hmac.compare_digest(proof.encode(), given.get("response", "").encode()):
        return challenge(qop, algorithm, stale_after)
    if not state().nonces.use(given.get("nonce", "")):
        return challenge(qop, algorithm, stale_after, stale=True)
    return jsonify(authenticated=True, user=user)


def challenge(qop: str, algorithm: str, stale_after: str, *, stale: bool = False) -> Response:
    nonce = secrets.token_hex(16)
    state().nonces.add(nonce, int(stale_after) if stale_after.isdecimal() else float("inf"))
    qops = qop if qop in ("auth", "auth-int") else "auth, auth-int"
    field = f'Digest realm="{REALM}", nonce="{nonce}", qop="{qops}", algorithm={algorithm}'
    field += ", stale=true" if stale else ""
    return Response("Log in first.\n", 401, {"WWW-Authenticate": field}, mimetype="text/plain")


def expected(given: dict[str, str], user: str, password: str, algorithm: str) -> str:
    """The response that only who knows the password can compute (RFC 7616 §3.4.1)."""
    h = hasher(algorithm)
    secret = h(f"{user}:{REALM}:{password}")
    asked = f"{request.method}:{exchange().wanted.path}"
    if given.get("qop") == "auth-int":
        asked += ":" + HASHES[algorithm](request.get_data()).hexdigest()
    if not given.get("qop"):
        return h(f"{secret}:{given.get('nonce', '')}:{h(asked)}")
    middle = ":".join(given.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
    return h(f"{secret}:{middle}:{h(asked)}")


def hasher(algorithm: str) -> Callable[[str], str]:
    return lambda text: HASHES[algorithm](text.encode()).hexdigest()
