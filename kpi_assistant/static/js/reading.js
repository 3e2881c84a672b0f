// The read-back: what they said, in their words and their order; they correct it, rank it and confirm it.

import { drag } from "./drag.js";
import { aboutWhom, fill, isSpoken, locale, piece, texts } from "./render.js";
import { ignoreSlippedTaps } from "./steady.js";

const HASH = "#read-back";

export class Reading {
  // `does` is {rank(ids), confirm(isRight), corrected(entry), delivered()}.
  constructor(view, asides, nameOf, does) {
    Object.assign(this, { view, asides, nameOf, does });
    this.page = document.getElementById("reading");
    this.end = this.page.querySelector("[data-end]");
    this.page.querySelector("[data-say]").textContent = view.phrases.reading_back;
    this.page.querySelector("[data-ranking]").textContent = view.phrases.ranking;
    this.page.querySelector("[data-confirm]").addEventListener("click", () => this.confirm(true));
    this.page.querySelector("[data-undo]").addEventListener("click", () => this.confirm(false));
    // What leads on stands where the confirmation was tapped.
    ignoreSlippedTaps(this.page);
    const onwards = this.page.querySelector("[data-onwards] a");
    onwards.addEventListener("click", (event) => { event.preventDefault(); this.goOn(onwards); });
    const link = document.getElementById("read-back");
    link.href = HASH;
    addEventListener("hashchange", () => this.follow());
    this.page.querySelector("[data-writing]").addEventListener("click", () => this.leave());
    this.follow();
  }

  static open() { location.hash = HASH; }

  leave() {
    history.replaceState(null, "", location.pathname + location.search);
    this.follow();
    document.getElementById("words").focus({ preventScroll: true });
  }

  follow() {
    const isOpen = location.hash === HASH;
    this.page.hidden = !isOpen;
    document.body.classList.toggle("is-reading", isOpen);
    if (!isOpen) return;
    this.show();
    scrollTo(0, 0);
    this.page.querySelector("h2").focus({ preventScroll: true });
  }

  // Those of one person together, in the order they gave, else as they were said.
  get heard() {
    const people = new Map();
    for (const entry of this.view.entries) {
      if (!isSpoken(entry.fields) || entry.status === "mistaken") continue;
      const person = aboutWhom(entry.fields);
      people.set(person, [...people.get(person) ?? [], entry]);
    }
    for (const entries of people.values()) entries.sort((one, other) => (one.rank || Infinity) - (other.rank || Infinity) || 0);
    return people;
  }

  show() {
    const people = this.heard;
    this.page.querySelector("[data-none]").hidden = people.size > 0;
    this.end.hidden = people.size === 0;
    const parts = [...people].map(([person, entries]) => {
      const part = piece("reading-person");
      fill(part, { h3: people.size > 1 ? this.nameOf(person) || entries[0].fields.person || "" : "" });
      const list = part.querySelector("ol");
      list.append(...entries.map((entry) => this.row(entry, list)));
      number(list);
      return part;
    });
    this.page.querySelector("[data-people]").replaceChildren(...parts);
    this.showConfirmed();
  }

  row(entry, list) {
    const row = piece("reading-row");
    row.dataset.entry = entry.id;
    const layer = entry.fields.layer || "work";
    const words = row.querySelector("blockquote");
    words.textContent = entry.fields.words;
    words.classList.add(`words-${layer}`);
    if (layer !== "work") {
      const folded = piece("folded");
      folded.querySelector("[data-name]").textContent = this.view.phrases.layers[layer];
      words.replaceWith(folded);
      folded.append(words);
    }
    const grip = row.querySelector(".grip");
    grip.addEventListener("pointerdown", (event) => {
      const before = [...list.children];
      drag(event, row, grip, () => number(list), (keep) => {
        if (!keep) list.replaceChildren(...before);
        number(list);
        if (keep && before.some((one, place) => one !== list.children[place])) this.ranked(list, row);
      });
    });
    grip.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      this.move(list, row, by);
      grip.focus();
    });
    for (const button of row.querySelectorAll("[data-move]")) {
      button.addEventListener("click", () => {
        this.move(list, row, Number(button.dataset.move));
        // A button at the end of the list is switched off; the keyboard goes on from its neighbour.
        (button.disabled ? row.querySelector("[data-move]:enabled") : button)?.focus();
      });
    }
    row.querySelector("[data-correct]").addEventListener("click", () => this.correct(entry, row));
    if (this.asides.unfinished("correction").some(({ fields }) => fields.corrects === entry.id)) this.correct(entry, row);
    return row;
  }

  move(list, row, by) {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (by < 0) row.after(other);
    else row.before(other);
    this.ranked(list, row);
  }

  ranked(list, row) {
    number(list);
    const rows = [...list.children];
    for (const [place, one] of rows.entries()) this.view.entries.find((entry) => entry.id === one.dataset.entry).rank = place + 1;
    this.page.querySelector("[data-moved]").textContent = texts.moved.replace("{number}", rows.indexOf(row) + 1).replace("{count}", rows.length);
    this.does.rank(rows.map((one) => one.dataset.entry));
  }

  // The corrected words become the next version; those said first stay readable.
  correct(entry, row, words = null) {
    if (row.querySelector("[data-correction]")) return;
    const aside = this.asides.begin("correction", "corrects", entry.id);
    const form = piece("correction-row");
    const box = form.elements.words;
    box.id = `correction-${entry.id}`;
    form.querySelector("label").htmlFor = box.id;
    box.value = words ?? aside.fields.words ?? entry.fields.words;
    if (words !== null) this.asides.type(aside, "words", words);
    row.querySelector("details")?.setAttribute("open", "");
    const button = row.querySelector("[data-correct]");
    button.hidden = true;
    const end = () => { form.remove(); button.hidden = false; button.focus(); };
    box.addEventListener("input", () => this.asides.type(aside, "words", box.value));
    form.querySelector("[data-drop]").addEventListener("click", () => { if (!aside.isNew) this.asides.close("drop", aside); end(); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!box.value.trim()) { box.focus(); return; }
      if (box.value !== entry.fields.words) {
        Object.assign(aside.fields, { words: box.value });
        this.asides.close("enter", aside);
        Object.assign(entry, { fields: { ...entry.fields, words: box.value }, versions: entry.versions + 1 });
        row.querySelector("blockquote").textContent = box.value;
        this.does.corrected(entry);
        // What they agreed to was the wording before.
        if (this.view.meeting.confirmed) this.confirm(false);
      } else if (!aside.isNew) this.asides.close("drop", aside);
      end();
    });
    row.append(form);
    box.focus({ preventScroll: true });
  }

  // The page it leads to is the server's: it must know of the confirmation, or would show none. Until then this page does.
  async goOn({ href }) {
    const isThere = await this.does.delivered();
    if (isThere) location.assign(href);
    else this.page.querySelector("[data-confirmed]").scrollIntoView({ block: "center" });
  }

  confirm(isRight) {
    this.view.meeting.confirmed = isRight ? new Date().toISOString() : "";
    this.does.confirm(isRight);
    this.showConfirmed();
    this.page.querySelector(isRight ? "[data-undo]" : "[data-confirm]").focus();
  }

  showConfirmed() {
    const { confirmed } = this.view.meeting;
    const time = confirmed && new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(confirmed));
    this.page.querySelector("[data-confirmed]").hidden = !confirmed;
    this.page.querySelector("[data-when]").textContent = confirmed ? texts.confirmed.replace("{time}", time) : "";
    this.page.querySelector("[data-confirm]").hidden = Boolean(confirmed);
    const onwards = this.page.querySelector("[data-onwards]");
    onwards.hidden = !confirmed;
    onwards.firstElementChild.href = document.getElementById("back").href;
  }
}

function number(list) {
  for (const [place, row] of [...list.children].entries()) {
    row.querySelector("[data-number]").textContent = place + 1;
    row.querySelector('[data-move="-1"]').disabled = place === 0;
    row.querySelector('[data-move="1"]').disabled = place === list.children.length - 1;
    row.querySelector(".grip").hidden = list.children.length < 2;
  }
}
