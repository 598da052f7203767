"""Whether a well-formed request may reach the app: its method, its target, its host, where it comes from."""

from __future__ import annotations

import re
from typing import NamedTuple

from tutor.playground.head import Head
from tutor.playground.refusal import RefusalError, quoted

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})  # of these, RFC 9110 §9.2.1
_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]", "example.com"})
_SUFFIXES = (".example.com", ".test")  # reserved for such use by RFC 2606
_OPEN_TO_OTHERS = "/cors/"  # lessons on CORS, whose views look at the origin themselves and change nothing
_ABSOLUTE = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?]*)(.*)")


class Wanted(NamedTuple):
    """What the request is for, whatever form its target had."""

    host: str  # as in the Host field, "name:port" or "name"; empty in HTTP/1.0 without Host
    path: str  # path and query, percent-encoded as they were sent; "*" and "host:port" in their forms


def check(head: Head) -> Wanted:
    """Decide on the request.

    Raises:
        RefusalError: 400 a target of the wrong form; 403 sent by a foreign page; 417 an unknown expectation;
            421 a host that this server is not; 501 an unknown method.
    """
    _check_method(head.method)
    wanted = _wanted(head)
    if head.method != "CONNECT":
        _check_host(head, wanted.host)
    if not wanted.path.startswith(_OPEN_TO_OTHERS):
        _check_origin(head, wanted.host)
    _check_expectation(head)
    return wanted


def is_own_name(name: str) -> bool:
    """Whether this server answers for the host name. A fixed list stops pages of others that rebind their DNS name."""
    name = name.lower()
    return name in _NAMES or name.endswith(_SUFFIXES)


def split_authority(authority: str) -> tuple[str, str]:
    """("name", "port") of "name:port"; the brackets of an IPv6 address stay, the port may be empty."""
    name, colon, port = authority.rpartition(":")
    return (authority, "") if not colon or port.endswith("]") else (name, port)


def _check_method(method: str) -> None:
    if method in METHODS:
        return
    if method.upper() in METHODS:
        raise RefusalError(
            501,
            f"{quoted(method.encode())} is no method known here; {method.upper()} is. "
            "Methods are case-sensitive (RFC 9110 §9.1).",
        )
    raise RefusalError(
        501, f"{quoted(method.encode())} is no method known here (RFC 9110 §9.1). Known: {', '.join(METHODS)}."
    )


def _wanted(head: Head) -> Wanted:
    """The four forms of a target (RFC 9112 §3.2)."""
    host = head.value("host")
    if head.method == "CONNECT":
        name, port = split_authority(head.target)
        if not name or not port.isdigit():
            raise RefusalError(
                400,
                f"The target of CONNECT is {quoted(head.target.encode())}; host:port was expected (RFC 9112 §3.2.3).",
            )
        return Wanted(host, head.target)
    if head.target.startswith("/"):
        return Wanted(host, head.target)
    if head.target == "*":
        if head.method == "OPTIONS":
            return Wanted(host, "*")
        raise RefusalError(400, f"The target '*' goes with OPTIONS only, not with {head.method} (RFC 9112 §3.2.4).")
    absolute = _ABSOLUTE.fullmatch(head.target)
    if absolute is None:
        raise RefusalError(
            400,
            f"The target is {quoted(head.target.encode())}; it begins with '/', the root of the path "
            "(RFC 9112 §3.2.1).",
        )
    return _wanted_of_absolute(head.target, *absolute.groups())


def _wanted_of_absolute(target: str, scheme: str, authority: str, rest: str) -> Wanted:
    if scheme.lower() != "http":
        raise RefusalError(
            421,
            f"The target {quoted(target.encode())} has the scheme '{scheme}'; this connection serves http "
            "(RFC 9110 §7.4).",
        )
    if not authority or "@" in authority:
        raise RefusalError(400, f"The target {quoted(target.encode())} needs a host, without a user (RFC 9110 §4.2).")
    # the authority of the target wins over Host (RFC 9112 §3.2.2)
    return Wanted(authority, rest if rest.startswith("/") else "/" + rest)


def _check_host(head: Head, host: str) -> None:
    if not host and head.minor < 1:
        return
    if not is_own_name(split_authority(host)[0]):
        raise RefusalError(
            421,
            f"This server does not answer for the host {quoted(host.encode('latin-1'))}. It does for 127.0.0.1, "
            "localhost, example.com and names that end in .test (RFC 9110 §7.4).",
        )


def _check_origin(head: Head, host: str) -> None:
    """A page of another site must not change anything here, though a browser would send its request."""
    if head.method not in UNSAFE:
        return
    origin = head.value("origin").lower()
    if origin and origin.removesuffix(":80") != f"http://{host.lower()}".removesuffix(":80"):
        raise RefusalError(
            403,
            f"{head.method} from the origin {quoted(origin.encode('latin-1'))} is refused: only pages of "
            "this server may change something here.",
        )
    if head.value("sec-fetch-site").lower() == "cross-site":
        raise RefusalError(
            403, f"{head.method} from a page of another site (Sec-Fetch-Site: cross-site) is refused here."
        )


def _check_expectation(head: Head) -> None:
    expectation = head.value("expect")
    if expectation and head.minor >= 1 and expectation.lower() != "100-continue":
        raise RefusalError(
            417,
            f"The expectation {quoted(expectation.encode('latin-1'))} is unknown; only '100-continue' is defined "
            "(RFC 9110 §10.1.1).",
        )
