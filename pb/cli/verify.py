"""`pb verify`: check a record with the verifier, as anybody can without this program.

It runs the verifier as a program of its own and imports nothing of it, so that both stay apart.
"""

import subprocess
import sys


def main(argv: list[str]) -> int:
    """Check one record. Returns what the verifier says: 0 sound, 1 not sound, 2 unusable."""
    return subprocess.call([sys.executable, "-m", "pb.verifier", *argv])  # noqa: S603  (our own program)
