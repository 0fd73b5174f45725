"""A site of Django's whose users are let in to a program of ours; test_identity.py runs it.

usage: django_login.py DATABASE
"""

import asyncio
import sys
from typing import Any

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not for use",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1]}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.contrib.auth import aget_user, alogin  # noqa: E402 (after the set-up)
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import HttpRequest, HttpResponse, parse_cookie  # noqa: E402
from django.urls import path  # noqa: E402

from asgi.test_identity import lets_in_by_cookie, naming  # noqa: E402
from pgwidgets.asgi import asgi_app  # noqa: E402


async def django_user(scope: Any) -> Any:
    """The user whom Django has logged in, by its session's cookie; None: nobody."""
    header = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    request = HttpRequest()
    request.session = SessionStore(parse_cookie(header).get(settings.SESSION_COOKIE_NAME))
    user = await aget_user(request)
    return user if user.is_authenticated else None


async def login(request: HttpRequest, name: str) -> HttpResponse:
    await alogin(request, await User.objects.aget(username=name))
    return HttpResponse("welcome")


urlpatterns = [path("login/<name>", login)]
site = get_asgi_application()
app, told = naming()
ui = asgi_app(app, "/ui", identify=django_user)


async def web(scope: Any, receive: Any, send: Any) -> None:
    await (ui if scope["path"].startswith("/ui/") else site)(scope, receive, send)


call_command("migrate", verbosity=0)
User.objects.create_user("ada")
asyncio.run(lets_in_by_cookie(web, app, told))
print("ada was let in")
