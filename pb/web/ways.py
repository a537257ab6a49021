"""The map from paths to handlers: one `Way` a path, found by its segments.

It calls no handler and knows no language; `endpoint` does both.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from starlette.responses import Response

from pb.web.visit import Visit

Handler = Callable[[Visit], Response]
BODY_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Way:
    """A path below the language, such as `/rounds/{round_id}/ballot`, and who answers GET and POST there.

    `private` pages hold a person's own matters or a secret in their address: never stored, no referrer.
    `hashes` names a field whose words are hashed: forms that have it wait for their turn, see `Endpoint`.
    """

    path: str
    show: Handler | None = None
    post: Handler | None = None
    private: bool = False
    body_bytes: int = BODY_BYTES
    hashes: str = ""

    def answers(self, method: str) -> Handler | None:
        """Who answers a request of this method, or None."""
        if method in ("GET", "HEAD"):
            return self.show
        return self.post if method == "POST" else None


@dataclass(slots=True)
class _Node:
    fixed: dict[str, "_Node"] = field(default_factory=dict)
    named: tuple[str, "_Node"] | None = None
    way: Way | None = None


class WayTable:
    """All ways of the site. Fixed segments win over named ones at the same place."""

    def __init__(self, ways: Iterable[Way]) -> None:
        self._root = _Node()
        self.ways = tuple(ways)
        for way in self.ways:
            self._add(way)

    def find(self, path: str) -> tuple[Way, dict[str, str]] | None:
        """The way of a path such as `/rounds/abc` (no language, no query), and what its names stand for."""
        return _follow(self._root, _segments(path), 0)

    def _add(self, way: Way) -> None:
        node = self._root
        for segment in _segments(way.path):
            if segment.startswith("{") and segment.endswith("}"):
                name = segment[1:-1]
                if node.named is None:
                    node.named = (name, _Node())
                elif node.named[0] != name:
                    raise ValueError(f"{way.path}: this place is called {node.named[0]!r} in another way")
                node = node.named[1]
            else:
                node = node.fixed.setdefault(segment, _Node())
        if node.way is not None:
            raise ValueError(f"{way.path} has two ways")
        node.way = way


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/") if path.strip("/") else []


def _follow(node: _Node, segments: list[str], at: int) -> tuple[Way, dict[str, str]] | None:
    if at == len(segments):
        return (node.way, {}) if node.way is not None else None
    fixed = node.fixed.get(segments[at])
    if fixed is not None and (found := _follow(fixed, segments, at + 1)) is not None:
        return found
    if node.named is None or not segments[at]:
        return None
    name, below = node.named
    found = _follow(below, segments, at + 1)
    return None if found is None else (found[0], {name: segments[at], **found[1]})
