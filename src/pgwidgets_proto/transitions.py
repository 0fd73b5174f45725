"""Transition tables: state and input -> the state that follows.

Knows: how a table is written and followed. Must not know: which state machines there are.
"""

from collections.abc import Mapping
from enum import Enum

from .errors import LocalProtocolError

type Transitions[S: Enum, I: Enum] = Mapping[S, Mapping[I, S]]
"""For each state the inputs that are possible in it, each with the state that follows. A final
state has no inputs."""


def follow[S: Enum, I: Enum](table: Transitions[S, I], state: S, cause: I) -> S:
    """Return the state that follows.

    Parameters:
        table: names every state.
        state: the present one.
        cause: the input.

    Raises:
        LocalProtocolError: the input is not possible in that state.
    """
    ways = table[state]
    if cause not in ways:
        allowed = ", ".join(each.name for each in ways) or "none"
        raise LocalProtocolError(
            f"{cause.name} is not possible in {state.name}; possible inputs: {allowed}"
        )
    return ways[cause]
