"""What a test is given: a program, in one of the forms that programs have.

Knows: applications of both APIs, and functions that make or fill one. Must not know: how they run.
"""

import inspect
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from pgwidgets import async_, sync

type Setup = async_.Application | sync.Application | Callable[..., Any]
"""An application; or the function that ``on_connect`` is given; or one without parameters, which
makes an application and serves it."""

type Api = Literal["async", "sync"]


class Program(NamedTuple):
    """A program that can be run in a test.

    Attributes:
        api: which of both it is written with.
        app: its application; None: :attr:`main` makes it.
        main: makes an application and serves it, until that is closed; None: there is no such.
    """

    api: Api
    app: Any
    main: Callable[[], Any] | None


def program_of(setup: Setup, api: Api | None, settings: dict[str, Any]) -> Program:
    """Make a program of what a test gives.

    Parameters:
        setup: see :data:`Setup`.
        api: which one a function is written for; None: coroutine functions are for the async one.
        settings: of the application that is made for a function of ``on_connect``.

    Raises:
        TypeError: it is none of these, or settings that there is no use for.
    """
    if isinstance(setup, (async_.Application, sync.Application)):
        _want_no_settings(setup, settings)
        return Program("sync" if isinstance(setup, sync.Application) else "async", setup, None)
    if not callable(setup):
        raise TypeError(
            f"open_app(): setup is {setup!r}; it must be an Application, a function for "
            f"on_connect(), or one without parameters that makes an Application and serves it"
        )
    if api not in ("async", "sync", None):
        raise TypeError(f"open_app(): api is {api!r}; it may be 'async', 'sync' or None")
    called = setup if inspect.isroutine(setup) else type(setup).__call__
    api = api or ("async" if inspect.iscoroutinefunction(called) else "sync")
    if not _takes_a_session(setup):
        _want_no_settings(setup, settings)
        return Program(api, None, setup)
    kind = async_.Application if api == "async" else sync.Application
    app = kind(**{"max_sessions": None, **settings})
    app.on_connect(setup)
    return Program(api, app, None)


def _takes_a_session(function: Callable[..., Any]) -> bool:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(function).parameters.values()
    return any(p.kind in kinds and p.default is p.empty for p in parameters)


def _want_no_settings(setup: Any, settings: dict[str, Any]) -> None:
    if settings:
        raise TypeError(
            f"open_app(): {setup!r} has an application of its own, so there is nothing to do with "
            f"{', '.join(settings)}"
        )
