"""Pictures made of arrays: what numpy has, as a browser can show it.

It needs the extra ``pictures`` (numpy and Pillow), which is imported when it is first used.
"""

from .arrays import COLORMAPS, Limits, percentiles
from .encoding import Format, Picture, encode
from .stream import Stream

__all__ = ["COLORMAPS", "Format", "Limits", "Picture", "Stream", "encode", "percentiles"]
