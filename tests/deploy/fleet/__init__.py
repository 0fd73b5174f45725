"""Several servers, a router before them, and an instrument that keeps a ledger of what they do.

`python -m deploy.fleet --help` has the trials; `make test-cluster` runs them all.
"""
