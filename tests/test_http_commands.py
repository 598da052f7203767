"""`tutor request`, `tutor ref` and `tutor status`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tutor import words
from tutor.cli import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.delenv("LC_ALL", raising=False)
    return tmp_path


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, list(arguments), prog_name="tutor", input=stdin)
    words.use("en")
    return result


def told(*arguments: str) -> Any:
    """What /anything read of a request."""
    result = run("request", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout[result.stdout.index("{") :])


def test_a_request_prints_its_response_and_with_verbose_all_that_went_over_the_wire() -> None:
    assert '"a": "1"' in run("request", "GET", "/anything?a=1").stdout
    shown = run("request", "GET", "/status/204", "X-Name:tea", "-v").stdout.splitlines()
    assert "> GET /status/204 HTTP/1.1" in shown
    assert "> X-Name: tea" in shown
    assert "< HTTP/1.1 204 No Content" in shown


def test_each_kind_of_body_is_read_as_what_it_is(tmp_path: Path) -> None:
    assert told("POST", "/anything", "--json", "a=1 b=차")["json"] == {"a": "1", "b": "차"}
    assert told("POST", "/anything", "--form", "name=차 한 잔", "--form", "n=2")["form"] == {
        "name": "차 한 잔",
        "n": "2",
    }
    assert told("POST", "/anything", "--data", "plain")["data"] == "plain"
    (tmp_path / "차.txt").write_bytes("두\n줄\n".encode())
    read = told("POST", "/anything", "--multipart", "name=ada", "--multipart", f"file=@{tmp_path / '차.txt'}")
    assert (read["form"], read["files"]) == ({"name": "ada"}, {"file": "두\n줄\n"})


def test_a_file_is_sent_byte_for_byte(tmp_path: Path) -> None:
    raw = b"GET /ip HTTP/1.1\r\nHost : a.test\r\n\r\n"
    (tmp_path / "broken.http").write_bytes(raw)
    result = run("request", "--raw", str(tmp_path / "broken.http"), "--output-json")
    assert json.loads(result.stdout)[0]["responses"][-1]["status"] == 400
    assert "400" in run("request", "--raw", "-", "-v", stdin=raw).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("GET",), "A request has a method and a target."),
        (("GET", "/", "NoColon"), "NoColon is no field"),
        (("GET", "/", "A :b"), "without a blank before the colon"),
        (("POST", "/", "--json", "{"), "This is not JSON"),
        (("POST", "/", "--form", "x"), "Write name=value"),
        (("POST", "/", "--form", "a=1", "--data", "x"), "one body"),
        (("POST", "/", "--multipart", "a=@/nowhere/tea"), "cannot be read"),
        (("G T", "/"), "no method"),
    ],
)
def test_what_is_no_request_is_told(arguments: tuple[str, ...], said: str) -> None:
    result = run("request", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_redirects_are_followed_when_asked() -> None:
    assert "Location" in run("request", "GET", "/redirect/2", "-v").stdout
    assert run("request", "GET", "/redirect/2", "-v", "--follow").stdout.count("> GET") == 3


def test_a_status_is_brought_about_and_explained() -> None:
    shown = run("status", "417").stdout
    assert "417 Expectation Failed" in shown
    assert "Expect:" in shown
    assert json.loads(run("status", "412", "--json").stdout)["exchanges"][-1]["responses"][-1]["status"] == 412
    unknown = run("status", "299")
    assert unknown.exit_code != 0
    assert "200" in unknown.stderr


def test_a_term_is_looked_up_and_a_near_one_named() -> None:
    assert "RFC 9110 §15.5.5" in run("ref", "404").stdout
    assert "RFC 9110 §15.5.5" in run("ref", "Not Found").stdout
    assert json.loads(run("ref", "put", "--json").stdout)[0]["name"] == "PUT"
    missed = run("ref", "Content-Tipe")
    assert missed.exit_code != 0
    assert "Content-Type" in missed.stderr
