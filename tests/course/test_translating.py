"""`tutor translate`: what is missing is added as comments, what was reviewed is stamped, nothing else is touched."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.check import run_check
from tutor.course.compile import read
from tutor.course.overlay import apply
from tutor.course.prose import prose_of, source_hash
from tutor.course.translating import TranslateError, complete, stamp
from tutor.course.types import Lesson, Overlay, Question, Record

LESSONS = Path(__file__).parents[2] / "lessons"
FILE, KOREAN = "http-messages/request.yaml", "http-messages/request.ko.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(LESSONS, tmp_path / "lessons")
    return tmp_path / "lessons"


def uncommented(text: str) -> str:
    """As after a translator took every `# ` away."""
    return re.sub(r"^( *)# ?", r"\1", text, flags=re.M)


def left(folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of what is stale and what is missing."""
    lesson, overlay = read(folder, FILE, Lesson).value, read(folder, KOREAN, Overlay).value
    assert lesson is not None
    assert overlay is not None
    translated = apply(lesson, overlay)
    return translated.stale, translated.missing


def test_a_complete_translation_is_left_as_it_is(folder: Path) -> None:
    before = (folder / KOREAN).read_bytes()
    outcome = complete(folder, FILE, "ko")
    assert (outcome.added, outcome.stale) == ([], [])
    assert (folder / KOREAN).read_bytes() == before


def test_a_new_translation_has_every_part_in_the_order_of_the_lesson(folder: Path) -> None:
    (folder / KOREAN).unlink()
    outcome = complete(folder, FILE, "ko")
    lesson = read(folder, FILE, Lesson).value
    assert lesson is not None
    assert outcome.added == ["lesson", *(step.id for step in lesson.steps), *lesson.cards]
    assert left(folder)[0] == frozenset()
    assert left(folder)[1] >= {step.id for step in lesson.steps}, "a comment translates nothing"
    (folder / KOREAN).write_text(uncommented((folder / KOREAN).read_text()))
    assert left(folder) == (frozenset(), frozenset())
    assert [p for p in run_check(folder, [folder / FILE]).problems if p.severity == "error"] == []


def test_a_second_run_adds_nothing(folder: Path) -> None:
    (folder / KOREAN).unlink()
    complete(folder, FILE, "ko")
    before = (folder / KOREAN).read_bytes()
    assert complete(folder, FILE, "ko").added == []
    assert (folder / KOREAN).read_bytes() == before


@pytest.mark.parametrize("step", ["on-the-wire", "the-three-parts", "last"])
def test_a_missing_step_comes_back_in_its_place_and_comments_stay(folder: Path, step: str) -> None:
    lesson = read(folder, FILE, Lesson).value
    assert lesson is not None
    id = {"on-the-wire": lesson.steps[0].id, "the-three-parts": lesson.steps[5].id, "last": lesson.steps[-1].id}[step]
    rows = ["# mine, before all", *(folder / KOREAN).read_text().splitlines()]
    start = rows.index(f"  {id}:")
    end = next(n for n in range(start + 1, len(rows)) if rows[n] and not rows[n].startswith("   "))
    kept = [*rows[:start], *rows[end:]]
    kept.insert(3, "# mine, inside")
    (folder / KOREAN).write_text("\n".join(kept) + "\n")
    assert complete(folder, FILE, "ko").added == [id]
    now = (folder / KOREAN).read_text().splitlines()
    assert [row for row in now if row in kept] == kept, "every row that was there is there, in its order"
    ids = [found[1] for row in now if (found := re.fullmatch(r"  ([\w-]+):", row))]
    order = [step.id for step in lesson.steps]
    assert [i for i in ids if i in order] == order


def test_a_piece_that_is_missing_is_added_to_its_step(folder: Path) -> None:
    lesson = read(folder, FILE, Lesson).value
    assert lesson is not None
    text = (folder / KOREAN).read_text()
    one = next(row for row in text.splitlines() if row.startswith("    explanation: "))
    (folder / KOREAN).write_text(text.replace(one + "\n", "", 1))
    outcome = complete(folder, FILE, "ko")
    assert len(outcome.added) == 1
    added = set((folder / KOREAN).read_text().splitlines()) - set(text.splitlines())
    assert all(row.strip().startswith("#") for row in added)
    assert any("# explanation: " in row for row in added)
    assert complete(folder, FILE, "ko").added == []


def test_all_hints_that_a_list_lacks_are_added(folder: Path) -> None:
    shutil.copy(LESSONS / "course.yaml", folder)
    (folder / "venv").mkdir(exist_ok=True)
    shutil.copy(LESSONS / "venv/pyproject.yaml", folder / "venv")
    korean = folder / "venv/pyproject.ko.yaml"
    korean.write_text("format: 1\nof: venv.pyproject\nsteps:\n  sync-plan:\n    source: h0\n    hints:\n      - 하나\n")
    complete(folder, "venv/pyproject.yaml", "ko")
    lesson = read(folder, "venv/pyproject.yaml", Lesson).value
    assert lesson is not None
    step = lesson.step("sync-plan")
    assert isinstance(step, Question)
    hints = step.hints
    rows = korean.read_text().splitlines()
    at = rows.index("      - 하나")
    assert len(hints) > 2
    assert [row.strip()[:4] for row in rows[at + 1 : at + len(hints)]] == ["# - "] * (len(hints) - 1)


def test_a_piece_goes_where_it_belongs_and_not_under_another_step(folder: Path) -> None:
    lost = "          feedback: 앱이 브라우저에 받은 것입니다.\n"
    text = (
        "format: 1\nof: http-messages.request\nsteps:\n"
        "  send-one:\n    source: h0\n    title: 제목\n    predict:\n      question: 물음\n      options:\n"
        f"        field:\n          text: 하나\n{lost}"
        "        connection:\n          text: 둘\n"
        "        nowhere:\n          text: 셋\n          feedback: 셋\n    explanation: 끝\n"
    )
    (folder / KOREAN).write_text(text)
    complete(folder, FILE, "ko")
    rows = (folder / KOREAN).read_text().splitlines()
    at = rows.index("          text: 둘")
    assert rows[at + 1].startswith("          # feedback: "), "set in as far as its neighbour"
    assert "        nowhere:" in rows[at + 2 : at + 5]


def test_what_is_uncommented_half_is_not_offered_again(folder: Path) -> None:
    (folder / KOREAN).unlink()
    complete(folder, FILE, "ko")
    text = (folder / KOREAN).read_text()
    text = text.replace("    # predict:\n    #   question: ", "    predict:\n      question: 물음 ", 1)
    (folder / KOREAN).write_text(text)
    assert read(folder, KOREAN, Overlay).value is not None
    assert complete(folder, FILE, "ko").added == []


def test_what_lacks_in_braces_is_told_behind_them(folder: Path) -> None:
    text = (folder / KOREAN).read_text()
    card = next(row for row in text.splitlines() if row.startswith("  method-case: {"))
    (folder / KOREAN).write_text(text.replace(card, card.partition(", back:")[0] + "}"))
    assert complete(folder, FILE, "ko").added == ["method-case"]
    rows = (folder / KOREAN).read_text().splitlines()
    at = next(n for n, row in enumerate(rows) if row.startswith("  method-case: {"))
    assert re.fullmatch(r"    # add inside: \{back: .+\}", rows[at + 1])
    assert complete(folder, FILE, "ko").added == []


def test_steps_in_another_order_than_the_lesson_each_get_their_own(folder: Path) -> None:
    text = (folder / KOREAN).read_text()
    first, second = text.index("  on-the-wire:\n"), text.index("  send-one:\n")
    moved, cards = text[first:second], text.index("cards:\n")
    text = text[:first] + text[second:cards] + moved + text[cards:]
    for title in ("연결 위의 요청", "외워서 써 보기"):
        assert text.count(f"    title: {title}\n") == 1
        text = text.replace(f"    title: {title}\n", "")
    (folder / KOREAN).write_text(text)
    assert complete(folder, FILE, "ko").added == ["on-the-wire", "write-get"]
    now = (folder / KOREAN).read_text()
    assert re.search(r"  on-the-wire:\n    source: \w+\n    # title: A request on the wire\n", now)
    assert re.search(r"  write-get:\n    source: \w+\n    # title: Write one from memory\n", now)


def test_line_ends_and_permissions_stay(folder: Path) -> None:
    text = (folder / KOREAN).read_text().replace("    title: 요청 줄\n", "", 1)
    (folder / KOREAN).write_bytes(text.replace("\n", "\r\n").encode())
    (folder / KOREAN).chmod(0o640)
    complete(folder, FILE, "ko")
    data = (folder / KOREAN).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") == text.count("\n") + 1
    assert (folder / KOREAN).stat().st_mode & 0o777 == 0o640
    assert [path for path in (folder / KOREAN).parent.iterdir() if path.suffix != ".yaml"] == []


def test_a_file_that_cannot_be_written_is_left_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / KOREAN).write_text((folder / KOREAN).read_text().replace("    title: 요청 줄\n", "", 1))
    before = (folder / KOREAN).read_bytes()

    def full(*_files: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(TranslateError, match="cannot be written: No space left on device"):
        complete(folder, FILE, "ko")
    assert (folder / KOREAN).read_bytes() == before
    assert [path for path in (folder / KOREAN).parent.iterdir() if path.suffix != ".yaml"] == []


def test_the_course_file_is_completed_and_stamped_like_a_lesson(folder: Path) -> None:
    whole = (folder / "course.ko.yaml").read_text()
    assert complete(folder, "course.yaml", "ko").added == []
    (folder / "course.ko.yaml").unlink()
    assert complete(folder, "course.yaml", "ko").added == ["course"]
    (folder / "course.ko.yaml").write_text(uncommented((folder / "course.ko.yaml").read_text()))
    said = run_check(folder, [folder / "course.yaml"]).problems
    assert [problem for problem in said if problem.file.endswith("course.ko.yaml")] == []
    (folder / "course.ko.yaml").write_text(re.sub(r"source: \w+", "source: h000000000000", whole))
    assert complete(folder, "course.yaml", "ko").stale == ["course"]
    assert stamp(folder, "course.yaml", "ko", ["all"]).stamped == ["course"]
    assert (folder / "course.ko.yaml").read_text() == whole


def test_stale_parts_are_named_and_stamped_one_by_one_or_all(folder: Path) -> None:
    english = (folder / FILE).read_text()
    lesson = read(folder, FILE, Lesson).value
    assert lesson is not None
    first, second = lesson.steps[0], lesson.steps[1]
    changed = english.replace(f"title: {first.title}", "title: Something else", 1)
    changed = changed.replace(f"title: {second.title}", "title: Another thing", 1)
    (folder / FILE).write_text(changed)
    before = (folder / KOREAN).read_text().splitlines()
    assert complete(folder, FILE, "ko").stale == [first.id, second.id]
    outcome = stamp(folder, FILE, "ko", [second.id])
    assert (outcome.stamped, outcome.stale) == ([second.id], [first.id])
    after = (folder / KOREAN).read_text().splitlines()
    differing = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    assert len(differing) == 1
    assert after[differing[0]].strip().startswith("source: h")
    assert stamp(folder, FILE, "ko", ["all"]).stamped == [first.id]
    assert left(folder)[0] == frozenset()


def test_cards_on_one_line_are_stamped_too(folder: Path) -> None:
    lesson = read(folder, FILE, Lesson).value
    assert lesson is not None
    id = next(iter(lesson.cards))
    text = (folder / KOREAN).read_text()
    (folder / KOREAN).write_text(re.sub(rf"({id}: {{source: )\w+", r"\1h000000000000", text))
    assert left(folder)[0] == {id}
    assert stamp(folder, FILE, "ko", [id]).stamped == [id]
    assert (folder / KOREAN).read_text() == text


@pytest.mark.parametrize(
    ("ids", "said"), [(["nothing-like-it"], "Its parts are"), (["lesson", "nothing-like-it"], "Its parts are")]
)
def test_unknown_parts_are_refused_and_nothing_is_written(folder: Path, ids: list[str], said: str) -> None:
    before = (folder / KOREAN).read_bytes()
    with pytest.raises(TranslateError, match=said):
        stamp(folder, FILE, "ko", ids)
    assert (folder / KOREAN).read_bytes() == before


def test_what_is_not_there_cannot_be_stamped(folder: Path) -> None:
    (folder / KOREAN).unlink()
    with pytest.raises(TranslateError, match="not there yet"):
        stamp(folder, FILE, "ko", ["lesson"])
    (folder / KOREAN).write_text("format: 1\nof: http-messages.request\n")
    with pytest.raises(TranslateError, match="not translated yet"):
        stamp(folder, FILE, "ko", ["lesson"])


@pytest.mark.parametrize("broken", [FILE, KOREAN])
def test_a_broken_file_is_told_with_its_place_and_nothing_is_written(folder: Path, broken: str) -> None:
    (folder / broken).write_text((folder / broken).read_text() + "nonsense: {\n")
    before = (folder / KOREAN).read_bytes()
    with pytest.raises(TranslateError, match=r"request(\.ko)?\.yaml:\d+:\d+"):
        complete(folder, FILE, "ko")
    assert (folder / KOREAN).read_bytes() == before


def test_a_section_on_one_line_is_refused_with_the_mend(folder: Path) -> None:
    (folder / KOREAN).write_text("format: 1\nof: http-messages.request\ncards: {host-missing: {source: h0}}\n")
    with pytest.raises(TranslateError, match="Write each entry on a line of its own"):
        complete(folder, FILE, "ko")


def test_a_translation_of_another_lesson_is_refused(folder: Path) -> None:
    (folder / KOREAN).write_text("format: 1\nof: web.urls\n")
    with pytest.raises(TranslateError, match=r"request\.ko\.yaml:2:5: .+ web\.urls.+ `of: http-messages\.request`"):
        complete(folder, FILE, "ko")


@pytest.mark.parametrize("language", ["xx", "../../evil", ""])
def test_a_language_that_the_course_has_not_is_refused(folder: Path, language: str) -> None:
    before = sorted(folder.rglob("*"))
    with pytest.raises(TranslateError, match="no translation into"):
        complete(folder, FILE, language)
    assert sorted(folder.rglob("*")) == before


def test_a_translation_without_its_hash_is_told_which_to_write(folder: Path) -> None:
    text = (folder / KOREAN).read_text()
    (folder / KOREAN).write_text(re.sub(r"(  send-one:\n)    source: \w+\n", r"\1", text))
    with pytest.raises(TranslateError, match=r"request\.ko\.yaml:\d+:\d+: .+ `source: h[0-9a-f]{12}`"):
        stamp(folder, FILE, "ko", ["send-one"])


@pytest.mark.parametrize("old", ["h0", "'to do'", '"h1"', "0", "to do"])
def test_whatever_stood_as_hash_is_replaced_and_no_more(folder: Path, old: str) -> None:
    text = (folder / KOREAN).read_text()
    (folder / KOREAN).write_text(re.sub(r"(  send-one:\n    source: )\w+", rf"\g<1>{old}", text))
    assert stamp(folder, FILE, "ko", ["send-one"]).stamped == ["send-one"]
    assert (folder / KOREAN).read_text() == text


# ── Whatever is there, and however it is set in ──────────────────────────────────────────────────


def begun(lesson: Lesson, draw: st.DataObject) -> dict[str, Any]:
    """A translation that has some of a lesson's prose, each text marked as translated."""
    overlay: dict[str, Any] = {"format": 1, "of": lesson.id}
    homes = [("lesson", None, lesson), *(("steps", step.id, step) for step in lesson.steps)]
    for home, id, record in [*homes, *(("cards", id, card) for id, card in lesson.cards.items())]:
        patch: dict[str, Any] = {}
        for path, text in prose_of(record):
            if draw.draw(st.booleans()):
                node: Any = patch
                if "near" in path:
                    at = path.index("near")
                    owner: Any = record
                    for name in path[: at + 2]:
                        owner = getattr(owner, str(name)) if isinstance(owner, Record) else owner[name]
                    for name in path[:at]:
                        node = node.setdefault(name, {})
                    node.setdefault("near", []).append({"text": str(owner.text), "feedback": f"역 {text}"})
                elif isinstance(path[-1], int):
                    if len(patch.get("hints", [])) == path[-1]:
                        patch.setdefault("hints", []).append(f"역 {text}")
                else:
                    for name in path[:-1]:
                        node = node.setdefault(name, {})
                    node[path[-1]] = f"역 {text}"
        if patch:
            patch = {"source": source_hash(record), **patch}
            if id is None:
                overlay[home] = patch
            else:
                overlay.setdefault(home, {})[id] = patch
    return overlay


def test_what_one_entry_lacks_stands_with_it_and_not_behind_its_siblings(tmp_path: Path) -> None:
    folder = tmp_path / "flask"
    folder.mkdir()
    for file in ("course.yaml", "flask/application.yaml"):
        shutil.copy(LESSONS / file, tmp_path / file)
    head = "format: 1\nof: flask.application\nsteps:\n  which-server:\n    source: h0\n"
    korean = folder / "application.ko.yaml"
    korean.write_text(f"{head}    items:\n      source:\n        text: 코드를 보여 줌\n")
    complete(tmp_path, "flask/application.yaml", "ko")
    rows = korean.read_text().splitlines()
    at = rows.index("        text: 코드를 보여 줌")
    assert rows[at + 1].startswith("        # feedback:")
    assert complete(tmp_path, "flask/application.yaml", "ko").added == []


ENGLISH = sorted(p.relative_to(LESSONS).as_posix() for p in LESSONS.glob("*/*.yaml") if p.name.count(".") == 1)


@given(st.data(), st.sampled_from(ENGLISH), st.sampled_from([2, 3, 4]))
@settings(max_examples=40, deadline=None)
def test_completed_and_uncommented_a_translation_holds_all_and_what_was_there(
    data: st.DataObject, file: str, indent: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, korean = Path(name), file.replace(".yaml", ".ko.yaml")
        (folder / file).parent.mkdir()
        shutil.copy(LESSONS / "course.yaml", folder)
        shutil.copy(LESSONS / file, folder / file)
        lesson = read(folder, file, Lesson).value
        assert lesson is not None
        text = yaml.dump(begun(lesson, data), allow_unicode=True, sort_keys=data.draw(st.booleans()), indent=indent)
        (folder / korean).write_text(text)
        complete(folder, file, "ko")
        now = (folder / korean).read_text()
        assert complete(folder, file, "ko").added == []
        there, rows = text.splitlines(), []
        for row in now.splitlines():
            if there and row == there[0]:
                rows.append(there.pop(0))
            else:
                rows.append(uncommented(row))
        assert there == [], "every row that was there is there, in its order"
        (folder / korean).write_text("\n".join(rows) + "\n")
        decoded = read(folder, korean, Overlay)
        assert decoded.problems == []
        assert decoded.value is not None
        translated = apply(lesson, decoded.value)
        assert (translated.stale, translated.missing) == (frozenset(), frozenset())
        for record, english in zip(translated.lesson.steps, lesson.steps, strict=True):
            texts = dict(prose_of(english))
            assert all(
                str(said).removeprefix("역 ").rstrip() == texts[path].rstrip() for path, said in prose_of(record)
            )
