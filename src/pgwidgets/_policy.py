"""Content-Security-Policies: that of the page, and those of files that have one of their own.

Knows: the directives, and what may stand in them. Must not know: files, requests.
"""

import base64
import hashlib
from collections.abc import Mapping

_POLICY = {
    # Widgets put label text into innerHTML: markup that a user typed must not run as script.
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob: https:",
    "media-src": "'self' data: blob: https:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",  # default-src says nothing of it: a form of markup posts nowhere else
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
_CHILDREN = "child-src"
_KINDS_OF_CHILDREN = ("frame-src", "worker-src")
"""What ``child-src`` stands for, where these are not named. In our policy they always are."""

_OWN_DEFAULTS = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}
"""What a policy of its own says of these, unless it names them."""

_FETCHED = (
    *("script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem"),
    *("style-src-attr", "img-src", "media-src", "font-src", "connect-src", "worker-src"),
    *("child-src", "frame-src", "manifest-src", "object-src"),
)
_DIRECTIVES = (*_OWN_DEFAULTS, *_FETCHED, "sandbox")
"""What a policy of its own may name (Content Security Policy Level 3 section 6)."""

CSP = "content-security-policy"


def safety_headers(extra: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The headers of every response.

    Parameters:
        extra: sources to add to the Content-Security-Policy, by directive:
            ``{"frame-src": "https://maps.example.org"}``.

    Raises:
        TypeError: no mapping of texts to texts.
        ValueError: a directive that we do not use, or a source that would end it.
    """
    policy = dict(_POLICY)
    for directive, sources in _checked(extra, (*_POLICY, _CHILDREN)):
        for each in _KINDS_OF_CHILDREN if directive == _CHILDREN else (directive,):
            policy[each] = _together(policy[each], sources)
        if directive == _CHILDREN:
            policy[_CHILDREN] = sources
    return (
        (CSP, _written(policy)),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    )


def with_script(policy: str, script: str) -> str:
    """A policy that lets one script besides stand in the page itself.

    Parameters:
        policy: the header's value, as :func:`safety_headers` gives it.
        script: its text, letter by letter. Where all scripts in the page may run it is not named:
            no other might then.
    """
    parts = policy.split("; ")
    [at] = [index for index, part in enumerate(parts) if part.startswith("script-src ")]
    if script and "'unsafe-inline'" not in parts[at]:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        parts[at] += f" 'sha256-{digest}'"
    return "; ".join(parts)


def own_policy(policy: Mapping[str, str]) -> str:
    """The Content-Security-Policy of a file that has one of its own.

    Parameters:
        policy: sources by directive. What it does not name is refused: ``default-src`` is
            ``'none'``, and only our own pages may show it in a frame.

    Returns:
        The header's value.

    Raises:
        TypeError, ValueError: as :func:`safety_headers`.
    """
    return _written({**_OWN_DEFAULTS, **dict(_checked(policy, _DIRECTIVES))})


def lets_in_own_frames(extra: Mapping[str, str]) -> bool:
    """Whether pages of the application's own may be in frames of its page."""
    sources = f"{extra.get('frame-src', '')} {extra.get(_CHILDREN, '')}"
    return bool({"'self'", "*", "http:", "https:"} & set(sources.split()))


def _checked(given: Mapping[str, str], allowed: tuple[str, ...]) -> list[tuple[str, str]]:
    if not isinstance(given, Mapping):
        raise TypeError(f"csp is {given!r}; it must be a mapping of directives to sources")
    for directive, sources in given.items():
        if directive not in allowed:
            raise ValueError(
                f"csp names the directive {directive!r}; it must be one of {', '.join(allowed)}"
            )
        if not isinstance(sources, str):
            raise TypeError(f"csp[{directive!r}] is {sources!r}; sources are one text")
        if not (sources.isascii() and sources.isprintable()) or any(
            mark in sources for mark in ";,"
        ):
            raise ValueError(
                f"csp[{directive!r}] is {sources!r}; sources are ASCII, and parted by spaces"
            )
    return list(given.items())


def _together(before: str, sources: str) -> str:
    return sources if before == "'none'" else f"{before} {sources}"


def _written(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}".rstrip() for name, value in policy.items())
