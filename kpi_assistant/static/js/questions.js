// The guide on the phone: one question at a time, turned by a tap or a swipe, marked by one tap.

import { fill, listOf, texts } from "./render.js";

const SWIPE = 60;

export class Questions {
  // `onMark(id, status)` records asked, answered, skipped, or planned when the same mark is tapped again.
  constructor(box, items, onMark) {
    Object.assign(this, { box, items, onMark });
    const first = items.findIndex((item) => item.status === "planned");
    this.current = Math.max(first, 0);
    if (items.length === 0) return;
    box.addEventListener("touchstart", (event) => { this.start = event.changedTouches[0]; }, { passive: true });
    box.addEventListener("touchend", (event) => this.swiped(event.changedTouches[0]), { passive: true });
    this.show();
  }

  swiped(end) {
    const across = end.clientX - this.start.clientX;
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(end.clientY - this.start.clientY)) this.turn(across < 0 ? 1 : -1);
  }

  turn(by) {
    const next = this.current + by;
    if (next < 0 || next >= this.items.length) return;
    this.current = next;
    this.show();
    // Below a long question the next one would begin above the edge.
    if (this.box.getBoundingClientRect().top < 0) this.box.scrollIntoView();
  }

  mark(status) {
    const item = this.items[this.current];
    item.status = item.status === status ? "planned" : status;
    this.onMark(item.id, item.status);
    // Asked: they are speaking now, so the question stays; answered or skipped: on to the next.
    if (item.status === "answered" || item.status === "skipped") this.turn(1);
    this.show();
  }

  show() {
    const item = this.items[this.current];
    const row = document.getElementById("question-row").content.firstElementChild.cloneNode(true);
    row.classList.toggle("question-done", item.status !== "planned");
    row.dataset.item = item.id;
    fill(row, {
      "[data-number]": `${this.current + 1}/${this.items.length}`,
      "[data-phase]": item.phase,
      "[data-to]": item.to ? texts.to.replace("{name}", item.to) : "",
      ".question-text": item.text,
      "[data-listen]": item.listen_for,
    });
    row.querySelector("[data-star]").hidden = !item.starred;
    row.querySelector(".follow-ups").replaceChildren(...listOf(item.follow_ups));
    row.querySelector("details").hidden = !item.listen_for && item.follow_ups.length === 0;
    for (const button of row.querySelectorAll("[data-turn]")) {
      const by = Number(button.dataset.turn);
      button.disabled = !this.items[this.current + by];
      button.addEventListener("click", () => this.turn(by));
    }
    for (const button of row.querySelectorAll("[data-status]")) {
      button.setAttribute("aria-pressed", String(button.dataset.status === item.status));
      button.addEventListener("click", () => this.mark(button.dataset.status));
    }
    const focused = this.box.contains(document.activeElement) ? document.activeElement.dataset : null;
    this.box.replaceChildren(row);
    // Who works by keyboard stays on the same button of the next question, and everybody sees where that one begins.
    if (focused?.turn) row.querySelector(`[data-turn="${focused.turn}"]`).focus({ preventScroll: true });
    else if (focused?.status) row.querySelector(`[data-status="${focused.status}"]`).focus({ preventScroll: true });
  }
}
