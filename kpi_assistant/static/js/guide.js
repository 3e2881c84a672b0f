// The guide page: questions are dragged or moved by keys, and a question of one's own is judged while it is typed.
// Everything works without this file; here it only happens without leaving the page.

import { send, watch } from "./advice.js";
import { drag } from "./drag.js";

const form = document.getElementById("guide");
const list = document.getElementById("items");
const moved = document.getElementById("moved");
const token = form.elements.csrf_token.value;

// --- order ---------------------------------------------------------------------------------------------------------

const rows = () => [...list.querySelectorAll("[data-item]")];
const order = () => rows().map((row) => row.dataset.item);

function number() {
  const all = rows();
  all.forEach((row, index) => {
    row.querySelector("[data-number]").textContent = index + 1;
    row.querySelector("[data-move=up]").disabled = index === 0;
    row.querySelector("[data-move=down]").disabled = index === all.length - 1;
  });
}

function arrange(ids) {
  for (const id of ids) list.append(document.getElementById(`item-${id}`));
  number();
}

let queue = Promise.resolve();

function save(before, row) {
  const now = order();
  number();
  if (now.join() === before.join()) return;
  moved.textContent = list.dataset.said.replace("{number}", now.indexOf(row.dataset.item) + 1).replace("{count}", now.length);
  // One after another, so that the last order sent is the last one stored.
  queue = queue.then(() => send(form.dataset.order, token, now.map((id) => ["item", id]))).catch(() => {
    arrange(before);
    moved.textContent = list.dataset.failed;
    moved.classList.remove("visually-hidden");
    moved.classList.add("error");
  });
}

function step(row, direction) {
  moveOn();
  const before = order();
  const other = direction === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (direction === "up") row.after(other);
  else row.before(other);
  save(before, row);
  row.scrollIntoView({ block: "nearest" });
}

// The line that says what was taken out has no place in an order.
const moveOn = () => document.getElementById("taken")?.remove();

if (list) {
  if (location.hash === "#taken") document.getElementById("taken")?.focus({ preventScroll: true });
  const template = document.getElementById("grip");
  for (const row of rows()) {
    row.prepend(template.content.cloneNode(true));
    const grip = row.querySelector(".grip");
    grip.addEventListener("pointerdown", (event) => {
      const before = order();
      moveOn();
      drag(event, row, grip, number, (keep) => { if (keep) save(before, row); else arrange(before); });
    });
    grip.addEventListener("keydown", (event) => {
      const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
      if (!direction) return;
      event.preventDefault();
      step(row, direction);
      grip.focus();
    });
  }
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    step(button.closest("[data-item]"), button.dataset.move);
    // A button at the end of the list is switched off; the keyboard goes on from its neighbour.
    (button.disabled ? button.parentElement.querySelector("[data-move]:enabled") : button)?.focus();
  });
}

// --- a question of one's own ---------------------------------------------------------------------------------------

const box = form.elements.text;
const advice = document.getElementById("advice");
const fields = () => ["text", "phase", "to_person_id"].map((name) => [name, form.elements[name].value]);
const later = watch(box, advice, () => send(form.dataset.check, token, fields()), advice.dataset);
form.elements.phase.addEventListener("change", later);
// A tab closed within the third of a second before the words are judged still hands them in.
let typed = false;
box.addEventListener("input", () => { typed = true; });
form.addEventListener("submit", () => { typed = false; });
addEventListener("pagehide", () => { if (typed) navigator.sendBeacon(form.dataset.check, new FormData(form)); });

// --- what we know, folded on a phone -------------------------------------------------------------------------------

const known = document.getElementById("known");
const wide = matchMedia("(min-width: 72rem)");
const fold = () => { known.open = wide.matches || location.hash === "#known"; };
fold();
wide.addEventListener("change", fold);
addEventListener("hashchange", () => { if (location.hash === "#known") known.open = true; });
const leftOut = document.getElementById("left-out");
if (leftOut && location.hash === "#left-out") leftOut.open = true;
