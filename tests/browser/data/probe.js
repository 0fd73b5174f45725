/** Reports from within its calls, loads a module and a page of the application's own. */
export default (Widgets) => class Probe extends Widgets.Widget {
    constructor(module, frame) {
        super();
        for (const action of ["heard", "said"]) this.enable_callback(action);
        this.element = document.createElement("div");
        this.element.className = "probe";
        this.module = module;
        this.frame = frame;
    }

    set_level(level) {
        this.element.dataset.level = level;
        this.make_callback("heard", "set_level", level);
    }

    feed(bytes, more) {
        this.make_callback("heard", "feed", [bytes.constructor.name, ...bytes], more);
    }

    ping(text) {
        this.make_callback("heard", "ping", text);
    }

    only(text) {
        this.element.dataset.only = (this.element.dataset.only ?? "") + text;
    }

    ask() {
        this.make_callback("heard", "ask", 1);
        return "answer";
    }

    async look() {
        const { name } = await import(new URL(this.module, document.baseURI));
        const frame = document.createElement("iframe");
        frame.setAttribute("sandbox", "allow-scripts");
        frame.src = new URL(this.frame, document.baseURI);
        const told = new Promise((done) => addEventListener("message", ({ data }) => done(data)));
        this.element.append(frame);
        let own = "eval runs";
        try {
            new Function("return 1")();
        } catch (error) {
            own = error.name;
        }
        this.make_callback("said", { module: name, frame: await told, own, lib: window.lib });
    }
};
