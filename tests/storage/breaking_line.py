"""A line to PostgreSQL that breaks as lines do: with a reset, after last words, or in silence."""

import select
import socket
import struct
import threading
from collections.abc import Callable

RESET, LAST_WORDS, SILENCE = "reset", "last words", "silence"
_AT_ONCE = struct.pack("ii", 1, 0)
_SAID = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0"


class BreakingLine:
    """A port on this machine that leads to another one, until the line is to break."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.how = ""  # what happens to whatever connection says something next
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        for end in (self._listener, *self._ends):
            end.close()

    def _serve(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:
                return
            there = self._connect()
            self._ends += [here, there]
            threading.Thread(target=self._carry, args=(here, there), daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        try:
            while True:
                for end in select.select([here, there], [], [])[0]:
                    said = end.recv(65536)
                    if end is here and self.how:
                        how, self.how = self.how, ""
                        if how == LAST_WORDS:
                            here.sendall(b"E" + struct.pack("!i", len(_SAID) + 4) + _SAID)
                        if how != SILENCE:
                            here.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                            here.close()
                            there.close()
                        return
                    if not said:
                        here.close()
                        there.close()
                        return
                    (there if end is here else here).sendall(said)
        except (OSError, ValueError):  # one end has been closed
            return
