"""Whose a browser is: views are gone on with by their own user alone, and users are sent away."""

import json
from typing import Any

from core.helpers import events, make_hub
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.channel import Browser, Channel


def come(hub: Hub, user: Any, session: Session | None = None, **more: Any) -> Channel:
    channel = hub.open_channel(Browser("192.0.2.1", user=user), 0.0)
    known = {} if session is None else {"session_id": session.id, "token": session.token}
    channel.receive(json.dumps({"type": "result", "id": 0, "ext": 1, **known, **more}), 0.0)
    return channel


def test_a_view_is_gone_on_with_by_its_own_user_alone() -> None:
    hub = make_hub()
    session = hub.create_session()
    channel = come(hub, "ada", session)
    link: Any = channel.link
    resume = {"resume": {"link": link.id, "seen": 0}}
    other = come(hub, "eve", session, **resume)
    assert other.link not in (None, link)
    assert channel.close is None
    assert link in session.links
    assert come(hub, None, session, **resume).link is not link
    channel.receive(None, 0.0)
    assert come(hub, "ada", session, **resume).link is link
    assert link.browser.user == "ada"


def test_nobody_takes_control_over_from_another_user() -> None:
    hub = make_hub()
    session = hub.create_session()
    channel = come(hub, "ada", session)
    link: Any = channel.link
    session.control.start(link, 10.0)
    channel.receive('{"type":"goodbye"}', 0.0)
    come(hub, "eve", session, former=link.id)
    assert session.control.holder is link
    again = come(hub, "ada", session, former=link.id)
    assert session.control.holder is again.link


def test_who_signs_out_is_sent_away_from_everywhere_and_sessions_stay() -> None:
    hub = make_hub(max_sessions=1)
    session = hub.create_session()
    shown, lost, other = (come(hub, user, session) for user in ("ada", "ada", "grace"))
    lost.receive(None, 0.0)
    assert len(session.detached) == 1
    waiting = come(hub, "ada")
    greeting = hub.open_channel(Browser(user="ada"), 0.0)
    events(session)
    hub.sign_out(None)
    hub.sign_out("nobody")
    assert shown.close is None
    hub.sign_out("ada")
    for channel in (shown, waiting, greeting):
        assert channel.close == (CloseCode.SIGNED_OUT, "you are signed out")
    assert session.detached == []
    assert hub.waiting == 0
    assert other.close is None
    assert not session.is_destroyed
