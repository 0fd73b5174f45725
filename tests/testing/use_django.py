"""Uses the example of Django with the kit; run as a program, as Django is configured once in one.

Knows: the example. Must not know: uvicorn, or any browser.
"""

import django_app
from django.test import AsyncClient

from pgwidgets.testing import open_app


def notes(user: object) -> list[str]:
    """What a user's table shows."""
    return [row[0] for row in user.find(cls="TableView").rows]  # type: ignore[attr-defined]


async def post(text: str) -> int:
    """Write a note on Django's page."""
    return (await AsyncClient().post("/", {"text": text})).status_code


def main() -> None:
    with open_app(django_app.ui) as user:
        assert user.shows("No notes yet")
        user.click("Dome open")
        other = user.open_browser(same_session=False)
        assert notes(other) == ["Dome open"]
        assert user.run(post, "Thin <i>clouds</i>") == 302
        other.click("Dome closed")
        for each in (user, other):
            assert notes(each) == ["Dome open", "Thin <i>clouds</i>", "Dome closed"]
        user.reload()
        assert len(notes(user)) == 3


if __name__ == "__main__":
    main()
    print("used")
