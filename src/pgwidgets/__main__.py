"""``python -m pgwidgets`` is the command ``pgwidgets``."""

import sys

from pgwidgets.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
