"""Visitors that wait until a session is free, in the order of their coming.

Knows: how many may wait, and what each has said of itself. Must not know: when a session is free.
"""

from ...errors import CloseCode, RemoteProtocolError
from ...views.channel import Channel
from ...wire.messages import Result

_LONGEST = 4096
"""Characters that are kept of what a visitor that waits says of itself."""

_MOST = 100
"""Texts likewise."""


class WaitingRoom:
    """The visitors that wait; each is told how many are ahead of it.

    Parameters:
        limit: how many may wait.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._answers: dict[Channel, Result] = {}

    def __len__(self) -> int:
        return len(self._answers)

    def take(self, channel: Channel, answer: Result) -> None:
        """A visitor comes in.

        Parameters:
            channel: the visitor's.
            answer: its hello.

        Raises:
            RemoteProtocolError: too many wait.
        """
        ahead = len(self._answers)
        if ahead >= self._limit:
            raise RemoteProtocolError(
                CloseCode.POLICY_VIOLATION,
                "all sessions are in use, and too many visitors wait",
                f"{ahead} visitors wait for a session, as many as may",
            )
        channel.hold(ahead)
        self._answers[channel] = _credentials_in(answer)

    def __contains__(self, channel: Channel) -> bool:
        """Whether a visitor waits."""
        return channel in self._answers

    def visitors(self) -> list[tuple[Channel, Result]]:
        """Return who waits, and what is kept of each one's hello."""
        return list(self._answers.items())

    def leave(self, channel: Channel) -> None:
        """A visitor is gone, if it was one; :meth:`tell` the others."""
        if self._answers.pop(channel, None) is not None:
            self.tell()

    def admit(self, channel: Channel) -> None:
        """A visitor gets a session; :meth:`tell` the others when all are admitted that may be."""
        del self._answers[channel]

    def clear(self) -> None:
        """All are sent away."""
        self._answers.clear()

    def tell(self) -> None:
        """Tell each how many are ahead of it."""
        for ahead, channel in enumerate(self._answers):
            channel.tell_waiting(ahead)


def _credentials_in(answer: Result) -> Result:
    """The part of a waiting visitor's hello that is kept: who it is, unless that is too long."""
    session_id, token = answer.session_id, answer.token
    resume, former = answer.resume, answer.former
    texts = [session_id if isinstance(session_id, str) else None, token, former]
    if resume is not None:
        texts += [resume.link, resume.before, *resume.between]
    if sum(len(text) for text in texts if text) > _LONGEST or len(texts) > _MOST:
        session_id = token = resume = former = None
    return Result(id=answer.id, session_id=session_id, token=token, resume=resume, former=former)
