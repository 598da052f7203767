"""For each rule of the checker: a course that only this rule rejects, and one that just passes."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.course.samples import PLAIN, SECOND, TRANSLATED

Edit = tuple[str, str]
"""A text that occurs once in a file, and what stands there instead."""
Edits = dict[str, list[Edit] | str | None]
"""Changes to the sound course by file: edits, the whole text of a new one, or None for one that is removed."""


@dataclass(frozen=True)
class Sample:
    """`wrong` is rejected by the one rule, once, at the place where `at` stands; `right` is like it, and sound."""

    wrong: Edits
    at: str
    right: Edits = field(default_factory=dict)
    translated: bool = False


def apply(sample: Sample, edits: Edits) -> dict[str, str]:
    """The files of the course with these changes."""
    files = dict(TRANSLATED if sample.translated else PLAIN)
    for file, change in edits.items():
        if change is None:
            del files[file]
        elif isinstance(change, str):
            files[file] = change
        else:
            for find, put in change:
                assert files[file].count(find) == 1, f"{find!r} occurs {files[file].count(find)} times in {file}"
                files[file] = files[file].replace(find, put)
    return files


A, B, C = "wire/first.yaml", "wire/second.yaml", "course.yaml"
A_KO, B_KO, C_KO = "wire/first.ko.yaml", "wire/second.ko.yaml", "course.ko.yaml"


def one(file: str, find: str, put: str) -> Edits:
    return {file: [(find, put)]}


def ten(cells: int) -> str:
    """A text of so many cells."""
    return ("ten cells " * 20)[: cells - 1] + "."


NEW = "steps:\n  - id: new\n    title: New\n"
MATCH = """    type: match
    question: Which?
    pairs: {a: {left: A, right: a}, b: {left: B, right: b}}
    extra: {c: C}
"""
SORT = """    type: sort
    question: Which?
    bins: {one: One, two: Two}
    items: {a: {text: A, bin: one}, b: {text: B, bin: two}}
"""
CLOZE = """    type: cloze
    text: Fill [[a]] here.
    gaps: {a: {answers: [x]}}
"""
SPOT = """    type: spot
    question: Which?
    code: |
      one
      two
    language: python
    lines: [2]
    feedback: {1: Fine}
"""
DRILL = """    type: drill
    from: [write]
"""
KEYS = """    type: keys
    actions: [declaration]
"""
PLACES = """    type: keys
    actions: [declaration, implementation]
    situation:
      files:
        app.py: |
          note = load()
          note.save()
        note.py: "class Note:"
      places:
        call: {action: declaration, cursor: app.py:2:1, lands: [app.py:1], said: It begins here.}
        other: {cursor: app.py:2:6, lands: [note.py:1:7]}
"""
SAID = "feedback: The standard has it so; whoever sends it in another way is not understood by"
CHOICE = f"""    type: choice
    question: Which of them begins?
    options:
      a: {{text: the method first, correct: true, {SAID} a.}}
      b: {{text: the target first, misconception: url-first, {SAID} b.}}
      c: {{text: the version first, misconception: url-first, {SAID} c.}}
"""
OF_A, OF_B, OF_C = (f"{SAID} {name}." for name in "abc")


LEVELS = "apply apply apply apply apply analyse analyse analyse"


def eight(choice: str = CHOICE, levels: str = LEVELS, negative: int = 0) -> Edits:
    """The lesson with eight choices more."""
    steps = "".join(
        f"  - id: q{n}\n    title: New\n    level: {level}\n    negative: {str(n < negative).lower()}\n{choice}"
        for n, level in enumerate(levels.split())
    )
    return one(A, "steps:\n", "steps:\n" + steps)


LONGEST = CHOICE.replace("the method first", "the longest of them")
OUTPUT = """    type: output
    question: Which?
    run: {kind: http, files: {request.http: "DELETE /get HTTP/1.1"}}
    show: status
    near: [{text: "404", feedback: The path is there.}]
"""


CODE = """    type: code
    goal: Add two numbers.
    exercise:
      kind: python
      files: {main.py: "add = max"}
      solution: {main.py: "def add(a, b): return a + b"}
      fails_as: {check: two, at: returns, got: 2}
      wrong:
        - {name: minus, edit: {main.py: [{find: a + b, put: a - b}]}}
      checks:
        two: {name: adds, call: add, args: [1, 2], returns: 3}
"""
RUN = """    type: output
    question: Which?
    run: {kind: jinja, files: {page.html: "{{ 1 + 1 }}"}}
    show: text
    near: [{text: "11", feedback: These are numbers.}]
"""


def planted(step: str, find: str, put: str, at: str = "") -> tuple[Edits, str, Edits]:
    """A lesson with a new step that is broken in one place, where that is, and the same lesson with the sound step."""
    assert step.count(find) == 1, find
    return one(A, "steps:\n", NEW + step.replace(find, put)), at or put, one(A, "steps:\n", NEW + step)


READING: dict[str, list[Sample]] = {
    "file-unreadable": [Sample({C: None}, "")],
    "yaml-character": [
        Sample(one(B, "Only a page", "Only\u2028a page"), "\u2028", one(B, "Only a page", "Only\xa0a page"))
    ],
    "yaml-size": [Sample({B: "# " + "x" * 600_000}, "#", {B: SECOND + "# " + "x" * 400_000})],
    "yaml-depth": [Sample({B: "a: " + "[" * 40 + "]" * 40}, "[" * 9 + "]")],
    "yaml-syntax": [Sample(one(B, "Only a page", "@page"), "@page", one(B, "Only a page", "'@page'"))],
    "yaml-documents": [Sample({B: SECOND + "---\na: 1\n"}, "---", {B: "---\n" + SECOND})],
    "yaml-key": [Sample(one(B, "Only a page", "{{ x }}"), "{ x", one(B, "Only a page", "'{{ x }}'"))],
    "yaml-duplicate-key": [Sample(one(B, "minutes: 5\n", "minutes: 5\nminutes: 6\n"), "minutes: 6")],
    "yaml-empty-value": [Sample(one(B, "title: Only a page", "title: # Heading"), " # Heading")],
    "yaml-alias": [Sample(one(B, "Only a page", "*page"), "*page", one(B, "Only a page", "Only *a* page"))],
    "yaml-merge-key": [Sample({B: SECOND + "<<: {minutes: 5}\n"}, "<<")],
    "yaml-tag": [Sample(one(B, "Only a page", "!!str page"), "!!str", one(B, "Only a page", "Only a page !here"))],
    "yaml-comment-cuts-text": [Sample(one(B, "Only a", "Only # a"), " # a", one(B, "Only a", "Only#a"))],
    "schema-unknown-field": [Sample(one(B, "summary", "sumary"), "sumary")],
    "schema-missing-field": [Sample(one(B, "minutes: 5\n", ""), "format")],
    "schema-type": [
        Sample(one(B, "minutes: 5", "minutes: '5'"), "'5'"),
        Sample(one(B, "text: Nothing to ask.", "text: [x]"), "[x]", one(B, "Nothing to ask.", "404")),
    ],
    "schema-value": [
        Sample(one(B, "difficulty: 2", "difficulty: 11"), "11", one(B, "difficulty: 2", "difficulty: 10"))
    ],
    "option-none-correct": [Sample(one(A, "200 OK, correct: true,", "200 OK,"), "options:\n        ok")],
    "exchange-shape": [
        Sample(one(A, "- request: |\n          GET /get HTTP/1.1\n        expect", "- expect"), "expect")
    ],
    "script-step-shape": [
        Sample(one(A, "- pause: 0.01", "- {}"), "{}"),
        Sample(one(A, "- pause: 0.01", "- {pause: 0.01, close: true}"), "{pause", one(A, "pause: 0.01", "pause: 0")),
    ],
    "order-line-twice": [Sample(one(A, 'status: "`HTTP', 'host: "`HTTP'), 'host: "`HTTP')],
    "order-also": [Sample(one(A, "[start, accept, host, blank]", "[start, accept, host]"), "[start")],
    "numeric-near": [Sample(one(A, "{text: 2,", "{text: two,"), "two", one(A, "{text: 2,", "{text: '2.50',"))],
    "match-shape": [Sample(*planted(MATCH, "c: C", "a: C"))],
    "sort-bin": [Sample(*planted(SORT, "bin: two", "bin: too", "too}"))],
    "cloze-gap": [Sample(*planted(CLOZE, "{a: {answers: [x]}}", "{a: {answers: [x]}, b: {answers: [y]}}", "b: {"))],
    "spot-line": [Sample(*planted(SPOT, "[2]", "[3]", "3]"))],
    "drill-shape": [Sample(*planted(DRILL, "[write]", "[wrote]", "wrote]"))],
    "keys-shape": [
        Sample(*planted(KEYS, "actions: [declaration]", "count: 3", "id: new")),
        Sample(*planted(PLACES, "app.py:2:6", "ape.py:2:6")),
        Sample(*planted(PLACES, "app.py:2:6", "app.py:3:6")),
        Sample(*planted(PLACES, "app.py:2:6", "app.py:2:5")),
        Sample(*planted(PLACES, "note.py:1:7", "note.py:2")),
        Sample(*planted(PLACES, "action: declaration", "action: rename", "rename")),
        Sample(*planted(PLACES, "{cursor: ", "{action: declaration, cursor: ", "places:")),
    ],
    "output-shape": [Sample(*planted(RUN, "show: text", "show: status", "status"))],
    "exercise-shape": [
        Sample(*planted(CODE, "{check: two,", "{check: too,", "too,")),
        Sample(*planted(CODE, "{find: a + b,", "{find: a * b,", "a * b,")),
        Sample(*planted(CODE, "name: minus, edit: {main.py", "name: minus, edit: {other.py", "other.py: ")),
        Sample(*planted(CODE, ', returns: 3}', '}', "two: {name")),
        Sample(*planted(CODE, "name: adds,", "name: adds, hidden: true,", "checks:")),
    ],
    "id-duplicate": [
        Sample(one(A, "id: has", "id: parts"), "parts\n    type: choice\n    multiple"),
        Sample(one(A, "  start-line: {", "  intro: {"), "intro: {"),
        Sample(one(C, "[first, second]", "[first, second, first]"), "first]"),
        Sample(
            one(
                C,
                "lessons: [wire.first]\n",
                "lessons: [wire.first]\n  - {id: short, title: T, summary: S, lessons: []}\n",
            ),
            "short, title",
        ),
        Sample(
            one(B, "minutes: 5\n", "minutes: 5\naliases: [wire.one]\n"),
            "wire.one",
            one(B, "minutes: 5\n", "minutes: 5\naliases: [wire.two]\n"),
        ),
        Sample(one(B, "minutes: 5\n", "minutes: 5\naliases: [wire.first]\n"), "wire.first]\ndiff"),
    ],
}


def fenced(code: str, output: str | None) -> Edits:
    """The page of the second lesson with code that is to be run, and what it is said to print."""
    rows = ["Look:", "", "```python run", *code.split("\n"), "```"]
    rows += [] if output is None else ["", "```output", *output.split("\n"), "```"]
    text = "".join(f"      {row}".rstrip() + "\n" for row in rows)
    return one(B, "text: Nothing to ask.\n", "text: |\n" + text)


RUNNING = {
    "fence-output": [
        Sample(fenced("print(len('안녕'))", "6"), "|\n      Look", fenced("print(len('안녕'))", "2")),
        Sample(fenced("print(1)", "1\n2"), "|\n      Look", fenced("print(1)\nprint(2)", "1\n2")),
        Sample(fenced("1 / 0", None), "|\n      Look", fenced("1 / 1", None)),
        Sample(
            fenced("print(1)\nopen('none')", "1"),
            "|\n      Look",
            fenced("print(1)\n{}['a']", "1\nKeyError: 'a'"),
        ),
        Sample(fenced("while True: pass", "1"), "|\n      Look"),
    ],
    "demo-expect": [
        Sample(one(A, "          status: 200\n", "          status: 204\n"), "204"),
        Sample(one(A, "{ends_with: /get}", "{ends_with: /got}"), "{ends_with: /got}"),
        Sample(one(A, "{starts_with: application/json}", "text/html"), "text/html"),
        Sample(one(A, "closed: true", "closed: false"), "false", one(A, ", closed: true", "")),
    ],
    "exercise-solution": [
        Sample(*planted(CODE, "return a + b", "a + b", "solution: {main.py")),
    ],
    "exercise-starter": [
        Sample(*planted(CODE, "got: 2}", "got: 4}", "fails_as")),
        Sample(*planted(CODE, "at: returns", "at: prints", "fails_as")),
        Sample(*planted(CODE, '"add = max"', '"add = lambda a, b: 3"', "fails_as")),
    ],
    "exercise-wrong": [Sample(*planted(CODE, "put: a - b", "put: b + a", "{name: minus"))],
    "exercise-blank": [
        Sample(*planted(
            CODE.replace("add = max", "1 / 0").replace("at: returns, got: 2", "at: error")
            .replace("      wrong:\n        - {name: minus, edit: {main.py: [{find: a + b, put: a - b}]}}\n", ""),
            "call: add, args: [1, 2], returns: 3", 'prints: ""', "checks:",
        )),
    ],
    "output-near": [
        Sample(*planted(RUN, '"11"', '"2"', '"2"')),
        Sample(*planted(RUN, "{{ 1 + 1 }}", "{{ nothing }}", "run: {kind")),
        Sample(*planted(OUTPUT, '"404"', '"405"', '"405"')),
        Sample(*planted(OUTPUT.replace("status", "body"), "DELETE /get", "HEAD /get", "run: {kind")),
    ],
    "notice-absent": [
        Sample(
            one(A, "request.field.Host]", "request.field.Hosts]"),
            "request.field.Hosts",
            one(A, "[status-line,", "[body,"),
        ),
        Sample(
            one(A, "request.field.Host]", "field.host]"), "field.host", one(A, "request.field.Host]", "field.date]")
        ),
    ],
}
FILES = {
    "file-missing": [
        Sample(one(C, "[first, second]", "[first, second, third]"), "third"),
        Sample(one(C, "[first, second]", "[first, secnd]"), "secnd"),
        Sample(one(C, "  - id: wire\n", "  - id: wires\n"), "wires"),
    ],
    "file-unlisted": [
        Sample(one(C, "[first, second]", "[first]"), "format"),
        Sample({"notes.yaml": "a: 1"}, "a: 1", {"notes.txt": "a: 1", "wire/deep/x.yaml": "a: 1"}),
        Sample({"other/third.yaml": SECOND.replace("wire.second", "other.third")}, "format"),
    ],
    "translation-orphan": [
        Sample({"wire/third.ko.yaml": "format: 1\nof: wire.third\n"}, "format", translated=True),
        Sample({C: [("translations: [ko]", "translations: []")], C_KO: None, A_KO: None}, "format", translated=True),
    ],
}
IDENTITY = {
    "id-place": [Sample(one(B, "id: wire.second", "id: wire.secnd"), "wire.secnd")],
    "id-form": [
        Sample(one(A, "id: has", "id: Has"), "Has"),
        Sample(
            one(A, "        gone: {", "        g_one: {"), "g_one", one(A, "        gone: {", "        404-gone: {")
        ),
        Sample(one(A, "  start-line: {", "  -line: {"), "-line: {"),
        Sample({A: [('      accept: "', '      Accept: "'), ("[start, accept,", "[start, Accept,")]}, 'Accept: "'),
        Sample(one(A, "aliases: [wire.one]", "aliases: [one]"), "one]"),
        Sample(one(C, "id: sample", "id: a sample"), "a sample"),
        Sample(one(C, "id: short", "id: short.way"), "short.way"),
    ],
    "prerequisite-circle": [
        Sample(one(B, "[wire.first]", "[wire.second]"), "wire.second]"),
        Sample(one(A, "minutes: 8\n", "minutes: 8\nprerequisites: [wire.second]\n"), "wire.second]"),
    ],
}
REFERENCES = {
    "prerequisite-unknown": [
        Sample(one(B, "[wire.first]", "[wire.frist]"), "wire.frist", one(B, "[wire.first]", "[wire.one]"))
    ],
    "path-unknown": [
        Sample(one(C, "[wire.first]", "[wire.third]"), "wire.third", one(C, "[wire.first]", "[wire.one]"))
    ],
    "ref-unknown": [
        Sample(one(A, "    refs: [rfc]\n", "    refs: [rcf]\n"), "rcf"),
        Sample(one(A, "refs: [rfc]}", "refs: [rfc, x]}"), "x]}"),
    ],
    "objective-unknown": [
        Sample(one(A, "    objectives: [read-status]\n    exch", "    objectives: [red]\n    exch"), "red]")
    ],
    "misconception-unknown": [
        Sample(one(A, "misconception: url-first, feedback: It", "misconception: url, feedback: It"), "url, feed"),
    ],
    "same-as-unknown": [
        Sample(
            one(A, "same_as: parts", "same_as: part"), "part\n", one(A, "same_as: parts", "same_as: order-of-parts")
        ),
        Sample(one(A, "same_as: parts", "same_as: write"), "write\n"),
    ],
    "objective-untested": [
        Sample(one(A, "  write-line: write a request line\n", "  write-line: W\n  more: m\n"), "more"),
        Sample(
            one(A, "    objectives: [read-status]\n    question: How", "    question: How"),
            "read-status",
            one(A, "    same_as: parts", "    rev: 2\n    same_as: parts"),
        ),
        Sample(
            {
                A: [
                    ("    objectives: [read-status]\n    question: How", "    question: How"),
                    ("    objectives: [write-line]\n    refs", "    objectives: [write-line, read-status]\n    refs"),
                ]
            },
            "read-status",
        ),
    ],
    "misconception-unused": [
        Sample(one(A, "  url-first: The URL comes first\n", "  url-first: T\n  other: O\n"), "other"),
    ],
    "wrong-answers-few": [
        Sample(one(A, ', "Hosts: example.org"]', "]"), "answers:"),
        Sample(one(A, '"Hosts: example.org"]', '"Hosts: example.com"]'), "answers:"),
    ],
    "option-longer": [
        Sample(
            one(A, 'text: "method, target, version"', 'text: "method, target, version, one by one"'),
            '"method, target',
            one(A, 'text: "method, target, version"', 'text: "method, target, version now"'),
        ),
    ],
    "option-longest": [Sample(eight(LONGEST), "modules:", eight())],
    "option-right-misconception": [
        Sample(
            one(A, "text: 200 OK, correct: true,", "text: 200 OK, correct: true, misconception: url-first,"),
            "url-first, feedback",
        ),
    ],
    "option-banned": [
        Sample(
            one(A, '"version, method, target"', "all of the above orders"),
            "all of",
            one(A, '"version, method, target"', "the order from above"),
        ),
    ],
    "drill-set": [
        Sample(*planted(DRILL.replace("write", "set:status-codes"), "status-codes", "no-such", "set:no-such]")),
        Sample(
            {A: [("steps:\n", NEW + DRILL.replace("write", "start-line")), (", answers: [request line]", "")]},
            "start-line]",
            one(A, "steps:\n", NEW + DRILL.replace("write", "start-line")),
        ),
    ],
    "keys-unknown": [
        Sample(*planted(KEYS, "[declaration]", "[declare]", "declare]")),
        Sample(*planted(KEYS.replace("actions: [declaration]", "set: editing"), "editing", "edits", "edits")),
    ],
    "allow-form": [
        Sample(
            one(
                A,
                "allow: {option-untied: a sample, feedback",
                "allow: {hint-tels: why, option-untied: a sample, feedback",
            ),
            "hint-tels",
            one(
                A,
                "allow: {option-untied: a sample, feedback",
                "allow: {width-step: why, option-untied: a sample, feedback",
            ),
        ),
        Sample(
            one(
                A,
                "allow: {option-untied: a sample, feedback",
                "allow: {width-step: '', option-untied: a sample, feedback",
            ),
            "'', ",
        ),
    ],
}
OPTIONS = {
    "option-correct-count": [
        Sample(one(A, 'gone: {text: "`404`",', 'gone: {text: "`404`", correct: true,'), "options:\n        ok"),
        Sample(
            one(A, "method: {text: a method,", "method: {text: a method, correct: true,"),
            "options:\n      status",
            one(A, "fields: {text: fields, correct: true,", "fields: {text: fields,"),
        ),
    ],
    "feedback-same": [
        Sample(one(A, "feedback: Most have some.", "feedback: It  ALWAYS has one."), "It  ALWAYS has one."),
        Sample(
            one(A_KO, "feedback: 대개 있습니다.", "feedback: 언제나 하나 있습니다."),
            "언제나 하나 있습니다.}\n      method",
            translated=True,
        ),
    ],
    "prose-empty": [
        Sample(one(A, "feedback: Most have some.", "feedback: ''"), "''"),
        Sample(one(A, "unit: digits", "unit: ' '"), "' '"),
        Sample(one(A, "back: The request line.", "back: ''"), "''"),
        Sample(one(B, "Follows the first.", "''"), "''"),
    ],
}
ANSWERS = {
    "answer-untypable": [
        Sample(one(A, 'answers: ["Host: example.com"]', 'answers: ["Host: example.com", "a\\nb"]'), '"a\\nb"'),
        Sample(
            {A: [('answers: ["Host: example.com"]', 'answers: ["x\\n"]'), ("compare: header", "compare: exact")]},
            '"x',
            one(A, '["Host: example.com"]', '["Host: example.com\\n"]'),
        ),
        Sample(one(A, 'answers: ["Host: example.com"]', 'answers: ["Host: example.com", " "]'), '" "'),
    ],
    "reject-accepted": [
        Sample(
            one(A, '["Host: example.org",', '["HOST:example.com",'),
            '"HOST',
            one(A, '["Host: example.org",', '["Host: EXAMPLE.com",'),
        ),
        Sample(
            one(
                A_KO,
                "    hints: [누구에게 묻는지 가리킵니다.]\n",
                "    hints: [누구에게 묻는지 가리킵니다.]\n    rejects: ['host: example.com']\n",
            ),
            "['host: example.com']",
            translated=True,
        ),
        Sample(
            one(
                A_KO,
                "    hints: [누구에게 묻는지 가리킵니다.]\n",
                "    hints: [누구에게 묻는지 가리킵니다.]\n    answers: ['host: example.org']\n",
            ),
            "source",
            translated=True,
        ),
    ],
    "near-accepted": [
        Sample(one(A, '"Hosts: example.com"', '"host: example.com"'), '"host: example.com"'),
        Sample(one(A, "{text: 2,", "{text: '3.0',"), "'3.0'", one(A, "{text: 2,", "{text: '3.01',")),
    ],
    "hint-tells-answer": [
        Sample(
            one(A, "hints: [It names", "hints: ['It is `Host: example.com`', It names"),
            "'It is",
            one(A, "hints: [It names", "hints: ['It is `XHost: example.com`', It names"),
        ),
        Sample(
            one(A, "    answer: 3\n", "    answer: 3\n    hints: ['There are 3 of them.', Look.]\n"),
            "'There",
            one(A, "    answer: 3\n", "    answer: 3\n    hints: ['Not 30, not 3.5.', Look.]\n"),
        ),
        Sample(one(A, "      - Nothing is wrong with the request.", "      - Such as 200 ok."), "Such as"),
        Sample(
            one(A_KO, "hints: [요청에는 잘못이 없습니다.]", "hints: [200 OK입니다.]"), "200 OK입니다.]", translated=True
        ),
    ],
}
EXCHANGES = {
    "expect-comparison": [
        Sample(one(A, "{status: 404, closed", "{status: 404, body: {contain: x}, closed"), "{contain")
    ],
    "notice-form": [Sample(one(A, "[status-line,", "[status,"), "status,", one(A, "[status-line,", "[request-line,"))],
}
WIDTH = {
    "width-module": [
        Sample(
            one(C, "title: On the wire", f"title: {ten(29)}"), "ten", one(C, "title: On the wire", f"title: {ten(28)}")
        ),
        Sample(
            one(C_KO, "title: 선 위에서", f"title: {'가' * 15}"),
            "가가",
            one(C_KO, "title: 선 위에서", f"title: {'가' * 14}"),
            translated=True,
        ),
    ],
    "width-lesson": [
        Sample(one(B, "A second request", ten(25)), "ten", one(B, "A second request", ten(24))),
        Sample(
            one(A_KO, "title: 첫 번째 요청", f"title: {'가' * 13}"),
            "가가",
            one(A_KO, "title: 첫 번째 요청", f"title: {'가' * 12}"),
            translated=True,
        ),
    ],
    "width-step": [
        Sample(one(B, "Only a page", ten(27)), "ten", one(B, "Only a page", ten(24) + " `a`")),
        Sample(
            one(A_KO, "title: 보내기", f"title: {'가' * 14}"),
            "가가",
            one(A_KO, "title: 보내기", f"title: {'가' * 13}"),
            translated=True,
        ),
    ],
    "width-option": [
        Sample(
            one(A, '"400, since the URL has no host"', "w" * 69),
            "www",
            one(A, '"400, since the URL has no host"', "w" * 68),
        )
    ],
    "width-question": [
        Sample(
            one(A, "What can a response have?", "wordword " * 17 + "wordword?"),
            "word",
            one(A, "What can a response have?", "wordword " * 15 + "wordword?"),
        ),
        Sample(one(A, "The path exists. What comes back?", "wordword " * 17 + "wordword?"), "word"),
    ],
}
TRANSLATIONS = {
    "translation-of": [
        Sample(one(A_KO, "of: wire.first", "of: wire.frist"), "wire.frist", translated=True),
        Sample(one(C_KO, "of: sample", "of: samples"), "samples", translated=True),
    ],
    "translation-unknown": [
        Sample(one(A_KO, "steps:\n", "steps:\n  sent: {source: h0, title: x}\n"), "sent", translated=True),
        Sample(one(A_KO, "cards:\n", "cards:\n  startline: {source: h0, front: x}\n"), "startline", translated=True),
        Sample(one(A_KO, "    title: 보내기\n", "    title: 보내기\n    text: x\n"), "text", translated=True),
        Sample(one(A_KO, "gone: {feedback", 'gone: {text: "`404`", feedback'), "text", translated=True),
        Sample(one(C_KO, "modules:\n", "modules:\n  wires: {title: x}\n"), "wires", translated=True),
    ],
    "translation-length": [
        Sample(
            one(A_KO, "hints: [누구에게 묻는지 가리킵니다.]", "hints: [누구에게, 묻는지]"), "hints", translated=True
        ),
    ],
    "translation-source": [
        Sample(one(B_KO, "lesson: {source: h63444b5309b9, ", "lesson: {"), "lesson", translated=True),
        Sample(one(B_KO, "only: {source: ha8374cb4554a", "only: {source: 5"), "only", translated=True),
    ],
    "translation-stale": [
        Sample(
            one(B, "Nothing to ask.", "Nothing at all."),
            "h",
            one(B, "Nothing to ask.", "|\n      Nothing to ask."),
            translated=True,
        ),
        Sample(one(C, "The short way", "A short way"), "h", translated=True),
    ],
    "translation-incomplete": [
        Sample(one(B_KO, "title: 한 쪽, ", ""), "only", translated=True),
        Sample(one(B_KO, "title: 두 번째 요청, ", ""), "lesson", translated=True),
        Sample(one(C_KO, "title: 짧은 길, ", ""), "format", translated=True),
    ],
    "translation-missing": [
        Sample({B_KO: None}, "format", translated=True),
        Sample({C_KO: None}, "format", translated=True),
    ],
}


def marked(link: str) -> Edits:
    return one(B, "Follows the first.", f"Begins with {link}.")


CHOSEN = one(A, "steps:\n", NEW + CHOICE)
ONLY = CHOICE.replace("the target first", "only the target").replace("the version first", "only the version")
WORDING = {
    "option-twice": [Sample(*planted(CHOICE, "the version first", "The target first", "The target"))],
    "option-within": [
        Sample(
            *planted(CHOICE, "the version first", "or the target first", "the target first, misconception")[:2], CHOSEN
        )
    ],
    "option-count": [
        Sample(
            *planted(
                CHOICE,
                f"      c: {{text: the version first, misconception: url-first, {OF_C}}}\n",
                "",
                "options:\n      a: {text: the method",
            )
        ),
        Sample(
            *planted(
                CHOICE,
                "      c:",
                "".join(f"      {c}: {{text: the {c} of all, misconception: url-first, {SAID} {c}.}}\n" for c in "de")
                + "      c:",
                "options:\n      a: {text: the method",
            )[:2],
            one(
                A,
                "steps:\n",
                NEW
                + CHOICE.replace(
                    "      c:", f"      d: {{text: the d of all, misconception: url-first, {SAID} d.}}\n      c:"
                ),
            ),
        ),
    ],
    "option-untied": [
        Sample(
            *planted(CHOICE, "the version first, misconception: url-first", "the version first", "c: {text: the ver")
        )
    ],
    "option-style": [
        Sample(*planted(CHOICE, "the version first", '"`version one`"', "options:\n      a: {text: the method")),
        Sample(*planted(CHOICE, "the version first", "the version first.", "options:\n      a: {text: the method")),
    ],
    "option-status": [
        Sample(
            *planted(
                CHOICE.replace("the method first", "'404'").replace("the target first", "'500'"),
                "the version first",
                "503 Service Unavailable",
                "options:\n      a: {text: '404'",
            )[:2],
            one(
                A,
                "steps:\n",
                NEW
                + CHOICE.replace("the method first", "404 Not Found").replace(
                    "the version first", "503 Service Unavailable"
                ),
            ),
        )
    ],
    "option-cue": [
        Sample(*planted(CHOICE, "Which of them begins?", "Which method comes to stand there?", "the method first"))
    ],
    "option-absolute": [
        Sample(eight(ONLY), "only the target", eight(ONLY.replace("the method first", "always a method")))
    ],
    "negative-unmarked": [
        Sample(
            *planted(CHOICE, "Which of them begins?", "Which of them does not begin?")[:2],
            one(
                A,
                "steps:\n",
                NEW
                + CHOICE.replace(
                    "question: Which of them begins?", "negative: true\n    question: Which of them does *not* begin?"
                ),
            ),
        ),
        Sample(
            one(A_KO, "응답에 있을 수 있는 것은 무엇입니까?", "응답에 있지 않은 것은 무엇입니까?"),
            "응답에 있지",
            translated=True,
        ),
    ],
    "negative-many": [Sample(eight(negative=2), "modules", eight(negative=1))],
    "question-form": [Sample(*planted(CHOICE, "Which of them begins?", "The first part"))],
    "question-answers": [
        Sample(
            *planted(CHOICE, "Which of them begins?", "'Where does `Host: example.com` stand?'")[:2],
            one(
                A, "steps:\n", NEW + CHOICE.replace("Which of them begins?", "'Where does `Host: example.org` stand?'")
            ),
        )
    ],
    "level-spread": [Sample(eight(levels="recall " * 8), "wire", eight())],
    "text-long": [
        Sample(
            one(A, "The status line says how it went.", "It went well. " * 20 + "It did."),
            "It went well. It went",
            one(A, "The status line says how it went.", "It went well. " * 20),
        ),
        Sample(*planted(CHOICE, OF_A, "feedback: " + "It went well. " * 21 + "", "It went well. It went")),
    ],
    "feedback-short": [Sample(*planted(CHOICE, OF_A, "feedback: It does.", "It does."))],
    "feedback-restates": [
        Sample(*planted(CHOICE, OF_A, "feedback: The method is first" + " the method the first" * 3, "The method is"))
    ],
    "hints-few": [
        Sample(
            *planted(CHOICE, "    question:", "    hints: [Look.]\n    question:", "hints: [Look.]")[:2],
            one(A, "steps:\n", NEW + CHOICE.replace("    question:", "    hints: [Look., Look again.]\n    question:")),
        )
    ],
    "card-size": [
        Sample(one(A, "back: The request line.", "back: 'No, the request line.'"), "'No"),
        Sample(one(A, "back: The request line.", f"back: The line{' that' * 11}."), "The line that"),
        Sample(one(A, "back: The request line.", "back: 'A method, a target, a version.'"), "'A method"),
    ],
    "status-phrase": [
        Sample(
            one(B, "Follows the first.", "Follows with 404 Missing."),
            "Follows with",
            one(B, "Follows the first.", "Follows with 404 Not Found and 302 Found."),
        )
    ],
    "fact-mark": [
        Sample(marked("[404](status:471)"), "Begins", marked("[404 Not Found](status:404)")),
        Sample(marked("[405](status:404)"), "Begins", marked("[nothing there](status:404)")),
        Sample(marked("[PUT](method:PUT#safe)"), "Begins", marked("[PUT](method:PUT#not-safe)")),
        Sample(marked("[GET](method:GET#not-idempotent)"), "Begins", marked("[GET](method:GET#idempotent)")),
        Sample(marked("[POST](method:POST#cacheable)"), "Begins", marked("[GET](method:GET#cacheable)")),
        Sample(marked("[PUT](method:PUT#fast)"), "Begins", marked("[PUT](method:PUT)")),
        Sample(marked("[Allow](field:Alow)"), "Begins", marked("[Allow](field:Allow#not-request)")),
        Sample(marked("[204](status:204#content)"), "Begins", marked("[204](status:204#not-content)")),
    ],
    "ref-edition": [
        Sample(
            one(A, "title: RFC 9112 §3,", "title: A page,"),
            "rfc: {",
            one(A, "title: RFC 9112 §3,", "title: A page, version: June 2026,"),
        )
    ],
    "host-real": [
        Sample(
            one(B, "Follows the first.", "Asks tea.com."), "Asks", one(B, "Follows the first.", "Asks tea.example.com.")
        ),
        Sample(
            one(A, "GET /get HTTP/1.1\n        expect", "GET /get HTTP/1.1\n          Host: tea.com\n        expect"),
            "|\n          GET",
        ),
        Sample(one(B, "Follows the first.", f"Uses AKIA{'X' * 16}."), "Uses"),
    ],
    "width-code": [
        Sample(
            *planted(SPOT, "      two\n", f"      {'x' * 73}\n", "|\n      one")[:2],
            one(A, "steps:\n", NEW + SPOT.replace("      two\n", f"      {'x' * 72}\n")),
        ),
        Sample(
            one(B, "text: Nothing to ask.", f"text: |\n      Look:\n      ```\n      {'x' * 73}\n      ```"),
            "|\n",
            one(B, "text: Nothing to ask.", f"text: |\n      Look:\n      ```\n      {'x' * 72}\n      ```"),
        ),
    ],
    "korean-term": [
        Sample(
            one(A_KO, "요청은 *한 줄*로", "메세지는 *한 줄*로"),
            "메세지",
            one(A_KO, "요청은 *한 줄*로", "메시지는 *한 줄*로"),
            translated=True,
        ),
        Sample(
            one(A_KO, "s 없이 씁니다.", "메세지에는 s 없이 씁니다."),
            "메세지",
            one(A_KO, "    hints: [누구에게", "    answers: [호스트 메세지]\n    hints: [누구에게"),
            translated=True,
        ),
    ],
    "korean-particle": [
        Sample(one(A_KO, "URL이 먼저", "URL가 먼저"), "URL", one(A_KO, "URL이 먼저", "tea가 먼저"), translated=True),
        Sample(one(A_KO, "URL이 먼저", "URL이(가) 먼저"), "URL", translated=True),
    ],
}
SAMPLES = (
    READING | RUNNING | FILES | IDENTITY | REFERENCES | OPTIONS | ANSWERS | EXCHANGES | WIDTH | TRANSLATIONS | WORDING
)
