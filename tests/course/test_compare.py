"""What a learner typed is compared as the step says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.compare import matches, number
from tutor.course.types import Compare

HOW: tuple[Compare, ...] = ("exact", "trim", "collapse", "ignore-case", "header", "code", "command")


@pytest.mark.parametrize(
    ("how", "typed", "answer", "right"),
    [
        ("exact", "a b", "a b", True),
        ("exact", "a b ", "a b", False),
        ("trim", " a b\n", "a b", True),
        ("trim", "a  b", "a b", False),
        ("trim", "A b", "a b", False),
        ("collapse", " a \t b ", "a b", True),
        ("collapse", "ab", "a b", False),
        ("collapse", "A b", "a b", False),
        ("ignore-case", " STRASSE  x", "straße X", True),
        ("ignore-case", "strase x", "straße x", False),
        ("code", "{{x | join(', ')}}", '{{ x|join( ", " ) }}', True),
        ("code", "{% if not a %}", "{%if  not a%}", True),
        ("code", "{% ifnot a %}", "{% if not a %}", False),
        ("code", "a==b", "a == b", True),
        ("code", "a == b", "a = = b", False),
        ("code", "{ { a } }", "{{ a }}", False),
        ("code", "{{ A }}", "{{ a }}", False),
        ("code", "{{ x|join('-') }}", '{{ x|join(" - ") }}', False),
        ("code", "{{x|join(' - ')}}", '{{ x | join(" - ") }}', True),
        ("code", "{% - if x %}", "{%- if x %}", False),
        ("code", "{{ x - }}", "{{ x -}}", False),
        ("code", "{{-x-}}", "{{- x -}}", True),
        ("code", "{ -1 }", "{-1}", True),
        ("command", "flask  --app=shop run", "flask --app shop run", True),
        ("command", "pip install -e .[test]", 'pip install -e ".[test]"', True),
        ("command", "flask db migrate -m 'a b'", 'flask db migrate -m "a b"', True),
        ("command", "flask db migrate -m a b", 'flask db migrate -m "a b"', False),
        ("command", "pip -v", "pip -V", False),
        ("command", "env -u=a", "env -u a", False),
        ("command", ".venv\\Scripts\\activate", ".venv\\Scripts\\activate", True),
        ("command", ".venvScriptsactivate", ".venv\\Scripts\\activate", False),
        ("command", "echo 'a", "echo a", False),
        ("header", "HOST:example.com", "Host: example.com", True),
        ("header", "Host: \t example.com ", "Host: example.com", True),
        ("header", "Host: Example.com", "Host: example.com", False),
        ("header", "Host : example.com", "Host: example.com", False),
        ("header", "Host example.com", "Host: example.com", False),
        ("header", "Location: http://a:1/", "location: http://a:1/", True),
        ("header", "www-authenticate", "WWW-Authenticate", True),
        ("header", "WWW-Authenticate:", "WWW-Authenticate", False),
    ],
)
def test_each_way_of_comparing(how: Compare, typed: str, answer: str, right: bool) -> None:
    assert matches(typed, answer, how) is right


@pytest.mark.parametrize("how", HOW)
def test_composed_and_decomposed_hangul_are_the_same(how: Compare) -> None:
    assert matches(unicodedata.normalize("NFD", "한글: 값"), "한글: 값", how)


@given(st.text(max_size=20), st.sampled_from(HOW))
def test_an_answer_is_accepted_as_it_is_written(answer: str, how: Compare) -> None:
    assert matches(answer, answer, how)


@pytest.mark.parametrize(("typed", "value"), [("12", 12), (" 1.5 ", 1.5), ("-3", -3), ("−3", -3), ("１２", 12)])
def test_numbers_are_read(typed: str, value: float) -> None:
    assert number(typed) == value


@pytest.mark.parametrize("typed", ["", "twelve", "1,5", "nan", "inf", "1 2"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert number(typed) is None
