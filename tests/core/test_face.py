"""The face of the core: its example runs, and its names are all there, each once."""

import doctest

import pgwidgets_proto


def test_the_example_of_the_face_is_true() -> None:
    done = doctest.testmod(pgwidgets_proto)
    assert done.attempted > 10
    assert done.failed == 0


def test_every_name_is_there_once() -> None:
    names = pgwidgets_proto.__all__
    assert len(set(names)) == len(names)
    assert {name for name in names if not hasattr(pgwidgets_proto, name)} == set()
