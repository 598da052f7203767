"""A translation is laid over a lesson: prose changes, everything else exists once."""

from __future__ import annotations

import msgspec
import pytest

from tests.course.samples import COURSE, COURSE_KO, FIRST_KO, first, first_ko
from tutor.course.decode import decode
from tutor.course.overlay import HEAD, Flaw, apply, apply_course, flaws, untranslated
from tutor.course.prose import content_hash, prose_of
from tutor.course.types import (
    Choice,
    Cloze,
    CourseFile,
    CourseOverlay,
    Demo,
    Gap,
    Numeric,
    Order,
    Overlay,
    Patch,
    Prose,
    Text,
    Typed,
)  # fmt: skip


def test_a_complete_translation_leaves_no_english_and_no_mark() -> None:
    english = first()
    translated = apply(english, first_ko())
    assert translated.stale == frozenset()
    assert translated.missing == frozenset()
    lesson = translated.lesson
    assert lesson.title == "첫 번째 요청"
    assert lesson.objectives["write-line"] == "요청 줄을 쓰기"
    for before, after in zip(english.steps, lesson.steps, strict=True):
        assert not {text for _path, text in prose_of(before)} & {text for _path, text in prose_of(after)}


def test_ids_requests_answers_and_code_stay() -> None:
    english, lesson = first(), apply(first(), first_ko()).lesson
    demo, order, typed = lesson.steps[1], lesson.steps[6], lesson.steps[4]
    assert isinstance(demo, Demo) and isinstance(order, Order) and isinstance(typed, Typed)
    assert [step.id for step in lesson.steps] == [step.id for step in english.steps]
    assert demo.exchanges == english.steps[1].exchanges  # type: ignore[union-attr]  # the same demo
    assert demo.predict.options["gone"].text == "`404`"
    assert demo.predict.options["ok"].correct
    assert order.items["host"] == "`Host: example.com`"
    assert order.items["blank"] == "빈 줄"
    assert typed.answers == ["Host: example.com"]


def test_near_answers_keep_their_text_and_get_the_translated_feedback() -> None:
    typed, digits = (apply(first(), first_ko()).lesson.steps[n] for n in (4, 5))
    assert isinstance(typed, Typed) and isinstance(digits, Numeric)
    assert [(n.text, n.feedback) for n in typed.near] == [("Hosts: example.com", "s 없이 씁니다.")]
    assert [(n.text, n.feedback) for n in digits.near] == [("2", "두 자리가 아닙니다.")]


def test_answers_near_and_rejects_of_a_translation_widen_and_never_replace() -> None:
    overlay = first_ko()
    overlay.steps["write"].update(
        answers=["Host: 보기.kr", "Host: example.com"],
        rejects=["호스트"],
        near=[{"text": "호스트:", "feedback": "영어로."}],
    )
    typed = apply(first(), overlay).lesson.steps[4]
    assert isinstance(typed, Typed)
    assert typed.answers == ["Host: example.com", "Host: 보기.kr"]
    assert typed.rejects == ["Host: example.org", "Hosts: example.org", "호스트"]
    assert [n.text for n in typed.near] == ["Hosts: example.com", "호스트:"]
    assert apply(first(), first_ko()).lesson.cards["start-line"].answers == ["request line", "요청 줄"]


def test_changed_english_makes_the_translation_stale_and_it_is_still_shown() -> None:
    overlay = first_ko(FIRST_KO.replace("    title: 보내기\n", "    title: 보내기\n"))
    overlay.steps["send"]["source"] = "h000000000000"
    overlay.lesson["source"] = "h000000000000"
    del overlay.cards["start-line"]["source"]
    translated = apply(first(), overlay)
    assert translated.stale == {"send", "start-line", HEAD}
    assert translated.lesson.steps[1].title == "보내기"


def test_missing_prose_falls_back_to_english_and_is_marked() -> None:
    overlay = first_ko()
    del overlay.steps["intro"]
    del overlay.steps["parts"]["options"]["url"]["feedback"]
    overlay.steps["has"]["title"] = " "
    overlay.cards.clear()
    overlay.lesson.clear()
    translated = apply(first(), overlay)
    assert translated.missing == {"intro", "parts", "has", "start-line", HEAD}
    assert translated.stale == frozenset(), "what is not translated at all is not stale"
    parts = translated.lesson.steps[2]
    assert isinstance(parts, Choice)
    assert parts.options["url"].feedback == "The target is the second part."
    assert parts.options["url"].text == "URL, 메서드, 버전"


def test_a_translation_under_a_former_id_still_counts() -> None:
    overlay = first_ko()
    overlay.steps["order-of-parts"] = overlay.steps.pop("parts")
    assert apply(first(), overlay).missing == frozenset()


def test_scalars_of_a_translation_are_taken_as_written() -> None:
    overlay = first_ko()
    overlay.steps["intro"].update(title=404, text=True)
    assert [text for _path, text in prose_of(apply(first(), overlay).lesson.steps[0])] == ["404", "true"]


def test_a_shorter_list_translates_what_it_has() -> None:
    overlay = first_ko()
    overlay.steps["write"]["hints"] = []
    translated = apply(first(), overlay)
    assert translated.missing == {"write"}
    assert translated.lesson.steps[4].hints == ["It names who is asked."]  # type: ignore[union-attr]  # a typed step


@pytest.mark.parametrize(
    "patch", [{"title": ["a"]}, {"hints": "a"}, {"near": "a"}, {"near": [{"text": "a"}]}, {"x": 1}]
)
def test_what_has_not_the_shape_is_left_out(patch: Patch) -> None:
    overlay = Overlay(format=1, of="wire.first", steps={"write": patch})
    translated = apply(first(), overlay)
    assert translated.lesson.steps == first().steps
    assert list(flaws(first().steps[4], patch))


def test_the_english_lesson_is_not_touched() -> None:
    english = first()
    before = [content_hash(step) for step in english.steps]
    apply(english, first_ko())
    assert [content_hash(step) for step in english.steps] == before


def test_flaws_name_what_translates_nothing() -> None:
    send, lines, write = (first().steps[n] for n in (1, 6, 4))
    assert list(
        flaws(send, {"source": "h", "titel": "x", "predict": {"options": {"gone": {"text": "x"}, "b": {}}}})
    ) == [
        Flaw(("titel",), "unknown"),
        Flaw(("predict", "options", "gone", "text"), "code"),
        Flaw(("predict", "options", "b"), "unknown"),
    ]
    assert list(flaws(send, {"exchanges": [], "refs": [], "predict": "x", "hints": ["a", "b"]})) == [
        Flaw(("exchanges",), "unknown"),
        Flaw(("refs",), "unknown"),
        Flaw(("predict",), "shape"),
        Flaw(("hints",), "length"),
    ]
    assert list(flaws(lines, {"items": {"host": "x", "blank": "y"}, "also": [["a"]]})) == [
        Flaw(("items", "host"), "code"),
        Flaw(("also",), "unknown"),
    ]
    assert list(flaws(write, {"answers": ["x"], "near": [], "rejects": "x"})) == [Flaw(("rejects",), "shape")]
    assert list(flaws(first(), {"steps": {}, "refs": {"rfc": {"title": "x"}}})) == [
        Flaw(("steps",), "unknown"),
        Flaw(("refs",), "unknown"),
    ]


def test_untranslated_prose_is_named_by_its_path() -> None:
    step = first().steps[4]
    patch: Patch = {"title": "x", "near": []}
    assert untranslated(step, patch) == [("hints", 0), ("question",), ("near", 0, "feedback")]


def test_the_course_file_is_translated_by_ids() -> None:
    course = decode(COURSE.encode(), "f", CourseFile).value
    overlay = decode(COURSE_KO.encode(), "f", CourseOverlay).value
    assert course and overlay
    translated = apply_course(course, overlay)
    assert translated.title == "견본 과정"
    assert translated.modules[0].title == "선 위에서"
    assert translated.modules[0].lessons == course.modules[0].lessons
    assert translated.paths[0].summary == "한 과면 충분합니다."
    partial = msgspec.structs.replace(overlay, title=None, modules={})
    assert apply_course(course, partial).title == "A sample course"


def test_the_text_of_a_cloze_in_code_is_never_translated_and_that_in_words_is() -> None:
    gaps = {"a": Gap(answers=[Text("GET")])}
    step = Cloze(id="c", title=Prose("Fill"), text=Prose("[[a]] / HTTP/1.1"), gaps=gaps, language=Text("http"))
    assert [flaw.kind for flaw in flaws(step, {"title": "채우기", "text": "[[a]]"})] == ["code"]
    assert untranslated(step, {"title": "채우기"}) == []
    words = msgspec.structs.replace(step, language=None)
    assert list(flaws(words, {"title": "채우기", "text": "[[a]]"})) == []
    assert untranslated(words, {"title": "채우기"}) == [("text",)]
