// How they took each answer: one tap saves it, words typed afterwards are saved with it, and nothing leaves the page.

const QUIET = 700;

for (const form of document.querySelectorAll("[data-reaction]")) {
  const state = form.querySelector("[data-state]");
  const words = form.elements.words;
  let timer = null;
  let chosen = form.querySelector("[aria-pressed=true]")?.value ?? "";
  let queue = Promise.resolve();
  const undo = form.querySelector("[name=undo]");

  function report(now) {
    state.textContent = state.dataset[now.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] ?? "";
    state.classList.toggle("reaction-state-warn", !["noted", "undone", "choose"].includes(now));
  }

  async function deliver(body) {
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      // A captive portal answers 200 with a page of its own: only our JSON counts.
      const answer = await response.json();
      if (response.ok && answer.state === "noted") return "noted";
      return response.status === 401 ? "signed-out" : "refused";
    } catch {
      return "waiting";
    }
  }

  function save() {
    clearTimeout(timer);
    const body = new FormData(form);
    body.set("kind", chosen);
    // One after the other: the words of a later call must not be overtaken by those of an earlier one.
    queue = queue.then(async () => report(await deliver(body)));
    undo.hidden = false;
  }

  function takeBack() {
    clearTimeout(timer);
    const body = new FormData(form);
    body.set("undo", "yes");
    choose("");
    queue = queue.then(async () => {
      const now = await deliver(body);
      report(now === "noted" ? "undone" : now);
    });
    undo.hidden = true;
  }

  function choose(kind) {
    chosen = kind;
    for (const button of form.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", String(button.value === kind));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter === undo) { takeBack(); words.focus(); return; }
    choose(event.submitter?.value ?? chosen);
    save();
  });
  words.addEventListener("input", () => {
    if (!chosen) { report("choose"); return; }
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  });
  words.addEventListener("change", () => { if (chosen) save(); });
}
