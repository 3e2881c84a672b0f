// "We cannot yet" never ends a conversation: listen, write down, and promise what will be done about it, by when.

import { isForbidden } from "./hints.js";
import { piece, texts } from "./render.js";

const A_WEEK = 7;

export class Promising {
  // `onDone(entry)` once something was promised about it.
  constructor(view, asides, onDone) {
    Object.assign(this, { view, asides, onDone });
  }

  // Opens the form below an entry, holding `fields`; what was begun there before goes on.
  open(entry, fields = {}) {
    this.close();
    const aside = this.asides.begin("promise", "about", entry.id);
    const form = piece("promise-row");
    const all = { promise_kind: "find_out", due_on: inDays(A_WEEK), person_id: entry.fields.person_id ?? "", ...aside.fields, ...fields };
    Object.assign(aside.fields, all);
    form.querySelector("[data-listen]").textContent = this.view.phrases.cannot_yet;
    for (const field of form.elements) {
      if (field.type === "radio") field.checked = field.value === all[field.name];
      else if (field.name) field.value = all[field.name] ?? "";
    }
    for (const name of Object.keys(fields)) this.asides.type(aside, name, all[name]);
    form.addEventListener("input", ({ target }) => { this.asides.type(aside, target.name, target.value); this.judge(form); });
    form.addEventListener("submit", (event) => { event.preventDefault(); this.promise(entry, aside, form); });
    form.querySelector("[data-later]").addEventListener("click", () => this.close(entry));
    document.getElementById(`entry-${entry.id}`).append(form);
    form.scrollIntoView({ block: "nearest" });
    form.elements.words.focus({ preventScroll: true });
  }

  // What was typed stays, and is there again at the next tap.
  close(entry) {
    document.querySelector("[data-promise]")?.remove();
    if (entry) document.querySelector(`[id="entry-${entry.id}"] [data-cannot]`)?.focus();
  }

  // What may not be promised is said while it is typed; gives back the field at fault.
  judge(form) {
    for (const problem of form.querySelectorAll(".error")) problem.remove();
    const { words } = form.elements;
    if (!isForbidden(words.value, this.view.phrases.never_promised ?? { words: [] })) return null;
    complain(words, this.view.phrases.reasons.wording);
    return words;
  }

  async promise(entry, aside, form) {
    const wrong = this.judge(form) ?? ["words", "due_on"].map((name) => form.elements[name]).find((field) => !field.value.trim());
    if (wrong) {
      if (!wrong.value.trim()) complain(wrong, wrong.name === "words" ? texts.whatPromised : texts.byWhen);
      wrong.focus();
      return;
    }
    const stored = this.asides.close("enter", aside);
    this.close();
    this.onDone(entry, { id: aside.target, about: entry.id, text: aside.fields.words, due_on: aside.fields.due_on });
    await stored;
  }
}

function complain(field, text) {
  field.after(Object.assign(document.createElement("p"), { className: "error", textContent: text }));
}

function inDays(days) {
  const day = new Date(Date.now() + days * 86400000);
  return new Date(day.getTime() - day.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}
