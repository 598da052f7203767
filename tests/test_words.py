"""Words shown to people: which language, and Korean particles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tutor import words
from tutor.particles import particle


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.use("en")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LANGUAGE": "fr:ko", "LANG": "en_US.UTF-8"}, "ko"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_first_known_one_of_the_environment(environ: dict[str, str], language: str) -> None:
    assert words.from_environment(environ) == language
    assert words.chosen("auto", environ) == language
    assert words.chosen("ko", environ) == "ko"


@pytest.mark.parametrize(
    ("word", "form", "wanted"),
    [
        # The glossary's own examples.
        ("GET", "은", "은"), ("GET", "를", "을"), ("POST", "은", "는"), ("POST", "을", "를"), ("PUT", "는", "은"),
        ("DELETE", "은", "는"), ("PATCH", "은", "는"), ("URL", "는", "은"), ("URL", "를", "을"), ("JSON", "는", "은"),
        ("JSON", "를", "을"), ("HTML", "는", "은"), ("SQL", "는", "은"), ("API", "은", "는"), ("API", "을", "를"),
        ("HTTP", "은", "는"), ("Flask", "은", "는"), ("Jinja", "은", "는"), ("ORM", "는", "은"), ("QUIC", "는", "은"),
        # Hangul by its last syllable.
        ("요청", "를", "을"), ("서버", "을", "를"), ("서버", "과", "와"), ("응답", "와", "과"), ("파일", "으로", "로"),
        ("집", "로", "으로"), ("서버", "으로", "로"),
        # Numbers as they are read: 영 일 이 삼 사 오 육 칠 팔 구.
        ("200", "는", "은"), ("404", "은", "는"), ("431", "으로", "로"), ("13", "가", "이"), ("25", "이", "가"),
        # Signs at the end are not read; the last word of several counts.
        ("“요청”", "를", "을"), ("settings.toml", "를", "을"), ("Content-Type", "를", "을"), ("`notes`", "을", "를"),
        ("(서버)", "이", "가"), ("TTL", "는", "은"), ("IDE", "은", "는"), ("button", "는", "은"),
        ("string", "가", "이"),
        # Words of SQL are read as words.
        ("LIMIT", "는", "은"), ("OFFSET", "로", "으로"), ("TABLE", "를", "을"), ("TABLE", "으로", "로"),
        ("COMMIT", "는", "은"), ("ROLLBACK", "로", "으로"),
    ],
)  # fmt: skip
def test_a_particle_follows_the_reading_of_its_word(word: str, form: str, wanted: str) -> None:
    assert particle(word, form) == wanted


def test_there_are_no_other_particles() -> None:
    with pytest.raises(KeyError):
        particle("요청", "은(는)")


def test_a_translation_chooses_the_particle_when_its_gap_is_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    class Catalogue:
        def gettext(self, message: str) -> str:
            return {"{name} is open": "{name:이} 열려 있습니다 ({n:>3})"}.get(message, message)

    words.use("ko")
    monkeypatch.setattr(words, "_catalogue", Catalogue())
    assert words._("{name} is open").format(name="포트", n=7) == "포트가 열려 있습니다 (  7)"
    assert words._("{name} is open").format(name="URL", n=7) == "URL이 열려 있습니다 (  7)"
    assert words._("nothing to fill") == "nothing to fill"
