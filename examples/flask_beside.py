"""Flask and pgwidgets side by side: two servers in one process, one site behind nginx.

Start it, and an nginx that includes examples/nginx/beside_flask.conf; open http://127.0.0.1:8080/.
Flask's requests run on threads of a WSGI server, pgwidgets on an event loop: what a thread wants of
the widgets it has the loop do.
"""

import asyncio
import html
import threading

import flask
from werkzeug.serving import make_server

from pgwidgets.async_ import Application

PAGE = """<!doctype html>
<title>Beside Flask</title>
<link rel="icon" href="data:,">
<style>
  body { font: 16px system-ui; margin: 2rem; background: #f4f5f7; color: #1d2530 }
  form { margin-bottom: 1rem } iframe { width: 100%; height: 320px; border: 1px solid #c9ced6 }
</style>
<h1>A page of Flask's</h1>
<form method="post" action="say"><input name="text"> <button>Say it in the window</button></form>
<iframe src="ui/" title="The window"></iframe>
"""


def make_wsgi_app(say):
    web = flask.Flask(__name__)

    @web.get("/")
    def page():
        return PAGE

    @web.post("/say")
    def said():
        say(flask.request.form["text"])
        return flask.redirect("./")

    return web


async def main(wsgi_port=5000, ui_port=9501):
    ui = Application(ws_port=ui_port, http_port=None, base_path="/ui", max_sessions=None)
    loop = asyncio.get_running_loop()
    labels = {}

    @ui.on_connect
    async def build(session):
        W = session.get_widgets()
        window = await W.TopLevel(title="A window of pgwidgets")
        labels[session] = await W.Label("Nothing has been said.")
        await window.set_widget(labels[session])
        await window.resize(320, 120)
        await window.show()

    def show(text):
        for session in ui.sessions.values():
            if session in labels:
                labels[session].set_text(html.escape(text))  # a label shows markup

    def say(text):  # on a thread of the WSGI server
        loop.call_soon_threadsafe(show, text)

    web = make_server("127.0.0.1", wsgi_port, make_wsgi_app(say), threaded=True)
    serving = threading.Thread(target=web.serve_forever, name="Flask")
    serving.start()
    print(f"Flask: http://127.0.0.1:{web.port}/", flush=True)
    try:
        await ui.run()
    finally:
        web.shutdown()
        serving.join()
        web.server_close()


if __name__ == "__main__":
    asyncio.run(main())
