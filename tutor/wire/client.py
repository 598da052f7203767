"""The client: sends what a lesson or a learner wrote, byte for byte, and gives back what went over the wire."""

from __future__ import annotations

from collections.abc import Sequence

import httpcore
import httpx

from tutor.wire.compose import Address, Composed, compose, compose_act, parts
from tutor.wire.exchange import Exchange
from tutor.wire.link import Link, OnChunk, OverError, Recorder
from tutor.wire.raw import Conversation, RawAct
from tutor.wire.specs import Act, Exchangeable
from tutor.wire.transport import RecordingTransport
from tutor.words import _

HOPS = 20  # redirects followed in a row, as many as httpx does


class Client:
    """A client for one server on this machine.

    A request goes through httpx when httpx would send exactly the bytes that `compose` shows, else over a raw socket.
    Each exchange has a connection of its own unless it asks for that of the one before.

    Args:
        address: numeric host and port; nothing else is ever connected to.
        on_chunk: called in the thread of `send`, with the exchange and the bytes that have just gone over the wire.
        timeout: seconds that each spec may take, pauses and redirects included.
    """

    def __init__(self, address: Address, on_chunk: OnChunk | None = None, timeout: float = 8.0) -> None:
        self._address = address
        self._on_chunk = on_chunk
        self._timeout = timeout
        self._recorder: Recorder | None = None
        self._closed = False

    def send(self, specs: Sequence[Exchangeable]) -> list[Exchange]:
        """Make the exchanges one after the other; redirects that are followed are exchanges of their own.

        Only what goes through httpx is followed: scripts and raw requests end with their own responses. Blocks until
        all have ended. What goes wrong on the wire stands in the exchanges and is not raised.

        Raises:
            RuntimeError: the client is closed.
        """
        if self._closed:
            raise RuntimeError("This client is closed. Make a new one to send again.")
        recorder = self._recorder = Recorder(self._address, self._on_chunk)
        sending = _Sending(recorder)
        try:
            for index, spec in enumerate(specs):
                if self._closed:
                    break
                recorder.allow(self._timeout)
                sending.make(index, spec)
        finally:
            sending.hang_up()
        return recorder.exchanges

    def close(self) -> None:
        """End what is under way soon. Idempotent; may be called from another thread."""
        self._closed = True
        if self._recorder:
            self._recorder.stop()


class _Sending:
    """One call of `Client.send`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._transport = RecordingTransport(recorder)

    def make(self, index: int, spec: Exchangeable) -> None:
        """Make one exchange, with its hops."""
        if not spec.same_connection:
            self.hang_up()
        address = self._recorder.address
        composed = compose(spec.request, address, spec.raw) if spec.request is not None else None
        if composed is None:
            self._raw(index, [_raw_act(act, address) for act in spec.script])
        elif not composed.sendable_by_httpx:
            self._raw(index, [composed.data])
        elif spec.follow:
            self._follow(index, composed)
        else:
            self._fetch(index, _request(composed), None)

    def hang_up(self) -> None:
        """Close what is open."""
        self._transport.hang_up()
        if self._recorder.link:
            self._recorder.link.close()
            self._recorder.link = None

    def _raw(self, index: int, acts: list[RawAct]) -> None:
        exchange = self._recorder.begin(index, raw=True)
        try:
            Conversation(self._raw_link()).run(acts)
        except OverError:
            pass  # it is written down in the exchange
        finally:
            exchange.finished = True

    def _raw_link(self) -> Link:
        link = self._recorder.link
        return link if link and link.usable else self._recorder.connect()

    def _fetch(self, index: int, request: httpx.Request, client: httpx.Client | None) -> httpx.Response | None:
        """Send through httpx and read the response to its end; None when it cannot be read."""
        exchange = self._recorder.begin(index, raw=False)
        send = client.send if client else None
        try:
            response = send(request, stream=True) if send else self._transport.handle_request(request)
            try:
                for _piece in response.iter_raw():
                    pass
            finally:
                response.close()
        except (httpcore.NetworkError, httpcore.RemoteProtocolError):
            return None  # the bytes so far and how it ended are in the exchange
        except (httpx.RemoteProtocolError, httpx.InvalidURL) as error:
            exchange.error = _("The redirect cannot be followed: {reason}").format(reason=error)
            return None
        finally:
            exchange.finished = True
        return response

    def _follow(self, index: int, composed: Composed) -> None:
        """Send, and go where redirects lead, with the methods, fields and cookies that httpx would send there."""
        # httpx.Auth() does nothing: a name in the URL must not add a field that nobody wrote.
        client = httpx.Client(transport=self._transport, trust_env=False, auth=httpx.Auth())
        request = _request(composed)
        for _hop in range(HOPS + 1):
            response = self._fetch(index, request, client)
            if response is None or response.next_request is None:
                return
            if problem := self._elsewhere(request, response.next_request):
                self._recorder.exchange.error = problem
                return
            request = response.next_request
            request.extensions.pop("target", None)  # httpx copies that of the first request
        self._recorder.exchange.error = _("Stopped after {n} redirects.").format(n=HOPS)

    def _elsewhere(self, request: httpx.Request, following: httpx.Request) -> str:
        """Why a redirect is not followed: it leads to a server that is not ours. "" if it is followed."""
        url = following.url
        same = url.netloc == request.url.netloc or url.port == self._recorder.address[1]
        if url.scheme == "http" and same:
            return ""
        return _("The redirect leads to {url}. It is not followed: nothing leaves this machine.").format(url=url)


def _request(composed: Composed) -> httpx.Request:
    """The request of httpx that is sent as exactly these bytes."""
    method, target, fields, body = parts(composed)
    host = next(value for name, value in fields if name.lower() == b"host").decode("latin-1")
    try:
        url = httpx.URL(f"http://{host}{target.decode('ascii')}")
    except httpx.InvalidURL:  # it is sent all the same; the URL only resolves redirects
        url = httpx.URL("http://{}:{}".format(*composed.address))
    # A stream, unlike content, makes httpx add no fields of its own.
    return httpx.Request(method, url, headers=fields, stream=httpx.ByteStream(body), extensions={"target": target})


def _raw_act(act: Act, address: Address) -> RawAct:
    if act.send is not None:
        return compose_act(act.send, address)
    return "close" if act.close else float(act.pause or 0)
