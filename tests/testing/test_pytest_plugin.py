"""The plugin of pytest: its fixtures, and what fails a test of a program."""

import pytest

pytest_plugins = ["pytester"]

PROGRAM = """
import asyncio

async def build(session):
    W = session.get_widgets()
    window, box = await W.TopLevel(title="Demo"), await W.VBox()
    for text, press in {"Good": good, "Bad": bad, "Careless": careless, "Leaky": leaky}.items():
        await box.add_widget(button := await W.Button(text))
        await button.on("activated", press)
    await window.set_widget(box)
    await window.show()

def good():
    pass

def bad():
    raise ValueError("no such star")

async def careless():
    good_later()

async def good_later():
    pass

tasks = []

async def leaky():
    tasks.append(asyncio.create_task(asyncio.sleep(10**6), name="poller"))
"""


@pytest.fixture
def run(pytester: pytest.Pytester):  # type: ignore[no-untyped-def]
    """Run tests of the program."""
    pytester.makepyfile(program=PROGRAM)
    pytester.makeini(
        "[pytest]\npythonpath = .\npgwidgets_app = program:build\nfilterwarnings = error"
    )

    def run(tests: str) -> pytest.RunResult:
        pytester.makepyfile(test_program=tests)
        return pytester.runpytest_inprocess(
            "-p", "pgwidgets.pytest_plugin", "-p", "no:cacheprovider", "-p", "no:xdist"
        )

    return run


def test_the_fixtures(run) -> None:  # type: ignore[no-untyped-def]
    result = run("""
import pytest

def test_user(user, browser, app):
    user.click("Good")
    assert browser is user.browser
    assert app.__name__ == "build"

def other(session):
    W = session.get_widgets()
    window = W.TopLevel(title="Other")
    window.set_widget(W.Label(session.app.title if hasattr(session.app, "title") else "hello"))
    window.show()

@pytest.mark.pgwidgets(other, api="async", title="T")
def test_marker(user):
    assert user.shows("hello")
""")
    result.assert_outcomes(passed=2)


def test_a_mark_names_a_function_alone(run) -> None:  # type: ignore[no-untyped-def]
    result = run("""
import pytest

def other(session):
    window = session.get_widgets().TopLevel(title="Other")
    window.show()

@pytest.mark.pgwidgets(setup=other)
def test_marker(user):
    assert user.shows("Other")
""")
    result.assert_outcomes(passed=1)


def test_a_mark_that_takes_the_program_for_the_test_is_told(run) -> None:  # type: ignore[no-untyped-def]
    result = run("""
import pytest
from program import build

@pytest.mark.pgwidgets(build)
def test_marker(user):
    pass
""")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*give @pytest.mark.pgwidgets(setup=build)*"])


def test_what_fails_a_test(run) -> None:  # type: ignore[no-untyped-def]
    result = run("""
def test_raises(user):
    user.click("Bad")

def test_taken(user):
    user.click("Bad")
    assert len(user.take_errors()) == 1

def test_unawaited(user):
    user.click("Careless")

def test_leaks(user):
    user.click("Leaky")

def test_of_its_own(user):
    assert user.shows("Nothing")
""")
    result.assert_outcomes(passed=2, failed=3, errors=1)  # a leak is seen when all is closed
    result.stdout.fnmatch_lines_random(
        [
            "*ValueError: no such star*",
            "*the coroutine of good_later() was never awaited*",
            "*the program has left tasks that go on: poller*",
            "*What the user sees*",
            "TopLevel 'Demo'",
            "    Button 'Careless'",
        ]
    )


def test_blocks_in_a_test_tell_what_is_seen(run) -> None:  # type: ignore[no-untyped-def]
    result = run("""
import asyncio
from pgwidgets.testing import open_app
from program import build

def test_block():
    with open_app(build) as user:
        assert user.find("Good").text == "Evil"

def test_unawaited_act():
    async def test():
        async with open_app(build) as user:
            user.click("Good")
    asyncio.run(test())
""")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines_random(
        ["*The user's browser shows:", "*TopLevel 'Demo'", "*of *settle() was never awaited*"]
    )


def test_what_is_not_found_is_told_where_the_test_sought_it(run) -> None:  # type: ignore[no-untyped-def]
    result = run("""
def test_not_there(user):
    user.click("Nowhere")
""")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(['>*user.click("Nowhere")', "*Nothing shown is*'Nowhere'*"])
    result.stdout.no_fnmatch_line("*finding.py*")


def test_without_a_program_it_says_how(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(user): pass")
    result = pytester.runpytest_inprocess("-p", "pgwidgets.pytest_plugin", "-p", "no:xdist")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*nothing says which program is tested*"])


def test_lazy_objects_of_a_tests_module_are_left_alone(run) -> None:  # type: ignore[no-untyped-def]
    result = run("""
class Lazy:
    @property
    def __class__(self):
        raise RuntimeError("not configured")

settings = Lazy()

def test_user(user):
    user.click("Good")
""")
    result.assert_outcomes(passed=1)
