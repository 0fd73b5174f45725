"""What the program did wrong in a test.

Knows: where it is noted, and how it is raised. Must not know: what a test is.
"""

from typing import Any

from ..stage import Stage

__tracebackhide__ = True  # pytest shows where a test calls this


def faults_of(stage: Stage) -> list[BaseException]:
    """All of it that nobody has taken yet."""
    browsers: list[Any] = [*stage.browsers]
    return [
        *stage.faults,
        *(
            AssertionError(f"the page could not carry out a call: {text}")
            for browser in browsers
            for text in browser.errors
        ),
    ]


def check(stage: Stage) -> None:
    """Raise it, if there is any; it is told once."""
    faults = take(stage)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise BaseExceptionGroup("the program has failed", faults)


def take(stage: Stage) -> list[BaseException]:
    """Take it: it is told no more."""
    faults = faults_of(stage)
    stage.faults.clear()
    browsers: list[Any] = [*stage.browsers]
    for browser in browsers:
        browser.errors.clear()
    return faults
