"""YAML is read strictly: surprises are refused, each with its place and a mend."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.problem import Finding
from tutor.course.strict import BROKEN, MAX_BYTES, MAX_DEPTH, RULES, load, load_bytes

BAD = {
    # rule: (text, line, column)
    "yaml-syntax": ("a: 1\nb: c: d\n", 2, 5),
    "yaml-character": ("a: 1\nb: x\u2028y\n", 2, 5),
    "yaml-size": ("a: " + "x" * MAX_BYTES, 1, 1),
    "yaml-depth": ("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, 1, 3 + MAX_DEPTH),
    "yaml-documents": ("a: 1\n---\nb: 2\n", 2, 1),
    "yaml-key": ("a: {{ name }}\n", 1, 5),
    "yaml-duplicate-key": ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, 3),
    "yaml-empty-value": ("a: 1\nb:\n", 2, 3),
    "yaml-alias": ("a: b\nc: *a\n", 2, 4),
    "yaml-merge-key": ("a: 1\n<<: {b: 2}\n", 2, 1),
    "yaml-tag": ("a: !!str 1\n", 1, 4),
}
JUST_PASSES = {
    "yaml-syntax": ("a: 1\nb: 'c: d'\n", {"a": 1, "b": "c: d"}),
    "yaml-character": ("a: 1\nb: x\xa0y\n", {"a": 1, "b": "x\xa0y"}),
    "yaml-size": ("a: " + "x" * (MAX_BYTES - 3), {"a": "x" * (MAX_BYTES - 3)}),
    "yaml-documents": ("---\na: 1\n...\n", {"a": 1}),
    "yaml-key": ("a: '{{ name }}'\n", {"a": "{{ name }}"}),
    "yaml-duplicate-key": ("a: 1\nb:\n  c: 1\n  C: 2\n  a: 3\n", {"a": 1, "b": {"c": 1, "C": 2, "a": 3}}),
    "yaml-empty-value": ("a: ''\nb: |\n", {"a": "", "b": ""}),
    "yaml-alias": ("a: '*b'\nc: d & e\n", {"a": "*b", "c": "d & e"}),
    "yaml-merge-key": ("'<<': {b: 2}\n", {"<<": {"b": 2}}),
    "yaml-tag": ("a: '!b'\nc: hey !d\n", {"a": "!b", "c": "hey !d"}),
}


@pytest.mark.parametrize("rule", BAD)
def test_each_rule_refuses_its_sample_alone_and_at_its_place(rule: str) -> None:
    text, line, column = BAD[rule]
    (problem,) = load(text, "lesson.yaml").problems
    assert (problem.rule, problem.line, problem.column) == (rule, line, column)
    assert problem.severity == "error"
    assert problem.message.endswith(".")
    assert problem.mend.endswith(".")


@pytest.mark.parametrize("rule", JUST_PASSES)
def test_what_only_looks_like_it_is_read(rule: str) -> None:
    text, data = JUST_PASSES[rule]
    loaded = load(text, "lesson.yaml")
    assert loaded.problems == []
    assert loaded.data == data


def test_every_rule_has_a_sample() -> None:
    elsewhere = {"yaml-encoding", "yaml-comment-cuts-text"}
    assert set(BAD) == set(RULES) - elsewhere


def test_nesting_up_to_the_cap_is_read() -> None:
    assert load("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1), "f").problems == []


def test_depth_is_capped_inside_of_what_is_skipped_too() -> None:
    (problem,) = load("a: 1\na: " + "[" * 500 + "]" * 500, "f").problems[1:]
    assert problem.rule == "yaml-depth"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True), ("false", False), ("null", None), ("0", 0), ("-3", -3), ("401", 401), ("1.5", 1.5),
        ("no", "no"), ("Yes", "Yes"), ("True", "True"), ("~", "~"), ("NULL", "NULL"), ("010", "010"),
        ("1.10", "1.10"), ("-0", "-0"), ("1e3", "1e3"), ("0x1F", "0x1F"), ("12:30", "12:30"), ("1_000", "1_000"),
        (".5", ".5"), ("+1", "+1"), ("2024-01-01", "2024-01-01"), ("=", "="), ("9" * 30, "9" * 30),
        ("'401'", "401"), ('"true"', "true"), ("1.0", 1.0), (".inf", ".inf"),
    ],
)  # fmt: skip
def test_plain_scalars_are_what_they_look_like(written: str, value: object) -> None:
    data = load(f"a: {written}\n", "f").data["a"]
    assert data == value
    assert type(data) is type(value)


def test_keys_stay_text() -> None:
    assert load("1: a\ntrue: b\nnull: c\n404: d\n", "f").data == {"1": "a", "true": "b", "null": "c", "404": "d"}


def test_places_are_known_by_path() -> None:
    loaded = load("가: 나\nlist:\n  - x: 1\n  - {😀: 2, y: 3}\n", "f")
    assert loaded.place(("가",)) == (1, 4)
    assert loaded.place(("list", 0, "x")) == (3, 8)
    assert loaded.place(("list", 1, "y")) == (4, 15)
    assert loaded.place(("list", 1, "y"), key=True) == (4, 12)
    assert loaded.place(("list", 1, "missing", 5)) == (4, 5), "the nearest thing around it"


def test_a_finding_becomes_a_problem_that_names_its_place() -> None:
    problem = load("a: 1\nb: 2\n", "web/urls.yaml").problem("some-rule", Finding(("b",), "It is two.", "Write three."))
    assert str(problem) == "web/urls.yaml:2:4: It is two. Write three."


def test_all_problems_of_a_file_come_at_once() -> None:
    loaded = load("a:\nb: *x\nc: &y 1\n<<: 2\na: 3\nd: !t 4\n", "f")
    assert [(p.line, p.rule) for p in loaded.problems] == [
        (1, "yaml-empty-value"), (2, "yaml-alias"), (3, "yaml-alias"), (4, "yaml-merge-key"),
        (5, "yaml-duplicate-key"), (6, "yaml-tag"),
    ]  # fmt: skip
    assert loaded.data == {"a": BROKEN, "b": BROKEN, "c": 1, "d": BROKEN}


def test_a_comment_after_a_plain_scalar_is_noted_and_others_are_not() -> None:
    loaded = load("a: use # here\nb: 'x' # y\n# z\nc: d#e\nf: |\n  g # h\n", "f")
    assert loaded.cut == {("a",): (1, 7)}
    assert loaded.data == {"a": "use", "b": "x", "c": "d#e", "f": "g # h\n"}


def test_bytes_that_are_not_utf8_are_named_with_their_place() -> None:
    (problem,) = load_bytes("a: 1\nb: 한".encode() + b"\xff", "f").problems
    assert (problem.rule, problem.line, problem.column) == ("yaml-encoding", 2, 5)


def test_a_byte_order_mark_and_windows_line_ends_are_taken() -> None:
    loaded = load_bytes(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\n", "f")
    assert loaded.problems == []
    assert loaded.data == {"a": 1, "b": "x\ny\n"}
    assert loaded.place(("b",)) == (2, 4)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n"])
def test_an_empty_file_says_so(text: str) -> None:
    (problem,) = load(text, "f").problems
    assert problem.rule == "yaml-documents"
    assert problem.message == "The file is empty."


SYNTAX = [
    # text, line, column, a word of the message, a word of the mend
    ("a: @app.route\n", 1, 4, "cannot begin with @", "block scalar"),
    ("a: `code`\n", 1, 4, "cannot begin with `", "block scalar"),
    ("a: {% if x %}\n", 1, 5, "cannot begin with %", "block scalar"),
    ("a: *\n", 1, 4, "cannot begin with *", "block scalar"),
    ("a: !x!y z\n", 1, 4, "cannot begin with !", "block scalar"),
    ("a: - b\n", 1, 4, "cannot begin with -", "block scalar"),
    ("a: ]\n", 1, 4, "cannot begin with ]", "block scalar"),
    ("a: 1\n\tb: 2\n", 2, 1, "tab", "spaces"),
    ("a: b: c\n", 1, 5, "colon", "block scalar"),
    ('a: 1\nb: "c\n', 2, 4, "quote that begins here", "Close"),
    ('a: "\\q"\n', 1, 5, "escape", "single quotes"),
    ("a: 1\nb: [c, d\n", 2, 4, "not closed", "quote texts"),
    ("a: 1\nb: {c: d\n", 2, 4, "not closed", "quote texts"),
    ("text: |\n  a\nb\n", 3, 1, "not of the form", "block scalar"),
    ("a: |x\n  b\n", 1, 5, "end of the line", "next line"),
    ('a: "b" c\n', 1, 8, "quote or bracket", "block scalar"),
    ("a:\n  b: 1\n c: 2\n", 3, 2, "indented otherwise", "Indent"),
    ("%YAML 3\n", 2, 1, "", ""),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "mend"), SYNTAX)
def test_syntax_errors_say_what_to_do(text: str, line: int, column: int, message: str, mend: str) -> None:
    (problem,) = load(text, "f").problems
    if message:
        assert (problem.line, problem.column) == (line, column)
    assert message in problem.message
    assert mend in problem.mend


@pytest.mark.parametrize("text", [text for text, *_rest in SYNTAX] + [text for text, *_rest in BAD.values()])
def test_without_the_c_parser_the_same_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load(text, "f").problems
    monkeypatch.delattr(yaml, "CSafeLoader")
    slow = load(text, "f").problems
    assert [(p.rule, p.message, p.line) for p in slow] == [(p.rule, p.message, p.line) for p in fast]


@given(st.text(alphabet=st.sampled_from("ab: \n-[]{}#&*!|>'\"%@`,?1.\t~<한"), max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    loaded = load(text, "f")
    assert loaded.problems or loaded.data is not BROKEN
    lines = text.count("\n") + 2
    assert all(1 <= problem.line <= lines and problem.column >= 1 for problem in loaded.problems)


@given(st.binary(max_size=60))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    load_bytes(data, "f")


PLAIN_DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=12).filter(str.isprintable),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc-1", min_size=1, max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(PLAIN_DATA)
def test_json_is_read_as_itself(data: object) -> None:
    import json

    assert load(json.dumps({"a": data}, ensure_ascii=False), "f").data == {"a": data}
