"""Which facts a step is about."""

from __future__ import annotations

import msgspec

from tests.lesson.sample import LESSON
from tutor.course.types import Choice, Option, Prose, Ref, Text
from tutor.lesson.facts import Named, facts_of, named_span, sources_of


def choice(question: str, *, feedback: str = "So.", explanation: str = "") -> Choice:
    options = {
        "a": Option(text=Prose("yes"), correct=True, feedback=Prose(feedback)),
        "b": Option(text=Prose("no"), feedback=Prose("Not so.")),
    }
    return Choice(id="q", title=Prose("A question"), question=Prose(question), options=options,
                  explanation=Prose(explanation) if explanation else None)  # fmt: skip


def test_marked_facts_come_first_then_those_named_most() -> None:
    step = choice("Does GET change? GET and 404; see [PUT](method:PUT#idempotent) and [Allow](field:Allow).")
    assert facts_of(step) == [
        Named("method", "PUT"), Named("field", "Allow"), Named("method", "GET"), Named("status", "404"),
    ]  # fmt: skip


def test_plain_words_are_no_fields_but_code_and_names_with_a_dash_are() -> None:
    assert facts_of(choice("Date a Host From Server 999")) == []
    assert facts_of(choice("The field `Date: now` and Content-Type")) == [
        Named("field", "Date"), Named("field", "Content-Type"),
    ]  # fmt: skip


def test_nothing_of_the_answer_is_told_before_it_is_given() -> None:
    step = choice("Which status?", feedback="405 it is.", explanation="With `Allow`.")
    assert facts_of(step, answered=False) == []
    assert facts_of(step) == [Named("field", "Allow"), Named("status", "405")]


def test_a_span_names_its_fact_or_the_part_that_it_is() -> None:
    assert named_span("method", "method", "PUT") == Named("method", "PUT")
    assert named_span("status", "status", "404") == Named("status", "404")
    assert named_span("value", "content-type", "a/b") == Named("field", "Content-Type")
    assert named_span("blank", "blank", "") == Named("label", "blank")
    assert named_span("method", "method", "TEA") == Named("label", "method")


def test_sources_are_those_the_step_names() -> None:
    refs = {"a": Ref(title=Text("RFC 9110 §9"), url=Text("https://example.com"), version=Text("June 2022")),
            "b": Ref(title=Text("A book"))}  # fmt: skip
    lesson = msgspec.structs.replace(LESSON, refs=refs)
    step = msgspec.structs.replace(choice("Which?"), refs=["b", "a", "gone"])
    assert sources_of(lesson, step) == [
        ("A book", "", ""), ("RFC 9110 §9", "https://example.com", "June 2022"),
    ]  # fmt: skip
