"""A real `pb serve` over a world's database, and the plainest client that can post to it.

It judges nothing: it gives back what came over the wire.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.house.tree import ROOT


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(
    folder: Path,
    database_url: str | None = None,
    *,
    port: int = 0,
    said: list[str] | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[int]:
    """The port of a server over `folder` (its database and keys), which ends with the block.

    What it printed and logged is put in `said`.
    """
    port = port or free_port()
    settings = {"PB_DATA_DIR": str(folder), "PB_PORT": str(port), **(settings or {})}
    if database_url is not None:
        settings["PB_DATABASE_URL"] = database_url
    program = subprocess.Popen(
        [sys.executable, "-m", "pb", "serve"],
        env=os.environ | settings,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline().startswith("Serving")
        yield port
    finally:
        program.send_signal(signal.SIGINT)
        printed, complaints = program.communicate(timeout=30)
        if said is not None:
            said += [printed, complaints]
    assert "Traceback" not in complaints, complaints


async def ask(
    port: int, path: str, cookies: Mapping[str, str], fields: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Get a page, or post fields to it: the status, and where it leads to."""
    reader, writer = await _connect(port)
    body = b"" if fields is None else urlencode(fields).encode()
    head = [
        f"{'GET' if fields is None else 'POST'} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
    answer = await reader.read()
    writer.close()
    lines = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    places = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("location:")]
    return int(lines[0].split()[1]), places[0] if places else ""


async def _connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection, tried again for a while: a server has told its address before it listens there."""
    deadline = time.monotonic() + 10
    while True:
        try:
            return await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.05)
