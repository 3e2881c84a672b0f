// The capture page: keeps what is typed as it is typed, enters an entry without leaving the page, turns the questions.

import { Outbox } from "./outbox.js";

const form = document.getElementById("capture");
const state = form.querySelector("[data-state]");
const hints = form.querySelector("[data-hints]");
const entries = document.getElementById("entries");
const boxes = [form.elements.words, form.elements.observation];
const NOT_CONTENT = new Set(["csrf_token", "id", "item"]);

const outbox = new Outbox((id) => form.dataset.drafts.replace("00000000-0000-0000-0000-000000000000", id), report);
outbox.startAt(form.elements.id.value, Number(form.dataset.revision));

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Plain http has no randomUUID; the same from random bytes (RFC 9562, version 4).
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function content() {
  const fields = [...new FormData(form)].filter(([name, value]) => !NOT_CONTENT.has(name) && typeof value === "string");
  return Object.fromEntries(fields);
}

function report(now, answer) {
  const words = state.dataset[now.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] ?? "";
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
  const text = words.replace("{time}", time);
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle("save-state-warn", now === "signed-out" || now === "refused" || now === "waiting");
  if (answer?.hints) hints.replaceChildren(...answer.hints.map((hint) => item(hint)));
}

function item(text) {
  const row = document.createElement("li");
  row.textContent = text;
  return row;
}

function keep() {
  outbox.keep(form.elements.id.value, content());
}

function enter() {
  const box = boxes.find((one) => one.value.trim());
  if (!box) { boxes.find((one) => one.offsetParent)?.focus(); return; }
  const id = form.elements.id.value;
  const row = pending(box.value);
  outbox.enter(id, content(), (answer) => entered(id, row, answer));
  empty();
}

function pending(words) {
  const row = document.getElementById("pending").content.firstElementChild.cloneNode(true);
  row.firstElementChild.textContent = words;
  row.lastElementChild.textContent = state.dataset.saving;
  entries.prepend(row);
  document.getElementById("nothing-yet").hidden = true;
  return row;
}

function entered(id, row, answer) {
  if (answer.messages) {
    const link = document.createElement("a");
    link.href = `?draft=${id}`;
    link.textContent = answer.messages.join(" ");
    row.lastElementChild.replaceChildren(link);
    return;
  }
  for (const old of entries.querySelectorAll("[data-reply]")) old.remove();
  // The server's own template, escaped there.
  row.outerHTML = answer.html;
}

function empty() {
  const keepPerson = form.elements.person_id.value;
  form.elements.id.value = newId();
  for (const field of form.querySelectorAll("textarea, .facet-fields input")) field.value = "";
  for (const name of ["layer", "source", "importance", "confidence"]) {
    const usual = { layer: "work", source: "stated", importance: "3", confidence: "firm" }[name];
    form.querySelector(`[name="${name}"][value="${usual}"]`).checked = true;
  }
  for (const field of form.querySelectorAll("select")) field.selectedIndex = 0;
  form.elements.person_id.value = keepPerson;
  for (const problem of form.querySelectorAll(".error, #form-problem")) problem.remove();
  for (const wrong of form.querySelectorAll(".field-wrong")) wrong.classList.remove("field-wrong");
  hints.replaceChildren();
  form.elements.words.focus({ preventScroll: true });
}

form.addEventListener("input", keep);
form.addEventListener("change", keep);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  enter();
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
  const isLine = event.target.matches("input:not([type=radio]):not([type=hidden])");
  if (isLine || ((event.ctrlKey || event.metaKey) && event.target.matches("textarea"))) {
    event.preventDefault();
    enter();
  }
});
addEventListener("online", () => outbox.retryNow());
document.addEventListener("visibilitychange", () => { if (!document.hidden) outbox.retryNow(); });
addEventListener("beforeunload", (event) => { if (!outbox.isEmpty) event.preventDefault(); });

const questions = document.getElementById("questions");
if (questions) {
  const shown = (number) => {
    for (const one of questions.querySelectorAll("[data-question]")) one.hidden = one.dataset.question !== String(number);
    form.elements.item.value = number;
  };
  questions.addEventListener("click", (event) => {
    const go = event.target.closest("[data-go]");
    if (go) { event.preventDefault(); shown(go.dataset.go); }
  });
  questions.addEventListener("submit", async (event) => {
    const mark = event.target.closest("[data-mark]");
    const button = event.submitter;
    event.preventDefault();
    const body = new FormData(mark);
    body.set("status", button.value);
    try {
      const response = await fetch(mark.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      if (response.status !== 204) throw new Error(String(response.status));
      for (const other of mark.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
      const question = mark.closest("[data-question]");
      question.querySelector("[data-status]").textContent = button.textContent;
      question.classList.add("question-done");
      if (button.value !== "asked") shown(body.get("item"));
    } catch {
      report("waiting");
    }
  });
}
