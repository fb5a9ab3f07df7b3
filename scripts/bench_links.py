"""The links' part of the benchmark: many links at many hosts of a server on loopback, against the least time that
politeness allows. `python -m scripts.bench_links serve` is the server; `… LINKS HOSTS PAUSE` prints the seconds of one
round."""

from __future__ import annotations

import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.bench_process import ROOT
from sync.links.asking import ask_all
from sync.links.client import LinkClient
from sync.links.link_result import LinkAnswer, Openness
from sync.links.turns import Politeness
from tests.internet import PUBLIC, answer, internet

LATENCY = 0.05
"""Seconds that each answer takes."""


def least(links: int, hosts: int, pause: float) -> float:
    """The seconds that politeness takes: at each host `robots.txt`, then its links, two at a time and with a pause
    between the beginnings of two."""
    each, polite = -(-links // hosts), Politeness(pause=pause)
    together = LATENCY * (1 + -(-each // polite.together))
    return max(together, max(pause, LATENCY) + pause * (each - 1) + LATENCY)


def serve() -> None:
    """Print the port, and answer until the input ends."""
    with tempfile.TemporaryDirectory() as folder, internet(Path(folder)) as net:
        net.latency, net.other = LATENCY, answer()
        print(net.dial(PUBLIC, 80)[1], flush=True)
        sys.stdin.read()


def asked(links: int, hosts: int, pause: float) -> float:
    """The seconds that asking them took. All of them must be found open."""
    told: dict[str, LinkAnswer] = {}
    command = [sys.executable, "-m", "scripts.bench_links", "serve"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        place = "127.0.0.1", int(server.stdout.readline())
        client = LinkClient("bench", ssl.create_default_context(), lambda *_: [PUBLIC], lambda *_: place)
        urls = [f"http://host{number % hosts}.example.org/{number}.pdf" for number in range(links)]
        begun = time.monotonic()
        ask_all(urls, client, told.__setitem__, Politeness(pause=pause))
        took = time.monotonic() - begun
        server.communicate()
    if {each.openness for each in told.values()} != {Openness.OPEN} or len(told) != links:
        raise RuntimeError("not every link was found open")
    return took


def seconds(links: int, hosts: int, pause: float, times: int) -> float:
    """The fastest of some rounds, each in a process of its own."""
    command = [sys.executable, "-m", "scripts.bench_links", str(links), str(hosts), str(pause)]
    rounds = (subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(times))
    return min(float(done.stdout) for done in rounds)


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        print(asked(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
