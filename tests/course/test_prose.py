"""Hashes tell when prose, or a whole step, was changed."""

from __future__ import annotations

import hashlib
import unicodedata

import msgspec
import pytest

from tests.course.samples import FIRST, first
from tutor.course.prose import content_hash, is_code, prose_of, source_hash
from tutor.course.types import CourseFile, Module, Order, Prose, Typed


@pytest.mark.parametrize("text", ["`GET`", "``a`b``", " `x y`\n", "`한글`"])
def test_a_text_that_is_one_code_span_is_code(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize("text", ["GET", "`a` and `b`", "`a", "``a`", "", "`a` b", "a `b`"])
def test_other_texts_are_prose(text: str) -> None:
    assert not is_code(text)


def test_prose_of_a_step_is_what_a_translation_holds() -> None:
    order = first().steps[6]
    assert dict(prose_of(order)) == {
        ("title",): "The whole request",
        ("question",): "Put the request together.",
        ("items", "blank"): "the empty line",
    }


def test_prose_of_a_lesson_is_that_of_its_head() -> None:
    assert [path for path, _text in prose_of(first())] == [
        ("title",),
        ("summary",),
        ("objectives", "read-status"),
        ("objectives", "write-line"),
        ("misconceptions", "url-first"),
    ]


def test_entries_with_an_id_are_named_by_it() -> None:
    module = Module(id="wire", title=Prose("Wire"), summary=Prose("S"), lessons=[])
    course = CourseFile(format=1, id="c", title=Prose("T"), language="en", modules=[module])
    assert (("modules", "wire", "title"), "Wire") in prose_of(course)


def test_the_hash_is_that_of_the_documented_form() -> None:
    wanted = '[["question","Put the request together."],["title","The whole request"],["items.blank","the empty line"]]'
    import json

    text = json.dumps(sorted(json.loads(wanted)), separators=(",", ":"))
    assert source_hash(first().steps[6]) == "h" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _typed(**changes: object) -> Typed:
    typed = first().steps[4]
    assert isinstance(typed, Typed)
    return msgspec.structs.replace(typed, **changes)


def test_the_source_hash_changes_with_prose_alone() -> None:
    same = source_hash(_typed())
    assert source_hash(_typed(answers=[], rev=2, rejects=[])) == same
    assert source_hash(_typed(title=Prose("Other"))) != same
    assert source_hash(_typed(hints=[])) != same


def test_normal_form_and_last_line_ends_do_not_count() -> None:
    word = "한글"
    assert source_hash(_typed(title=Prose(unicodedata.normalize("NFD", word) + "\n"))) == source_hash(
        _typed(title=Prose(word))
    )


def test_the_content_hash_changes_with_anything() -> None:
    same = content_hash(_typed())
    assert content_hash(_typed()) == same
    assert content_hash(_typed(rev=2)) != same
    assert content_hash(_typed(title=Prose("Other"))) != same
    assert content_hash(_typed(answers=[])) != same


def test_the_content_hash_knows_the_order_of_lines_and_not_fields_at_their_default() -> None:
    order = first().steps[6]
    assert isinstance(order, Order)
    turned = msgspec.structs.replace(order, items=dict(reversed(order.items.items())))
    assert content_hash(turned) != content_hash(order)
    assert content_hash(msgspec.structs.replace(order, rev=1, hints=[])) == content_hash(order)


def test_where_fields_stand_in_the_file_makes_no_difference() -> None:
    turned = FIRST.replace("    type: read\n    title: One line asks\n", "    title: One line asks\n    type: read\n")
    assert turned != FIRST
    assert content_hash(first(turned).steps[0]) == content_hash(first().steps[0])
