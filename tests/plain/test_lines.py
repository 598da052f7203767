"""Plain lines: wrapped by cells, safe to read aloud or to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.plain.lines import WIDTH, cells, inline, markdown, safe, wrapped


@given(st.text(alphabet="가나다abc 한글. ", max_size=400), st.integers(0, 12))
def test_no_line_is_wider_than_the_width_unless_a_word_is(text: str, indent: int) -> None:
    for line in wrapped(text, lead=" " * indent):
        assert cells(line) <= WIDTH or " " not in line.strip()


def test_korean_is_wrapped_by_cells_and_keeps_every_word() -> None:
    text = "서버는 요청을 읽고 상태 코드를 돌려줍니다. " * 8
    lines = wrapped(text, lead="  1. ")
    assert " ".join(" ".join(lines).split()) == "1. " + " ".join(text.split())
    assert all(line.startswith("     ") for line in lines[1:])


@given(st.text(max_size=100))
def test_nothing_is_left_that_could_move_a_cursor(text: str) -> None:
    assert all(c.isprintable() or c == "\n" for c in safe(text))


def test_markdown_becomes_words_lists_tables_and_code() -> None:
    page = (
        "# Head\n\nSome *stress* and `code`, a [link](status:404).\n\n- one\n- two\n\n1. first\n\n"
        "| Part | Says |\n|---|---|\n| 메서드 | what to do |\n\n```http\nGET / HTTP/1.1\n```\n"
    )
    assert markdown(page) == [
        "Head", "", "Some stress and code, a link.", "", "  - one", "  - two", "", "  1. first", "",
        "Part     Says", "메서드   what to do", "", "    GET / HTTP/1.1",
    ]  # fmt: skip
    assert inline("`a` **b** [c](x:y)") == "a b c"
