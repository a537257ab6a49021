"""`pb work`: do long work that people have asked for on pages: counts, publications, comparisons; and
remind those who asked for it.

`pb serve` does it too; this is for who wants it in a process, or on a machine, of its own.
"""

import argparse
import logging
import signal

from pb.cli.build import NotReady, complain, config_from_environment, ready_deps
from pb.services.child import compute_apart
from pb.services.work import Worker, run_due_jobs, send_due_reminders


def main(argv: list[str]) -> int:
    """Run until stopped. Returns 2 where settings or database do not allow it."""
    parser = argparse.ArgumentParser(prog="pb work", description="Do counts and other long work.")
    parser.add_argument("--once", action="store_true", help="do what waits now, and stop")
    given = parser.parse_args(argv)
    try:
        deps = ready_deps(config_from_environment())
    except NotReady as fault:
        return complain(fault)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:00Z")
    if given.once:
        print(f"Jobs done: {run_due_jobs(deps, compute_apart)}")
        print(f"Reminders dealt with: {send_due_reminders(deps)}")
    else:
        _until_stopped(Worker(deps))
    deps.db.close()
    return 0


def _until_stopped(worker: Worker) -> None:
    """The work goes on in this thread; a signal lets it put its job back in line."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: worker.close())
    print("Waiting for jobs (stop with Ctrl+C)", flush=True)
    worker.run()
