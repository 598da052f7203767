"""The catalogue lists what can be learned, also when files are broken and caches are not to be trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.course.samples import FIRST, PLAIN, SECOND, TRANSLATED, write
from tutor.course import compile as compiling
from tutor.course import index
from tutor.course.catalogue import Catalogue, LessonBrokenError, open_catalogue
from tutor.course.decode import decode
from tutor.course.types import Demo


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    return write(tmp_path / "lessons", TRANSLATED)


def change(folder: Path, file: str, text: str) -> None:
    """Write a file so that its time differs from before, however coarse the clock is."""
    path = folder / file
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names: list[str] = []

    def spy(data: bytes, file: str, kind: type) -> object:
        names.append(Path(file).name)
        return decode(data, file, kind)

    monkeypatch.setattr(compiling, "decode", spy)
    return names


def test_it_tells_modules_lessons_and_steps(lessons: Path) -> None:
    catalogue = open_catalogue(lessons, None)
    assert (catalogue.course.id, catalogue.course.title, catalogue.course.translations) == (
        "sample",
        "A sample course",
        ["ko"],
    )
    assert [(path.id, path.lessons) for path in catalogue.course.paths] == [("short", ["wire.first"])]
    (module,) = catalogue.modules
    assert (module.id, module.title) == ("wire", "On the wire")
    first, second = module.lessons
    assert (first.id, first.module, first.file) == ("wire.first", "wire", "wire/first.yaml")
    assert (first.title, first.minutes, first.difficulty) == ("A first request", 8, 1)
    assert first.objectives["read-status"] == "read a status line"
    assert [step.id for step in first.steps] == ["intro", "send", "parts", "has", "write", "digits", "lines"]
    assert [step.asks for step in first.steps[:2]] == [False, True]
    assert first.steps[2].aliases == ["order-of-parts"]
    assert first.steps[1].type == "demo"
    assert second.prerequisites == ["wire.first"]
    assert catalogue.problems == []


def test_a_lesson_is_found_by_its_id_and_former_ids(lessons: Path) -> None:
    catalogue = open_catalogue(lessons, None)
    entry = catalogue.entry("wire.first")
    assert entry is not None
    assert catalogue.entry("wire.one") is entry
    assert catalogue.entry("wire.two") is None


def test_titles_are_in_the_chosen_language(lessons: Path) -> None:
    catalogue = open_catalogue(lessons, None, "ko")
    assert catalogue.course.title == "견본 과정"
    assert catalogue.course.paths[0].title == "짧은 길"
    assert catalogue.modules[0].title == "선 위에서"
    assert catalogue.modules[0].lessons[0].title == "첫 번째 요청"
    assert catalogue.modules[0].lessons[0].steps[1].title == "보내기"
    assert catalogue.modules[0].lessons[0].objectives["write-line"] == "요청 줄을 쓰기"


def test_without_a_translation_the_english_is_listed(tmp_path: Path) -> None:
    catalogue = open_catalogue(write(tmp_path, PLAIN), None, "ko")
    assert catalogue.modules[0].lessons[0].title == "A first request"


def test_a_lesson_is_read_whole_and_in_a_language(lessons: Path) -> None:
    catalogue = open_catalogue(lessons, None)
    english, korean = catalogue.lesson("wire.first"), catalogue.lesson("wire.one", "ko")
    assert isinstance(english.steps[1], Demo)
    assert (english.title, korean.title) == ("A first request", "첫 번째 요청")
    translated = catalogue.translated("wire.first", "ko")
    assert translated and translated.lesson.title == "첫 번째 요청" and not translated.stale
    assert catalogue.translated("wire.first", "en") is None
    assert catalogue.translated("wire.first", "de") is None
    assert catalogue.lesson("wire.first", "de").title == "A first request"
    with pytest.raises(KeyError):
        catalogue.lesson("wire.third")


def test_a_broken_lesson_is_listed_with_its_problems_and_the_others_work(lessons: Path) -> None:
    change(lessons, "wire/first.yaml", FIRST.replace("summary:", "sumary:").replace("minutes: 8", "minutes: long"))
    catalogue = open_catalogue(lessons, None)
    first, second = catalogue.modules[0].lessons
    assert (first.title, first.steps, first.objectives) == ("wire.first", [], {})
    assert [problem.line for problem in first.problems] == [5, 6]
    assert catalogue.problems == first.problems
    assert not second.problems
    with pytest.raises(LessonBrokenError) as caught:
        catalogue.lesson("wire.first")
    assert caught.value.problems == first.problems
    assert "first.yaml:5:1: Unknown field" in str(caught.value)
    assert catalogue.lesson("wire.second").id == "wire.second"


def test_a_lesson_that_says_to_be_another_is_broken(lessons: Path) -> None:
    change(lessons, "wire/second.yaml", SECOND.replace("id: wire.second", "id: wire.first"))
    (problem,) = open_catalogue(lessons, None).problems
    assert (problem.rule, problem.line, problem.column) == ("id-place", 2, 5)


def test_a_lesson_without_a_file_is_broken(lessons: Path) -> None:
    (lessons / "wire/second.yaml").unlink()
    catalogue = open_catalogue(lessons, None)
    assert [problem.rule for problem in catalogue.modules[0].lessons[1].problems] == ["file-missing"]
    with pytest.raises(LessonBrokenError):
        catalogue.lesson("wire.second")


def test_a_broken_translation_is_a_warning_and_english_is_shown(lessons: Path) -> None:
    change(lessons, "wire/first.ko.yaml", "of: [wire.first")
    catalogue = open_catalogue(lessons, None, "ko")
    entry = catalogue.entry("wire.first")
    assert entry and entry.title == "A first request" and not entry.problems
    assert [(problem.rule, problem.severity) for problem in catalogue.problems] == [("yaml-syntax", "warning")]
    assert catalogue.lesson("wire.first", "ko").title == "A first request"
    assert catalogue.translated("wire.first", "ko") is None


@pytest.mark.parametrize("text", [None, "modules: {", "format: 1\nid: x\n"])
def test_without_a_course_file_lessons_are_found_by_folder(lessons: Path, text: str | None) -> None:
    (lessons / "course.yaml").unlink()
    if text is not None:
        change(lessons, "course.yaml", text)
    write(lessons, {".hidden/x.yaml": SECOND, "notes.yaml": "a: 1"})
    catalogue = open_catalogue(lessons, None)
    assert catalogue.problems
    assert all(Path(problem.file).name == "course.yaml" for problem in catalogue.problems)
    assert [(module.id, [entry.id for entry in module.lessons]) for module in catalogue.modules] == [
        ("wire", ["wire.first", "wire.second"])
    ]
    assert catalogue.lesson("wire.first").title == "A first request"


def test_a_folder_that_is_not_there_is_an_empty_course_with_a_problem(tmp_path: Path) -> None:
    catalogue = open_catalogue(tmp_path / "nowhere", None)
    assert catalogue.modules == []
    assert [problem.rule for problem in catalogue.problems] == ["file-missing"]


def test_the_nearest_ids_are_suggested(lessons: Path) -> None:
    catalogue = open_catalogue(lessons, None)
    assert catalogue.nearest("wire.frist")[0] == "wire.first"
    assert catalogue.nearest("second")[0] == "wire.second"
    assert catalogue.nearest("Wire")[0] == "wire"
    assert catalogue.nearest("wir")[0] == "wire"
    assert catalogue.nearest("qqqq") == []
    assert catalogue.nearest("") == []


# ── The cache ────────────────────────────────────────────────────────────────────────────────────


def opened_twice(lessons: Path, cache: Path, language: str = "en") -> tuple[Catalogue, Catalogue]:
    return open_catalogue(lessons, cache, language), open_catalogue(lessons, cache, language)


def listing(catalogue: Catalogue) -> object:
    return [
        catalogue.course,
        catalogue.problems,
        [[(e.id, e.title, e.hash, e.objectives, e.steps, e.problems) for e in m.lessons] for m in catalogue.modules],
    ]


def test_the_second_start_reads_no_lesson(lessons: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(lessons, "wire/second.yaml", "x: [")
    first = open_catalogue(lessons, tmp_path / "cache", "ko")
    read = parsed(monkeypatch)
    monkeypatch.setattr(Path, "iterdir", lambda _self: pytest.fail("no lesson file is looked at"))
    second = open_catalogue(lessons, tmp_path / "cache", "ko")
    assert read == []
    assert listing(second) == listing(first)


def test_each_language_and_each_folder_has_a_cache_of_its_own(lessons: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    other = write(tmp_path / "other", {**PLAIN, "course.yaml": PLAIN["course.yaml"].replace("id: sample", "id: other")})
    for _ in range(2):
        assert open_catalogue(lessons, cache, "ko").modules[0].title == "선 위에서"
        assert open_catalogue(lessons, cache, "en").modules[0].title == "On the wire"
        assert open_catalogue(other, cache, "en").course.id == "other"


def test_a_cache_of_another_course_is_not_taken_for_this_one(lessons: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", {**PLAIN, "course.yaml": PLAIN["course.yaml"].replace("id: sample", "id: other")})
    open_catalogue(lessons, tmp_path / "a")
    open_catalogue(other, tmp_path / "b")
    (ours,), (theirs,) = (tmp_path / "a").iterdir(), (tmp_path / "b").iterdir()
    ours.write_bytes(theirs.read_bytes())
    assert open_catalogue(lessons, tmp_path / "a").course.id == "sample"


def test_another_version_of_the_program_compiles_anew(
    lessons: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_catalogue(lessons, tmp_path / "cache")
    read = parsed(monkeypatch)
    monkeypatch.setattr(index, "__version__", "0.0.1")
    open_catalogue(lessons, tmp_path / "cache")
    assert "first.yaml" in read
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_refresh_reads_what_changed_and_keeps_it(
    lessons: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _first, catalogue = opened_twice(lessons, tmp_path / "cache")
    read = parsed(monkeypatch)
    assert catalogue.refresh() is False
    change(lessons, "wire/second.yaml", SECOND.replace("A second request", "The second"))
    assert catalogue.refresh() is True
    assert sorted(read) == ["course.yaml", "second.yaml"]
    assert catalogue.modules[0].lessons[1].title == "The second"
    assert catalogue.refresh() is False
    assert open_catalogue(lessons, tmp_path / "cache").modules[0].lessons[1].title == "The second"


def test_refresh_sees_new_and_removed_files_and_translations(lessons: Path) -> None:
    catalogue = open_catalogue(lessons, None, "ko")
    (lessons / "wire/first.ko.yaml").unlink()
    assert catalogue.refresh()
    assert catalogue.modules[0].lessons[0].title == "A first request"
    change(lessons, "wire/first.ko.yaml", TRANSLATED["wire/first.ko.yaml"])
    (lessons / "wire/second.yaml").unlink()
    assert catalogue.refresh()
    first, second = catalogue.modules[0].lessons
    assert first.title == "첫 번째 요청"
    assert second.problems
    change(lessons, "wire/second.yaml", SECOND)
    assert catalogue.refresh()
    assert not catalogue.problems


def test_entries_taken_before_a_refresh_stay_usable(lessons: Path) -> None:
    catalogue = open_catalogue(lessons, None)
    entry = catalogue.modules[0].lessons[0]
    change(lessons, "wire/first.yaml", "broken")
    assert catalogue.refresh()
    assert entry.steps[0].id == "intro"


@pytest.mark.parametrize("damage", ["empty", "cut", "one byte", "other content", "a folder"])
def test_a_damaged_cache_is_ignored_and_written_anew(lessons: Path, tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "cache"
    wanted = listing(open_catalogue(lessons, cache))
    (file,) = cache.iterdir()
    data = file.read_bytes()
    if damage == "a folder":
        file.unlink()
        file.mkdir()
    else:
        middle = len(data) // 2
        turned = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        file.write_bytes({"empty": b"", "cut": data[:middle], "one byte": turned, "other content": b"x" * 99}[damage])
    assert listing(open_catalogue(lessons, cache)) == wanted
    if damage != "a folder":
        assert file.read_bytes() == data
    assert [path.name for path in cache.iterdir()] == [file.name], "nothing is left behind"


def test_a_cache_that_cannot_be_written_is_no_error(lessons: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    catalogue = open_catalogue(lessons, tmp_path / "file" / "cache")
    assert len(catalogue.modules[0].lessons) == 2
    change(lessons, "wire/second.yaml", SECOND + "\n")
    assert catalogue.refresh()


def test_a_lesson_is_read_once_in_all_its_languages_until_a_file_changes(
    lessons: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = open_catalogue(lessons, None)
    files = parsed(monkeypatch)
    catalogue.read_ahead("wire.first")
    assert sorted(files) == ["first.ko.yaml", "first.yaml"]
    catalogue.lesson("wire.first")
    catalogue.translated("wire.first", "ko")
    assert len(files) == 2
    change(lessons, "wire/first.ko.yaml", (lessons / "wire/first.ko.yaml").read_text(encoding="utf-8"))
    catalogue.read_ahead("wire.first")
    assert files[2:] == ["first.ko.yaml"]
    change(lessons, "wire/first.yaml", (lessons / "wire/first.yaml").read_text(encoding="utf-8"))
    catalogue.read_ahead("wire.first")
    assert sorted(files[3:]) == ["first.ko.yaml", "first.yaml"], "a translation is of one text"


def test_reading_ahead_raises_nothing(lessons: Path) -> None:
    catalogue = open_catalogue(lessons, None)
    change(lessons, "wire/first.yaml", "format: 9")
    catalogue.read_ahead("wire.first")
    catalogue.read_ahead("wire.none")
    with pytest.raises(LessonBrokenError):
        catalogue.lesson("wire.first")
