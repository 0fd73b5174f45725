"""What a session tells browsers of its widgets, encoded: once, for any number of browsers.

Knows: which message a creation, a call or a listener is, and what an error says of its arguments.
Must not know: events or what a method does to the state.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ..errors import WidgetGoneError
from ..models.changes import CALLS_OF_OUR_CLIENT
from ..wire.binary import BINARY
from ..wire.messages import BinaryCallChunked, Call, Create, Listen, Message, Unlisten
from ..wire.outgoing import Key, Outgoing, Touch, new_touch
from .binding import constructor_arguments
from .encoding import ENCODING_ERRORS, Encoder, binary_call, encode_plain
from .entry import PLAIN, Entry
from .kept import Given, by_name
from .widget import Node, Operations, WidgetClass


class CallEncoder:
    """Encodes the messages of one session.

    Parameters:
        session: whose widgets may be mentioned.

    Raises:
        TypeError, ValueError: every method, for what can't go over the wire; the error names the
            argument.
    """

    def __init__(self, session: Operations) -> None:
        self._session = session
        self._encoder = Encoder()

    def create(self, cls: WidgetClass, wid: int, given: Given) -> Outgoing:
        """Encode a widget's creation."""
        message = Create(wid=wid, class_=cls.name, args=constructor_arguments(cls, given))
        try:
            encoded, mentioned = self._encoder.encode(message)
        except ENCODING_ERRORS as exc:
            arguments = by_name(cls.names, given)
            values = [*arguments.values()]
            raise self._explain(exc, f"{cls.name}()", [*arguments], values) from exc
        if mentioned:
            self._check_mentioned(f"{cls.name}()", mentioned)
        return Outgoing(encoded, wid, "create", barrier=(wid, *[n.wid for n in mentioned]))

    def call(
        self,
        node: Node,
        method: str,
        args: tuple[Any, ...],
        *,
        keys: tuple[Key, ...] = (),
        mergeable: bool = False,
        depends: tuple[Key, ...] = (),
        silent: bool = True,
        also: tuple[Touch, ...] = (),
        bind: int | None = None,
    ) -> Outgoing:
        """Encode a call.

        Parameters:
            keys: the values of this widget that it tells.
            mergeable: an unsent one with the same single key may be overwritten by a later one.
            depends: keys whose setters it must not overtake.
            silent: callbacks are muted while the browser carries it out.
            also: values of other widgets that it tells.
            bind: the id of the widget that the browser makes at it.
        """
        message: Message
        binary: bytes | None = None
        given = args
        named: tuple[Node, ...] = ()
        is_plain = True
        for index, arg in enumerate(args):
            kind = type(arg)
            if kind in PLAIN:
                continue
            if isinstance(arg, Node):  # most widgets stand here; the encoder finds those in lists
                given, named = _named(given, index), (*named, arg)
                continue
            is_plain = False
            if isinstance(arg, BINARY):
                message, binary = binary_call(node, method, args, silent=silent)
                break
        else:
            message = Call(wid=node.wid, method=method, args=given, silent=silent, bind=bind)
        mentioned: tuple[Node, ...] = ()
        try:
            if is_plain:
                encoded = encode_plain(message)
            else:
                encoded, mentioned = self._encoder.encode(message)
        except ENCODING_ERRORS as exc:
            known = node.cls.methods.get(method)
            names = [param.name for param in known.params] if known is not None else []
            raise self._explain(exc, f"{node.cls.name}.{method}()", names, args) from exc
        if named and binary is None:
            mentioned = (*named, *mentioned)
        if mentioned:
            self._check_mentioned(f"{node.cls.name}.{method}()", mentioned)
        wid = node.wid
        if len(keys) == 1 and not also:  # most calls, so without any loop
            touches: tuple[Touch, ...] = (new_touch((wid, keys[0])),)
        else:
            touches = (*[new_touch((wid, key)) for key in keys], *also)
        return Outgoing(
            encoded,
            wid,
            method,
            touches,
            mergeable and not mentioned and len(keys) == 1,
            depends,
            (wid, *[other.wid for other in mentioned]) if mentioned else (wid,),
            binary,
            binary is not None and isinstance(message, BinaryCallChunked),
            bind=bind,
            is_extended=method in CALLS_OF_OUR_CLIENT,
        )

    def entry(self, node: Node, key: Key, entry: Entry) -> Outgoing:
        """Encode the call that sets a value, unless it is kept encoded."""
        if entry.outgoing is not None:
            return entry.outgoing
        method = node.cls.methods.get(entry.how.method)
        merging = method.effect.merges if method is not None else None
        return self.call(
            node,
            entry.how.method,
            entry.args,
            keys=(key,),
            mergeable=merging is not None,
            depends=merging or (),
        )

    def listen(self, node: Node, action: str) -> Outgoing:
        """Encode that an action is to be reported."""
        encoded, _ = self._encoder.encode(Listen(wid=node.wid, action=action))
        is_extended = action in node.cls.actions and node.cls.actions[action].is_extended
        return Outgoing(encoded, node.wid, f"listen to {action!r}", is_extended=is_extended)

    def unlisten(self, node: Node, action: str) -> Outgoing:
        """Encode that an action is no longer to be reported."""
        encoded, _ = self._encoder.encode(Unlisten(wid=node.wid, action=action))
        is_extended = node.cls.actions[action].is_extended
        return Outgoing(encoded, node.wid, f"unlisten to {action!r}", is_extended=is_extended)

    def message(self, message: Message) -> Outgoing:
        """Encode a message that is about no widget."""
        encoded, _ = self._encoder.encode(message)
        return Outgoing(encoded, None, type(message).__name__)

    def _explain(
        self, error: Exception, what: str, names: list[str], values: Sequence[Any]
    ) -> Exception:
        """The error of a call whose arguments can't go over the wire: it names the argument."""
        culprit = self._encoder.find_culprit(values)
        if culprit is None:
            return error
        index, cause = culprit
        name = repr(names[index]) if index < len(names) else str(index + 1)
        kind = ValueError if isinstance(cause, ValueError) else TypeError
        return kind(f"{what}: argument {name}: {cause}")

    def _check_mentioned(self, what: str, mentioned: Iterable[Node]) -> None:
        """Refuse widgets that the pages of this session don't have."""
        for node in mentioned:
            if node.ops is not self._session:
                raise ValueError(f"{what}: {node!r} belongs to another session")
            if node.cls.is_local:
                raise ValueError(f"{what}: {node!r} is in no page, where it would be looked for")


def _named(args: tuple[Any, ...], index: int) -> tuple[Any, ...]:
    """These arguments with a widget's id in its place, as it goes over the wire."""
    node = args[index]
    if node.destroyed:
        raise WidgetGoneError(node)
    return (*args[:index], {"__wid__": node.wid}, *args[index + 1 :])
