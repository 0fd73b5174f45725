/** A clock that stands still until it is told to go on. */
export class FakeClock {
    time = 0;
    #timers = [];

    now = () => this.time;
    soon = (run) => this.#start(0, run);
    later = (run, delay) => this.#start(delay, run);

    cancel = (timer) => {
        this.#timers = this.#timers.filter((other) => other !== timer);
    };

    #start(delay, run) {
        const timer = { at: this.time + delay, run };
        this.#timers.push(timer);
        return timer;
    }

    /** Runs what is due until then, each at its time; not what `soon` asks for meanwhile. */
    advance(milliseconds) {
        const end = this.time + milliseconds;
        const old = new Set(this.#timers);
        for (;;) {
            const due = this.#timers.filter((timer) => timer.at <= end &&
                (old.has(timer) || timer.at > this.time));
            if (due.length === 0) break;
            const next = due.reduce((first, timer) => (timer.at < first.at ? timer : first));
            this.cancel(next);
            this.time = Math.max(this.time, next.at);
            next.run();
        }
        this.time = end;
    }
}
