/**
 * Notes what the page complains of from now on: errors that nobody catches or that are written to
 * the console, and what its policy has blocked.
 */

function note(text) {
    const noted = JSON.parse(sessionStorage.getItem("complaints") ?? "[]");
    sessionStorage.setItem("complaints", JSON.stringify([...noted, text]));
}

addEventListener("error", (event) => note(`${event.message} (${event.filename}:${event.lineno})`));
addEventListener("unhandledrejection", (event) => note(`${event.reason}`));

const write = console.error;
console.error = (...args) => {
    note(args.map(String).join(" "));
    write.apply(console, args);
};

addEventListener("securitypolicyviolation", (report) => {
    note(`${report.violatedDirective} blocks ${report.blockedURI} (${report.sourceFile})`);
});

export default ({ Widget }) => class Complaints extends Widget {};
