"""A file becomes a lesson, or all that is wrong with it; one slip gives one problem."""

from __future__ import annotations

import pytest

from tests.course.samples import COURSE, COURSE_KO, FIRST, FIRST_KO, SECOND, first
from tutor.course import diagnose
from tutor.course.decode import decode
from tutor.course.problem import Problem
from tutor.course.sound import SOUND
from tutor.course.types import CourseFile, CourseOverlay, Demo, Lesson, Numeric, Overlay, Prose, Record, Text, Typed


def problems(text: str, kind: type[Record] = Lesson) -> list[Problem]:
    return decode(text.encode(), "f", kind).problems


def edited(*edits: tuple[str, str], text: str = FIRST) -> str:
    """The first lesson with some places changed, each of which occurs once."""
    for find, put in edits:
        assert text.count(find) == 1, find
        text = text.replace(find, put)
    return text


def test_a_sound_file_of_each_kind_is_decoded() -> None:
    files: list[tuple[str, type[Record]]] = [
        (FIRST, Lesson), (SECOND, Lesson), (FIRST_KO, Overlay), (COURSE, CourseFile), (COURSE_KO, CourseOverlay)
    ]  # fmt: skip
    for text, kind in files:
        decoded = decode(text.encode(), "f", kind, thorough=True)
        assert decoded.problems == []
        assert isinstance(decoded.value, kind)
        assert decoded.hash.startswith("h")


def test_prose_and_text_are_told_apart() -> None:
    lesson = first()
    demo, typed = lesson.steps[1], lesson.steps[4]
    assert isinstance(demo, Demo) and isinstance(typed, Typed)
    assert type(lesson.title) is Prose
    assert type(demo.predict.options["ok"].feedback) is Prose
    assert type(demo.exchanges[0].request) is Text
    assert type(typed.answers[0]) is Text
    assert type(demo.id) is str


@pytest.mark.parametrize("written", ["401", "1.10", "no", "true", "null", "010", "1.5"])
def test_text_is_taken_as_it_is_written(written: str) -> None:
    lesson = first(edited(('answers: ["Host: example.com"]', f"answers: [{written}]"), ("Send it", written)))
    typed = lesson.steps[4]
    assert isinstance(typed, Typed)
    assert typed.answers == [written]
    assert lesson.steps[1].title == written


def test_numbers_stay_numbers_where_numbers_are_expected() -> None:
    digits = first(edited(("    answer: 3\n", "    answer: 2.5\n"))).steps[5]
    assert isinstance(digits, Numeric)
    assert digits.answer == 2.5
    assert digits.near[0].text == "2"


STEPS = "steps:\n  - id: intro\n"
NEW = "steps:\n  - id: new\n    title: New\n"
OLD = "  - id: intro\n"
MATCH = f"""{NEW}    type: match
    question: Which?
    pairs: {{a: {{left: A, right: a}}, b: {{left: B, right: b}}}}
    extra: {{c: C}}
{OLD}"""
SORT = f"""{NEW}    type: sort
    question: Which?
    bins: {{one: One, two: Two}}
    items: {{a: {{text: A, bin: one}}, b: {{text: B, bin: two}}}}
{OLD}"""
CLOZE = f"""{NEW}    type: cloze
    text: Fill [[a]] here.
    gaps: {{a: {{answers: [x]}}}}
{OLD}"""
SPOT = f"""{NEW}    type: spot
    question: Which?
    code: |
      one
      two
    language: python
    lines: [2]
    feedback: {{1: Fine}}
{OLD}"""
CHOICES = "choices: {y: Yes}\n    items: {a: {prompt: P, answers: [n]}}"
DRILL = f"""{NEW}    type: drill
    from: [send]
{OLD}"""


CODE = f"""{NEW}    type: code
    goal: Add two numbers.
    exercise:
      kind: python
      files: {{main.py: "add = max"}}
      solution: {{main.py: "def add(a, b): return a + b"}}
      fails_as: {{check: two, at: returns}}
      wrong:
        - {{name: minus, edit: {{main.py: [{{find: a + b, put: a - b}}]}}}}
      checks:
        two: {{name: adds, call: add, args: [1, 2], returns: 3}}
{OLD}"""
RUN = f"""{NEW}    type: output
    question: Which?
    run: {{kind: python, files: {{main.py: "print(1)"}}}}
    show: prints
{OLD}"""


def kind(name: str, checks: str, files: str = '{main.py: "x"}') -> str:
    """The code step as another kind."""
    text = CODE.replace("kind: python", f"kind: {name}").replace('{main.py: "add = max"}', files)
    i, j = text.index("      wrong:"), text.index(OLD)
    return text[:i] + f"      checks:\n        two: {checks}\n" + text[j:]


@pytest.mark.parametrize("text", [MATCH, SORT, CLOZE, SPOT, DRILL, CODE, RUN])
def test_the_steps_that_slips_are_planted_in_are_sound(text: str) -> None:
    assert problems(edited((STEPS, text))) == []


SLIPS = [
    # rule, edit, what stands at the place of the one problem, a word of it
    ("schema-unknown-field", ("summary: Send", "sumary: Send"), "sumary", "did you mean `summary`"),
    ("schema-unknown-field", ("    type: read\n", "    tpye: read\n"), "tpye", "did you mean `type`"),
    ("schema-unknown-field", ("    hints: [It names", "    hnts: [It names"), "hnts", "did you mean `hints`"),
    ("schema-unknown-field", ("    unit: digits\n", "    colour: red\n"), "colour", "Unknown field `colour`"),
    ("schema-unknown-field", ("    title: Send it\n", "    title: It\n    question: Q?\n"), "question: Q?", "Unknown"),
    ("schema-missing-field", ("minutes: 8\n", ""), "format: 1", "`minutes` is missing"),
    ("schema-missing-field", ("    title: Send it\n", ""), "id: send", "`title` is missing"),
    ("schema-missing-field", (", feedback: This path is built in.", ""), '{text: "`404`"', "`feedback` is missing"),
    ("schema-type", ("minutes: 8", "minutes: 08"), "08", "'08' stands where a whole number"),
    ("schema-type", ("minutes: 8", "minutes: 8.0"), "8.0", "a whole number is expected"),
    ("schema-type", ("    answer: 3\n", "    answer: 1.10\n"), "1.10", "where a number is expected"),
    ("schema-type", ("    multiple: true", "    multiple: yes"), "yes", "true or false"),
    ("schema-type", ("objectives: [write-line]\n    refs", "objectives: one\n    refs"), "one\n    refs", "a list"),
    ("schema-type", ("    text: |\n      A request begins with *one line*.\n", "    text: [a]\n"), "[a]", "A list"),
    ("schema-type", ("aliases: [wire.one]", "aliases: [1.5]"), "1.5]", "where a text is expected"),
    ("schema-value", ("difficulty: 1", "difficulty: 11"), "11", "out of bounds"),
    ("schema-value", ("    compare: header", "    compare: heder"), "heder", "is none of code"),
    ("schema-value", ("format: 1\n", "format: 2\n"), "2\n", "2 is not 1"),
    ("schema-value", ("    type: numeric", "    type: numerik"), "numerik", "is none of read"),
    ("schema-value", ('    answers: ["Host: example.com"]', "    answers: []"), "[]", "fewer than 1"),
    ("yaml-comment-cuts-text", ("summary: Send one", "summary: Send # one"), " # one", "comment"),
    ("yaml-comment-cuts-text", ("feedback: Without the s.}", "feedback: Without # s.\n      }"), " # s.", "comment"),
    ("option-none-correct", ("text: 200 OK, correct: true,", "text: 200 OK,"), "options:", "No option is correct"),
    ("exchange-shape", ("request: |\n          GET /get HTTP/1.1\n        ", ""), "expect:", "sends nothing"),
    ("exchange-shape", ("- request: |", "- script: [{close: true}]\n        request: |"), "script: [", "both"),
    ("script-step-shape", ("- pause: 0.01\n", "- {pause: 0.01, close: true}\n"), "{pause", "one of"),
    ("script-step-shape", ("- pause: 0.01\n", "- {}\n"), "{}", "one of"),
    ("order-line-twice", ('      status: "`HTTP', '      host: "`HTTP'), 'host: "`HTTP', "`host`"),
    ("order-also", ("[start, accept, host, blank]", "[start, accept, host, host]"), "[start", "each of the items once"),
    ("numeric-near", ("{text: 2, feedback", "{text: two, feedback"), "two", "two is not a number"),
    ("match-shape", (STEPS, MATCH.replace("c: C", "a: C")), "a: C", "`a` is a pair"),
    ("match-shape", (STEPS, MATCH.replace("{c: C}", str({f"x{n}": "X" for n in range(8)}))), "pairs:", "more than 9"),
    ("sort-bin", (STEPS, SORT.replace("bin: two", "bin: too")), "too}", "no bin `too`"),
    ("sort-bin", (STEPS, SORT.replace("bin: two", "bin: [one, too]")), "[one, too]", "no bin `too`"),
    ("sort-bin", (STEPS, SORT.replace("two: Two", str({f"x{n}": "X" for n in range(9)})[1:-1] + ", two: Two")),
     "bins:", "more than 9"),
    ("cloze-gap", (STEPS, CLOZE.replace("[[a]]", "[[b]]")), "a: {answers", "0 places for the gap `a`"),
    ("cloze-gap", (STEPS, CLOZE.replace("[[a]]", "[[a]] [[a]]")), "a: {answers", "2 places for the gap `a`"),
    ("spot-line", (STEPS, SPOT.replace("lines: [2]", "lines: [3]")), "3]", "no line 3"),
    ("spot-line", (STEPS, SPOT.replace("{1: Fine}", "{0: Fine}")), "Fine}", "no line 0"),
    ("drill-shape", (STEPS, DRILL.replace("from: [send]", "seconds: 30")), "id: new", "nothing to ask"),
    ("drill-shape", (STEPS, DRILL.replace("[send]", "[sent]")), "sent]", "no step or card `sent`"),
    ("drill-shape", (STEPS, DRILL.replace("from: [send]", CHOICES)), "n]", "none of the choices"),
    ("output-shape", (STEPS, RUN.replace("show: prints", "show: status")), "status", "nothing that a run of kind"),
    ("exercise-shape", (STEPS, CODE.replace("check: two", "check: too")), "too,", "no check `too`"),
    ("exercise-shape", (STEPS, CODE.replace("find: a + b", "find: a * b")), "a * b", "occurs 0 times"),
    ("exercise-shape", (STEPS, CODE.replace("edit: {main.py", "edit: {other.py")), "other.py", "no file other.py"),
    ("exercise-shape", (STEPS, CODE.replace(", returns: 3", "")), "two: {name", "wants nothing"),
    ("exercise-shape", (STEPS, CODE.replace("call: add, ", "")), "two: {name", "nothing is returned"),
    ("exercise-shape", (STEPS, CODE.replace("name: adds", "name: adds, hidden: true")), "checks:", "hidden"),
    ("exercise-shape", (STEPS, CODE.replace("main.py", "../main.py")), "../main.py: \"add", "no path inside"),
    ("exercise-shape", (STEPS, CODE.replace("def add(a, b): return a + b", "add = max").replace("a + b,", "add,")),
     "solution:", "is the starter"),
    ("exercise-shape", (STEPS, CODE.replace("      solution:", "      given: {main.py: y}\n      solution:")),
     "main.py: y", "not to be changed"),
    ("exercise-shape", (STEPS, kind("flask", "{name: a, exchanges: [{send: {path: x}, expect: {status: 200}}]}")),
     "x}, expect", "begins with /"),
    ("exercise-shape", (STEPS, kind("flask", "{name: a, exchanges: [{send: {path: /}, expect: {}}]}")),
     "{}", "expects nothing"),
    ("exercise-shape",
     (STEPS, kind("flask", "{name: a, exchanges: [{send: {}, expect: {status: 200, closed: true}}]}")),
     "{status: 200, closed", "no connection"),
    ("exercise-shape",
     (STEPS, kind("flask", "{name: a, exchanges: [{send: {json: 1, body: x}, expect: {status: 1}}]}")),
     "{json: 1", "one body"),
    ("exercise-shape", (STEPS, kind("orm", "{name: a, call: f}")), "two: {name", "wants nothing"),
    ("exercise-shape", (STEPS, kind("jinja", "{name: a}")), "two: {name", "wants nothing"),
    ("exercise-shape", (STEPS, kind("jinja", "{name: a, template: b.html, exact: x}")), "b.html", "no file b.html"),
    ("exercise-shape", (STEPS, kind("http", "{name: a}")), "two: {name", "wants nothing"),
    ("exercise-shape", (STEPS, kind("http", "{name: a, expect: {status: 200}}", "{main.py: x, b: y}")),
     "files:", "has one file"),
    ("id-duplicate", ("    aliases: [order-of-parts]", "    aliases: [send]"), "send]", "`send` is taken"),
    ("id-duplicate", ("  start-line: {front", "  send: {front"), "send: {front", "`send` is taken"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "edit", "at", "word"), SLIPS)
def test_one_slip_gives_one_problem_at_its_place(rule: str, edit: tuple[str, str], at: str, word: str) -> None:
    text = edited(edit)
    decoded = decode(text.encode(), "f", Lesson)
    assert decoded.value is None, "it must not be opened"
    (problem,) = decoded.problems
    assert problem.rule == rule
    assert word in problem.message
    rows = text.split("\n")
    assert "\n".join([rows[problem.line - 1][problem.column - 1 :], *rows[problem.line :]]).startswith(at)


def test_every_rule_of_reading_has_a_slip() -> None:
    wanted = {*diagnose.RULES, *(rule for rules in SOUND.values() for rule in rules), "yaml-comment-cuts-text"}
    assert {slip[0] for slip in SLIPS} == wanted


def test_all_slips_of_a_file_come_at_once_in_the_order_of_the_file() -> None:
    text = edited(
        ("summary: Send", "sumary: Send"),
        ("    multiple: true", "    multiple: yes"),
        ("minutes: 8", "minutes:"),
        ("    compare: header", "    compare: heder"),
    )
    assert [p.rule for p in problems(text)] == [
        "schema-unknown-field",
        "yaml-empty-value",
        "schema-type",
        "schema-value",
    ]


def test_what_strict_reading_refused_is_not_refused_again() -> None:
    for value in ("", "*x", "{{ x }}", "!!str x"):
        text = edited(("    text: |\n      A request begins with *one line*.\n", f"    text: {value}\n"))
        assert len(problems(text)) == 1


def test_a_step_with_an_unknown_type_is_not_measured_by_any_other() -> None:
    (problem,) = problems(edited(("    type: order\n", "    type: ordre\n")))
    assert "Did you mean order?" in problem.mend


def test_comments_after_what_is_no_text_are_welcome() -> None:
    text = edited(
        ("minutes: 8", "minutes: 8  # or ten"),
        ("    type: read", "    type: read # short"),
        ("id: wire.first\n", "id: wire.first # for ever\n"),
        ("    multiple: true", "    multiple: true # two"),
        ("          status: 200\n", "          status: 200 # surely\n"),
    )
    assert problems(text) == []


def test_a_comment_is_refused_after_text_that_is_expected_of_a_body() -> None:
    (problem,) = problems(edited(("          status: 200\n", "          body: some text # here\n")))
    assert problem.rule == "yaml-comment-cuts-text"


def test_null_is_said_by_the_checker_and_taken_at_run_time() -> None:
    text = edited(("    explanation: The status line says how it went.\n", "    explanation: null\n"))
    assert problems(text) == []
    (problem,) = decode(text.encode(), "f", Lesson, thorough=True).problems
    assert (problem.rule, problem.mend) == ("schema-type", "Write a value, or leave the field out.")


def test_the_course_and_translations_are_decoded_with_the_same_care() -> None:
    (problem,) = problems(COURSE.replace("modules:", "module:"), CourseFile)
    assert "did you mean `modules`" in problem.message
    (problem,) = problems(FIRST_KO.replace("of: wire", "off: wire"), Overlay)
    assert "did you mean `of`" in problem.message
    (problem,) = problems(COURSE_KO.replace("source:", "sorce:"), CourseOverlay)
    assert "did you mean `source`" in problem.message
    (problem,) = problems(FIRST_KO.replace("title: 보내기", "title: 보내기 # 여기"), Overlay)
    assert problem.rule == "yaml-comment-cuts-text"


def test_a_file_that_is_no_mapping_is_refused() -> None:
    (problem,) = problems("- a\n- b\n")
    assert "A list stands where a mapping is expected." in problem.message
