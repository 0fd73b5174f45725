"""pgwidgets inside a FastAPI application: its page and its API, and a window of ours beside them.

    uvicorn --app-dir examples fastapi_app:web

All share one event loop, so a route may touch widgets, and a handler the routes' data.
"""

import contextlib

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from pgwidgets.asgi import asgi_app
from pgwidgets.async_ import Application, Widgets

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cryostat</title>
<link rel="icon" href="data:,">
<style>
  * { box-sizing: border-box }
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1d2530; background: #eef1f5 }
  main { display: grid; grid-template-columns: minmax(240px, 1fr) 2fr; gap: 24px;
         max-width: 1000px; margin: 40px auto; padding: 0 24px }
  section, iframe { background: white; border: 1px solid #d4dae3; border-radius: 8px }
  section { padding: 24px } h1 { margin: 0 0 8px; font-size: 22px }
  output { display: block; margin: 16px 0; font-size: 44px; font-weight: 600; color: #1f5fbf }
  button { font: inherit; padding: 6px 16px; border: 1px solid #1f5fbf; border-radius: 6px;
           color: white; background: #1f5fbf; cursor: pointer }
  iframe { width: 100%; height: 380px }
</style>
<main>
  <section>
    <h1>Cryostat</h1>
    <p>This side is a page of FastAPI. It asks its own API for the target.</p>
    <output></output>
    <button>Warm up</button>
  </section>
  <iframe src="ui/" title="Controls"></iframe>
</main>
<script>
  const output = document.querySelector("output");
  async function show(answer) { output.value = `${(await answer.json()).kelvin} K`; }
  async function refresh() { await show(await fetch("api/target")); }
  document.querySelector("button").onclick = async () =>
    show(await fetch("api/target?kelvin=300", { method: "PUT" }));
  refresh();
  setInterval(refresh, 500);
</script>
</html>
"""

ui = Application(max_sessions=None, title="Controls")
state = {"kelvin": 77}


def change(kelvin, but=None):
    """Set the target, and show it in every window but the one that did it."""
    state["kelvin"] = kelvin
    for session in ui.sessions.values():
        for widget in session.walk_widget_tree():
            if isinstance(widget, Widgets.Slider) and widget is not but:
                widget.set_value(kelvin)
            elif isinstance(widget, Widgets.Label):
                widget.set_text(f"Target: {kelvin} K")


@ui.on_connect
async def build(session):
    W = session.get_widgets()
    window = await W.TopLevel(title="Controls", resizable=True)
    box = await W.VBox(spacing=12, padding=16)
    slider = await W.Slider(orientation="horizontal", min=4, max=300, step=1, value=state["kelvin"])
    cold = await W.Button("Cool down")
    await box.add_widget(await W.Label(f"Target: {state['kelvin']} K"), 0)
    await box.add_widget(slider, 0)
    await box.add_widget(cold, 0)
    await window.set_widget(box)
    await window.resize(360, 180)
    await window.set_position(40, 40)
    await window.show()
    await slider.on("activated", lambda value: change(round(value), but=slider))
    await cold.on("activated", lambda: change(4))


@contextlib.asynccontextmanager
async def lifespan(web):
    yield
    await ui.close()  # FastAPI tells its own lifespan alone, not that of what is mounted


web = FastAPI(lifespan=lifespan)
web.mount("/ui", asgi_app(ui))


@web.get("/", response_class=HTMLResponse)
async def page():
    return PAGE


@web.get("/api/target")
async def get_target():
    return state


@web.put("/api/target")
async def put_target(kelvin: int):
    change(kelvin)
    return state


if __name__ == "__main__":
    uvicorn.run(web, port=8000)
