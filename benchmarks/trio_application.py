"""The application that is measured, on trio's event loop; of this project alone.

Run as ``python -m benchmarks.trio_application --ws-port N --http-port N``.
"""

import trio

from benchmarks.application import main

if __name__ == "__main__":
    trio.run(main)
