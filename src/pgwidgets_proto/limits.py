"""Every size, count and wait that the core bounds, with its default.

Knows: numbers. Must not know: where they are applied (each field says what happens at its end).
"""

import msgspec

LATE = 1.0
"""Seconds after which a timer counts as late: our own process was busy, not the peer. The peer's
bytes may lie unread then, so its wait starts anew."""


def is_time(value: float) -> bool:
    """Whether a number, from 0 on, can be added to the time: an int may be beyond all floats."""
    try:
        return float(value) >= 0
    except OverflowError:
        return False


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The bounds of one application. Sizes are in bytes, times in seconds.

    Attributes:
        header_bytes: request line and headers of one HTTP request; more: 431.
        body_bytes: body of an HTTP request (read and thrown away); more: 413.
        request_time: from the first byte of a request to its last header; longer: 408.
        idle_time: a kept-alive HTTP connection without a request; longer: closed.
        close_time: from our close frame to the browser's, and from a send that fails to what a
            server tells of its end; longer: the connection is dropped.
        hello_time: from the WebSocket's opening to the answer to ``init``; longer: close 1002.
        keepalive_interval: silence after which a ping is sent.
        keepalive_time: silence after that ping, at which the connection counts as dead.
        answer_time: how long the script of a page may leave the question unanswered that it is
            asked after ``keepalive_interval`` without a message of it; longer: it sleeps, though
            its connection lives, and the browser counts as lost. A tab in the background may be run
            once a minute only, so less than that is too little.
        message_bytes: one WebSocket message from a browser; more: close 1009.
        text_bytes: one that is a text, while no answer is awaited; more: close 1009. What a text
            stands for may take thirty times as much memory.
        text_values: values in one text: objects, arrays, and what is in these; more: close 1009.
        frame_messages: messages in one WebSocket message from a browser; more: close 1009.
        frame_bytes: what is packed in one frame of small messages to a browser.
        high_water: unsent bytes of a link over which awaited calls wait.
        stall_time: how long calls wait for browsers of which none takes or applies anything;
            longer: their queues are thrown away, and they are rebuilt from state when they read
            again.
        in_flight_bytes: what a browser may leave unacknowledged before sending to it pauses, on the
            fastest line.
        in_flight_time: seconds that a browser may need for what it is sent ahead of its
            acknowledgements, beside a round trip. At the rate at which it acknowledges, that is how
            much it may leave unacknowledged on a slower line: what is on its way can't be overtaken
            (``math.inf``: ``in_flight_bytes`` on any line).
        link_bytes: what is unsent and unacknowledged together, over which a link's queue is thrown
            away, and the browser is rebuilt from state when it reads again. Not counted are the
            biggest picture (or file) that waits, the rest of one that is half sent, and what the
            last message on its way has beyond ``in_flight_bytes``.
        transfers: drops and choices of files whose data is on its way from the browsers of one
            session at a time; one more is refused.
        transfer_bytes: files of one session that browsers have announced and the program has not
            taken yet; what would go beyond is refused.
        transfer_files: how many files these may be.
        transfer_time: silence of a connected browser in the middle of its files, after which they
            are given up.
        events: user events of one session that wait for their handlers; more: the link whose
            event is one too many is closed with 1008.
        event_bytes: the memory of those events that browsers report, estimated from the frames that
            they came in; at half of it browsers are read no further, unless the program waits
            for them; more: close 1008. Announcements of files may take as much again.
        total_bytes: what the whole server keeps for all sessions together: events that wait, files
            that come, messages that browsers have sent in part, and queues to browsers. Of more,
            what sessions hold that nobody shows is given up, the one first that was left first;
            then events and messages: close 1008, files: refused, queues: thrown away.
        question_time: how long a browser may take to answer a question; longer: TimeoutError.
        connections: sockets of browsers and others at a time, as far as the process may have so
            many descriptors; more: closed at once.
        connections_per_address: those of one address, or of one network of IPv6 (64 bits), that is
            no trusted proxy; more: closed.
        links_per_session: browsers that show one session at a time; more: close 4003. So many
            that were lost are waited for; more: the first lost is waited for no longer.
        goodbye_grace: for how long a session keeps its place among ``max_sessions`` after the
            last browser has said goodbye: a page that is loaded anew says so, too.
        idle_sessions: sessions that browsers have left; of more, the oldest are destroyed.
        lost_sessions: sessions that nobody shows and that stay in use, since their browsers may
            come back; of more, those are destroyed that were left first.
        shares: links to one session that are good at a time, however they were passed on.
        refused_reports: reports a second of a browser whose user may only look; more: close 1008.
        wrong_tokens: wrong session tokens of one address a minute; a further wrong one: close 1008.
        waiting: visitors that wait for a session to become free; more: close 1008.
        handler_stall: how long a handler may keep an event loop from everybody else; longer: it is
            named in the log (``math.inf``: it is not watched).
        handler_wait: how long a handler may keep events waiting that handlers are for; longer: it
            is named in the log, since it may wait for one of them itself (``math.inf``: it is not
            watched).
        window_rows: rows of a table's source that a browser is sent at a time; of a longer range,
            the first of them.
        window_pause: for how long the same table is not read again after it was read. What browsers
            ask meanwhile is merged.
        window_edits: edits of one table that wait for its source; one more is refused.
        window_picks: rows of a table's source that a user selects as one range, where not all have
            come to the browser; of a longer one, those where it was begun.
    """

    header_bytes: int = 32 * 1024
    body_bytes: int = 64 * 1024
    request_time: float = 20.0
    idle_time: float = 75.0
    close_time: float = 5.0
    hello_time: float = 10.0
    keepalive_interval: float = 20.0
    keepalive_time: float = 20.0
    answer_time: float = 90.0
    message_bytes: int = 16 * 1024 * 1024
    text_bytes: int = 1024 * 1024
    text_values: int = 200_000
    frame_messages: int = 5_000
    frame_bytes: int = 64 * 1024
    high_water: int = 256 * 1024
    stall_time: float = 20.0
    in_flight_bytes: int = 1024 * 1024
    in_flight_time: float = 0.2
    link_bytes: int = 4 * 1024 * 1024
    transfers: int = 32
    transfer_bytes: int = 256 * 1024 * 1024
    transfer_files: int = 10_000
    transfer_time: float = 60.0
    events: int = 10_000
    event_bytes: int = 64 * 1024 * 1024
    total_bytes: int = 1024 * 1024 * 1024
    question_time: float = 30.0
    connections: int = 10_000
    connections_per_address: int = 500
    links_per_session: int = 100
    goodbye_grace: float = 0.75
    idle_sessions: int = 1000
    lost_sessions: int = 1000
    shares: int = 1000
    refused_reports: int = 500
    wrong_tokens: int = 10
    waiting: int = 1000
    handler_stall: float = 1.0
    handler_wait: float = 5.0
    window_rows: int = 1000
    window_pause: float = 0.01
    window_edits: int = 1000
    window_picks: int = 10_000

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if not is_number or not (value > 0 and is_time(value)):
                raise ValueError(f"Limits.{name} is {value!r}; it must be a number above 0")


def size_of(message: str | bytes) -> int:
    """The bytes that a message has on the wire, without its frames' headers."""
    if isinstance(message, bytes) or message.isascii():
        return len(message)
    return len(message.encode("utf-8", "surrogatepass"))
