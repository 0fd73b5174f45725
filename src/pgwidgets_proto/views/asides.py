"""What passes between a link and its page beside the messages that are numbered.

Knows: the socket of the moment, and what is said on it that no resume repeats: the session's
credentials, receipts, and the question whether the page's script runs.
Must not know: the queue, the link's states, or what a numbered message does.

News of a token may be lost with the socket, so a page may come back with an old one. It has the
newest for sure once it has applied a message that was sent after the news.
"""

from collections.abc import Callable
from typing import Any

from ..wire.messages import (
    EXTENSION,
    Got,
    NewToken,
    PagePing,
    Pong,
    Resumed,
    Rights,
    SessionInfo,
    TransferRefused,
)
from .carry import Carry
from .channel import Channel
from .numbering import Number
from .pulse import Pulse
from .receipts import Receipts
from .seam import Badge, Host, View

_USUAL_TEXT_BYTES = 1024 * 1024
"""What a page takes for the limit of its messages if it is told no other."""

_TOKENS = 8
"""Replaced tokens that are kept for one page: the latest."""


class Asides:
    """The unnumbered side of one link.

    Parameters:
        session: what the page shows.
        badge: by what the page was let in.
        channel: the socket that the page came on.
        ask_stock: asks the stock client for any sign of life; ours has a message for that.

    Attributes:
        channel: the socket that serves the link, or None.
        receipts: how many numbered messages of the page have been handled.
        pulse: whether the page's script runs; it is told of each message.
        void_tokens: replaced tokens that the page may still have, the oldest first.
        rights: what the page's user may do; None: all.
    """

    def __init__(
        self,
        session: Host[Any],
        badge: Badge,
        channel: Channel,
        ask_stock: Callable[[], None],
    ) -> None:
        house = channel.house
        self.channel: Channel | None = channel
        self.receipts = Receipts(house.deadlines, self._tell_handled)
        self.void_tokens: list[str] = []
        self.rights: Rights | None = None
        self._has_told_rights = False
        self._token_told_after = Number(0)
        self._session = session
        self._badge = badge
        self._speaks_extension = channel.speaks_extension
        self._ask_stock = ask_stock
        self._text_bytes = min(house.limits.text_bytes, house.limits.message_bytes)
        self.pulse = Pulse(
            house.deadlines,
            house.limits.keepalive_interval,
            house.limits.answer_time,
            ask=self._ask_script,
            sleeps=self._script_sleeps,
        )

    def greet(
        self,
        view: View,
        channel: Channel,
        link_id: str,
        carry: Carry | None = None,
        *,
        keeps: bool = False,
    ) -> None:
        """Serve a page that has just come.

        Parameters:
            view: the link.
            channel: the socket.
            link_id: the link's name.
            carry: what the page brings of an earlier run, or None.
            keeps: whether it is told what is stored, and has to remember its messages until then.
        """
        info = self._credentials()
        if self._speaks_extension:
            info = self._credentials(EXTENSION, link_id)
            info.keeps = keeps
            if carry is not None:
                info.done, info.wids = carry.done, list(carry.wids.items()) or None
                self.receipts.handled = carry.done
                self.receipts.told()
        channel.serve(view, info)
        rights = self.rights
        if rights is not None and (rights.acts or rights.allow):
            self.tell_rights(rights)
        self.pulse.begin()

    def resume(self, view: View, channel: Channel, sent: Number) -> None:
        """Serve a page that is back on another socket.

        Parameters:
            view: the link.
            channel: the socket.
            sent: the number of the last message that the page has applied.
        """
        older, self.channel = self.channel, channel
        if older is not None:
            older.release_link()
        self.stop()
        self.receipts.told()
        self.pulse.begin()
        channel.serve(view, Resumed(got=self.receipts.handled))
        if self.void_tokens:
            self._tell_token(sent)
        if self._has_told_rights:  # what was said last may have been lost
            self.tell_rights(self.rights)

    def release(self) -> None:
        """Let go of the socket, which is closed: nothing more is said to the page."""
        channel, self.channel = self.channel, None
        if channel is not None:
            channel.release_link()

    def stop(self) -> None:
        """Nothing is due any more: no receipt, and no question to the script."""
        self.pulse.stop()
        self.receipts.stop()

    def lost(self) -> None:
        """The socket is gone, and nothing is to be heard. Receipts may still become due."""
        self.pulse.stop()

    def announce(self) -> None:
        """Have the driver look at the socket."""
        if self.channel is not None:
            self.channel.announce()

    def answer_ping(self) -> None:
        """The page asks whether the server is there."""
        if self.channel is not None:
            self.channel.say(Pong())

    def count_handled(self, size: int, *, at_once: bool = False) -> None:
        """A numbered message of the page has been handled.

        Parameters:
            size: bytes of it, or more.
            at_once: the page waits to hear that.
        """
        if self._speaks_extension:
            self.receipts.count(size, at_once=at_once)

    def refuse_transfer(self, transfer_id: int) -> None:
        """Tell the page that nobody waits for these files; the stock client sends them all."""
        if self._speaks_extension and self.channel is not None:
            self.channel.say(TransferRefused(transfer_id=transfer_id), transfer_id)

    def tell_rights(self, rights: Rights | None) -> None:
        """Tell the page what its user may do from now on; the stock client would not know it."""
        self.rights = rights
        self._has_told_rights = True
        if self._speaks_extension and self.channel is not None:
            self.channel.say(rights or Rights())

    def token_changed(self, old: str, sent: Number) -> None:
        """Tell the page its token, which has changed.

        Parameters:
            old: the token before, which is void.
            sent: the number of the last message sent.
        """
        self.void_tokens.append(old)
        del self.void_tokens[:-_TOKENS]
        self._tell_token(sent)

    def applied(self, number: Number) -> None:
        """The page has applied the numbered messages up to this one."""
        if number > self._token_told_after:
            self.void_tokens.clear()

    def _tell_token(self, sent: Number) -> None:
        if self.channel is None:
            return
        if self._speaks_extension:
            self._token_told_after = sent
            self.channel.say(NewToken(token=self._badge.token))
        else:
            self.channel.say(self._credentials())

    def _credentials(self, ext: int = 0, link: str | None = None) -> SessionInfo:
        badge = self._badge
        role = None if self.rights is None or self.rights.acts else badge.role
        info = SessionInfo(
            session_id=self._session.id, token=badge.token, ext=ext, link=link, role=role
        )
        if ext and self._text_bytes != _USUAL_TEXT_BYTES:
            info.text_bytes = self._text_bytes
        return info

    def _tell_handled(self, count: int) -> bool:
        if self.channel is not None:
            self.channel.say(Got(count=count))
        return self.channel is not None

    def _ask_script(self) -> None:
        if not self._speaks_extension:
            self._ask_stock()
        elif self.channel is not None:
            self.channel.say(PagePing())

    def _script_sleeps(self) -> None:
        if self._session.is_reading_paused:
            self.pulse.begin()  # what the page says lies unread
        elif self.channel is not None:
            self.channel.lose_link("the page does not answer")
