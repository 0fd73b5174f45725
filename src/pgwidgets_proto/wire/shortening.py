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
    call = listen = named = b""
    for message in messages:
        if message.startswith(_CREATE):
            begin = len(_CREATE)
            end = message.index(b",", begin)  # behind it stands the class
            digits = message[begin:end]
            is_next = last != 0 and int(digits) == last + 1
            last = int(digits)
            call = b'%b"wid":%b,' % (_CALL, digits)
            listen = b'%b"wid":%b,' % (_LISTEN, digits)
            named = b'{"__wid__":%b}' % digits
            yield _CREATE_NEXT + message[end:] if is_next else message
        elif last == 0:
            yield message
        elif message.startswith(call):
            yield _CALL + message[len(call) :].replace(named, _LAST)
        elif message.startswith(listen):
            yield _LISTEN + message[len(listen) :]
        elif message.startswith(_CALL):
            # Within a text a quotation mark has a backslash, so this is no text.
            yield message.replace(named, _LAST)
        else:
            yield message
