// The answer page: keeps what is typed as it is typed, and shows beside it what is doubtful and how it would print.

const form = document.getElementById("answer");
const state = form.querySelector("[data-state]");
const prints = form.querySelector("[data-prints]");
const QUIET = 450;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;
const NOT_CONTENT = new Set(["csrf_token"]);
const BLANK = /〔(?!略)[^〕]{0,30}〕/;

let dirty = false;
let busy = false;
let pause = 0;
let timer = null;
let leaving = false;
let inFlight = null;
let condition = "kept";

function content() {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (!NOT_CONTENT.has(name) && typeof value === "string") (fields[name] ??= []).push(value);
  }
  return fields;
}

function report(now) {
  condition = now;
  const words = state.dataset[now.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] ?? "";
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
  const text = words.replace("{time}", time);
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle("save-state-warn", now !== "kept");
}

function typed() {
  dirty = true;
  schedule(pause || QUIET);
}

function schedule(wait) {
  if (busy || leaving) return;
  clearTimeout(timer);
  timer = setTimeout(send, wait);
}

async function send() {
  if (busy || !dirty) return;
  busy = true;
  dirty = false;
  const now = await deliver();
  if (!busy || leaving) return;
  busy = false;
  if (now === "kept") {
    pause = 0;
  } else {
    dirty = true;
    pause = Math.min(Math.max(pause * 2, FIRST_PAUSE), LONGEST_PAUSE);
  }
  report(now);
  if (dirty) schedule(pause || QUIET);
}

async function deliver() {
  const stop = new AbortController();
  inFlight = stop;
  const deadline = setTimeout(() => stop.abort(), 20000);
  try {
    const response = await fetch(form.dataset.draft, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-Requested-With": "fetch" },
      body: JSON.stringify({ content: content() }),
      credentials: "same-origin", redirect: "error", signal: stop.signal,
    });
    // A captive portal answers 200 with a page of its own: only our JSON counts.
    const answer = await response.json();
    if (response.ok && answer.state === "kept") {
      // What was typed meanwhile has other faults: its own answer is on the way.
      if (!dirty) show(answer);
      return "kept";
    }
    if (response.status === 401) return "signed-out";
    return [400, 403, 404, 413].includes(response.status) ? "refused" : "waiting";
  } catch {
    return "waiting";
  } finally {
    clearTimeout(deadline);
  }
}

// The server's own templates, escaped there. What has not changed is left alone, so that it is not read out again.
function show(answer) {
  for (const [name, html] of Object.entries(answer.advice)) {
    const place = form.querySelector(`[data-advice="${name}"]`);
    if (place && place.dataset.shown !== html && !place.contains(document.activeElement)) {
      place.innerHTML = html;
      place.dataset.shown = html;
    }
  }
  if (prints.dataset.shown !== answer.prints) {
    prints.innerHTML = answer.prints;
    prints.dataset.shown = answer.prints;
  }
}

function put(field, text) {
  field.focus();
  field.select();
  // The only way that leaves "undo" to the keyboard; where it is gone the text is set all the same.
  if (!document.execCommand("insertText", false, text) || field.value !== text) field.value = text;
  const blank = BLANK.exec(text);
  if (blank) field.setSelectionRange(blank.index, blank.index + blank[0].length);
  typed();
}

form.addEventListener("click", (event) => {
  const take = event.target.closest("button[name=take]");
  if (!take) return;
  event.preventDefault();
  const field = form.elements[take.value.split(":")[0]];
  const place = take.closest("[data-advice]");
  put(field, take.dataset.better);
  place.replaceChildren();
  delete place.dataset.shown;
});

form.addEventListener("click", (event) => {
  const use = event.target.closest("button[name=use]");
  if (!use) return;
  event.preventDefault();
  const field = form.elements[use.value];
  const starter = use.closest(".starter");
  put(field, [starter.firstElementChild.textContent, field.value].filter(Boolean).join("\n"));
  starter.hidden = true;
});

form.addEventListener("input", typed);
form.addEventListener("change", typed);
form.addEventListener("submit", async (event) => {
  if (!dirty && !busy && condition === "kept") { leaving = true; return; }
  // What is not kept yet is kept first: going on without would lead to the login page, or to none, and lose it.
  event.preventDefault();
  clearTimeout(timer);
  inFlight?.abort();
  busy = true;
  dirty = false;
  const now = await deliver();
  busy = false;
  dirty = now !== "kept";
  report(now);
  if (dirty) {
    state.scrollIntoView({ block: "center" });
    schedule(FIRST_PAUSE);
    return;
  }
  leaving = true;
  form.requestSubmit(event.submitter);
});
addEventListener("pageshow", () => { leaving = false; });
addEventListener("online", () => schedule(0));
document.addEventListener("visibilitychange", () => { if (!document.hidden && dirty) schedule(0); });
addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });
