"""Searching a course: what is found, what is never given away, and an index that may be lost at any time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.course.catalogue import LessonEntry, open_catalogue
from tutor.lesson.search import Filters, Hit, Search
from tutor.lesson.search.documents import Document, plain
from tutor.lesson.search.terms import Marker, expression, parse, tails
from tutor.progress.store import LessonProgress

COURSE = """\
format: 1
id: c
title: A course
language: en
translations: [ko]
modules:
  - {id: wire, title: On the wire, summary: What goes over it., lessons: [first, second]}
  - {id: caches, title: Caches, summary: What is kept., lessons: [fresh]}
"""
COURSE_KO = """\
format: 1
of: c
source: h000000000000
modules:
  wire: {title: 전선 위에서}
"""
FIRST = """\
format: 1
id: wire.first
title: A first request
summary: Send it and read what comes back.
minutes: 8
difficulty: 2
objectives: {status: tell a redirect from a refusal}
refs: {rfc: {title: RFC 9110 §15.5.5}}
steps:
  - id: intro
    type: read
    title: What a server says
    text: |
      The server answers **404 Not Found** for `/notes`.

      | Field | Says |
      |---|---|
      | Content-Type | what it is |
  - id: pick
    type: choice
    title: Which one is it
    refs: [rfc]
    question: Nothing is there. Which status comes?
    options:
      right: {text: quokka says no, correct: true, feedback: Indeed wombat.}
      wrong: {text: axolotl says yes, feedback: Surely capybara.}
    hints: [Think of platypus]
    explanation: Since echidna.
  - id: write
    type: typed
    title: Write the field
    question: Type the field with the validator.
    answers: ["If-None-Match: numbat"]
    near: [{text: bilby, feedback: Not dingo}]
    rejects: [kookaburra]
  - id: lines
    type: order
    title: In order
    question: Put them in order.
    items: {one: zebra first, two: middle, three: aardvark last}
  - id: send
    type: demo
    title: Send it
    exchanges: [{request: "GET /teapot HTTP/1.1"}]
    predict:
      question: What comes back?
      options:
        yes: {text: tea, correct: true, feedback: Indeed.}
        no: {text: coffee, feedback: It is not.}
cards:
  field: {front: Which field names a validator?, back: emu, answers: [emu]}
"""
FIRST_KO = """\
format: 1
of: wire.first
lesson: {source: h000000000000, title: 첫 요청}
steps:
  intro: {source: h000000000000, title: 서버가 하는 말, text: 서버는 상태코드 404를 돌려줍니다.}
"""
SECOND = """\
format: 1
id: wire.second
title: Café and cookies
summary: Café.
minutes: 8
difficulty: 5
steps:
  - {id: one, type: read, title: Cookies, text: A cookie is kept and sent to the server again.}
"""
FRESH = SECOND.replace("wire.second", "caches.fresh").replace("difficulty: 5", "difficulty: 9").replace("Café", "Fresh")
SECRET = (
    "wombat", "capybara", "platypus", "echidna", "numbat", "bilby", "dingo", "kookaburra", "emu",
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    bookmarked: bool = False
    note: str = ""


Open = Callable[..., Search]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "course.yaml": COURSE, "course.ko.yaml": COURSE_KO, "wire/first.yaml": FIRST, "wire/first.ko.yaml": FIRST_KO,
        "wire/second.yaml": SECOND, "caches/fresh.yaml": FRESH,
    }  # fmt: skip
    for name, text in files.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "course"


@pytest.fixture
def search(folder: Path, tmp_path: Path) -> Open:
    """Opens the search as it is after an update."""

    def opened(language: str = "en", *, cache: Path | None = tmp_path / "cache", update: bool = True) -> Search:
        found = Search(open_catalogue(folder, None, language), cache)
        if update:
            found.update()
        return found

    return opened


def keys(hits: list[Hit]) -> list[tuple[str, str]]:
    return [(hit.kind, hit.step or hit.id) for hit in hits]


# ── What is found ────────────────────────────────────────────────────────────────────────────────


def test_a_number_finds_the_status_first_and_then_the_steps(search: Open) -> None:
    found = keys(search().find("404"))
    assert found[0] == ("status", "404")
    assert ("step", "intro") in found


def test_a_title_comes_before_an_objective_and_that_before_a_text(search: Open) -> None:
    found = search()
    assert keys(found.find("cookies"))[0] == ("step", "one")
    assert keys(found.find("redirect refusal")) == [("lesson", "wire.first")]
    assert keys(found.find("on the wire"))[0] == ("module", "wire")


@pytest.mark.parametrize("query", ["Content-Type", "content-type", "/notes", "teapot", "GET /teapot", "15.5.5"])
def test_names_with_signs_in_them_are_found_as_they_are_typed(search: Open, query: str) -> None:
    assert any(hit.step in ("intro", "send", "pick") for hit in search().find(query))


def test_every_word_has_to_match_and_the_last_may_be_begun_alone(search: Open) -> None:
    found = search()
    assert ("step", "pick") in keys(found.find("which stat"))
    assert ("step", "pick") not in keys(found.find("stat which"))
    assert found.find("which xylophone") == []


def test_accents_and_case_do_not_matter(search: Open) -> None:
    assert ("lesson", "wire.second") in keys(search().find("CAFE"))


def test_the_front_of_a_card_is_found(search: Open) -> None:
    assert ("card", "wire.first") in keys(search().find("names a validator"))


def test_the_question_of_a_card_weighs_as_a_text_and_not_as_a_title(search: Open) -> None:
    found = [kind for kind, _id in keys(search().find("validator")) if kind in ("card", "step")]
    assert sorted(found) == ["card", "step"]
    assert ("card", "wire.first") not in keys(search().find("field"))[:5]


def test_nothing_that_tells_an_answer_is_found(search: Open) -> None:
    found = search()
    assert [word for word in SECRET if found.find(word)] == []


def test_options_and_lines_stand_in_an_order_that_tells_nothing(search: Open) -> None:
    found = search()
    (choice,) = found.find("quokka")
    assert choice.excerpt.index("axolotl") < choice.excerpt.index("quokka")
    (order,) = found.find("zebra")
    assert order.excerpt.index("aardvark") < order.excerpt.index("middle") < order.excerpt.index("zebra")


def test_what_was_found_is_marked_in_title_and_excerpt(search: Open) -> None:
    hit = next(hit for hit in search().find("server") if hit.step == "intro")
    assert [hit.title[a:b] for a, b in hit.title_marks] == ["server"]
    assert [hit.excerpt[a:b] for a, b in hit.marks] == ["server"]
    assert hit.where == "A first request"


def test_nothing_typed_lists_the_lessons_in_the_order_of_the_course(search: Open) -> None:
    assert [hit.id for hit in search(update=False).find("")] == ["wire.first", "wire.second", "caches.fresh"]


def test_a_word_typed_wrong_is_mended_from_the_words_that_are_there(search: Open) -> None:
    found = search()
    assert found.find("cokies") == []
    assert found.nearest("cokies") == "cookies"
    assert found.nearest("teapot cokies") is None  # nothing has both
    assert found.nearest("zzzzzz") is None
    assert search("ko").nearest("서벼") == "서버"


# ── Korean ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("query", ["서버", "상태", "코드", "상태코드", "상태 코드", "상태코드 서버", "404"])
def test_korean_is_found_without_its_particles_and_inside_compounds(search: Open, query: str) -> None:
    assert ("step", "intro") in keys(search("ko").find(query))


def test_a_compound_is_found_where_it_is_written_with_a_blank(search: Open) -> None:
    found = search("ko").find("상태코드")
    assert ("label", "status") in keys(found)  # 상태 코드
    label = next(hit for hit in found if hit.id == "status")
    assert [label.title[a:b] for a, b in label.title_marks] == ["상태 코드"]


def test_hangul_in_another_normal_form_is_the_same_word(search: Open) -> None:
    import unicodedata

    assert ("step", "intro") in keys(search("ko").find(unicodedata.normalize("NFD", "서버")))


def test_a_korean_learner_finds_english_too_and_sees_korean_titles(search: Open) -> None:
    hit = next(hit for hit in search("ko").find("what a server says") if hit.step == "intro")
    assert hit.title == "서버가 하는 말"
    assert hit.where == "첫 요청"
    assert hit.excerpt == "What a server says"
    assert keys(search("ko").find("on the wire"))[0] == ("module", "wire")


def test_ends_of_one_syllable_are_not_kept() -> None:
    assert tails(["상태코드는", "서버", "get"]) == ["태코드는", "코드는", "드는"]


# ── Filters ──────────────────────────────────────────────────────────────────────────────────────

PROGRESS = {
    "wire.first": LessonProgress(1, 1, "intro", frozenset({"intro"})),
    "wire.second": LessonProgress(1, 1, "one", frozenset({"one"})),
}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(module="caches"), ["caches.fresh"]),
        (Filters(difficulty=(4, 6)), ["wire.second"]),
        (Filters(state=frozenset({"new"})), ["caches.fresh"]),
        (Filters(state=frozenset({"begun"})), ["wire.first"]),
        (Filters(state=frozenset({"done"})), ["wire.second"]),
        (Filters(state=frozenset({"begun", "new"})), ["wire.first", "caches.fresh"]),
        (Filters(state=frozenset({"bookmarked"})), ["wire.first"]),
        (Filters(state=frozenset({"noted"})), ["caches.fresh"]),
        (Filters(module="wire", difficulty=(7, 10)), []),
    ],
)
def test_filters_alone_list_the_lessons_that_fit(search: Open, filters: Filters, expected: list[str]) -> None:
    marks = {"wire.first#pick": Mark(bookmarked=True), "caches.fresh#one": Mark(note="look again")}
    found = search(update=False).find("", filters, progress=PROGRESS, marks=marks)
    assert [hit.id for hit in found] == expected


def test_of_a_lesson_with_a_bookmark_only_the_marked_step_is_found(search: Open) -> None:
    filters = Filters(state=frozenset({"bookmarked"}))
    found = search().find("field", filters, marks={"wire.first#write": Mark(bookmarked=True)})
    assert keys(found) == [("step", "write")]


def test_facts_have_no_module_and_come_without_filters_alone(search: Open) -> None:
    found = search()
    assert {hit.kind for hit in found.find("404", Filters(module="wire"))} == {"step"}
    assert keys(found.find("wire", Filters(module="wire")))[0] == ("module", "wire")


# ── The index ────────────────────────────────────────────────────────────────────────────────────


def test_only_lessons_whose_files_changed_are_read_again(
    folder: Path, search: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    search("ko").close()
    (folder / "wire/second.yaml").write_text(SECOND.replace("A cookie", "A biscuit"), encoding="utf-8")
    (folder / "wire/first.ko.yaml").write_text(FIRST_KO.replace("돌려줍니다", "보냅니다"), encoding="utf-8")
    read: list[str] = []
    whole = Search._read

    def noted(self: Search, entry: LessonEntry) -> list[Document]:
        read.append(entry.id)
        return whole(self, entry)

    monkeypatch.setattr(Search, "_read", noted)
    found = search("ko")
    assert read == ["wire.first", "wire.second"]
    assert found.find("biscuit") and found.find("보냅니다")
    assert not [hit for hit in found.find("돌려줍니다") if hit.step == "intro"]


def test_a_lesson_that_is_gone_is_found_no_more(folder: Path, search: Open) -> None:
    search().close()
    (folder / "course.yaml").write_text(COURSE.replace("[first, second]", "[first]"), encoding="utf-8")
    assert {hit.id for hit in search().find("cookies") if hit.kind in ("lesson", "step")} == {"caches.fresh"}


def test_a_broken_lesson_is_found_by_its_id_alone(folder: Path, search: Open) -> None:
    (folder / "wire/second.yaml").write_text("format: 1\nid: wire.second\n", encoding="utf-8")
    found = search()
    assert keys(found.find("wire second")) == [("lesson", "wire.second")]
    assert not [hit for hit in found.find("cookie") if hit.id == "wire.second"]


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_cannot_be_used_is_made_anew(tmp_path: Path, search: Open, damage: bytes) -> None:
    search().close()
    (file,) = (tmp_path / "cache").glob("search-*.db")
    file.write_bytes(damage)
    found = search()
    assert found.find("cookie")
    assert not found.in_memory


def test_a_file_damaged_while_it_is_used_is_made_anew(tmp_path: Path, search: Open) -> None:
    search().close()
    (file,) = (tmp_path / "cache").glob("search-*.db")
    data = file.read_bytes()
    file.write_bytes(data[:4096] + b"\x55" * (len(data) - 4096))
    found = search(update=False)
    found.find("cookie")
    assert found.behind
    found.update()
    assert found.find("cookie") and not found.behind


def test_a_file_made_by_another_version_is_made_anew(tmp_path: Path, search: Open) -> None:
    search().close()
    (file,) = (tmp_path / "cache").glob("search-*.db")
    with sqlite3.connect(file) as db:
        db.execute("UPDATE about SET key = 'another'")
        db.execute("DELETE FROM document")
    db.close()
    assert search().find("cookie")


def test_where_nothing_can_be_written_the_index_is_in_memory(tmp_path: Path, search: Open) -> None:
    (tmp_path / "file").write_text("")
    found = search(cache=tmp_path / "file" / "cache")
    assert found.in_memory and found.find("cookie")
    assert search(cache=None).find("cookie")


def test_two_programs_share_a_file(search: Open) -> None:
    one, two = search(update=False), search(update=False)
    threads = [threading.Thread(target=each.update) for each in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys(one.find("cookie")) == keys(two.find("cookie")) != []


def test_it_can_be_searched_while_it_is_built_and_tells_how_far_it_is(search: Open) -> None:
    found, seen = search(update=False), list[tuple[int, int]]()
    hits: list[int] = []

    def told(done: int, total: int) -> None:
        seen.append((done, total))
        hits.append(len(found.find("server")))

    found.update(told)
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert hits == sorted(hits) and hits[0] < hits[-1]


def test_an_update_ends_when_the_search_is_closed(search: Open) -> None:
    found, seen = search(update=False), list[int]()

    def told(done: int, total: int) -> None:
        seen.append(done)
        found._closed.set()

    found.update(told)
    assert seen == [0]
    assert found.behind


# ── Whatever is typed ────────────────────────────────────────────────────────────────────────────


SIGNS = ['"', "*", "(", ")", "AND", "NOT x", 'a" OR "b', "title:x", "^a", "-", "NEAR(a b)", "{a}", "\0", "a\0b"]


@pytest.mark.parametrize("query", SIGNS)
def test_signs_of_the_query_language_are_signs_like_others(search: Open, query: str) -> None:
    search().find(query)


@pytest.fixture(scope="module")
def table() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (text, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')")
    return db


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.text(st.characters(), max_size=60))
def test_no_text_is_an_error_for_sqlite(table: sqlite3.Connection, query: str) -> None:
    if terms := parse(query):
        table.execute("SELECT rowid FROM words WHERE words MATCH ?", (expression(terms),)).fetchall()


TYPED = st.text(st.sampled_from(list('abAé ıİßǅ가각코드서버\u1100\u1161\u0301.-/"*(1한')), max_size=40)


@settings(max_examples=300, deadline=None)
@given(query=TYPED, text=TYPED)
def test_marks_lie_in_the_text_in_order_and_apart(query: str, text: str) -> None:
    marker, text = Marker(parse(query)), plain(text)
    excerpt, marks = marker.excerpt(text, 20)
    for shown, ranges in ((text, marker.marks(text)), (excerpt, marks)):
        places = [place for pair in ranges for place in pair]
        assert places == sorted(set(places))
        assert not places or (places[0] >= 0 and places[-1] <= len(shown))


def test_an_excerpt_of_a_long_text_has_what_was_found_in_it() -> None:
    text = "word " * 200 + "needle " + "word " * 200
    excerpt, marks = Marker(parse("needle")).excerpt(text)
    assert [excerpt[a:b] for a, b in marks] == ["needle"]
    assert excerpt.startswith("… word") and excerpt.endswith("word …") and len(excerpt) < 300


def test_markdown_becomes_plain_words() -> None:
    text = "# Head\n\n*Now* [404](status:404) in `Accept: */*` and `a_b`.\n\n| a | b |\n|---|---|\n| c | d |"
    assert plain(text) == "Head Now 404 in Accept: */* and a_b. a b c d"
