"""Effects that hand the content of a file to browsers.

Knows: base64 and ``data:`` URIs.
"""

import base64
from typing import Any, override

from ...widgets.nodes import call_name
from ...widgets.params import default_value
from ...widgets.widget import Method, Node, Operations
from ...wire.binary import BYTES
from .base import Act


class ActWithContent(Act, kw_only=True):
    """Has a browser do something with the content of a file: FileDialog.save.

    Parameters:
        content: the index of that argument. Bytes become a ``data:`` URI (RFC 2397), of the type
            that the argument behind it names.
        target: as in :class:`Act`.
    """

    content: int

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        before, (content, *rest) = args[: self.content], args[self.content :]
        if isinstance(content, BYTES):
            media_type = rest[0] if rest else default_value(method.params[self.content + 1])
            encoded = base64.b64encode(bytes(content)).decode("ascii")
            content = f"data:{media_type};base64,{encoded}"
        elif isinstance(content, str):
            self._check(node, method, content)
        outgoing = ops.encode_call(node, method.name, (*before, content, *rest))
        outgoing.may_be_big = True
        ops.send(outgoing, self.target)

    def _check(self, node: Node, method: Method, content: str) -> None:
        """Refuse a text that is not base64: the browser would fail at it."""
        head, is_uri, data = content.partition(";base64,")
        if not (is_uri and head.startswith("data:")):
            data = content
        data = "".join(data.split()).rstrip("=")  # browsers want neither, and take both
        try:
            base64.b64decode(data + "=" * (-len(data) % 4), validate=True)
        except ValueError:
            name = method.params[self.content].name
            shown = content if len(content) <= 40 else f"{content[:40]}..."
            raise ValueError(
                f"{call_name(node, method)}: {name!r} must be bytes, base64, or a data: URI with "
                f"base64; not {shown!r}"
            ) from None
