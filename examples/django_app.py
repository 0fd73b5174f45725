"""pgwidgets inside of Django: its pages, its forms, and a window of ours beside them.

    uvicorn --app-dir examples django_app:application

All share one event loop, so a view may touch widgets, and a handler what views have. A project of
several files has the same in its asgi.py.
"""

import secrets

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from pgwidgets.asgi import asgi_app
from pgwidgets.async_ import Application, Session, Widgets

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=secrets.token_hex(),
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Observers' notes</title>
<link rel="icon" href="data:,">
<style>
  * { box-sizing: border-box }
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1d2530; background: #eef1f5 }
  main { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 24px;
         max-width: 1000px; margin: 40px auto; padding: 0 24px }
  section, iframe { background: white; border: 1px solid #d4dae3; border-radius: 8px }
  section { padding: 24px } h1 { margin: 0 0 8px; font-size: 22px }
  input, button { font: inherit; padding: 6px 12px; border-radius: 6px }
  input { width: 100%; border: 1px solid #8793a5; margin-bottom: 8px }
  button { border: 1px solid #0c4b33; color: white; background: #0c4b33; cursor: pointer }
  iframe { width: 100%; height: 420px }
</style>
<main>
  <section>
    <h1>Notes of the night</h1>
    <p>This side is a page of Django's, with a form of its own.</p>
    <form method="post">{% csrf_token %}
      <input name="text" required maxlength="100" aria-label="A note" placeholder="What happened?">
      <button>Write it down</button>
    </form>
    <ul>{% for note in notes %}<li>{{ note }}</li>{% empty %}<li>None yet</li>{% endfor %}</ul>
  </section>
  <iframe src="ui/" title="Window of pgwidgets"></iframe>
</main>
</html>
"""

notes: list[str] = []
ui = Application(max_sessions=None, title="Notes", theme="light")  # as the page around it


async def write(note: str) -> None:
    """Add a note, and show it in all windows."""
    notes.append(note)
    for session in ui.sessions.values():
        for widget in session.walk_widget_tree():
            if isinstance(widget, Widgets.TableView):
                await widget.append_row([note])


async def page(request: HttpRequest) -> HttpResponse:
    """Django's page: the notes, and a form for one more."""
    if request.method == "POST":
        await write(str(request.POST.get("text", ""))[:100])
        return HttpResponseRedirect(request.path)
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"notes": notes}, request))


@ui.on_connect
async def build(session: Session) -> None:
    """Our window: the same notes, and buttons for what is often written."""
    W = session.get_widgets()
    table = await W.TableView(columns=["Note"], placeholder="No notes yet")
    await table.set_rows([[note] for note in notes])
    box, row = await W.VBox(spacing=8, padding=10), await W.HBox(spacing=6)
    for text in ("Dome open", "Clouds", "Dome closed"):
        button = await W.Button(text)
        await button.on("activated", write, text)
        await row.add_widget(button, 1)
    await box.add_widget(table, 1)
    await box.add_widget(row, 0)
    window = await W.TopLevel(title="Notes", resizable=True)
    await window.set_widget(box)
    await window.show()


urlpatterns = [path("", page)]
web, panels = get_asgi_application(), asgi_app(ui, "/ui")


async def application(scope, receive, send):
    """Django's, but for what is below /ui, and the server's begin and end."""
    if scope["type"] == "lifespan" or scope["path"].startswith("/ui/"):
        await panels(scope, receive, send)
    else:
        await web(scope, receive, send)


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(application, port=8000)
