"""`pb user add`: make an owner's account, and the organisation if it is new.

The password is asked for, or read from standard input: never an argument, which others could see.
"""

import argparse
import getpass
import sys

from pb.cli.build import NotReady, complain, config_from_environment, ready_deps
from pb.domain.refusals import Refusal
from pb.domain.text import Bilingual
from pb.services import people
from pb.web.labels import fault_text


def main(argv: list[str]) -> int:
    """Add the owner. Returns 0, or 2 with what is wrong on standard error."""
    given = _arguments().parse_args(argv)
    password = _password(from_stdin=given.password_stdin)
    try:
        deps = ready_deps(config_from_environment())
    except NotReady as fault:
        return complain(fault)
    try:
        organisation_id = people.add_owner(
            deps,
            email=given.email,
            name=given.name,
            password=password,
            language=given.language,
            organisation=Bilingual(cy=given.organisation_cy, en=given.organisation_en),
        )
    except Refusal as refusal:
        for wrong in refusal.faults:
            complain(f"{wrong.field}: {fault_text(wrong, 'en')}")
        return 2
    finally:
        deps.db.close()
    page = f"{deps.settings.base_url}/en/organisations/{organisation_id}"
    print(f"{given.email} owns {given.organisation_en}: {page}")
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pb user", description="Look after accounts.")
    add = parser.add_subparsers(dest="what", required=True).add_parser("add", help="make an owner's account")
    add.add_argument("email")
    add.add_argument("--name", required=True, help="the person's name, as others will see it")
    add.add_argument("--organisation-cy", required=True, help="the organisation's name in Welsh")
    add.add_argument("--organisation-en", required=True, help="the organisation's name in English")
    add.add_argument(
        "--language", choices=["cy", "en"], default="cy", help="of letters to the person (default: cy)"
    )
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    return parser


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass("Password (at least 10 characters): ")
