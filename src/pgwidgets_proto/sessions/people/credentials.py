"""Who may come back to which session.

Knows: how tokens are made, compared and signed, and how often one address may be wrong. Must not
know: sessions' contents or links.

* A token is made by ``mint_token`` alone and compared in constant time.
* Without a secret key it begins with the boot id, so that credentials of an earlier run are
  *unknown* (the visitor gets a new session), never *wrong* (refused with 4001).
* With one it is signed, so that id and token stay good across a restart. It carries the boot id
  too: sessions are counted from 1 in each run, so an earlier run's session may have had the id of
  one that is here now. Its token is good, but for a session that is gone: *unknown*, not *wrong*.
* A share's token begins with a letter of its own, so that who comes by a share that is not known
  any more is told so, and is not taken for a visitor. Signed, it tells its role and its end; it is
  not signed where uses are counted.
* What is signed names the session by more than its id, which another session has after a restart:
  by the *family* of its token, which a token that replaces it keeps.
"""

import enum
import hashlib
import hmac
import math
import re
from collections import deque
from collections.abc import Callable

from .shares import Terms

_SIGNED = "s"
_SHARE = "v"
_FOLLOWS = "f"
_HAS_FAMILY = re.compile(rf"{_SIGNED}\.[^.]+\.[^.]+\.([0-9a-f]{{32}})\.[0-9a-f]{{64}}")
_WINDOW = 60.0  # seconds in which wrong tokens of one address are counted
_ADDRESSES = 10_000  # addresses that are remembered at most


class Verdict(enum.Enum):
    """How a token is judged."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"
    RESTORABLE = "restorable"


class Credentials:
    """Makes and judges tokens.

    Parameters:
        mint_token: gives a new secret at each call: at least 256 bits, URL-safe, without a dot.
        boot: names this run of the server: URL-safe, without a dot, never used before.
        secret_key: signs tokens, or None.
    """

    def __init__(
        self, mint_token: Callable[[], str], boot: str, secret_key: bytes | None = None
    ) -> None:
        if not boot or "." in boot or boot in (_SIGNED, _SHARE):
            raise ValueError(
                f"boot is {boot!r}; it must not be empty, hold a dot, or be {_SIGNED!r} "
                f"or {_SHARE!r}"
            )
        if secret_key is not None and len(secret_key) < 16:
            raise ValueError(f"secret_key has {len(secret_key)} bytes; it must have 16 at least")
        self._mint_token = mint_token
        self._boot = boot
        self._key = secret_key

    def make(self, session_id: int | str, first: str | None = None) -> str:
        """A new token for a session.

        Parameters:
            session_id: the session's id.
            first: the token that the session was made with; None: it is made with this one.
        """
        secret = f"{self._boot}.{self._mint_token()}"
        if self._key is None:
            return secret
        if first is not None:
            secret = f"{secret}.{self._family(first)}"
        return f"{_SIGNED}.{secret}.{self._sign(session_id, secret)}"

    def make_id(self) -> str:
        """A new name for a browser's view, which nobody else can guess."""
        return self._mint_token()

    def make_share(self, session_id: int | str, terms: Terms, first: str) -> str:
        """A new token for a share of a session, which was made with the token ``first``.

        That of one that counts its uses is never signed: only who remembers the share itself knows
        how often it was used.
        """
        if self._key is None or terms.uses is not None:
            return f"{_SHARE}.{self._boot}.{self._mint_token()}"
        end = "" if terms.expires_at is None else str(math.ceil(terms.expires_at))
        end += _FOLLOWS if terms.is_following else ""
        origin = f"{self._boot}.{self._family(first)}"
        text = f"{_SHARE}.{terms.role}.{end}.{origin}.{self._mint_token()}"
        return f"{text}.{self._sign(session_id, text)}"

    def is_share(self, token: str) -> bool:
        """Whether a token has the form of a share's."""
        return token.startswith(f"{_SHARE}.")

    def read_share(self, session_id: int | str, token: str, first: str | None) -> Terms | None:
        """What a share allows that an earlier run signed.

        Parameters:
            session_id: the id of the session that is to be shown.
            token: the share's.
            first: the token that the session was made with; None: it is not here.

        Returns:
            None: no earlier run has signed it, or it is of another session that had the same id.
            One that this run signed is known to its session, or was forgotten since it has ended.
        """
        text, _, signature = token.rpartition(".")
        if self._key is None or not same(self._sign(session_id, text), signature):
            return None
        _, role, end, boot, family, _ = text.split(".")
        if boot == self._boot or (first is not None and not same(family, self._family(first))):
            return None
        seconds = end.removesuffix(_FOLLOWS)
        return Terms(role, float(seconds) if seconds else None, is_following=end.endswith(_FOLLOWS))

    def is_good_for(self, session_id: int | str, token: str, right: str, first: str) -> bool:
        """Whether a token is that of a session which is not here, or of a share of it.

        Parameters:
            right: the session's token.
            first: the one that it was made with.
        """
        if self.is_share(token):
            return self.read_share(session_id, token, first) is not None
        return same(right, token)

    def judge(self, session_id: int | str, token: str, right: str | None) -> Verdict:
        """Judge a token that a browser presents.

        Parameters:
            right: the session's token; None: there is no such session.
        """
        if right is not None and same(right, token):
            return Verdict.RIGHT
        is_signed = token.startswith(f"{_SIGNED}.")
        boot, dot, _ = token.removeprefix(f"{_SIGNED}.").partition(".")
        if right is None:
            is_ours = is_signed and self._is_signed_by_us(session_id, token)
            return Verdict.RESTORABLE if is_ours else Verdict.UNKNOWN
        return Verdict.UNKNOWN if dot and boot != self._boot else Verdict.WRONG

    def _is_signed_by_us(self, session_id: int | str, token: str) -> bool:
        secret, _, signature = token.removeprefix(f"{_SIGNED}.").rpartition(".")
        return self._key is not None and same(self._sign(session_id, secret), signature)

    def _family(self, token: str) -> str:
        """What the tokens of one session have in common; it tells nothing of them."""
        found = _HAS_FAMILY.fullmatch(token)
        if found is not None:
            return found[1]
        assert self._key is not None
        text = f"family\n{token}".encode("utf-8", "replace")
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()[:32]

    def _sign(self, session_id: int | str, secret: str) -> str:
        assert self._key is not None
        text = f"{session_id}\n{secret}".encode("utf-8", "replace")
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()


class WrongTokens:
    """Counts wrong tokens by address, so that nobody can try many.

    Parameters:
        allowed: wrong tokens of one address a minute.
    """

    def __init__(self, allowed: int) -> None:
        self._allowed = allowed
        self._times: dict[str, deque[float]] = {}

    def note(self, address: str | None, now: float) -> None:
        """A wrong token came from this address."""
        times = self._times.pop(address or "", None) or deque(maxlen=self._allowed)
        times.append(now)
        self._times[address or ""] = times
        while len(self._times) > _ADDRESSES:
            del self._times[next(iter(self._times))]

    def is_over(self, address: str | None, now: float) -> bool:
        """Whether this address has to wait."""
        times = self._times.get(address or "")
        return times is not None and len(times) >= self._allowed and now - times[0] < _WINDOW


def same(one: str, other: str) -> bool:
    """Whether two texts are equal, compared in constant time."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
