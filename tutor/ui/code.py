"""How code is set: keywords by weight, strings and numbers by one muted tint, comments in italic."""

from __future__ import annotations

from pygments.token import Token
from pygments.util import ClassNotFound
from textual.content import Content
from textual.highlight import HighlightTheme, highlight


class Print(HighlightTheme):
    STYLES = {  # noqa: RUF012  # as Textual declares it
        Token.Comment: "$soft italic",
        Token.Keyword: "bold $strong",
        Token.Keyword.Namespace: "bold $strong",
        Token.Keyword.Constant: "$quote",
        Token.Operator.Word: "bold $strong",
        Token.Literal.String: "$quote",
        Token.Literal.Number: "$quote",
        Token.Name.Decorator: "$soft",
        Token.Name.Function: "$strong",
        Token.Name.Class: "$strong",
        Token.Name.Tag: "bold $strong",
    }


def highlighted(text: str, language: str) -> Content:
    """Code in a language that pygments knows; any other is set plain."""
    if language in ("", "text", "output"):
        return Content(text)
    try:
        return highlight(text, language=language, theme=Print)
    except ClassNotFound:
        return Content(text)
