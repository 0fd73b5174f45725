"""How long tests wait for what should take far less.

It is no bound that anything is held to: past it a test fails and says what hangs. However busy the
machine is, what is not hanging comes earlier.
"""

PATIENCE = 60.0  # seconds
