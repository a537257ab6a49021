"""`pb serve`: answer web requests.

No line of its log names a path, an address or a person.
"""

import argparse
import gc
import logging

import uvicorn
from starlette.types import ASGIApp

from pb.cli.build import NotReady, complain, config_from_environment, ready_deps
from pb.config import Config
from pb.services.work import Worker
from pb.web.app import create_app

KEEP_PUBLIC_SECONDS = (
    2.0  # in a rush, everybody who asks for the same page in these seconds gets the same answer
)


def main(argv: list[str]) -> int:
    """Run until stopped. Returns 2 where settings or database do not allow it."""
    parser = argparse.ArgumentParser(prog="pb serve", description="Answer web requests.")
    parser.add_argument("--workers", type=int, default=1, help="how many processes (default: 1)")
    given = parser.parse_args(argv)
    try:
        config = config_from_environment()
        ready_deps(config).db.close()
    except NotReady as fault:
        return complain(fault)
    print(f"Serving {config.base_url} (stop with Ctrl+C)", flush=True)
    run(config, workers=given.workers)
    return 0


def run(config: Config, *, workers: int = 1) -> None:
    """Serve what the environment says, in one process or several."""
    uvicorn.run(
        "pb.cli.serve:app",
        factory=True,
        host=config.host,
        port=config.port,
        workers=workers if workers > 1 else None,
        access_log=False,
        server_header=False,
        log_level="warning",
        proxy_headers=True,
        timeout_graceful_shutdown=10,
    )


def app() -> ASGIApp:
    """The application of one process, from the environment, with a worker for its jobs beside it."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:00Z")
    deps = ready_deps(config_from_environment())
    site = create_app(deps, keep_public_seconds=KEEP_PUBLIC_SECONDS, beside=Worker(deps).running)
    _spare_the_collector()
    return site


def _spare_the_collector() -> None:
    """What the program itself consists of is never garbage: looking through it took a fifth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
