"""Files of the application's own: what they are served as, and with which policy."""

import re
from pathlib import Path
from typing import Any

import pytest

from pgwidgets.async_ import Application
from pgwidgets.sync import Application as SyncApplication
from pgwidgets_proto import HttpRequest
from pgwidgets_transports.seam import Response

CSP = "content-security-policy"


def get(app: Any, path: str) -> Response:
    response: Response = app._pgwidgets.answer(
        HttpRequest(
            method="GET", target=path, path=path, query="", headers=(), host="localhost",
            scheme="http", peer=None,
        )
    )  # fmt: skip
    return response


def policy_of_page(**csp: str) -> dict[str, str]:
    named = {name.replace("_", "-"): sources for name, sources in csp.items()}
    headers = dict(Application(0, 0, csp=named)._pgwidgets.headers)
    return dict(part.split(" ", 1) for part in headers[CSP].split("; "))


@pytest.mark.parametrize("kind", [Application, SyncApplication], ids=["async", "sync"])
def test_a_file_is_served_under_an_address_that_its_content_makes(
    kind: Any, tmp_path: Path
) -> None:
    app = kind(0, 0)
    module = tmp_path / "map.mjs"
    module.write_text("export const x = 1;\n")
    path = app.register_file(module)
    assert re.fullmatch(r"_pgwidgets/file/\w{20}\.mjs", path)
    answer = get(app, f"/{path}")
    assert answer.body == module.read_bytes()
    headers = dict(answer.headers)
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in headers["cache-control"]
    assert CSP not in headers  # so the connection adds that of the page
    assert app.register_file(module.read_bytes(), "other.mjs") == path
    assert (app.static_path / path).read_bytes() == module.read_bytes()


def test_a_page_with_a_policy_of_its_own() -> None:
    app = Application(0, 0)
    page = b"<!DOCTYPE html><p>sky</p>"
    strict = app.register_file(page, "sky.html")
    own = app.register_file(page, "sky.html", csp={"sandbox": "allow-scripts", "img-src": "data:"})
    assert own != strict
    answer = get(app, f"/{own}")
    assert dict(answer.headers)["content-type"] == "text/html; charset=utf-8"
    assert dict(answer.headers)[CSP] == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-scripts; img-src data:"
    )


def test_the_files_of_a_folder_can_name_each_other(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".secret").write_text("no")
    (tmp_path / "index.html").write_text("<script src='deep/er/a.js'></script>")
    (tmp_path / "deep" / "er" / "a.js").write_text("1")
    (tmp_path / "deep" / ".b.js").write_text("2")
    app = Application(0, 0)
    folder = app.register_folder(tmp_path, csp={"script-src": "'self' 'unsafe-eval'"})
    assert folder.endswith("/")
    assert get(app, f"/{folder}deep/er/a.js").body == b"1"
    assert "'unsafe-eval'" in dict(get(app, f"/{folder}index.html").headers)[CSP]
    for hidden in (".secret", "deep/.b.js", "", "deep/"):
        assert get(app, f"/{folder}{hidden}").status == 404
    assert app.register_folder(tmp_path) != folder  # another policy is another address


def test_scripts_and_style_sheets_of_the_page_stand_in_their_order(tmp_path: Path) -> None:
    app = Application(0, 0)
    sheet = app.register_stylesheet(b"body { color: red }")
    module = app.register_script(b"import './x.js'", "late.mjs", module=True)
    plain = app.register_script(b"window.lib = 1")
    page = get(app, "/").body.decode()
    places = [
        page.index(text)
        for text in (
            'href="pgwidgets/page.css"' if 'href="pgwidgets/page.css"' in page else "page.css",
            f'<link rel="stylesheet" href="{sheet}">',
            f'<script type="module" src="{module}"></script>',
            f'<script src="{plain}"></script>',
            "pgwidgets/page.js",
        )
    ]
    assert places[:-1] == sorted(places[:-1])
    assert page.rindex("pgwidgets/page.js") > places[-2]
    assert get(app, f"/{plain}").body == b"window.lib = 1"
    app.register_script(b"window.lib = 1")
    assert get(app, "/").body.decode().count(plain) == 1


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda app: app.register_file(b"x"), TypeError, "register_file(): bytes need a name"),
        (lambda app: app.register_file(5), TypeError, "source is 5; it must be a path"),
        (lambda app: app.register_file(b"x", 5), TypeError, "name is 5; it must be a text"),
        (lambda app: app.register_file(b"x", "map"), ValueError, "name is 'map'; it must end as"),
        (lambda app: app.register_file("/none/x.js"), OSError, "/none/x.js"),
        (lambda app: app.register_folder("/none"), OSError, "/none"),
        (lambda app: app.register_folder(b"x"), TypeError, "folder is b'x'; it must be a path"),
        (lambda app: app.register_script(b"x", "a.css"), ValueError, "'a.css'; it must end with"),
        (lambda app: app.register_stylesheet(b"x", "a.js"), ValueError, "it must end with .css"),
        (
            lambda app: app.register_file(b"x", "a.html", csp={"script": "x"}),
            ValueError,
            "csp names the directive 'script'; it must be one of default-src",
        ),
        (
            lambda app: app.register_file(b"x", "a.html", csp={"img-src": "a; b"}),
            ValueError,
            "csp['img-src'] is 'a; b'",
        ),
        (
            # It would end not the directive, but the policy: others would begin behind it.
            lambda app: app.register_file(b"x", "a.html", csp={"img-src": "a, script-src *"}),
            ValueError,
            "csp['img-src'] is 'a, script-src *'",
        ),
        (lambda app: app.register_file(b"x", "a.html", csp="x"), TypeError, "csp is 'x'"),
    ],
)
def test_what_is_no_file_is_refused(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=re.escape(message)):
        call(Application(0, 0))


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="it has no files"):
        Application(0, 0).register_folder(tmp_path)


def test_the_page_may_be_allowed_frames_and_workers() -> None:
    policy = policy_of_page()
    assert (policy["worker-src"], policy["frame-src"]) == ("'self'", "'none'")
    policy = policy_of_page(worker_src="blob:", frame_src="'self'")
    assert (policy["worker-src"], policy["frame-src"]) == ("'self' blob:", "'self'")
    policy = policy_of_page(child_src="https://a.example", frame_src="'self'")
    assert policy["child-src"] == "https://a.example"
    assert policy["frame-src"] == "https://a.example 'self'"
    assert policy["worker-src"] == "'self' https://a.example"
