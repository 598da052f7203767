"""How Korean translations are written, as far as a program can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.check.course import LessonFile, Translation
from tutor.check.registry import translation_rule
from tutor.course.problem import Finding, Path
from tutor.particles import is_known, particle
from tutor.words import _

TERMS = {
    # Spelling.
    "메소드": "메서드", "컨텐츠": "콘텐츠", "디렉토리": "디렉터리", "트랜젝션": "트랜잭션", "메세지": "메시지",
    "어플리케이션": "애플리케이션", "엑세스": "액세스", "데이타": "데이터", "쓰레드": "스레드", "릴리즈": "릴리스",
    "맵핑": "매핑", "애너테이션": "어노테이션", "전제조건": "전제 조건", "기본키": "기본 키", "외래키": "외래 키",
    # Another word for the same thing.
    "유저 에이전트": "사용자 에이전트", "오리진 서버": "원 서버", "오리진": "출처", "역방향 프록시": "리버스 프록시",
    "질의 문자열": "쿼리 문자열", "요청 라인": "요청 줄", "상태 라인": "상태 줄", "공백 라인": "빈 줄",
    "사유 구문": "사유 구절", "상태 텍스트": "사유 구절", "리디렉션": "리다이렉션", "챌린지": "인증 요구",
    "멀티플렉싱": "다중화", "MIME 타입": "미디어 타입", "크로스 사이트 스크립팅": "사이트 간 스크립팅",
    "타임아웃": "시간 초과", "레이턴시": "지연 시간", "락 파일": "잠금 파일", "컨텍스트 매니저": "컨텍스트 관리자",
    "파라미터": "매개변수", "어트리뷰트": "속성", "컨버터": "변환기", "에러": "오류", "컬럼": "열",
    "커넥션 풀": "연결 풀", "세이브포인트": "저장 지점", "SQL 인젝션": "SQL 삽입", "캐스케이드": "연쇄",
    "이스케이핑": "이스케이프", "시크릿 키": "비밀 키", "프로덕션": "운영 환경", "베이스 템플릿": "기반 템플릿",
}  # fmt: skip
"""What is not written, and the term of the glossary in its place."""
PARTICLES_BOTH = re.compile(r"(은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|과\(와\)|와\(과\)|\(으\)로)")
WITH_PARTICLE = re.compile(r"([A-Za-z0-9]+)[`\"'”’)\]]*(은|는|이|가|을|를|과|와|으로|로)(?=[\s.,:;?]|$)")


def _texts(translation: Translation) -> Iterator[tuple[Path, str]]:
    """All texts that a translation shows, with their paths. What learners type need not be in the terms."""
    overlay = translation.decoded.value
    if overlay is not None and translation.language == "ko":
        yield from _walk(overlay.lesson, ("lesson",))
        yield from _walk(overlay.steps, ("steps",))
        yield from _walk(overlay.cards, ("cards",))


def _walk(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            typed = key in ("answers", "rejects") or (key == "text" and "near" in path)
            if not typed:
                yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from _walk(item, (*path, n))


@translation_rule("korean-term", "Korean terms are those of the glossary, and spelt so (Q17).")
def korean_term(file: LessonFile, translation: Translation) -> Iterator[Finding]:
    for path, text in _texts(translation):
        for wrong, right in TERMS.items():
            if wrong in text:
                message = _("“{wrong}” is not the term of the course.").format(wrong=wrong)
                yield Finding(path, message, _("Write “{right}”.").format(right=right))


@translation_rule("korean-particle", "Particles after Latin words and numbers fit how those are read (Q18).")
def korean_particle(file: LessonFile, translation: Translation) -> Iterator[Finding]:
    for path, text in _texts(translation):
        if both := PARTICLES_BOTH.search(text):
            message = _("“{both}” leaves it to the reader.").format(both=both[0])
            yield Finding(path, message, _("Choose the particle by how the word before is read."))
        for found in WITH_PARTICLE.finditer(text):
            word, form = found[1], found[2]
            if is_known(word) and (wanted := particle(word, form)) != form:
                message = _("After “{word}” stands “{form}”.").format(word=word, form=form)
                yield Finding(path, message, _("Write “{right}”.").format(right=f"{word}{wanted}"))
