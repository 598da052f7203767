"""The facts are complete, agree with each other, and are found the way HTTP compares names."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tutor import reference


def test_a_status_is_found_by_its_code() -> None:
    found = reference.status(404)
    assert found is not None
    assert (found.phrase, found.class_name, found.reference) == ("Not Found", "Client Error", "RFC 9110 §15.5.5")


def test_an_unassigned_code_has_no_status_but_a_class() -> None:
    assert reference.status(499) is None
    found = reference.status_class(499)
    assert found is not None
    assert found.name == "Client Error"
    assert reference.status_class(999) is None


def test_names_of_methods_are_case_sensitive_and_names_of_fields_are_not() -> None:
    assert reference.method("GET") is not None
    assert reference.method("get") is None
    assert reference.field("www-authenticate") is reference.field("WWW-Authenticate")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (401, ("WWW-Authenticate",)),
        (405, ("Allow",)),
        (407, ("Proxy-Authenticate",)),
        (426, ("Upgrade",)),
        (503, ()),  # Retry-After is a MAY
        (206, ()),  # Content-Range only with a single part
        (304, ()),  # only what a 200 would have had
    ],
)
def test_only_unconditional_musts_are_obliged(code: int, names: tuple[str, ...]) -> None:
    found = reference.status(code)
    assert found is not None
    assert found.obliged == names


def test_every_field_that_a_status_names_is_a_known_response_field() -> None:
    for status in reference.statuses():
        for named in status.fields:
            field = reference.field(named.name)
            assert field is not None, f"{status.code} names {named.name}"
            assert field.in_response, f"{status.code} names {named.name}"


def test_old_phrases_are_accepted_beside_the_registered_one() -> None:
    found = reference.status(422)
    assert found is not None
    assert found.phrase == "Unprocessable Content"
    assert "Unprocessable Entity" in found.accept_also


def test_the_properties_of_methods_are_those_of_the_standard() -> None:
    safe = {method.name for method in reference.methods() if method.safe}
    idempotent = {method.name for method in reference.methods() if method.idempotent}
    assert safe == {"GET", "HEAD", "OPTIONS", "TRACE", "QUERY"}
    assert idempotent == safe | {"PUT", "DELETE"}


def test_statuses_without_content_say_so() -> None:
    without = {status.code for status in reference.statuses() if not status.content}
    assert without == {100, 101, 102, 103, 104, 204, 205, 304}


def test_every_fact_has_a_summary_in_both_languages_and_a_well_formed_reference() -> None:
    facts = (*reference.methods(), *reference.statuses(), *reference.status_classes(), *reference.fields())
    for fact in facts:
        assert fact.summary("en"), fact
        assert re.search(r"[가-힣]", fact.summary("ko")), fact
        if fact.reference.startswith("RFC"):
            assert re.fullmatch(r"RFC \d{4,5}( §\d+(\.\d+)*)?", fact.reference), fact


def test_no_fact_stands_twice() -> None:
    for names in (
        [method.name for method in reference.methods()],
        [status.code for status in reference.statuses()],
        [field.name.lower() for field in reference.fields()],
    ):
        assert len(set(names)) == len(names)


def test_importing_the_reference_reads_no_data_yet() -> None:
    code = (
        "import tutor.reference as r; from tutor.reference import facts, labels;"
        "assert facts._facts.cache_info().currsize == 0; assert labels._labels.cache_info().currsize == 0;"
        "assert r.status(200).phrase == 'OK'; assert labels._labels.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
