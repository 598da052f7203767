"""What compose shows is what is sent, byte for byte; and everything that comes back is there, however it ends."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.wire.client import Client
from tutor.wire.compose import compose
from tutor.wire.exchange import Chunk, Exchange
from tutor.wire.specs import Doing, Spec

from .servers import OK, Server, Talk, answering, serving

SILENT_CLOSE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def get(target: str = "/", *fields: str, raw: bool = False, same: bool = False, follow: bool = False) -> Spec:
    text = "\n".join([f"GET {target} HTTP/1.1", *fields, ""])
    return Spec(request=text, raw=raw, same_connection=same, follow=follow)


def send(server: Server, *specs: Spec, timeout: float = 5.0) -> list[Exchange]:
    with closing(Client(server.address, timeout=timeout)) as client:
        return client.send(specs)


def statuses(exchanges: Sequence[Exchange]) -> list[int]:
    return [response.status for exchange in exchanges for response in exchange.responses()]


# ── Byte for byte ────────────────────────────────────────────────────────────────────────────────

REQUESTS = [
    "GET / HTTP/1.1\n",
    "HEAD / HTTP/1.1\n",
    "GET /a/../b/./c?x=%zz&y=[1]#z HTTP/1.1\n",
    "POST / HTTP/1.1\n",
    "POST / HTTP/1.1\nContent-Length: 0\n",
    'PUT /notes/1 HTTP/1.1\nContent-Type: application/json\n\n{"text": "한글"}\n',
    "POST / HTTP/1.1\nExpect: 100-continue\n\nhello\n",
    "M-SEARCH / HTTP/1.1\nX-Empty: \nx-lower: 이름\nX-LOWER: two  words\n",
    "GET / HTTP/1.1\nHost: example.com\nAccept-Encoding: gzip\nUser-Agent: me\nCookie: a=b\n",
    "GET / HTTP/1.1\nUpgrade: websocket\nConnection: upgrade\n",
    "DELETE /" + "a" * 70_000 + " HTTP/1.1\n",
    "POST / HTTP/1.1\n\n" + "b" * 300_000 + "\n",
    # From here on httpx would send something else.
    "get / HTTP/1.1\n",
    "GET / HTTP/1.0\n",
    "GET /검색?q=한 HTTP/1.1\n",
    "OPTIONS * HTTP/1.1\n",
    "GET / HTTP/1.1\nX: y\nHost: last\n",
    "GET / HTTP/1.1\nHost: x\nHost: y\n",
    "GET / HTTP/1.1\nX:y\n folded\nBad Name: z\nNone\n",
    "POST / HTTP/1.1\nContent-Length: 3\n\nhello\n",
    "GARBAGE\n",
]


@contextmanager
def echo_server(expected: list[int]) -> Iterator[Server]:
    """Answers on each connection once it has heard as many bytes as were announced last."""

    def behave(talk: Talk) -> None:
        talk.hear(expected[-1])
        talk.say(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with serving(behave) as server:
        yield server


@pytest.mark.parametrize("request_text", REQUESTS)
def test_the_bytes_on_the_wire_are_those_that_compose_shows(request_text: str) -> None:
    expected: list[int] = []
    with echo_server(expected) as server:
        composed = compose(request_text, server.address)
        expected.append(len(composed.data))
        (exchange,) = send(server, Spec(request=request_text))
    assert server.heard == composed.data
    assert exchange.sent == composed.data
    assert exchange.raw is not composed.sendable_by_httpx


names = st.from_regex(r"[A-Za-z][A-Za-z0-9!#$%&'*+.^_`|~-]{0,12}", fullmatch=True)
values = st.one_of(
    st.from_regex(r"[!-~]{1,8}( [!-~가-힣]{1,8}){0,2}", fullmatch=True),
    st.from_regex(r"[!-~]{0,8}", fullmatch=True),
    st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20),
)
HOSTS = ["x", "a b", "é", "[::1", "x:99999999", "me:pw@x", "", "x/y?z"]
HEADS = st.builds(
    lambda method, target, version, host, fields: "\n".join([f"{method} {target} {version}", *host, *fields]) + "\n",
    st.sampled_from(["GET", "HEAD", "POST", "PUT", "OPTIONS", "PURGE"] * 2 + ["Get", "CONNECT"]),
    st.one_of(*[st.from_regex(r"/[!-~]{0,20}", fullmatch=True)] * 3, st.sampled_from(["*", "/é", "http://x/"])),
    st.sampled_from(["HTTP/1.1"] * 20 + ["HTTP/1.0", "HTTP/3"]),
    st.lists(st.sampled_from(HOSTS).map("Host: {}".format), max_size=1),
    st.lists(
        st.builds(lambda n, gap, v: f"{n}{gap}{v}", names, st.sampled_from([": "] * 20 + [":", " : "]), values),
        max_size=4,
    ),
)
BODIES = st.one_of(st.just(""), st.text(max_size=30).map(lambda text: f"\n{text}\n"))


def test_this_holds_for_any_request_and_httpx_takes_all_that_it_is_given() -> None:
    expected: list[int] = []
    with echo_server(expected) as server, closing(Client(server.address)) as client:

        @settings(deadline=None, derandomize=True, max_examples=250)
        @given(head=HEADS, body=BODIES, raw=st.sampled_from([False, False, True]), follow=st.booleans())
        def holds(head: str, body: str, raw: bool, follow: bool) -> None:
            composed = compose(head + body, server.address, raw)
            expected.append(len(composed.data))
            (exchange,) = client.send([Spec(request=head + body, raw=raw, follow=follow)])
            assert bytes(server.talks[-1].heard) == composed.data
            assert exchange.sent == composed.data
            assert exchange.raw is not composed.sendable_by_httpx
            assert (exchange.error, exchange.problem) == (None, "")

        holds()


def test_received_bytes_are_those_that_the_server_sent() -> None:
    response = b"HTTP/1.1 200 OK\r\nX-Odd:   spaced\r\ncontent-length: 3\r\n\r\n\xff\x00\n"
    with serving(answering(response)) as server:
        (exchange,) = send(server, get())
    assert exchange.received == response


# ── Connections ──────────────────────────────────────────────────────────────────────────────────


def test_each_exchange_has_its_own_connection_unless_it_asks_for_the_one_before() -> None:
    with serving(answering(OK)) as server:
        exchanges = send(server, get(), get(same=True), get())
    assert [(exchange.connection, exchange.nth) for exchange in exchanges] == [(1, 1), (1, 2), (2, 1)]
    assert exchanges[0].local == exchanges[1].local != exchanges[2].local
    assert {exchange.peer for exchange in exchanges} == {server.address}
    assert [exchange.ended for exchange in exchanges] == ["", "", ""]


def test_requests_to_different_names_can_share_a_connection() -> None:
    with serving(answering(OK)) as server:
        exchanges = send(server, get("/", "Host: a.test"), get("/", "Host: b.test", same=True))
    assert [exchange.nth for exchange in exchanges] == [1, 2]


def test_raw_and_httpx_exchanges_share_a_connection_in_any_order() -> None:
    with serving(answering(OK)) as server:
        exchanges = send(
            server, get("/1"), Spec(request="get /2 HTTP/1.1\n", same_connection=True), get("/3", same=True)
        )
        reverse = send(server, Spec(request="get /1 HTTP/1.1\n"), get("/2", same=True), get("/3", same=True))
    for made in (exchanges, reverse):
        assert [(exchange.connection, exchange.nth) for exchange in made] == [(1, 1), (1, 2), (1, 3)]
        assert statuses(made) == [200, 200, 200]
    assert [exchange.raw for exchange in exchanges + reverse] == [False, True, False, True, False, False]


def test_a_connection_that_the_server_closed_is_replaced() -> None:
    with serving(answering(SILENT_CLOSE, close=True)) as server:
        exchanges = send(server, get(), get(same=True), Spec(request="get / HTTP/1.1\n", same_connection=True))
    assert [(exchange.connection, exchange.nth) for exchange in exchanges] == [(1, 1), (2, 1), (3, 1)]
    assert [exchange.ended for exchange in exchanges] == ["server"] * 3


def test_nothing_is_left_open_after_sending() -> None:
    closed = threading.Event()

    def behave(talk: Talk) -> None:
        talk.hear_request()
        talk.say(OK)
        talk.hear_end()
        closed.set()

    with serving(behave) as server:
        send(server, get())
        assert closed.wait(5)


# ── Redirects ────────────────────────────────────────────────────────────────────────────────────


def redirect(status: str, location: str, *fields: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Location: {location}", "Content-Length: 0", *fields, "", ""]
    return "\r\n".join(head).encode()


def test_redirects_are_not_followed_unless_asked() -> None:
    with serving(answering(redirect("302 Found", "/next"), OK)) as server:
        assert statuses(send(server, get())) == [302]


def test_each_hop_is_an_exchange_of_the_same_spec_on_the_same_connection() -> None:
    with serving(answering(OK, redirect("302 Found", "/b?c=d"), redirect("301 Moved Permanently", "e"), OK)) as server:
        exchanges = send(server, get("/0"), get("/a", "X-Own: 1", follow=True, same=True))
    assert statuses(exchanges) == [200, 302, 301, 200]
    assert [exchange.spec for exchange in exchanges] == [0, 1, 1, 1]
    assert [exchange.nth for exchange in exchanges] == [1, 2, 3, 4]
    lines = [exchange.sent.split(b"\r\n")[0] for exchange in exchanges]
    assert lines[2:] == [b"GET /b?c=d HTTP/1.1", b"GET /e HTTP/1.1"]
    assert b"X-Own: 1" in exchanges[3].sent


def test_303_turns_post_into_get_and_307_keeps_method_and_body() -> None:
    post = Spec(request="POST / HTTP/1.1\n\nhello\n", follow=True)
    with serving(answering(redirect("303 See Other", "/x"), OK)) as server:
        _first, second = send(server, post)
        assert second.sent.startswith(b"GET /x ")
        assert b"Content-Length" not in second.sent
    with serving(answering(redirect("307 Temporary Redirect", "/x"), OK)) as server:
        _first, second = send(server, post)
        assert second.sent.startswith(b"POST /x ")
        assert second.sent.endswith(b"\r\n\r\nhello")


def test_a_cookie_set_on_the_way_is_sent_on_the_next_hop_and_forgotten_afterwards() -> None:
    with serving(answering(redirect("302 Found", "/x", "Set-Cookie: a=b; Path=/"), OK)) as server:
        first, second, third = send(server, get(follow=True), get(follow=True, same=True))
    assert b"Cookie" not in first.sent
    assert b"\r\nCookie: a=b\r\n" in second.sent
    assert b"Cookie" not in third.sent


@pytest.mark.parametrize(
    "location", ["https://example.com/", "http://example.com/x", "ftp://x/", "http://127.0.0.1:1/"]
)
def test_a_redirect_to_another_server_is_not_followed(location: str) -> None:
    with serving(answering(redirect("302 Found", location), OK)) as server:
        (exchange,) = send(server, get(follow=True))
    assert exchange.error is not None
    assert "nothing leaves this machine" in exchange.error
    assert len(server.talks) == 1


def test_a_redirect_to_the_virtual_host_of_the_request_is_followed_to_the_same_address() -> None:
    with serving(answering(redirect("302 Found", "http://notes.test/x"), OK)) as server:
        first, second = send(server, get("/", "Host: notes.test", follow=True))
    assert first.connection == second.connection
    assert second.peer == server.address
    assert b"Host: notes.test\r\n" in second.sent


def test_a_location_that_is_no_url_ends_the_chase_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.wire.link.QUIET", 0.01)
    with serving(answering(redirect("302 Found", "http://x:port/"), OK)) as server:
        (exchange,) = send(server, get(follow=True))
    assert statuses([exchange]) == [302]
    assert exchange.error is not None
    assert "cannot be followed" in exchange.error


def test_redirects_in_a_circle_stop() -> None:
    with serving(answering(redirect("302 Found", "/"))) as server:
        exchanges = send(server, get(follow=True))
    assert len(exchanges) == 21
    assert exchanges[-1].error == "Stopped after 20 redirects."


# ── What comes back ──────────────────────────────────────────────────────────────────────────────


def test_interim_responses_are_part_of_the_exchange() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    with serving(answering(early + OK)) as server:
        (exchange,) = send(server, get())
    assert [(response.status, response.interim) for response in exchange.responses()] == [(103, True), (200, False)]
    assert exchange.response is not None
    assert exchange.response.status == 200


def test_101_ends_the_http_part_of_the_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.wire.link.QUIET", 0.01)
    with serving(answering(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")) as server:
        (exchange,) = send(server, get("/", "Connection: upgrade", "Upgrade: x"))
    assert (statuses([exchange]), exchange.error, exchange.problem) == ([101], None, "")


def test_a_server_that_answers_with_something_else_is_heard_out() -> None:
    def behave(talk: Talk) -> None:
        talk.hear_request()
        talk.say(b"220 mail.example.com\r\n")
        talk.say(b"221 bye\r\n")

    with serving(behave) as server:
        for spec in (get(), Spec(request="get / HTTP/1.1\n")):
            (exchange,) = send(server, spec)
            assert exchange.received == b"220 mail.example.com\r\n221 bye\r\n"
            assert exchange.ended == "server"
            assert "not a valid HTTP/1.1 response" in exchange.problem


def test_a_server_that_closes_without_a_word_is_told_as_such() -> None:
    def behave(talk: Talk) -> None:
        talk.hear_request()

    with serving(behave) as server:
        for spec in (get(), Spec(request="get / HTTP/1.1\n")):
            (exchange,) = send(server, spec)
            assert exchange.ended == "server"
            assert exchange.problem == "The server closed the connection without a response."


def test_a_reset_is_told_as_such() -> None:
    def behave(talk: Talk) -> None:
        talk.hear_request()
        talk.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    with serving(behave) as server:
        for spec in (get(), Spec(request="get / HTTP/1.1\n")):
            (exchange,) = send(server, spec)
            assert exchange.ended == "reset"
            assert exchange.problem == "The connection was reset before a response came."


def test_nobody_listening_is_told_with_the_address() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    listener.close()
    with closing(Client(address)) as client:
        exchanges = client.send([get(), Spec(request="get / HTTP/1.1\n")])
    for exchange in exchanges:
        assert exchange.error is not None
        assert exchange.error.startswith(f"No connection to 127.0.0.1:{address[1]}: ")
        assert exchange.problem == ""


def test_the_time_for_an_exchange_is_limited_as_a_whole() -> None:
    def behave(talk: Talk) -> None:
        talk.hear_request()
        talk.say(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
        while not hung_up.wait(0.02):
            talk.say(b"")
        talk.say(b"")

    hung_up = threading.Event()
    with serving(behave) as server:
        for spec in (get(), Spec(request="get / HTTP/1.1\n"), Spec(script=[Doing(send="GET"), Doing(pause=60)])):
            (exchange,) = send(server, spec, timeout=0.1)
            assert exchange.ended == "timeout"
            assert exchange.problem
        hung_up.set()


def test_too_much_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.wire.link.LIMIT", 1 << 20)

    def behave(talk: Talk) -> None:
        talk.hear_request()
        talk.say(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            talk.say(b"x" * 65536)

    with serving(behave) as server:
        for spec in (get(), Spec(request="get / HTTP/1.1\n")):
            (exchange,) = send(server, spec)
            assert exchange.error == "More than 1 MiB came back. Reading has stopped."
            assert exchange.ended == "client"


# ── Scripts and raw requests ─────────────────────────────────────────────────────────────────────


def script(*acts: Doing) -> Spec:
    return Spec(script=acts)


def test_a_script_sends_its_bytes_as_they_are_with_the_address_filled_in() -> None:
    with serving(answering(OK)) as server:
        (exchange,) = send(server, script(Doing(send="GET / HT"), Doing(send="TP/1.1\r\nHost: {host}\r\n\r\n")))
    host = "{}:{}".format(*server.address)
    assert exchange.sent == f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    assert next(chunk.data for chunk in exchange.chunks if chunk.sent) == b"GET / HT"
    assert statuses([exchange]) == [200]
    assert exchange.raw


def test_pipelined_requests_get_all_their_responses_and_no_more_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.wire.link.QUIET", 60)  # waiting would run into the time-out
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
    with serving(answering(head, OK, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) as server:
        requests = "".join(f"{method} / HTTP/1.1\r\nHost: x\r\n\r\n" for method in ("HEAD", "GET", "GET"))
        (exchange,) = send(server, script(Doing(send=requests)))
    assert [(response.status, response.body) for response in exchange.responses()] == [
        (200, b""),
        (200, b"ok"),
        (404, b""),
    ]
    assert exchange.ended == ""


def test_what_comes_during_a_pause_is_read_and_can_end_the_script() -> None:
    def behave(talk: Talk) -> None:
        talk.hear(3)
        talk.say(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")

    with serving(behave) as server:
        (exchange,) = send(server, script(Doing(send="GET"), Doing(pause=4), Doing(send=" / HTTP/1.1\r\n\r\n")))
    assert exchange.sent == b"GET"
    assert statuses([exchange]) == [408]
    assert exchange.ended == "server"


def test_expect_can_be_played_truly_and_the_order_is_kept() -> None:
    def behave(talk: Talk) -> None:
        talk.hear(len(head))
        talk.say(b"HTTP/1.1 100 Continue\r\n\r\n")
        talk.hear(5)
        talk.say(OK)

    head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
    with serving(behave) as server:
        (exchange,) = send(server, script(Doing(send=head), Doing(pause=0.5), Doing(send="hello")))
    assert [chunk.sent for chunk in exchange.chunks[:3]] == [True, False, True]
    assert statuses([exchange]) == [100, 200]


def test_closing_our_side_still_hears_the_answer() -> None:
    def behave(talk: Talk) -> None:
        talk.hear_end()
        talk.say(b"HTTP/1.1 400 Bad Request\r\n\r\nhalf a request")

    with serving(behave) as server:
        (exchange,) = send(server, script(Doing(send="GET / HT"), Doing(close=True)))
    assert exchange.ended == "client"
    assert exchange.eof
    assert exchange.problem == ""
    assert exchange.responses()[0].body == b"half a request"


def test_connect_opens_a_tunnel_in_which_requests_go_on() -> None:
    def behave(talk: Talk) -> None:
        talk.hear_request()
        talk.say(b"HTTP/1.1 200 OK\r\n\r\n")
        talk.hear_request()
        talk.say(OK)

    connect, inner = "CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    with serving(behave) as server:
        (exchange,) = send(server, script(Doing(send=connect), Doing(pause=0.1), Doing(send=inner)))
    assert [(response.status, response.body) for response in exchange.responses()] == [(200, b""), (200, b"ok")]
    assert exchange.problem == ""


def test_a_raw_request_without_its_end_gets_what_the_server_says_to_it() -> None:
    def behave(talk: Talk) -> None:
        talk.hear(16)
        talk.say(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n")

    with serving(behave) as server:
        (exchange,) = send(server, get(raw=True))
    assert exchange.sent == b"GET / HTTP/1.1\r\n"
    assert statuses([exchange]) == [408]
    assert exchange.ended == "server"


def test_a_server_that_refuses_early_is_heard_although_it_stops_listening() -> None:
    refusal = b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

    def behave(talk: Talk) -> None:
        talk.hear(100)
        talk.say(refusal)
        talk.connection.shutdown(socket.SHUT_WR)
        talk.hear_end()

    with serving(behave) as server:
        for start in ("POST", "post"):
            (exchange,) = send(server, Spec(request=f"{start} / HTTP/1.1\n\n{'x' * 200_000}\n"))
            assert statuses([exchange]) == [413]


# ── Alongside ────────────────────────────────────────────────────────────────────────────────────


def test_every_chunk_is_told_live_with_its_exchange() -> None:
    told: list[tuple[Exchange, Chunk]] = []
    with serving(answering(OK)) as server:
        client = Client(server.address, on_chunk=lambda exchange, chunk: told.append((exchange, chunk)))
        exchanges = client.send([get(), Spec(request="get / HTTP/1.1\n")])
    assert [chunk for _exchange, chunk in told] == [chunk for exchange in exchanges for chunk in exchange.chunks]
    assert {id(exchange) for exchange, _chunk in told} == {id(exchange) for exchange in exchanges}


def close_when(event: threading.Event, client: Client) -> None:
    event.wait(5)
    client.close()


def test_closing_from_another_thread_ends_the_exchange_under_way() -> None:
    heard = threading.Event()

    def behave(talk: Talk) -> None:
        talk.hear_request()
        heard.set()
        talk.hear_end()

    with serving(behave) as server:
        for spec in (
            get(),
            Spec(request="get / HTTP/1.1\n"),
            script(Doing(send="GET / HTTP/1.1\r\n\r\n"), Doing(pause=50)),
        ):
            client = Client(server.address, timeout=60)
            heard.clear()
            closer = threading.Thread(target=close_when, args=(heard, client))
            closer.start()
            (exchange,) = client.send([spec, get()])
            closer.join()
            assert exchange.error == "Stopped before it had ended."
            assert exchange.ended == "client"


def test_a_closed_client_sends_no_more() -> None:
    client = Client(("127.0.0.1", 1))
    client.close()
    with pytest.raises(RuntimeError, match="Make a new one"):
        client.send([get()])


def test_no_ssl_context_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("an SSL context was built")

    monkeypatch.setattr(ssl, "create_default_context", refuse)
    monkeypatch.setattr(ssl, "SSLContext", refuse)
    with serving(answering(redirect("302 Found", "/x"), OK)) as server:
        assert statuses(send(server, get(follow=True))) == [302, 200]


def test_the_environments_proxies_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with serving(answering(redirect("302 Found", "/x"), OK)) as server:
        assert statuses(send(server, get(follow=True))) == [302, 200]
