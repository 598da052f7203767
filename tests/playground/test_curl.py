"""curl as a client that nobody here has written."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tutor.playground.handle import Playground

pytestmark = pytest.mark.skipif(
    shutil.which("curl") is None, reason="curl IS NOT INSTALLED: the server is not tested against an independent client"
)


def curl(playground: Playground, path: str, *options: str) -> str:
    command = ["curl", "--silent", "--show-error", "--max-time", "5", *options, playground.url + path]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_curl_reads_a_page(playground: Playground) -> None:
    assert "<h1>Tea house</h1>" in curl(playground, "/page")


def test_curl_reuses_the_connection(playground: Playground) -> None:
    shown = curl(playground, "/ip", "--write-out", "%{num_connects} ", playground.url + "/ip")
    assert shown.split()[-1] == "0"


def test_curl_follows_redirections(playground: Playground) -> None:
    assert '"url"' in curl(playground, "/redirect/3", "--location", "--fail")


def test_curl_reads_chunks_and_codings(playground: Playground) -> None:
    assert curl(playground, "/stream/3").count('"id"') == 3
    assert '"gzipped": true' in curl(playground, "/gzip", "--compressed")


def test_curl_sends_forms_and_json(playground: Playground) -> None:
    assert '"이름": "값"' in curl(playground, "/post", "--data-urlencode", "이름=값")
    as_json = ["--header", "Content-Type: application/json", "--data", '{"text": "차"}']
    shown = curl(playground, "/notes", *as_json, "--write-out", "%{http_code}")
    assert shown.endswith("201")


def test_curl_waits_for_100_before_a_large_body(playground: Playground) -> None:
    shown = curl(playground, "/put", "--request", "PUT", "--header", "Expect: 100-continue", "--data", "x" * 1000, "-i")
    assert shown.startswith("HTTP/1.1 100 Continue")
    assert "HTTP/1.1 200 OK" in shown


def test_curl_reads_a_413_though_it_is_still_sending(playground: Playground) -> None:
    command = ["curl", "--silent", "--max-time", "5", "--header", "Expect:", "--data-binary", "@-"]
    command += ["--write-out", "%{http_code}", playground.url + "/post"]
    done = subprocess.run(command, input=b"x" * 4 * 1024 * 1024, capture_output=True, check=False)
    assert done.stdout.endswith(b"413")


def test_curl_answers_a_challenge(playground: Playground) -> None:
    assert '"authenticated": true' in curl(playground, "/basic-auth/ada/pw", "--anyauth", "--user", "ada:pw")


def test_curl_goes_through_the_tunnel(playground: Playground) -> None:
    shown = curl(playground, "/ip", "--proxytunnel", "--proxy", playground.url)
    assert '"origin"' in shown


def test_curl_heads(playground: Playground) -> None:
    assert "Content-Length: " in curl(playground, "/page", "--head")


def test_curl_speaks_http_1_0(playground: Playground) -> None:
    assert '"id"' in curl(playground, "/stream/1", "--http1.0")


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_curl_answers_a_digest_challenge(playground: Playground, algorithm: str) -> None:
    path = f"/digest-auth/auth/ada/pw/{algorithm}"
    assert '"authenticated": true' in curl(playground, path, "--digest", "--user", "ada:pw")
    assert curl(playground, path, "--digest", "--user", "ada:no", "--write-out", "%{http_code}").endswith("401")


def test_curl_reads_a_range(playground: Playground) -> None:
    assert curl(playground, "/range/26", "--range", "2-4") == "cde"


def test_curl_uploads_a_file_with_a_korean_name_and_saves_it_under_that(playground: Playground, tmp_path: Path) -> None:
    (tmp_path / "보고서.txt").write_text("안녕")
    shown = curl(playground, "/files", "--form", f"file=@{tmp_path / '보고서.txt'}")
    assert '"name": "보고서.txt"' in shown
    assert curl(playground, "/files/%EB%B3%B4%EA%B3%A0%EC%84%9C.txt") == "안녕"


def test_curl_keeps_the_cookies_that_are_meant_for_this_server(playground: Playground) -> None:
    shown = curl(playground, "/cookies", "--cookie", "", playground.url + "/cookies/attributes")
    kept = set(json.loads(shown[shown.index("{") :])["cookies"])
    assert {"session", "expires", "max-age", "path", "httponly", "lax", "strict"} <= kept
    assert "domain" not in kept, "it is meant for example.com"


def test_curl_follows_a_form_to_its_note_by_get(playground: Playground) -> None:
    shown = curl(
        playground, "/notes", "--data", "text=tea", "--location", "--write-out", "%{http_code} %{num_redirects}"
    )
    assert shown.endswith("200 1")
    assert '"text": "tea"' in shown


def test_curl_reads_events_as_they_come(playground: Playground) -> None:
    assert curl(playground, "/events?interval=0", "--no-buffer").count("event: tick") == 3
