"""A composed request as a command for a POSIX shell: curl where curl sends the same, else the bytes through nc."""

from __future__ import annotations

import shlex

from tutor.wire.compose import Composed
from tutor.wire.spans import TOKEN

PLAIN_PATH = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/%?&=+,:;@!$'()*")


def as_curl(composed: Composed) -> str:
    """The command, on lines joined by backslashes.

    Only what the author wrote and what differs from curl's own defaults is named. A request that curl would mend is
    sent with printf and nc instead, byte for byte.
    """
    start = _start(composed)
    fields = _fields(composed) if start else None
    framed = not composed.body or any(line.text.lower().startswith("content-length:") for line in composed.lines)
    if start is None or fields is None or not framed:
        return f"printf {_printf(composed.data)} | nc {composed.address[0]} {composed.address[1]}"
    method, target, version = start
    words = [_curl(version), *_method(method, bool(composed.body))]
    words += [f"-H {shlex.quote(field)}" for field in fields]
    words += _body(composed, fields)
    words += _url(target, composed)
    line = " \\\n  ".join(words)
    return line if _quotable(composed.body) else f"printf {_printf(composed.body)} | {line}"


def _start(composed: Composed) -> tuple[str, str, str] | None:
    """Method, target and version, if curl can send them."""
    words = composed.lines[0].text.split(" ") if composed.lines else []
    if len(words) != 3 or not words[1] or words[2] not in ("HTTP/1.1", "HTTP/1.0"):
        return None
    if not TOKEN.fullmatch(words[0].encode()) or words[0] == "CONNECT" or (words[0] == "HEAD" and composed.body):
        return None
    head = "\r\n".join([*(line.text for line in composed.lines), "", ""])
    if composed.data != head.encode("utf-8", "surrogatepass") + composed.body:
        return None
    if not all(_plain(line.text) for line in composed.lines):
        return None
    return words[0], words[1], words[2]


def _fields(composed: Composed) -> list[str] | None:
    """The -H arguments, or None if curl would not send the fields as they are."""
    own = {"host": "{}:{}".format(*composed.address), "accept": "*/*"}
    if composed.body:
        own["content-length"] = str(len(composed.body))
    missing = {"host": "Host", "accept": "Accept", "user-agent": "User-Agent"}
    arguments: list[str] = []
    for line in composed.lines[1:]:
        name, colon, value = line.text.partition(":")
        key, value = name.lower(), value.strip(" \t")
        if not colon or not TOKEN.fullmatch(name.encode()) or not _framed(key, value, composed):
            return None
        if key == "host" and key not in missing:
            return None
        missing.pop(key, None)
        if not line.filled and own.get(key) != value:
            arguments.append(f"{name}: {value}" if value else f"{name};")
    return [*arguments, *(f"{name}:" for name in missing.values())]


def _framed(name: str, value: str, composed: Composed) -> bool:
    """Whether curl frames the body as this field says; it knows but the true length."""
    return name != "transfer-encoding" and (name != "content-length" or value == str(len(composed.body)))


def _curl(version: str) -> str:
    return "curl -i --http1.0" if version == "HTTP/1.0" else "curl -i"


def _method(method: str, body: bool) -> list[str]:
    if method == "HEAD":
        return ["-I"]
    return [] if method == ("POST" if body else "GET") else [f"-X {shlex.quote(method)}"]


def _body(composed: Composed, fields: list[str]) -> list[str]:
    if not composed.body:
        return []
    named = any(field.lower().startswith(("content-type:", "content-type;")) for field in fields)
    silence = [] if named else ["-H 'Content-Type:'"]
    if not _quotable(composed.body):
        return [*silence, "--data-binary @-"]
    text = composed.body.decode()
    # A leading @ would name a file.
    return [*silence, f"{'--data-raw' if text.startswith('@') else '--data-binary'} {shlex.quote(text)}"]


def _url(target: str, composed: Composed) -> list[str]:
    """The URL; what curl would change in it goes into --request-target."""
    base = "http://{}:{}".format(*composed.address)
    if target.startswith("/") and PLAIN_PATH.issuperset(target):
        dots = {".", ".."} & set(target.partition("?")[0].split("/"))
        return [*(["--path-as-is"] if dots else []), shlex.quote(base + target)]
    return [f"--request-target {shlex.quote(target)}", shlex.quote(base)]


def _plain(text: str) -> bool:
    """Whether it can be pasted into a terminal inside quotes: nothing but characters, spaces, tabs and line feeds."""
    return all(char.isprintable() or char in "\n\t" for char in text)


def _quotable(body: bytes) -> bool:
    try:
        return _plain(body.decode())
    except UnicodeDecodeError:
        return False


def _printf(data: bytes) -> str:
    """An argument for printf(1) that prints just these bytes: octal escapes, as POSIX has no others for all bytes."""
    escapes = {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t", 0x5C: "\\\\", 0x25: "%%"}
    text = "".join(escapes.get(byte) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}") for byte in data)
    return shlex.quote(text)
