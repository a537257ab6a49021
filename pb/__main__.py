"""The `pb` command: finds the subcommand and runs it.

It does nothing itself; each subcommand is a module of `pb.cli`, loaded only when it is asked for.
"""

import importlib
import importlib.util
import signal
import sys

COMMANDS = {
    "serve": ("pb.cli.serve", "answer web requests"),
    "work": ("pb.cli.work", "do counts and other long work, apart from serving"),
    "migrate": ("pb.cli.migrate", "bring the database up to date"),
    "user": ("pb.cli.user", "make an owner's account"),
    "demo": ("pb.cli.demo.run", "fill a database with an invented county, and serve it"),
    "doctor": ("pb.cli.doctor", "check settings, database, keys and event chains"),
    "count": ("pb.cli.count", "count Pabulib files by a rule"),
    "compare": ("pb.cli.compare", "count a Pabulib file by several rules, side by side"),
    "margins": ("pb.cli.margins", "say how close a count was"),
    "convert": ("pb.cli.convert", "write a Pabulib file anew"),
    "import-election": ("pb.cli.import_election", "make a round out of a Pabulib file"),
    "export": ("pb.cli.export", "write a round's record to a file"),
    "verify": ("pb.cli.verify", "check a record and count it again"),
}


def main() -> None:
    """Run `pb SUBCOMMAND ...`; the exit code is the subcommand's, 2 for a command that is not there."""
    name, rest = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    known = {word: place for word, place in COMMANDS.items() if importlib.util.find_spec(place[0])}
    if name in known:
        sys.exit(_run(known[name][0], rest))
    asked_for_help = name in ("", "-h", "--help", "help")
    out = sys.stdout if asked_for_help else sys.stderr
    if not asked_for_help:
        print(f"pb: there is no command {name!r}.", file=out)
    print("usage: pb COMMAND ...   (pb COMMAND --help says more)\n", file=out)
    for word, (_, purpose) in known.items():
        print(f"  {word:<16} {purpose}", file=out)
    sys.exit(0 if asked_for_help else 2)


def _run(place: str, rest: list[str]) -> int:
    """Load a command and run it; stopped by the keyboard it ends without a word, even while it is loading."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    command = importlib.import_module(place)
    signal.signal(signal.SIGINT, before)
    try:
        code: int = command.main(rest)
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    main()
