"""What recording costs: our client with every byte and its time, against httpx alone, asking the same server in turn.

    python -m tests.bench.recording [--runs 15] [--requests 150]

Each request has a connection of its own, as in a lesson. Both clients are kept for a run, so that neither builds
anything but connections. The bound is 1.3, of medians of interleaved runs.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from statistics import median

import httpx

from tutor.playground import start
from tutor.wire.client import Client
from tutor.wire.specs import Spec

FIELDS = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "bench", "Connection": "close"}
REQUEST = "GET /get HTTP/1.1\n" + "".join(f"{name}: {value}\n" for name, value in FIELDS.items())
BOUND = 1.3


def plain(client: httpx.Client, url: str, requests: int) -> float:
    begin = time.perf_counter()
    for _ in range(requests):
        assert client.get(url).status_code == 200
    return (time.perf_counter() - begin) / requests


def recorded(client: Client, requests: int) -> float:
    begin = time.perf_counter()
    for _ in range(requests):
        (exchange,) = client.send([Spec(request=REQUEST)])
        assert exchange.response is not None
        assert exchange.response.status == 200
    return (time.perf_counter() - begin) / requests


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--requests", type=int, default=150)
    given = parser.parse_args()
    server = start(watch=False)
    taken: dict[str, list[float]] = {"httpx": [], "recorded": []}
    url = "http://{}:{}/get".format(*server.address)
    with httpx.Client(headers=FIELDS) as theirs, closing(Client(server.address)) as ours:
        plain(theirs, url, 50)
        recorded(ours, 50)
        for _ in range(given.runs):
            taken["httpx"].append(plain(theirs, url, given.requests))
            taken["recorded"].append(recorded(ours, given.requests))
    server.stop()
    times = {name: median(values) * 1000 for name, values in taken.items()}
    for name, ms in times.items():
        print(f"{name:12}{ms:8.3f} ms a request")
    ratio = times["recorded"] / times["httpx"]
    print(f"{'recorded / httpx':20}{ratio:6.2f}   bound {BOUND}   {'ok' if ratio <= BOUND else 'MISSED'}")
    return 0 if ratio <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
