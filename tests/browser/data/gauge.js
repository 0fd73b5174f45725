/** A class of an application's own: a bar that is filled up to its value, and set by a click. */
export default (Widgets) => class Gauge extends Widgets.Widget {
    constructor({ minimum = 0, maximum = 1 } = {}) {
        super();
        this.enable_callback("picked");
        this.minimum = minimum;
        this.maximum = maximum;
        this.element = document.createElement("div");
        this.element.className = "gauge";
        this.element.style.cssText = "width: 200px; height: 20px; background: #ddd";
        this.bar = this.element.appendChild(document.createElement("div"));
        this.bar.style.cssText = "width: 0; height: 100%; background: #47a";
        this.element.addEventListener("click", ({ offsetX }) => {
            const share = offsetX / this.element.clientWidth;
            this.set_value(this.minimum + share * (this.maximum - this.minimum));
            this.make_callback("picked", this.value);
        });
    }

    set_value(value) {
        this.value = value;
        const share = (value - this.minimum) / (this.maximum - this.minimum);
        this.bar.style.width = `${100 * share}%`;
    }

    flash(times) {
        this.element.dataset.flashes = String(Number(this.element.dataset.flashes ?? 0) + times);
    }

    measure() {
        return this.bar.getBoundingClientRect().width;
    }
};
