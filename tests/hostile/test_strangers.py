"""What a stranger on the network, or behind the same proxy, may try: over real sockets, everywhere.

What a browser with a valid session may try stands in test_visitors.py.
"""

from pgwidgets.testing.conformance.http_client import HttpClient
from pgwidgets.testing.conformance.program import counting
from pgwidgets.testing.conformance.world import World
from pgwidgets_proto import Limits


def test_only_names_that_are_given_are_answered_to(world: World) -> None:
    with world.serving(allowed_hosts=["ui.example.org"]), HttpClient(world) as client:
        assert client.ask("GET", "/", {"Host": "ui.example.org"}).status == 200
        assert client.ask("GET", "/").status == 200  # loopback
        refused = client.ask("GET", "/", {"Host": "evil.example"})
        assert refused.status == 403
        assert b"allowed_hosts" in refused.body


def test_wrong_tokens_lock_nobody_out(world: World) -> None:
    with world.serving(counting, limits=Limits(wrong_tokens=3)):
        owner = world.visit()
        owner.until_heard("Button")
        for number in range(6):
            guess = world.visit(session_id=owner.session_id, token=f"guess {number}")
            assert guess.until_closed() == (4001 if number < 3 else 1008)
        again = world.visit(like=owner)
        again.until_heard("Button")
        again.press()
        owner.until_text("1")
