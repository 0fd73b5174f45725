"""Messages of one frame without the ids that go without saying.

Knows: how messages begin, and where ids stand in them. Must not know: queues, or who is sent what.

A widget is made and told what it is in one breath: half of the bytes of that, when compressed, are
its id, time and again. In a frame for a page that has asked for it (``short`` of its hello)

* a ``create`` behind another has no ``wid``, if it is one more than that one's;
* a call, and a ``listen``, of the widget that was created last in the frame has none;
* in the arguments of calls that widget is ``{"__wid__":0}``.
"""

from collections.abc import Iterable

_CREATE = b'{"type":"create","wid":'
_CREATE_NEXT = b'{"type":"create"'
_CALL = b'{"type":"call",'
_LISTEN = b'{"type":"listen",'
_LAST = b'{"__wid__":0}'


def shortened(messages: Iterable[bytes]) -> Iterable[bytes]:
    """Leave out ids that go without saying.

    Parameters:
        messages: those of a frame, in order, as they are encoded.

    Yields:
        The same, or shorter.
    """
    last = 0
    own = named = b""
    for message in messages:
        if message.startswith(_CALL):
            if last:
                if message.startswith(own, len(_CALL)):
                    message = _CALL + message[len(_CALL) + len(own) :]
                # Within a text a quotation mark has a backslash, so what is found is no text.
                message = message.replace(named, _LAST)
        elif message.startswith(_CREATE):
            end = message.index(b",", len(_CREATE))  # behind it stands the class
            digits = message[len(_CREATE) : end]
            wid = int(digits)
            if wid == last + 1 and last:
                message = _CREATE_NEXT + message[end:]
            last = wid
            own = b'"wid":%b,' % digits
            named = b'{"__wid__":%b}' % digits
        elif last and message.startswith(_LISTEN) and message.startswith(own, len(_LISTEN)):
            message = _LISTEN + message[len(_LISTEN) + len(own) :]
        yield message
