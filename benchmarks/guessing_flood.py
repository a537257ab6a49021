"""How long voters wait for the paper, or to be let in, while 200 wrong codes a second arrive, and without.

And how long a class waits that presses the button together. It judges nothing: all figures come from one run
against a real server, and their ratio is what counts.

Run: python -m benchmarks.guessing_flood
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from benchmarks.voting_round import make
from pb.cli.build import build_deps
from pb.config import read_config
from pb.domain.codes import SECRET_BITS, SELECTOR_BITS, voter_code
from pb.services import voters
from pb.storage.migrate import migrate

SECONDS, WRONG_A_SECOND, LOOKS_A_SECOND, RIGHT_A_SECOND, VOTERS, CLASS = 5, 200, 20, 3, 10, 60


async def ask(port: int, path: str, headers: Mapping[str, str], fields: Mapping[str, str] | None) -> int:
    """The status of an answer, read to its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = b"" if fields is None else urlencode(fields).encode()
    head = [f"{'GET' if fields is None else 'POST'} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    writer.write("\r\n".join([*head, "Connection: close", "", ""]).encode() + body)
    answer = await reader.read()
    writer.close()
    return int(answer.split(maxsplit=2)[1])


async def look(port: int, path: str, tokens: list[str]) -> list[float]:
    """Milliseconds for the ballot paper, asked for at a steady pace whatever the answers take."""
    seen: list[float] = []

    async def one(number: int) -> None:
        await asyncio.sleep(number / LOOKS_A_SECOND)
        begun = time.perf_counter()
        cookie = {"Cookie": f"pb_voter={tokens[number % len(tokens)]}; pb_language=en"}
        status = await ask(port, f"{path}/ballot", cookie, None)
        if status != 200:
            raise SystemExit(f"the ballot paper was answered with {status}")
        seen.append((time.perf_counter() - begun) * 1000)

    await asyncio.gather(*(one(number) for number in range(SECONDS * LOOKS_A_SECOND)))
    return seen


async def enter(port: int, path: str, codes: list[str]) -> list[tuple[int, float]]:
    """Right codes, each from another part of the world than the wrong ones: status and milliseconds."""
    seen: list[tuple[int, float]] = []

    async def one(number: int) -> None:
        await asyncio.sleep(number / RIGHT_A_SECOND)
        begun = time.perf_counter()
        place = {"X-Forwarded-For": f"192.0.2.{number}"}
        status = await ask(port, f"{path}/vote", place, {"code": codes[number]})
        seen.append((status, (time.perf_counter() - begun) * 1000))

    await asyncio.gather(*(one(number) for number in range(SECONDS * RIGHT_A_SECOND)))
    return seen


async def enter_together(port: int, path: str, codes: list[str]) -> str:
    """Right codes, all at the same moment from one address."""
    seen: list[tuple[int, float]] = []

    async def one(code: str) -> None:
        begun = time.perf_counter()
        status = await ask(port, f"{path}/vote", {"X-Forwarded-For": "198.51.100.7"}, {"code": code})
        seen.append((status, (time.perf_counter() - begun) * 1000))

    await asyncio.gather(*map(one, codes))
    in_count = sum(status == 303 for status, _ in seen)
    waits = [taken for _, taken in seen]
    return (
        f"{len(codes)} right codes at once from one address: {in_count} let in, "
        f"half of them within {median(waits):.0f} ms, the last after {max(waits):.0f} ms."
    )


async def flood(port: int, path: str) -> Counter[int]:
    """Wrong codes, each unknown and from a network of its own; how many had which status."""
    dice, told = random.Random(4), Counter[int]()

    async def one(number: int) -> None:
        await asyncio.sleep(number / WRONG_A_SECOND)
        code = voter_code(dice.getrandbits(SELECTOR_BITS), dice.getrandbits(SECRET_BITS)).text
        place = {"X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}
        told[await ask(port, f"{path}/vote", place, {"code": code})] += 1

    await asyncio.gather(*(one(number) for number in range(SECONDS * WRONG_A_SECOND)))
    return told


async def measure(port: int, path: str, tokens: list[str], codes: list[str]) -> str:
    """The table of one run."""
    half, together, codes = SECONDS * RIGHT_A_SECOND, codes[:CLASS], codes[CLASS:]
    await look(port, path, tokens)  # the first to look wait for what is made once
    calm = await asyncio.gather(look(port, path, tokens), enter(port, path, codes[:half]))
    class_took = await enter_together(port, path, together)
    begun = time.perf_counter()
    answers, papers, entries = await asyncio.gather(
        flood(port, path), look(port, path, tokens), enter(port, path, codes[half:])
    )
    took = time.perf_counter() - begun
    lines = ["| | paper p50, ms | p99, ms | right codes let in | p50, ms | longest, ms |", "|" + "---|" * 6]
    for name, (looks, entered) in (("calm", calm), ("flood", (papers, entries))):
        cuts = quantiles(looks, n=100)
        waits = sorted(taken for _, taken in entered)
        in_count = sum(status == 303 for status, _ in entered)
        lines.append(
            f"| {name} | {cuts[49]:.1f} | {cuts[98]:.1f} | {in_count} of {len(entered)} "
            f"| {median(waits):.0f} | {waits[-1]:.0f} |"
        )
    told = ", ".join(f"{count} with {status}" for status, count in sorted(answers.items()))
    return "\n".join(
        [*lines, "", f"{sum(answers.values())} wrong codes in {took:.1f} s: {told}.", class_took]
    )


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "").parse_args()
    with TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        settings = os.environ | {"PB_DATA_DIR": str(Path(folder)), "PB_PORT": str(port)}
        deps = build_deps(read_config(settings))
        migrate(deps.db)
        round_id, codes = make(deps, VOTERS + CLASS + 2 * SECONDS * RIGHT_A_SECOND, hasher=deps.hasher)
        tokens = [voters.enter_code(deps, round_id, code) for code in codes[:VOTERS]]
        deps.db.close()
        program = subprocess.Popen(
            [sys.executable, "-m", "pb", "serve"], env=settings, stdout=subprocess.PIPE, text=True
        )
        try:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(2)
            print(asyncio.run(measure(port, f"/en/rounds/{round_id}", tokens, codes[VOTERS:])))
        finally:
            program.terminate()
            program.wait(20)


if __name__ == "__main__":
    main()
