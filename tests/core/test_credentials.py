"""Tokens: for which session one is good, and how often an address may be wrong."""

import itertools

import pytest

from pgwidgets_proto.sessions.people.credentials import Credentials, Verdict, WrongTokens, same
from pgwidgets_proto.sessions.people.shares import Terms

KEY = b"0123456789abcdef"


def minting(boot: str = "boot", key: bytes | None = KEY) -> Credentials:
    """Credentials of a run of the server, whose secrets are t1, t2 …"""
    numbers = itertools.count(1)
    return Credentials(lambda: f"t{next(numbers)}", boot, key)


@pytest.mark.parametrize("session_id", [5, "desk", "böse", -3])
def test_a_signed_token_is_good_for_its_session_alone(session_id: int | str) -> None:
    token = minting().make(session_id)
    later = minting("later")
    assert later.judge(session_id, token, None) is Verdict.RESTORABLE
    assert later.judge(str(session_id), token, None) is Verdict.RESTORABLE
    for other in (6, "desk2", "", f"{session_id}\n"):
        assert later.judge(other, token, None) is Verdict.UNKNOWN


def test_the_parts_of_a_signed_token_hold_together() -> None:
    token = minting().make(5)
    mark, boot, secret, signature = token.split(".")
    assert (mark, boot, secret) == ("s", "boot", "t1")
    later = minting("later")
    for forged in (
        f"s.boot.t2.{signature}",
        f"s.boots.t1.{signature}",
        f"s.boot.t1.{signature[:-1]}",
        f"s.boot.t1.{signature}0",
        f"boot.t1.{signature}",
        f"s.boot.t1.{'0' * 64}",
        "s.boot.t1.",
        "s.boot.t1",
        "s.",
        "s",
        "",
    ):
        assert later.judge(5, forged, None) is Verdict.UNKNOWN, forged


SIGNED = "s.boot.t1.42b3a21e06b910f5d19812cecbc88e03564835f42d00a2ea94735e442d295909"
FAMILY = "82d6c3166360c61b77ef428b9f1271ba"
NEXT = f"s.boot.t2.{FAMILY}.25104832772d3484a86c067cc3a84c43cd6ebabd5ab6372a258eed7fd2823c2b"
SHARED = (
    f"v.observer.1001.boot.{FAMILY}.t3."
    "6d2bbd0eef6c9a6a4c39ad88f1ad35097b9daf145e617eaa0d4d5d0d19c2c773"
)


def test_what_was_signed_is_good_for_versions_to_come() -> None:
    ours = minting()
    assert ours.make(5) == SIGNED
    assert ours.make(5, SIGNED) == NEXT
    terms = Terms("observer", 1000.2)
    assert ours.make_share(5, terms, NEXT) == SHARED
    later = minting("later")
    assert later.judge(5, SIGNED, None) is Verdict.RESTORABLE
    assert later.judge(5, NEXT, None) is Verdict.RESTORABLE
    for first in (None, SIGNED, NEXT):
        assert later.read_share(5, SHARED, first) == Terms("observer", 1001.0)


def test_a_share_is_read_of_its_session_and_of_an_earlier_run_alone() -> None:
    later = minting("later")
    assert later.read_share(6, SHARED, None) is None
    assert later.read_share(5, SHARED, later.make(5)) is None
    assert minting().read_share(5, SHARED, SIGNED) is None
    assert minting("later", None).read_share(5, SHARED, None) is None
    assert later.read_share(5, SHARED.replace("1001", "9001"), SIGNED) is None
    assert later.read_share(5, SHARED.replace("observer", "operator"), SIGNED) is None


def test_a_session_that_is_kept_is_there_for_its_own_token_and_for_shares_of_it() -> None:
    later = minting("later")
    assert later.is_good_for(5, NEXT, NEXT, SIGNED)
    assert not later.is_good_for(5, SIGNED, NEXT, SIGNED)
    assert later.is_good_for(5, SHARED, NEXT, SIGNED)
    assert not later.is_good_for(6, SHARED, NEXT, SIGNED)
    assert not later.is_good_for(5, SHARED, NEXT, later.make(5))
    assert not later.is_good_for(5, f"{SHARED}0", NEXT, SIGNED)


@pytest.mark.parametrize("session_id", ["\ud800", "\x00"])
def test_what_is_presented_may_be_no_text_that_can_be_encoded(session_id: str) -> None:
    ours = minting()
    for token in (f"s.boot.{session_id}.0", f"v.observer..boot.{FAMILY}.{session_id}.0", SIGNED):
        assert ours.judge(session_id, token, None) is Verdict.UNKNOWN
        assert ours.read_share(session_id, token, session_id) is None


@pytest.mark.parametrize("key", [None, b"another key of 16"])
def test_who_has_another_key_or_none_restores_nothing(key: bytes | None) -> None:
    token = minting().make(5)
    assert minting("later", key).judge(5, token, None) is Verdict.UNKNOWN


@pytest.mark.parametrize("key", [None, KEY])
def test_a_token_of_this_run_is_right_or_wrong_of_another_unknown(key: bytes | None) -> None:
    here, earlier = minting(key=key), minting("earlier", key)
    one, other = here.make(1), here.make(2)
    assert one != other
    assert here.judge(1, one, one) is Verdict.RIGHT
    assert here.judge(1, other, one) is Verdict.WRONG
    assert here.judge(1, "", one) is Verdict.WRONG
    assert here.judge(1, "boot", one) is Verdict.WRONG
    assert here.judge(1, "earlier", one) is Verdict.WRONG  # no token of any run
    assert here.judge(1, earlier.make(1), one) is Verdict.UNKNOWN


def test_a_boot_id_and_a_key_are_checked() -> None:
    for boot in ("", "a.b", "s"):
        with pytest.raises(ValueError, match=r"must not be empty, hold a dot, or be 's'"):
            minting(boot)
    with pytest.raises(ValueError, match="secret_key has 15 bytes; it must have 16 at least"):
        minting(key=KEY[:15])


def test_texts_are_compared_whatever_they_hold() -> None:
    assert same("böse", "böse")
    assert not same("böse", "bose")
    assert not same("a", "ab")
    assert same("\ud800", "?")  # half a pair is no text: no token has one
    assert same("?", "\ud800")
    assert minting().make_share(5, Terms("observer"), "\ud800").startswith("v.observer..boot.")


# --- wrong tokens


def test_an_address_may_be_wrong_so_often_a_minute() -> None:
    wrong = WrongTokens(3)
    for now in (0.0, 50.0):
        wrong.note("10.0.0.1", now)
        assert not wrong.is_over("10.0.0.1", now)
    wrong.note("10.0.0.1", 59.0)
    assert wrong.is_over("10.0.0.1", 59.0)
    assert wrong.is_over("10.0.0.1", 59.9)
    assert not wrong.is_over("10.0.0.1", 60.0)  # the first is a minute old
    wrong.note("10.0.0.1", 60.0)
    assert wrong.is_over("10.0.0.1", 109.9)
    assert not wrong.is_over("10.0.0.1", 110.0)


def test_addresses_are_counted_apart_and_those_unknown_as_one() -> None:
    wrong = WrongTokens(2)
    for address in ("10.0.0.1", None, "10.0.0.2", None):
        wrong.note(address, 0.0)
    assert wrong.is_over(None, 1.0)
    assert not wrong.is_over("10.0.0.1", 1.0)
    assert not wrong.is_over("10.0.0.2", 1.0)
    assert not wrong.is_over("10.0.0.3", 1.0)


def test_the_address_that_was_wrong_longest_ago_is_forgotten_first() -> None:
    """So that who has many addresses costs bounded memory."""
    wrong = WrongTokens(1)
    wrong.note("first", 0.0)
    wrong.note("second", 0.0)
    for number in range(9_998):
        wrong.note(f"filler {number}", 1.0)
    assert wrong.is_over("first", 2.0)  # 10,000 are remembered
    wrong.note("first", 2.0)  # and it is the newest now
    wrong.note("one too many", 2.0)
    assert not wrong.is_over("second", 2.0)
    assert wrong.is_over("first", 2.0)
    assert wrong.is_over("filler 0", 2.0)
    assert wrong.is_over("one too many", 2.0)


def test_however_often_an_address_is_wrong_little_of_it_is_kept() -> None:
    wrong = WrongTokens(2)
    for second in range(100):
        wrong.note("10.0.0.1", float(second))
    assert wrong.is_over("10.0.0.1", 157.9)
    assert not wrong.is_over("10.0.0.1", 158.0)  # of the last two, the first is a minute old
