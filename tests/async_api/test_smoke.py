from async_api.peer import Peer, in_loop, serving


@in_loop
async def test_hello():
    async with serving() as app:

        @app.on_connect
        async def setup(session):
            W = session.get_widgets()
            b = await W.Button("x")
            l = await W.Label("a")

            async def f():
                await l.set_text("b")

            await b.on("activated", f)

        async with Peer.visiting(app.url) as peer:
            await peer.until_text("a")
            await peer.click(peer.the("Button"))
            await peer.until_text("b")
            print(peer.frames)
