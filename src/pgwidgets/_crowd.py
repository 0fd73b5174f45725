"""How many connections there are, in all and from each address, and whether one more may come.

Knows: numbers. Must not know: sockets, what a connection is for.
"""

import ipaddress
from collections import Counter

_KEPT_FREE = 64
"""Descriptors that are left to the program: for its files, and for what the server reads."""


def descriptors() -> int | None:
    """How many descriptors the process may have; None where nobody can say."""
    try:
        import resource
    except ImportError:  # not a POSIX system
        return None
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return None if soft == resource.RLIM_INFINITY else soft


def _who(address: str) -> str:
    """Whom an address stands for: of IPv6 everybody has at least a whole network of 64 bits."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4 or found.ipv4_mapped is not None:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False))


class Crowd:
    """The connections of one application.

    Parameters:
        most: how many may be there, if the process may have so many descriptors.
        most_of_address: how many of one address, or of one network of IPv6.
    """

    def __init__(self, most: int, most_of_address: int) -> None:
        available = descriptors()
        self._most = most if available is None else min(most, max(8, available - _KEPT_FREE))
        self._most_of_address = most_of_address
        self._count = 0
        self._of_address: Counter[str] = Counter()

    def __len__(self) -> int:
        return self._count

    @property
    def is_full(self) -> bool:
        """Whether no more may come from anywhere."""
        return self._count >= self._most

    def enter(self, address: str | None) -> str | None:
        """Count one more, if it may come.

        Parameters:
            address: where from; None: it has none, or many come from there, as from a proxy.

        Returns:
            Why it may not come; None: it may, and :meth:`leave` is to follow.
        """
        if self._count >= self._most:
            return f"{self._count} connections are open (Limits.connections, and descriptors)"
        if address is not None:
            address = _who(address)
            if self._of_address[address] >= self._most_of_address:
                return (
                    f"{self._of_address[address]} connections of this address are open "
                    f"(Limits.connections_per_address)"
                )
            self._of_address[address] += 1
        self._count += 1
        return None

    def leave(self, address: str | None) -> None:
        """A connection that was counted is gone."""
        self._count -= 1
        if address is not None:
            address = _who(address)
            self._of_address[address] -= 1
            if self._of_address[address] <= 0:
                del self._of_address[address]
