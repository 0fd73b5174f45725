"""The types that several parameters share, as they stand in a stub.

Knows: Python source text, and which texts are read by browsers. Must not know: any parameter.
"""

from ...widgets.params import Code

COLOR = Code("str | None")
LENGTH = "float"
PATH = "Sequence[str]"
PATHS = "Sequence[Sequence[str]]"
COLUMN = "str | Mapping[str, Any]"
ROW = "Mapping[str, Any] | Sequence[Any]"
SIZE = "Sequence[float] | None"
ALIGN = "Literal['nearest', 'center', 'top']"
HALIGN = "Literal['left', 'center', 'right']"
ORIENTATION = "Literal['horizontal', 'vertical']"
REF = "TextBufferRef"
ICON = Code("str | PathLike[str] | None")
