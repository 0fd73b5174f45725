"""Who a visitor is: by a function, a proxy's header, or a password; and what nobody is shown."""

import base64
import logging
import re
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from patience import PATIENCE
from pgwidgets.access import BasicLogin, Entered, Login, ProxyLogin
from pgwidgets.access.basic import Tries
from pgwidgets.access.entrance import Entrance
from pgwidgets.access.passwords import hashed, write_users
from pgwidgets.async_ import Application
from pgwidgets_proto import AccessPolicy, HttpRequest, Refusal
from pgwidgets_proto.stream import check_request
from pgwidgets_transports.seam import Response

KEPT = {"ada": hashed("secret"), "grace": hashed("other")}
PAGE = Response(200, (("cache-control", "no-cache"), ("etag", '"1"')), b"the page")


def request(
    path: str = "/", peer: str = "192.0.2.1", scheme: str = "https", **headers: str
) -> HttpRequest:
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return HttpRequest(
        method="GET",
        target=path,
        path=path,
        query="",
        headers=given,
        host="ui.example.org",
        scheme=scheme,
        peer=peer,
    )


def with_password(name: str, password: str, **more: Any) -> HttpRequest:
    text = base64.b64encode(f"{name}:{password}".encode()).decode()
    return request(authorization=f"Basic {text}", **more)


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def cookie_of(entered: Entered) -> str:
    (name, value), *more = entered.headers
    assert (name, more) == ("set-cookie", [])
    return value


def sent(cookie: str) -> str:
    """What a browser sends of a cookie."""
    return cookie.partition(";")[0]


# --- names and passwords


def test_a_password_opens_the_page_and_its_cookie_the_socket() -> None:
    login = BasicLogin(KEPT)
    nobody = login.enter(request())
    assert nobody.refusal is not None
    assert nobody.refusal.status == 401
    assert dict(nobody.refusal.headers)["www-authenticate"] == (
        'Basic realm="pgwidgets", charset="UTF-8"'
    )
    cookie = cookie_of(login.enter(with_password("ada", "secret")))
    assert re.fullmatch(
        r"pgwidgets-[0-9a-f]{12}=[^;]+; HttpOnly; SameSite=Lax; Secure; Max-Age=43200", cookie
    )
    assert login.identify(request(cookie=f"other=1; {sent(cookie)}; more=2")) == "ada"
    assert login.enter(request(cookie=sent(cookie))) == Entered()
    assert "Secure" not in cookie_of(login.enter(with_password("ada", "secret", scheme="http")))
    # The socket is opened by the cookie alone: any page can have a browser send a password.
    assert login.identify(with_password("ada", "secret")) is None
    for name, password in (("ada", "other"), ("eve", "secret"), ("", ""), ("ada", "")):
        assert login.enter(with_password(name, password, peer=name or None)).refusal is not None
    for header in ("Basic", "Basic !", "Bearer YTpi", "Basic YQ==", "Basic /w=="):
        assert login.enter(request(authorization=header)).refusal is nobody.refusal


def test_a_cookie_is_set_where_it_is_good_for_all() -> None:
    login = BasicLogin(KEPT)
    assert login.enter(with_password("ada", "secret", path="/pgwidgets/page.js")) == Entered()
    assert login.enter(with_password("ada", "secret", path="/ui/")).headers != ()


def test_a_cookie_ends() -> None:
    clock, kept = Clock(), dict(KEPT)
    login = BasicLogin(kept, lifetime=100.0, clock=clock)
    own = login._users._kept
    cookie = sent(cookie_of(login.enter(with_password("ada", "secret"))))
    name, _, value = cookie.partition("=")
    text, since, signature = value.split("~")
    grace = base64.urlsafe_b64encode(b"grace").decode().rstrip("=")
    forged = (
        f"{grace}~{since}~{signature}",
        f"{text}~{float(since) + 50:.6f}~{signature}",
        f"{text}~{since}",
        f"!~{since}~{signature}",
        f"{text}~soon~{signature}",
        f"/w~{since}~{signature}",
        "",
        "é",
    )
    for value in forged:
        assert login.identify(request(cookie=f"{name}={value}")) is None
    assert BasicLogin(KEPT).identify(request(cookie=cookie)) is None  # of another server
    clock.now += 99.0
    assert login.identify(request(cookie=cookie)) == "ada"
    clock.now += 1.0
    assert login.identify(request(cookie=cookie)) is None
    clock.now -= 50.0
    login.log_out("grace")
    login.log_out(None)
    assert login.identify(request(cookie=cookie)) == "ada"
    login.log_out("ada")
    assert login.identify(request(cookie=cookie)) is None
    clock.now += 1.0
    again = sent(cookie_of(login.enter(with_password("ada", "secret"))))
    assert login.identify(request(cookie=again)) == "ada"
    own["ada"] = hashed("secret")  # a new password, if it is the same one
    assert login.identify(request(cookie=again)) is None
    del own["ada"]
    assert login.identify(request(cookie=again)) is None


def test_with_a_key_a_cookie_outlives_the_server() -> None:
    one, two = (BasicLogin(KEPT, key=b"k" * 16) for _ in range(2))
    cookie = sent(cookie_of(one.enter(with_password("ada", "secret"))))
    assert two.identify(request(cookie=cookie)) == "ada"


def test_nobody_tries_many_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    login = BasicLogin(KEPT, clock=clock)
    monkeypatch.setattr(login._users, "is_right", lambda name, password: password == "secret")
    for _ in range(10):
        refusal = login.enter(with_password("ada", "wrong")).refusal
        assert refusal is not None
        assert refusal.status == 401
    refusal = login.enter(with_password("ada", "secret")).refusal
    assert refusal is not None
    assert refusal.status == 429
    assert dict(refusal.headers)["retry-after"] == "60"
    assert login.enter(with_password("ada", "secret", peer="192.0.2.2")).refusal is None
    clock.now += 60.0
    assert login.enter(with_password("ada", "secret")).refusal is None


def test_addresses_are_remembered_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pgwidgets.access.basic._ADDRESSES", 3)
    tries = Tries()
    for number in range(5):
        for _ in range(10):
            tries.note(str(number), 0.0)
    assert [tries.are_too_many(str(n), 1.0) for n in range(5)] == [False, False, True, True, True]


def test_a_password_in_the_open_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    login = BasicLogin(KEPT)
    login.enter(with_password("ada", "secret", scheme="http", peer="127.0.0.1"))
    login.enter(with_password("ada", "secret"))
    assert caplog.records == []
    for _ in range(2):
        login.enter(with_password("ada", "secret", scheme="http"))
    assert ["without TLS" in record.getMessage() for record in caplog.records] == [True]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"users": 5}, TypeError),
        ({"users": {}, "realm": 5}, TypeError),
        ({"users": {}, "realm": 'a"b'}, ValueError),
        ({"users": {}, "realm": "é"}, ValueError),
        ({"users": {}, "lifetime": "long"}, TypeError),
        ({"users": {}, "lifetime": -1}, ValueError),
    ],
)
def test_bad_arguments_of_a_login_are_named(
    arguments: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"BasicLogin\(\): "):
        BasicLogin(**arguments)


# --- a proxy in front


def test_only_what_a_trusted_proxy_says_counts() -> None:
    policy = AccessPolicy(bound_to_loopback=False, trusted_proxies=("10.0.0.0/8",))
    login = ProxyLogin()

    def user(peer: str, *names: str) -> Any:
        asked = HttpRequest(
            method="GET",
            target="/",
            path="/",
            query="",
            headers=tuple(("x-forwarded-user", name) for name in names),
            host="ui.example.org",
            scheme="http",
            peer=peer,
        )
        checked = check_request(asked, policy)
        assert isinstance(checked, HttpRequest)
        return login.identify(checked)

    assert user("10.1.2.3", "ada") == "ada"
    assert user("192.0.2.1", "ada") is None
    assert user("10.1.2.3") is None
    assert user("10.1.2.3", " ") is None
    assert user("10.1.2.3", "ada", "root") is None  # somebody has added one
    with pytest.raises(TypeError, match="header is 5"):
        ProxyLogin(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="it must be a header's name"):
        ProxyLogin("a b")


# --- the application


def answered(entrance: Entrance, **headers: str) -> Response:
    return entrance.answer(request(**headers), lambda: PAGE)


def test_what_a_user_is_given_is_for_no_cache_that_others_share() -> None:
    login = BasicLogin(KEPT)
    entrance = Entrance(login, logging.getLogger("test"))
    text = base64.b64encode(b"ada:secret").decode()
    found = answered(entrance, authorization=f"Basic {text}")
    headers = dict(found.headers)
    assert (found.status, headers["cache-control"]) == (200, "private, no-cache")
    assert "set-cookie" in headers
    assert [name for name, _ in found.headers].count("cache-control") == 1
    assert answered(entrance, cookie=sent(headers["set-cookie"])) == PAGE


def test_a_function_that_fails_lets_nobody_in(caplog: pytest.LogCaptureFixture) -> None:
    def identify(asked: HttpRequest) -> str:
        raise RuntimeError("no database")

    app = Application(identify=identify)
    entrance = app._pgwidgets.site.entrance
    user = entrance.user_of(request())
    assert isinstance(user, Refusal)
    assert user.status == 500
    assert answered(entrance).status == 500
    assert "no database" in caplog.text
    assert b"database" not in answered(entrance).body


def test_a_function_gives_the_user_nobody_or_an_answer_of_its_own() -> None:
    elsewhere = Refusal(status=303, text="This way.", headers=(("location", "/login"),))
    answers: Mapping[str, Any] = {"ada": {"name": "Ada"}, "eve": elsewhere}
    entrance = Application(identify=lambda asked: answers.get(asked.header("x-who")))._pgwidgets
    entrance = entrance.site.entrance
    assert entrance.user_of(request(x_who="ada")) == {"name": "Ada"}
    assert entrance.user_of(request(x_who="eve")) is elsewhere
    assert entrance.user_of(request()).status == 401
    assert answered(entrance, x_who="ada") == PAGE
    assert answered(entrance, x_who="eve").status == 303
    assert answered(entrance).status == 401
    assert Application()._pgwidgets.site.entrance.user_of(request()) is None


def test_settings_of_identity(tmp_path: Path) -> None:
    path = tmp_path / "users"
    write_users(path, KEPT)
    assert isinstance(Application(users=path)._pgwidgets.settings.login, BasicLogin)
    with pytest.raises(ValueError, match="users and identify are given"):
        Application(users=path, identify=ProxyLogin())
    with pytest.raises(TypeError, match=r"identify is 5; it must be a Login, or a function"):
        Application(identify=5)  # type: ignore[arg-type]
    with pytest.raises(OSError, match="nowhere"):
        Application(users=tmp_path / "nowhere")


def test_a_way_of_ones_own_says_who_anybody_is() -> None:
    with pytest.raises(AssertionError, match="Mine does not say who anybody is"):
        type("Mine", (Login,), {})().identify(request())


@pytest.mark.parametrize("is_method", [False, True])
def test_a_way_that_is_async_lets_nobody_in(is_method: bool) -> None:
    async def identify(asked: HttpRequest) -> str:
        return "ada"

    class Way:
        async def __call__(self, asked: HttpRequest) -> str:
            return "ada"

    if not is_method:
        with pytest.raises(TypeError, match="it must not be async"):
            Application(identify=identify)
        return
    entrance = Application(identify=Way())._pgwidgets.site.entrance
    user = entrance.user_of(request())
    assert isinstance(user, Refusal)
    assert (user.status, answered(entrance).status) == (500, 500)


def test_passwords_that_come_at_once_are_looked_at_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    login = BasicLogin(KEPT)
    asked, looked = threading.Semaphore(0), []
    are_too_many = login._tries.are_too_many

    def ask(address: str | None, now: float) -> bool:
        asked.release()
        return are_too_many(address, now)

    monkeypatch.setattr(login._tries, "are_too_many", ask)
    monkeypatch.setattr(login._users, "is_right", lambda name, password: bool(looked.append(name)))
    with ThreadPoolExecutor(15) as pool:
        with login._turn:
            found = [pool.submit(login.enter, with_password("ada", "wrong")) for _ in range(15)]
            for _ in found:
                assert asked.acquire(timeout=PATIENCE)
        refusals = [one.result().refusal for one in found]
    assert sorted(one.status for one in refusals if one) == [401] * 10 + [429] * 5
    assert len(looked) == 10


def test_few_threads_look_at_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pgwidgets.access.basic._AT_ONCE", 1)
    login = BasicLogin(KEPT)
    found: list[Entered] = []

    def look(name: str, password: str) -> bool:
        found.append(login.enter(with_password("grace", "other", peer="192.0.2.2")))
        return True

    monkeypatch.setattr(login._users, "is_right", look)
    cookie = cookie_of(login.enter(with_password("ada", "secret")))
    assert [one.refusal and one.refusal.status for one in found] == [503]
    assert login.enter(request(cookie=sent(cookie))) == Entered()


def test_a_proxy_names_users_in_utf_8() -> None:
    for name, seen in (("José à".encode(), "José à"), (b"Jos\xe9", "José")):
        asked = request(x_forwarded_user=name.decode("latin-1"))
        asked = msgspec.structs.replace(asked, is_vouched_for=True)
        assert ProxyLogin().identify(asked) == seen
