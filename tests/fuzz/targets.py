"""What is fuzzed: by name, a function that takes bytes, and fails where something must not be.

Most are property tests of the core: Hypothesis makes of the bytes what those want to know
(`fuzz_one_input`), so each search looks for whatever such a test says of any program and browser.
`stack` takes the bytes as they are (stack.py).

Must not know: who chooses the bytes.
"""

from collections.abc import Callable
from typing import Any

from core import (
    test_any_replay,
    test_channel,
    test_connection_chunking,
    test_held,
    test_hostile_browser,
    test_messages,
    test_text_source,
    test_transfers,
    test_window_convergence,
)
from core.models import test_items_model, test_table_model, test_text_crossing, test_tree_model
from core.own_faults import let_out
from fuzz.stack import stack

type Target = Callable[[bytes], object]


def _of(test: Any) -> Target:
    """The property test as a target."""
    one_input: Target = test.hypothesis.fuzz_one_input
    return let_out()(one_input)


TARGETS: dict[str, Target] = {
    "connection": _of(test_connection_chunking.test_damaged_streams),
    "frames": _of(test_connection_chunking.test_random_bytes_as_frames),
    "channel": _of(test_channel.test_no_sequence_of_messages_raises),
    "messages": _of(test_messages.test_whatever_is_written_is_taken_or_refused),
    "stack": stack,
    "link": _of(test_hostile_browser.test_lies_raise_nothing_leave_nothing_and_are_not_passed_on),
    "replay": _of(
        test_any_replay.test_a_page_that_is_rebuilt_shows_what_one_shows_that_saw_every_step
    ),
    "held": _of(test_held.test_browsers_see_what_the_program_did),
    "transfers": _of(test_transfers.test_transfers_of_several_browsers_with_cuts),
    "windows": _of(test_window_convergence.test_after_any_interleaving_all_agree),
    "texts": _of(test_text_source.test_everybody_shows_the_same_when_the_line_is_quiet),
    "crossing": _of(test_text_crossing.test_it_gives_what_carrying_over_one_after_another_gives),
    "tables": _of(test_table_model.test_any_edits),
    "trees": _of(test_tree_model.test_any_edits),
    "items": _of(test_items_model.test_any_edits),
}
