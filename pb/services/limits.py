"""Counting attempts, so that guessing is slow: in memory, by a name that is only ever a digest.

It keeps no address and no secret, and forgets by itself. Voter codes and messages have counts that last.
"""

import hashlib
import threading
from collections import Counter, OrderedDict
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from pb.domain.guessing import Attempts, after_wrong, need_unlocked

MOST_NAMES = 50_000


class Limit:
    """At most `most` attempts for one name within `span`; each further lock lasts twice as long, to a day."""

    def __init__(self, kind: str, *, most: int, span: timedelta) -> None:
        self._kind, self._most, self._span = kind, most, span
        self._lock = threading.Lock()
        self._seen: OrderedDict[bytes, Attempts] = OrderedDict()

    def check(self, name: str, now: datetime) -> None:
        """Raises Refusal `too-many-attempts` (facts: minutes, retry_after_seconds) while locked."""
        with self._lock:
            need_unlocked(self._seen.get(self._key(name)), now)

    def failed(self, name: str, now: datetime) -> None:
        """Note a wrong attempt."""
        with self._lock:
            key = self._key(name)
            earlier = self._seen.pop(key, None)
            self._seen[key] = after_wrong(earlier, now, most=self._most, span=self._span)
            while len(self._seen) > MOST_NAMES:
                self._seen.popitem(last=False)

    def succeeded(self, name: str) -> None:
        """Forget the name's wrong attempts."""
        with self._lock:
            self._seen.pop(self._key(name), None)

    def _key(self, name: str) -> bytes:
        return hashlib.blake2b(f"{self._kind}\0{name}".encode(errors="replace"), digest_size=16).digest()


class Suspicion:
    """How many wrong codes have come of late from around an address; it forgets within twenty minutes.

    Nobody is sent away for it: it says who goes first where not everybody can be served. One household, a
    street of them and a whole provider count alike, so that coming from many addresses is of little help.
    """

    SPAN = timedelta(minutes=10)

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since = datetime.min.replace(tzinfo=UTC)
        self._now: Counter[str] = Counter()
        self._before: Counter[str] = Counter()

    def note(self, address: str, now: datetime) -> None:
        """A wrong code has come from there."""
        with self._lock:
            self._turn_over(now)
            self._now.update(surroundings(address))
            if len(self._now) > MOST_NAMES:  # a flood of new names makes no room for itself
                self._now = Counter(dict(self._now.most_common(MOST_NAMES // 2)))

    def against(self, address: str, now: datetime) -> int:
        """How many wrong ones have come from there, from next to it, and from its wider surroundings."""
        with self._lock:
            self._turn_over(now)
            return sum(self._now[name] + self._before[name] for name in surroundings(address))

    def _turn_over(self, now: datetime) -> None:
        if now - self._since >= self.SPAN:
            is_next = now - self._since < 2 * self.SPAN
            self._before = self._now if is_next else Counter()
            self._now, self._since = Counter(), now


class Limits:
    """The limits of one process, by what is being guessed or asked for."""

    def __init__(self) -> None:
        self.sign_in = Limit("sign-in", most=5, span=timedelta(minutes=15))
        self.sign_in_networks = Limit("sign-in-network", most=30, span=timedelta(minutes=10))
        self.invitations = Limit("invitation", most=30, span=timedelta(hours=1))
        self.sign_on_networks = Limit("sign-on-network", most=1_000, span=timedelta(minutes=10))
        self.voter_networks = Limit("voter-network", most=30, span=timedelta(minutes=10))
        self.wrong_codes = Suspicion()
        self.downloads = Limit("download", most=60, span=timedelta(minutes=10))


def network_name(address: str) -> str:
    """An address as limits count it: IPv6 by its /64, for one household has many."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None:
        return str(int(ip) >> 64)
    return str(ip)


def surroundings(address: str) -> tuple[str, ...]:
    """The networks that an address is in, the narrowest first: /32, /24, /16; for IPv6 /64, /48, /32."""
    try:
        ip = ip_address(address)
    except ValueError:
        return (address,)
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    lengths = (64, 48, 32) if isinstance(ip, IPv6Address) else (32, 24, 16)
    return tuple(str(ip_network((ip, length), strict=False)) for length in lengths)
