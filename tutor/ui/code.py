"""How code is set: keywords by weight, strings and numbers by one muted tint, comments in italic."""

from __future__ import annotations

from functools import cache
from typing import Any

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


def tokens_of(text: str, language: str) -> dict[int, list[tuple[int, int, str]]]:
    """Styles of code by row: (first column, column behind the last, style), in characters."""
    if language in ("", "text", "output"):
        return {}
    from pygments.lexers import get_lexer_by_name

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return {}
    found: dict[int, list[tuple[int, int, str]]] = {}
    row = column = 0
    for token, piece in lexer.get_tokens(text):
        style = _style_of(token)
        for n, part in enumerate(piece.split("\n")):
            if n:
                row, column = row + 1, 0
            if part and style:
                found.setdefault(row, []).append((column, column + len(part), style))
            column += len(part)
    return found


@cache
def _style_of(token: Any) -> str:
    """The style of a kind of token, or of the kind that it is part of."""
    while token is not None:
        if token in Print.STYLES:
            return Print.STYLES[token]
        token = token.parent
    return ""
