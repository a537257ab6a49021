"""`pb import-election`: make a round out of a Pabulib file, proposals and ballots included.

It counts nothing: the round is then counted, confirmed and published in the browser like any other.
"""

import argparse
from pathlib import Path

from pb.cli.build import NotReady, complain, config_from_environment, ready_deps
from pb.cli.files import Unusable, complaint, read
from pb.domain.refusals import Refusal
from pb.services import importing
from pb.services.importing import AS_DECLARED, Imported
from pb.tally.faults import TallyInvalid
from pb.web.labels import refusal_text


def main(argv: list[str]) -> int:
    """Import one file. Returns 0, or 2 with what is wrong on standard error."""
    try:
        given = _arguments().parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    path = Path(given.file)
    try:
        params = dict(_param(text) for text in given.param)
        data = read(path)
        deps = ready_deps(config_from_environment())
    except (NotReady, Unusable) as fault:
        return complain(fault)
    try:
        made = importing.import_election(
            deps,
            organisation_id=given.organisation,
            file_name=path.name,
            data=data,
            rule=given.rule,
            params=params,
        )
    except TallyInvalid as fault:
        return complain(complaint(path, fault))
    except Refusal as refusal:
        return complain(refusal_text(refusal, "en"))
    finally:
        deps.db.close()
    _say(made, deps.settings.base_url)
    return 0


def _say(made: Imported, base_url: str) -> None:
    rule = " ".join([made.rule.id, *(f"{name}={value}" for name, value in sorted(made.rule.params.items()))])
    print(f"Round {made.round_id}: {made.name}")
    print(f"Proposals: {made.proposal_count}. Ballots: {made.ballot_count}. Rule: {rule}.")
    print(f"Count it here: {base_url}/en/manage/{made.round_id}/count")


def _param(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise Unusable(f"--param {text}: expected name=value.")
    return name, value


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pb import-election", description="Make a round out of a Pabulib file, ready to be counted."
    )
    parser.add_argument("file", metavar="FILE.pb", help="a Pabulib file")
    parser.add_argument(
        "--organisation", metavar="ID", help="whose round it is; needed where there are several"
    )
    parser.add_argument("--rule", default=AS_DECLARED, help="the rule's id, or as-declared (the default)")
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="a parameter")
    return parser
