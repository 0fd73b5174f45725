"""Chapters about lines and rooms: what comes over a socket, who may come, and how it ends.

Knows: a recorder, and what is worth a recording. Must not know: what the core answers.
"""

from core.wire import (
    BINARY,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    close_frame,
    frame,
    request,
    upgrade,
)

from .recorder import READABLE, Recorder, ack, text_frame


def http(recorder: Recorder) -> None:
    """Requests, good and bad, by clients that know no WebSocket."""
    recorder.begin("http")
    recorder.client("get", request("GET /page?x=1"))
    recorder.client("head", request("HEAD /page"))
    recorder.client("two", request("GET /one") + request("GET /two"))
    recorder.client("close", request("GET /last", "Connection: close"))
    recorder.client("parts", request("GET /slow")[:9])
    recorder.client("body", request("POST /form", "Content-Length: 5") + b"abc")
    recorder.client("nonsense", b"\x16\x03\x01 hello\r\n\r\n")
    recorder.client("rebound", request("GET /", host="evil.example"))
    recorder.client("long", request("GET /", "X-Long: " + "x" * 200))
    recorder.client("foreign", upgrade("Origin: http://evil.example"))
    recorder.client("old", upgrade().replace(b"Version: 13", b"Version: 8"))
    recorder.turn()
    recorder.send("parts", request("GET /slow")[9:])
    recorder.send("body", b"de")
    recorder.turn()
    recorder.do("shutdown", "head")
    recorder.do("bytes", "two", "")
    recorder.turn()
    recorder.client("late", b"GET ")
    for _ in range(4):
        recorder.do("time", 20.0)
        recorder.turn()


def lines(recorder: Recorder) -> None:
    """Cuts, resumes, reloads, slow readers, and waits that come to their end."""
    recorder.begin("lines", link_bytes=3000, in_flight_bytes=1500, high_water=1000)
    browser = recorder.browser("page")
    recorder.settle(browser)
    labels = [recorder.create("Label", f"label {index}") for index in range(4)]
    button = recorder.create("Button", "b")
    recorder.listen(button, "activated")
    recorder.settle(browser)
    browser.click(button)
    browser.drop()
    browser.click(button)  # is kept by the page until it is back
    for number in range(3):
        recorder.call(labels[0], "set_text", f"away {number}")  # merged to the last one
    recorder.call(labels[1], "set_color", "red", "#00ff80")
    recorder.turn()
    browser.come_back()
    recorder.settle(browser)
    browser.come_back()  # before the old connection is known to be dead
    recorder.settle(browser)
    browser.bury()
    recorder.settle(browser)
    # One that does not read: its messages merge; when they are too many its queue is thrown away.
    recorder.slow = {"page3"}
    for number in range(5):
        recorder.call(labels[2], "set_text", f"unread {number}")
        recorder.turn()
    recorder.slow.clear()
    recorder.settle(browser)
    recorder.slow = {"page3"}
    for number in range(40):
        recorder.call(labels[number % 4], "set_text", f"{number} " * 60)
        recorder.create("Label", f"another {number}")
        recorder.turn()
    recorder.do("flush", 1, 15.0)
    recorder.turn()
    recorder.slow.clear()
    recorder.settle(browser)
    browser.send({"type": "ping"})
    recorder.settle(browser)
    for _ in range(3):  # silence: pings, the question to the page's script
        recorder.do("time", 20.5)
        recorder.settle(browser)
    browser.come_back(is_new_page=True)
    recorder.settle(browser)
    browser.drop()
    recorder.do("rotate", 1)  # the page has the old token still, and may come back with it once
    recorder.turn()
    browser.come_back()
    recorder.settle(browser)
    browser.drop()
    recorder.do("time", 61.0)  # nobody waits for it any longer
    recorder.turn()
    browser.come_back()
    recorder.settle(browser)
    sleeper = recorder.open("sleeper")
    sleeper.send(recorder.hello())
    for _ in range(7):
        recorder.do("time", 20.0)
        sleeper.send(frame(PONG, b"", mask=READABLE))  # its connection lives, its script does not
        recorder.settle(browser)
    recorder.do("close", 1)
    recorder.settle(browser)


def rooms(recorder: Recorder) -> None:
    """Who may come in: tokens, the waiting room, too many, and the end of a session and of all."""
    recorder.begin("rooms", 1, links_per_session=2, waiting=2, wrong_tokens=2)
    first = recorder.browser("first")
    recorder.settle(first)
    second, third, fourth = (recorder.browser(name) for name in ("second", "third", "fourth"))
    plain = recorder.browser("plain", stock=True)
    everybody = (first, second, third, fourth, plain)
    recorder.settle(*everybody)
    third.leave()
    recorder.settle(*everybody)
    first.say_goodbye()
    recorder.settle(*everybody)
    recorder.do("time", 1.0)
    recorder.settle(*everybody)
    for number in range(4):
        liar = recorder.browser(f"liar{number}", session_id=2, token="wrong")
        recorder.settle(*everybody, liar)
    recorder.do("time", 61.0)
    token = recorder.do("share", 2, "observer")
    observer = recorder.browser("observer", session_id=2, token=token)
    recorder.settle(*everybody, observer)
    recorder.do("control", 2, True)
    recorder.settle(*everybody, observer)
    recorder.do("control", 2, False)
    recorder.do("revoke", 2)
    recorder.settle(*everybody, observer)
    friends = [
        recorder.browser(f"friend{number}", session_id=2, token=second.token) for number in range(2)
    ]
    recorder.settle(*everybody, *friends)
    earlier = recorder.browser("earlier", session_id="7", token="1.sig")
    recorder.settle(*everybody, *friends, earlier)
    recorder.do("session", "by name", "a token of its own")
    recorder.do("session", "by name")
    recorder.do("sign_out", 2, 0)
    recorder.settle(*everybody, *friends, earlier)
    recorder.do("destroy_session", 2)
    recorder.settle(*everybody, *friends, earlier)
    recorder.do("close_all")
    recorder.settle(*everybody, *friends, earlier)
    late = recorder.browser("late")
    recorder.settle(late)
    recorder.do("reopen")
    again = recorder.browser("again")
    recorder.settle(again)


def faults(recorder: Recorder) -> None:
    """What browsers must not do, each on a socket of its own."""
    recorder.begin("faults", message_bytes=5000, events=20)
    recorder.do("session")
    recorder.create("Button", "b")
    recorder.listen(1, "activated")
    hello = recorder.hello()
    click = '{"type":"callback","wid":1,"action":"activated","args":[],"seen":0}'
    chunk = (
        '{"type":"binary-chunk","wid":1,"transfer_id":1,"file_index":0,"file_count":1,'
        '"chunk_index":0,"num_chunks":1,"encoding":"binary"}'
    )
    for name, sent in {
        "no-hello": [text_frame(click)],
        "no-json": [text_frame("{")],
        "no-message": [text_frame('{"type":"surprise"}')],
        "bytes-first": [frame(BINARY, b"x")],
        "no-header": [hello, frame(BINARY, b"x")],
        "no-frame": [hello, text_frame(chunk), text_frame(click)],
        "too-big": [hello, frame(TEXT, b"x" * 5001, mask=READABLE)],
        "no-utf-8": [hello, frame(TEXT, b"\xff\xfe")],
        "not-masked": [hello, frame(TEXT, b"{}", mask=b"")],
        "reserved": [hello, frame(TEXT, b"{}", rsv=4)],
        "seen-never": [hello, ack(99)],
        "no-widget": [hello, text_frame(click.replace('"wid":1', '"wid":77'))],
        "half": [hello, text_frame(click.replace("[]", '["\\ud83d"]'))],
        "nan": [text_frame('{"type":"viewport","width":NaN,"height":1}')],
        "events": [hello, *[text_frame(click)] * 3, text_frame(f"[{','.join([click] * 25)}]")],
        "fragments": [
            hello,
            frame(TEXT, click.encode()[:20], fin=False),
            frame(PING, b"between"),
            frame(CONTINUATION, click.encode()[20:]),
        ],
        "masked": [hello, frame(TEXT, click.encode())],
        "pings": [hello, *[frame(PING, b"%d" % number) for number in range(3)]],
        "closes": [hello, close_frame(1000, b"bye")],
        "closes-badly": [hello, close_frame(1005)],
        "closes-silently": [hello, close_frame(None)],
    }.items():
        line = recorder.open(name)
        for bytes_ in sent:
            line.send(bytes_)
            recorder.turn()
        line.receive(None, 0.0)
        recorder.turn()
    line = recorder.open("silent")
    recorder.do("time", 10.5)
    recorder.turn()
    recorder.do("time", 10.0)
    recorder.turn()
    line.receive(None, 0.0)
    recorder.turn()
