"""A process that sends the reminders which are due, to be killed on the way.

`python -m tests.faults.reminding_process FOLDER MINUTES [before|after CALL N]`: so many minutes after
reminders are due, and killed before or after the nth call.
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from pb.services import work
from pb.services.mail import FolderMailer
from pb.services.texts import FolderTexter
from pb.storage import reminders
from tests.faults.voting_process import deps_at
from tests.votes import CLOSES_AT

CALLS: dict[str, tuple[Any, str]] = {
    "claim": (reminders, "claim_reminder"),
    "letter": (FolderMailer, "send"),
    "text": (FolderTexter, "send"),
    "remove": (reminders, "remove_reminder"),
}


def kill_at(when: str, call: str, nth: int) -> None:
    """From now on the nth call ends this process, as a lost machine would."""
    place, name = CALLS[call]
    real: Callable[..., Any] = getattr(place, name)
    count = 0

    def called(*given: Any, **named: Any) -> Any:
        nonlocal count
        count += 1
        if count == nth and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*given, **named)
        if count == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(place, name, called)


def main(folder: Path, minutes: int, *kill: str) -> None:
    if kill:
        kill_at(kill[0], kill[1], int(kill[2]))
    deps = deps_at(folder, CLOSES_AT - timedelta(hours=24) + timedelta(minutes=minutes))
    sent = folder / "sent"
    deps = replace(deps, mailer=FolderMailer(sent, sender="cyngor@cwm.example"), texter=FolderTexter(sent))
    work.send_due_reminders(deps)
    deps.db.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
