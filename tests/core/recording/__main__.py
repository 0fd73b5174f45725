"""Record the session anew: only when what the core sends is to be another (`make recording`)."""

from . import write
from .script import record

write(record().lines)
