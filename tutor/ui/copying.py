"""A request as other programs take it: a curl command, Python code for httpx, or its bare text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tutor.words import _

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp
    from tutor.wire.compose import Composed
    from tutor.wire.exchange import Exchange

Form = Literal["curl", "python", "text"]


def composed_of(exchange: Exchange) -> Composed:
    """What was sent, composed again as it stands."""
    from tutor.wire.compose import compose

    text = exchange.sent.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    return compose(text + "\n", exchange.peer or ("127.0.0.1", 0), raw=True)


def copy_request(tutor: TutorApp, composed: Composed, form: Form) -> None:
    """Copy it, and say so."""
    if form == "curl":
        from tutor.wire.curl import as_curl

        tutor.copy(as_curl(composed), "curl")
    elif form == "python":
        from tutor.wire.snippet import as_httpx

        tutor.copy(as_httpx(composed), "Python")
    else:
        tutor.copy(composed.data.decode("utf-8", "surrogateescape"), _("the request as text"))
