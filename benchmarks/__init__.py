"""Benchmarks: one application script on this project and on its peers, measured from outside."""
