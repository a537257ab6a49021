"""What a public page costs the server, beside a bare Starlette application that answers with the same bytes.

It judges nothing: both servers run at the same time and are asked in turns, and the ratio of their processor
times is what counts.

Run: python -m benchmarks.public_pages
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from benchmarks.voting_round import make
from pb.cli.build import build_deps
from pb.config import read_config
from pb.storage.migrate import migrate

ROUNDS, REQUESTS, AT_A_TIME = 3, 8_000, 16
BODY = "BENCH_BODY"  # names the file with the page that the bare application answers with
TICKS = os.sysconf("SC_CLK_TCK")


def bare() -> Starlette:
    """One page made once, in one route."""
    body = Path(os.environ[BODY]).read_bytes()
    headers = {"etag": 'W/"bare"', "cache-control": "public, max-age=15", "content-encoding": "gzip"}

    async def page(_: Request) -> Response:
        return HTMLResponse(body, headers=headers)

    return Starlette(routes=[Route("/page", page)])


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@contextmanager
def served(command: list[str], port: int, settings: dict[str, str]) -> Iterator[int]:
    """A server's process id, once it answers."""
    program = subprocess.Popen(
        [sys.executable, "-m", *command], env=os.environ | settings, stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 60
        while True:
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if time.monotonic() > until:
                raise SystemExit("a server did not start")
            time.sleep(0.1)
        yield program.pid
    finally:
        program.terminate()
        program.wait(20)


async def ask(port: int, path: str, number: int) -> bytes:
    """The body of the last of many answers, all over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    wanted = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    body = b""
    for _ in range(number):
        writer.write(wanted)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise SystemExit(f"{path} was answered with {head[:15]!r}")
        body = await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    writer.close()
    return body


async def ask_all(port: int, path: str) -> None:
    await asyncio.gather(*(ask(port, path, REQUESTS // AT_A_TIME) for _ in range(AT_A_TIME)))


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cost(pid: int, port: int, path: str) -> float:
    """Microseconds of the server's processor time for one request."""
    before = processor_seconds(pid)
    asyncio.run(ask_all(port, path))
    return (processor_seconds(pid) - before) * 1e6 / REQUESTS


def beside_bare(pid: int, port: int, path: str, folder: Path) -> str:
    """One line of the table: the page, its bytes, both costs, and the share."""
    body, other = asyncio.run(ask(port, path, 3)), free_port()
    (folder / "body").write_bytes(body)
    command = ["uvicorn", "benchmarks.public_pages:bare", "--factory", "--port", str(other)]
    command += ["--log-level", "warning", "--no-access-log"]
    with served(command, other, {BODY: str(folder / "body")}) as bare_pid:
        asyncio.run(ask_all(other, "/page"))
        asyncio.run(ask_all(port, path))
        pairs = [(cost(pid, port, path), cost(bare_pid, other, "/page")) for _ in range(ROUNDS)]
    ours, theirs = (sum(each) / ROUNDS for each in zip(*pairs, strict=True))
    return f"| `{path}` | {len(body):,} | {ours:.0f} | {theirs:.0f} | {theirs / ours:.0%} |"


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "").parse_args()
    with TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        settings = {"PB_DATA_DIR": str(folder / "data"), "PB_PORT": str(port)}
        deps = build_deps(read_config(os.environ | settings))
        migrate(deps.db)
        round_id, _ = make(deps, 1)
        deps.db.close()
        here = f"/cy/rounds/{round_id}"
        with served(["pb", "serve"], port, settings) as pid:
            print(
                "| page | bytes | ours, \u00b5s | bare, \u00b5s | share |", "|---|---|---|---|---|", sep="\n"
            )
            for path in ("/cy/", here, f"{here}/proposals"):
                print(beside_bare(pid, port, path, folder), flush=True)


if __name__ == "__main__":
    main()
