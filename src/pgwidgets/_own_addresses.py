"""The addresses at which other machines reach this one.

Knows: the socket module. Must not know: applications, or where they serve.
"""

import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address

_ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""For each family, an address of no machine (RFC 5737, RFC 3849)."""

_SIOCGIFADDR = 0x8915
"""What Linux is asked for the address of an interface (netdevice(7))."""

_ANY = {
    "": (socket.AF_INET,),
    "0.0.0.0": (socket.AF_INET,),
    "::": (socket.AF_INET, socket.AF_INET6),
}
"""The hosts that mean every address of the machine, and which families each has."""


def own_addresses(host: str) -> list[str]:
    """The addresses that a server bound to a host has for other machines.

    Parameters:
        host: as sockets are bound to; any but those that mean every address gives none.

    Returns:
        The one that packets to the rest of the world would leave from first; nothing is sent to
        find out. None of them is a loopback or link-local address.
    """
    found: dict[str, None] = {}
    for family in _ANY.get(host, ()):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((_ELSEWHERE[family], 9))  # of UDP: chooses a route, and sends nothing
            found[probe.getsockname()[0]] = None
    if host in _ANY:
        found.update(dict.fromkeys(_of_interfaces()))
    return [address for address in found if _is_for_others(address)]


def _of_interfaces() -> Iterator[str]:
    """The IPv4 address of each network interface, where the system is Linux."""
    if sys.platform != "linux":
        return
    import fcntl  # not on all systems

    # Not every system lets a program look: Android does not, nor does every sandbox.
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # it has none, or is down
                asked = struct.pack("256s", name.encode())
                yield socket.inet_ntoa(fcntl.ioctl(probe, _SIOCGIFADDR, asked)[20:24])


def _is_for_others(address: str) -> bool:
    known = ip_address(address)
    return not (known.is_loopback or known.is_link_local or known.is_unspecified)
