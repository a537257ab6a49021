"""`pb doctor`: look at settings, database, keys, event chains and whoever sends texts or signs people in.

It mends nothing. Where nothing has run yet, looking makes the data folder and the deployment's own key.
"""

import argparse
from datetime import datetime

from pb.cli.build import NotReady, build_deps, complain, config_from_environment
from pb.domain.events import first_break
from pb.domain.refusals import Refusal
from pb.services.deps import Deps, SignOnProvider
from pb.storage.events import list_events, list_streams
from pb.storage.migrate import State, state


def main(argv: list[str]) -> int:
    """Print a line a check. Returns 0 where all is well, 1 where something is wrong, 2 for bad settings."""
    argparse.ArgumentParser(prog="pb doctor", description="Check the deployment.").parse_args(argv)
    try:
        deps = build_deps(config_from_environment())
    except NotReady as fault:
        return complain(fault)
    found = state(deps.db)
    checks = [("The database answers and is up to date.", found is State.CURRENT)]
    if found is State.CURRENT:
        checks += _chains(deps)
    checks.append(("The keys can be read.", len(deps.keys.secret()) == 32))
    if deps.texter is not None:
        checks.append(("Texts can be sent.", deps.texter.is_ready()))
    if deps.sign_on is not None:
        checks.append(_sign_on(deps.sign_on, deps.clock.now()))
    for sentence, holds in checks:
        print(f"{'ok    ' if holds else 'WRONG '} {sentence}")
    deps.db.close()
    return 0 if all(holds for _, holds in checks) else 1


def _sign_on(provider: SignOnProvider, now: datetime) -> tuple[str, bool]:
    try:
        provider.check(now)
    except Refusal as no:
        return f"The council's sign-in cannot be used: {no.facts['reason']}.", False
    return "The council's sign-in answers.", True


def _chains(deps: Deps) -> list[tuple[str, bool]]:
    with deps.db.read() as tx:
        breaks = [(stream, first_break(stream, list_events(tx, stream))) for stream in list_streams(tx)]
    wrong = [f"{stream} at entry {at}" for stream, at in breaks if at is not None]
    said = f"Event chains that hold: {len(breaks) - len(wrong)} of {len(breaks)}."
    return [(said + (f" Broken: {', '.join(wrong)}." if wrong else ""), not wrong)]
