/** As much of an element, and of its style, as code needs that changes how something looks. */

class FakeStyle {
    #values = new Map();

    [Symbol.iterator]() {
        return this.#values.keys();
    }

    getPropertyValue(name) {
        return this.#values.get(name) ?? "";
    }

    setProperty(name, value) {
        if (name === "flex") this.#values.delete("flex-basis"); // which is a part of it
        if (value === "") this.#values.delete(name);
        else this.#values.set(name, value);
    }

    get all() {
        return Object.fromEntries(this.#values);
    }
}

for (const name of ["width", "height", "minWidth", "minHeight", "gridArea", "flex", "textAlign"]) {
    const property = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
    Object.defineProperty(FakeStyle.prototype, name, {
        get() {
            return this.getPropertyValue(property);
        },
        set(value) {
            this.setProperty(property, value);
        },
    });
}

class FakeClassList extends Set {
    contains(name) {
        return this.has(name);
    }

    add(...names) {
        for (const name of names) super.add(name);
        return this;
    }

    remove(...names) {
        for (const name of names) this.delete(name);
    }
}

export class FakeElement {
    style = new FakeStyle();
    classList = new FakeClassList();
    parentNode = null;
    children = [];

    append(...elements) {
        for (const element of elements) {
            element.remove();
            element.parentNode = this;
            this.children.push(element);
        }
    }

    after(element) {
        const { parentNode } = this;
        element.remove();
        parentNode.children.splice(parentNode.children.indexOf(this) + 1, 0, element);
        element.parentNode = parentNode;
    }

    remove() {
        const siblings = this.parentNode?.children ?? [];
        if (siblings.includes(this)) siblings.splice(siblings.indexOf(this), 1);
        this.parentNode = null;
    }

    /** Knows class names alone. */
    closest(selector) {
        const name = selector.slice(1);
        return this.classList.has(name) ? this : this.parentNode?.closest(selector) ?? null;
    }
}
