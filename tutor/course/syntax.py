"""What the YAML parser complains of, in words that help an author."""

from __future__ import annotations

from typing import Any, NamedTuple

from tutor.words import _


class Complaint(NamedTuple):
    """A syntax error; line and column count from 1."""

    line: int
    column: int
    message: str
    mend: str


def explain(error: Any, text: str) -> Complaint:
    """Turn a MarkedYAMLError of PyYAML's C or Python parser into a place, what is wrong there, and the mend."""
    context, problem = error.context or "", error.problem or ""
    at = error.problem_mark
    begun = error.context_mark
    unfinished = at is not None and begun is not None and not text[at.index :].strip()
    if begun is not None and (unfinished or "simple key" in context):
        at = begun
    line, column = (at.line + 1, at.column + 1) if at is not None else (1, 1)
    return Complaint(line, column, *_words(context, problem, text[at.index : at.index + 1] if at else ""))


def _words(context: str, problem: str, character: str) -> tuple[str, str]:
    quote = _("Put the text in quotes, or in a block scalar: | and the text indented below it.")
    if "tab character" in problem or (character == "\t" and "cannot start" in problem):
        return _("A tab stands where the line is indented."), _("Indent with spaces.")
    if "cannot start any token" in problem:
        return _("A text cannot begin with {character} here.").format(character=character), quote
    if "alias" in context or "anchor" in context:
        return _("A text cannot begin with * or & here."), quote
    if "tag" in context or "tag handle" in problem:
        return _("A text cannot begin with ! here."), quote
    if "directive" in context:
        return _("A line that begins with % is a directive, and there is none for lessons."), _("Remove the line.")
    if "mapping values are not allowed" in problem:
        return _("A colon and a blank begin a value, and none can begin here."), quote
    if "sequence entries are not allowed" in problem or "mapping keys are not allowed" in problem:
        return _("A text cannot begin with {character} and a blank here.").format(character=character), quote
    if "could not find expected ':'" in problem:
        return (
            _("This line is not of the form `key: value`."),
            _("Text of several lines goes into a block scalar: | and all of its lines indented below it."),
        )
    if "quoted scalar" in context or "double-quoted" in context:
        if "escape" in problem:
            return (
                _("In double quotes a backslash begins an escape, and this is none."),
                _(r"Write \\ for a backslash, or use single quotes or a block scalar."),
            )
        return _("The quote that begins here is not closed."), _("Close it; inside '…' write '' for an apostrophe.")
    if "flow" in context:
        return (
            _("The bracket or brace is not closed, or what is in it is not parted by commas."),
            _("Close it, and quote texts in it that hold , : [ ] { or }."),
        )
    if "node content" in problem:
        return _("A text cannot begin with {character} here.").format(character=character), quote
    if "block scalar" in context:
        return _("Only the end of the line follows | and >."), _("Begin the text in the next line, indented.")
    if "block" in context:
        return (
            _("The line is indented otherwise than its neighbours, or something follows a closed quote or bracket."),
            _("Indent keys of one mapping alike; put a text that begins with a quote into a block scalar."),
        )
    return _("The YAML cannot be read: {problem}.").format(problem=problem or context), quote
