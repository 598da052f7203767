"""A small course that is sound in every way, to be broken in one place at a time."""

from __future__ import annotations

from pathlib import Path

from tutor.course.decode import decode
from tutor.course.types import Lesson, Overlay

COURSE = """\
format: 1
id: sample
title: A sample course
language: en
modules:
  - id: wire
    title: On the wire
    summary: What goes over a connection.
    lessons: [first, second]
paths:
  - id: short
    title: The short way
    summary: One lesson is enough.
    lessons: [wire.first]
"""

FIRST = """\
format: 1
id: wire.first
aliases: [wire.one]
title: A first request
summary: Send one request and read what comes back.
minutes: 8
difficulty: 1
objectives:
  read-status: read a status line
  write-line: write a request line
misconceptions:
  url-first: The URL comes first
refs:
  rfc: {title: RFC 9112 §3, url: "https://www.rfc-editor.org/rfc/rfc9112#section-3"}
steps:
  - id: intro
    type: read
    title: One line asks
    text: |
      A request begins with *one line*.
  - id: send
    type: demo
    title: Send it
    allow: {option-status: a sample, option-style: a sample, option-untied: a sample, hints-few: a sample}
    objectives: [read-status]
    exchanges:
      - request: |
          GET /get HTTP/1.1
        expect:
          status: 200
          headers: {Content-Type: {starts_with: application/json}}
          json: {url: {ends_with: /get}}
      - script:
          - send: "GET /status/404 HTTP/1.1\\r\\nHost: localhost\\r\\n"
          - pause: 0.01
          - send: "Connection: close\\r\\n\\r\\n"
        expect: {status: 404, closed: true}
    predict:
      question: The path exists. What comes back?
      options:
        ok: {text: 200 OK, correct: true, feedback: The resource is there and is sent.}
        no-host: {text: "400, since the URL has no host", misconception: url-first, feedback: It has its own field.}
        gone: {text: "`404`", feedback: This path is built in.}
    notice: [status-line, request.field.Host]
    hints:
      - Nothing is wrong with the request.
    explanation: The status line says how it went.
  - id: parts
    type: choice
    title: The order of its parts
    allow: {option-untied: a sample, feedback-short: a sample}
    aliases: [order-of-parts]
    objectives: [write-line]
    refs: [rfc]
    question: In which order do the parts of a request line stand?
    options:
      right: {text: "method, target, version", correct: true, feedback: This is the order of the standard.}
      url: {text: "URL, method, version", misconception: url-first, feedback: The target is the second part.}
      version: {text: "version, method, target", feedback: That is how a response begins.}
  - id: has
    type: choice
    multiple: true
    title: What a response has
    allow: {feedback-short: a sample}
    question: What can a response have?
    options:
      status: {text: a status code, correct: true, feedback: It always has one.}
      fields: {text: fields, correct: true, feedback: Most have some.}
      method: {text: a method, feedback: A method asks; a response does not.}
  - id: write
    type: typed
    title: Write the field
    allow: {hints-few: a sample}
    objectives: [write-line]
    same_as: parts
    question: Type the field that names the host `example.com`.
    answers: ["Host: example.com"]
    compare: header
    near:
      - {text: "Hosts: example.com", feedback: Without the s.}
    rejects: ["Host: example.org", "Hosts: example.org"]
    hints: [It names who is asked.]
  - id: digits
    type: numeric
    title: Digits of a status
    objectives: [read-status]
    question: How many digits has a status code?
    answer: 3
    unit: digits
    near:
      - {text: 2, feedback: Two digits make no more than a hundred codes.}
  - id: lines
    type: order
    title: The whole request
    question: Put the request together.
    items:
      start: "`GET /get HTTP/1.1`"
      host: "`Host: example.com`"
      accept: "`Accept: */*`"
      blank: the empty line
    also:
      - [start, accept, host, blank]
    extra:
      status: "`HTTP/1.1 200 OK`"
cards:
  start-line: {front: What begins a request?, back: The request line., answers: [request line], refs: [rfc]}
"""

SECOND = """\
format: 1
id: wire.second
title: A second request
summary: Follows the first.
minutes: 5
difficulty: 2
prerequisites: [wire.first]
steps:
  - id: only
    type: read
    title: Only a page
    text: Nothing to ask.
"""

FIRST_KO = """\
format: 1
of: wire.first
lesson:
  source: h3a20c423fe2b
  title: 첫 번째 요청
  summary: 요청 하나를 보내고 돌아온 것을 읽습니다.
  objectives: {read-status: 상태 줄을 읽기, write-line: 요청 줄을 쓰기}
  misconceptions: {url-first: URL이 먼저 온다}
steps:
  intro:
    source: h1f5accaf0544
    title: 한 줄로 묻습니다
    text: 요청은 *한 줄*로 시작합니다.
  send:
    source: he48cee87f310
    title: 보내기
    predict:
      question: 경로가 있습니다. 무엇이 돌아올까요?
      options:
        ok: {text: 200 OK입니다, feedback: 리소스가 있어서 보냅니다.}
        no-host: {text: URL에 호스트가 없어서 400, feedback: 호스트는 필드에 따로 있습니다.}
        gone: {feedback: 이 경로는 들어 있습니다.}
    hints: [요청에는 잘못이 없습니다.]
    explanation: 상태 줄이 결과를 말합니다.
  parts:
    source: hdcab3a215b7a
    title: 구성 요소의 순서
    question: 요청 줄의 구성 요소는 어떤 순서로 놓입니까?
    options:
      right: {text: "메서드, 요청 타깃, 버전", feedback: 표준이 정한 순서입니다.}
      url: {text: "URL, 메서드, 버전", feedback: 요청 타깃은 두 번째입니다.}
      version: {text: "버전, 메서드, 요청 타깃", feedback: 응답이 그렇게 시작합니다.}
  has:
    source: hc2877b134d7c
    title: 응답에 있는 것
    question: 응답에 있을 수 있는 것은 무엇입니까?
    options:
      status: {text: 상태 코드, feedback: 언제나 하나 있습니다.}
      fields: {text: 필드, feedback: 대개 있습니다.}
      method: {text: 메서드, feedback: 메서드는 요청에 있습니다.}
  write:
    source: h490b00dec558
    title: 필드 쓰기
    question: 호스트 `example.com`을 가리키는 필드를 입력하십시오.
    near:
      - {text: "Hosts: example.com", feedback: s 없이 씁니다.}
    hints: [누구에게 묻는지 가리킵니다.]
  digits:
    source: h30c76316fbd3
    title: 상태 코드의 자릿수
    question: 상태 코드는 몇 자리입니까?
    unit: 자리
    near:
      - {text: 2, feedback: 두 자리가 아닙니다.}
  lines:
    source: h2540a5622eb4
    title: 요청 전체
    question: 요청을 맞추십시오.
    items: {blank: 빈 줄}
cards:
  start-line: {source: hdba224a6b2da, front: 요청은 무엇으로 시작합니까?, back: 요청 줄입니다., answers: [요청 줄]}
"""

SECOND_KO = """\
format: 1
of: wire.second
lesson: {source: h63444b5309b9, title: 두 번째 요청, summary: 첫 번째에 이어집니다.}
steps:
  only: {source: ha8374cb4554a, title: 한 쪽, text: 묻는 것이 없습니다.}
"""

COURSE_KO = """\
format: 1
of: sample
source: hde7ed3298416
title: 견본 과정
modules:
  wire: {title: 선 위에서, summary: 연결 위로 오가는 것.}
paths:
  short: {title: 짧은 길, summary: 한 과면 충분합니다.}
"""

PLAIN = {"course.yaml": COURSE, "wire/first.yaml": FIRST, "wire/second.yaml": SECOND}
TRANSLATED = {
    **PLAIN,
    "course.yaml": COURSE.replace("language: en\n", "language: en\ntranslations: [ko]\n"),
    "course.ko.yaml": COURSE_KO,
    "wire/first.ko.yaml": FIRST_KO,
    "wire/second.ko.yaml": SECOND_KO,
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write the files of a course."""
    for file, text in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def first(text: str = FIRST) -> Lesson:
    """The first lesson, decoded; it must be sound."""
    decoded = decode(text.encode(), "first.yaml", Lesson)
    assert decoded.value is not None, decoded.problems
    return decoded.value


def first_ko(text: str = FIRST_KO) -> Overlay:
    """Its translation, decoded."""
    decoded = decode(text.encode(), "first.ko.yaml", Overlay)
    assert decoded.value is not None, decoded.problems
    return decoded.value
