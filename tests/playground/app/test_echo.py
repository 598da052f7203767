"""The request told back, and what each method may do."""

from __future__ import annotations

import pytest

from tests.playground.talk import Address, ask, head, replies, say

FORM = "Content-Type: application/x-www-form-urlencoded"


def test_get_tells_the_request_back(address: Address) -> None:
    reply = ask(address, "GET /get?a=1&b=2&b=3", "x-odd-CASE: kept", "X-Two: 1", "X-Two: 2")
    assert reply.json() == {
        "args": {"a": "1", "b": ["2", "3"]},
        "headers": {"Host": "127.0.0.1", "x-odd-CASE": "kept", "X-Two": "1,2", "Connection": "close"},
        "origin": "127.0.0.1",
        "url": "http://127.0.0.1/get?a=1&b=2&b=3",
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_unsafe_methods_tell_their_body_back(address: Address, method: str) -> None:
    told = ask(address, f"{method} /{method.lower()}", "Content-Type: application/json", body='{"a": [1]}').json()
    assert list(told) == ["args", "data", "files", "form", "headers", "json", "method", "origin", "url"]
    assert (told["data"], told["json"], told["method"]) == ('{"a": [1]}', {"a": [1]}, method)


def test_a_form_is_told_by_field(address: Address) -> None:
    told = ask(address, "POST /post", FORM, body="a=1&b=%ED%95%9C").json()
    assert (told["form"], told["data"], told["json"]) == ({"a": "1", "b": "한"}, "", None)


def test_an_upload_is_told_by_file(address: Address) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="f"; filename="한.txt"\r\n\r\nhello\r\n--x--\r\n'
    told = ask(address, "POST /post", "Content-Type: multipart/form-data; boundary=x", body=body).json()
    assert told["files"] == {"f": "hello"}


def test_what_is_no_text_is_told_as_a_data_url(address: Address) -> None:
    assert ask(address, "POST /post", body=b"\xff\xfe").json()["data"] == "data:application/octet-stream;base64,//4="
    part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\nContent-Type: image/x\r\n\r\n\xff\r\n'
    told = ask(
        address, "POST /post", "Content-Type: multipart/form-data; boundary=x", body=part * 2 + b"--x--\r\n"
    ).json()
    assert told["files"] == {"f": ["data:image/x;base64,/w=="] * 2}


def test_trailers_are_read_after_a_chunked_body(address: Address) -> None:
    data = (
        head("POST /trailers", "Transfer-Encoding: chunked", "Connection: close") + b"3\r\nabc\r\n0\r\nX-Sum: 6\r\n\r\n"
    )
    (reply,) = replies(say(address, data))
    assert reply.json() == {"trailers": [["X-Sum", "6"]]}
    assert ask(address, "POST /trailers", body="abc").json() == {"trailers": []}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/anything", "/anything/a/b"])
def test_anything_takes_any_method_and_path(address: Address, method: str, path: str) -> None:
    told = ask(address, f"{method} {path}").json()
    assert (told["method"], told["url"]) == (method, f"http://127.0.0.1{path}")


def test_small_echoes(address: Address) -> None:
    assert ask(address, "GET /headers", "User-Agent: me").json()["headers"]["User-Agent"] == "me"
    assert ask(address, "GET /user-agent", "User-Agent: me").json() == {"user-agent": "me"}
    assert ask(address, "GET /ip").json() == {"origin": "127.0.0.1"}


def test_echo_gives_the_very_bytes_back(address: Address) -> None:
    sent = head("POST /echo?q=%41", "transfer-ENCODING:chunked", "Connection: close") + b"3\r\nabc\r\n0\r\n\r\n"
    (reply,) = replies(say(address, sent))
    assert reply["Content-Type"] == "text/plain; charset=utf-8"
    assert reply.body == sent


def test_trace_loops_the_head_back_without_credentials(address: Address) -> None:
    reply = ask(address, "TRACE /", "Cookie: secret=1", "Authorization: Basic x", "X-Kept: 1")
    assert reply["Content-Type"] == "message/http"
    assert reply.body == head("TRACE /", "X-Kept: 1", "Connection: close")


@pytest.mark.parametrize("path", ["/search", "/%EA%B2%80%EC%83%89"])
def test_search_shows_a_query_before_and_after_decoding(address: Address, path: str) -> None:
    told = ask(address, f"GET {path}?q=%ED%95%9C%EA%B8%80+a%26b&page=2").json()
    assert (told["path"], told["query"]) == (path, "q=%ED%95%9C%EA%B8%80+a%26b&page=2")
    assert told["decoded"]["query"] == {"q": "한글 a&b", "page": "2"}
    assert told["decoded"]["path"] in ("/search", "/검색")


def test_json_is_written_for_people(address: Address) -> None:
    reply = ask(address, "GET /search?q=%ED%95%9C")
    assert '\n  "path": "/search",\n' in reply.body.decode()
    assert "한" in reply.body.decode()


def test_options_lists_the_methods_in_order_and_has_no_content(address: Address) -> None:
    reply = ask(address, "OPTIONS /notes")
    assert (reply.status, reply["Allow"], reply["Content-Length"]) == (200, "GET, HEAD, OPTIONS, POST", "0")
    assert "Content-Type" not in reply


def test_a_method_that_the_resource_lacks_is_a_405_with_allow(address: Address) -> None:
    reply = ask(address, "DELETE /get")
    assert (reply.status, reply.reason, reply["Allow"]) == (405, "Method Not Allowed", "GET, HEAD, OPTIONS")
    assert "not with DELETE" in reply.text


def test_a_path_without_a_route_is_a_404_that_says_where_to_look(address: Address) -> None:
    reply = ask(address, "GET /%EC%97%86%EB%8B%A4")
    assert reply.status == 404
    assert reply.text == "No route matches /없다. The page at / lists what is here."
