"""How fast the bundled server answers, against cheroot hosting the same app in the same run, and how soon it accepts.

    python -m tests.bench.server [--runs 9] [--requests 1500]

Needs cheroot (`pip install cheroot`), which nothing else here needs. Each server runs in a process of its own; the
client keeps one connection to each open and asks them in turn. Ratios are of medians of interleaved runs.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from statistics import median

REQUEST = b"GET /ip HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nUser-Agent: bench\r\n\r\n"
STARTS = 30
OURS = """
from tutor.playground import start
server = start(watch={watch})
print(server.address[1], flush=True)
input()
server.stop()
"""
CHEROOT = """
from types import SimpleNamespace
from cheroot.wsgi import Server
from tutor.playground.app import create_app
from tutor.playground.app.here import STATE
from tutor.playground.app.state import State
from tutor.playground.timeline import Timeline
from tutor.playground.wsgi import EXCHANGE
import threading

app, state = create_app(), State()

def hosted(environ, start_response):
    environ[STATE], environ[EXCHANGE] = state, SimpleNamespace(timeline=Timeline(0, 0))
    return app(environ, start_response)

server = Server(("127.0.0.1", 0), hosted)
server.prepare()
print(server.bind_addr[1], flush=True)
threading.Thread(target=server.serve, daemon=True).start()
input()
server.stop()
"""
SERVERS = {"cheroot": CHEROOT, "ours": OURS.format(watch=False), "ours, watched": OURS.format(watch=True)}


@contextmanager
def running(code: str) -> Iterator[socket.socket]:
    """A server in a process of its own, and a connection to it."""
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True)
    assert process.stdin and process.stdout
    try:
        line = process.stdout.readline()
        if not line:
            raise SystemExit("A server did not start. For cheroot: pip install cheroot")
        with closing(socket.create_connection(("127.0.0.1", int(line)))) as sock:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield sock
    finally:
        process.stdin.close()
        process.kill()
        process.wait()
        process.stdout.close()


def per_second(sock: socket.socket, requests: int) -> float:
    begin = time.perf_counter()
    for _ in range(requests):
        sock.sendall(REQUEST)
        received = b""
        while not received.endswith(b"}\n"):
            received += sock.recv(4096)
        assert received.startswith(b"HTTP/1.1 200")
    return requests / (time.perf_counter() - begin)


def start_ms() -> float:
    """From `start()` until a connection is accepted and its first byte could be sent, once all is imported."""
    from tutor.playground import start

    begin = time.perf_counter()
    server = start()
    with closing(socket.create_connection(server.address)):
        taken = (time.perf_counter() - begin) * 1000
    server.stop()
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--requests", type=int, default=1500)
    given = parser.parse_args()
    start_ms()  # imports
    starts = [start_ms() for _ in range(STARTS)]
    taken: dict[str, list[float]] = {name: [] for name in SERVERS}
    with ExitStack() as stack:
        socks = {name: stack.enter_context(running(code)) for name, code in SERVERS.items()}
        for sock in socks.values():
            per_second(sock, 200)
        for _ in range(given.runs):
            for name, sock in socks.items():
                taken[name].append(per_second(sock, given.requests))
    rates = {name: median(values) for name, values in taken.items()}
    for name, rate in rates.items():
        print(f"{name:16}{rate:8.0f} requests/s")
    ratio, first = rates["ours"] / rates["cheroot"], max(starts)
    print(f"{'watched / cheroot':28}{rates['ours, watched'] / rates['cheroot']:6.2f}")
    print(f"{'ours / cheroot':28}{ratio:6.2f}   bound 0.85   {'ok' if ratio >= 0.85 else 'MISSED'}")
    print(f"{'start to first connection':28}{median(starts):6.2f} ms, at most {first:.2f}   bound 10 ms   ", end="")
    print("ok" if median(starts) <= 10 else "MISSED")
    return 0 if ratio >= 0.85 and median(starts) <= 10 else 1


if __name__ == "__main__":
    sys.exit(main())
