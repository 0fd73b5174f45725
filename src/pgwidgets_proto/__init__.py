"""The pure core of pgwidgets: sessions, links and connections as state machines without I/O."""
