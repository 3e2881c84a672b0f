// The guide page: questions are dragged or moved by keys, and a question of one's own is judged while it is typed.
// Everything works without this file; here it only happens without leaving the page.

import { send, watch } from "./advice.js";

const form = document.getElementById("guide");
const list = document.getElementById("items");
const moved = document.getElementById("moved");
const token = form.elements.csrf_token.value;
const EDGE = 72;

// --- order ---------------------------------------------------------------------------------------------------------

const rows = () => [...list.children];
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
  const before = order();
  const other = direction === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (direction === "up") row.after(other);
  else row.before(other);
  save(before, row);
  row.scrollIntoView({ block: "nearest" });
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

function drag(event, row, grip) {
  if (event.button !== 0) return;
  const before = order();
  const began = event.clientY + scrollY;
  const home = row.offsetTop;
  let pointer = event.clientY;
  let frame = 0;
  grip.setPointerCapture(event.pointerId);
  row.classList.add("item-dragged");

  const place = () => {
    const shift = pointer + scrollY - began;
    // The row may have changed its place in the list; it stays under the finger all the same.
    row.style.translate = `0 ${shift + home - row.offsetTop}px`;
    // The neighbours step aside: a row that is itself taken out and put in again would lose the pointer.
    const { top, bottom } = row.getBoundingClientRect();
    const above = row.previousElementSibling;
    const below = row.nextElementSibling;
    if (above && top < middle(above)) row.after(above);
    else if (below && bottom > middle(below)) row.before(below);
    else return;
    row.style.translate = `0 ${shift + home - row.offsetTop}px`;
    number();
  };
  const roll = () => {
    const speed = pointer < EDGE ? pointer - EDGE : Math.max(0, pointer - innerHeight + EDGE);
    if (speed) { scrollBy(0, speed / 4); place(); }
    frame = requestAnimationFrame(roll);
  };
  const follow = (move) => { pointer = move.clientY; place(); };
  const end = (keep) => {
    cancelAnimationFrame(frame);
    for (const [name, does] of Object.entries(listeners)) grip.removeEventListener(name, does);
    removeEventListener("keydown", escape);
    row.classList.remove("item-dragged");
    row.style.translate = "";
    if (keep) save(before, row);
    else arrange(before);
  };
  const escape = (key) => { if (key.key === "Escape") end(false); };
  const listeners = { pointermove: follow, pointerup: () => end(true), pointercancel: () => end(false) };
  for (const [name, does] of Object.entries(listeners)) grip.addEventListener(name, does);
  addEventListener("keydown", escape);
  frame = requestAnimationFrame(roll);
}

if (list) {
  const template = document.getElementById("grip");
  for (const row of rows()) {
    row.prepend(template.content.cloneNode(true));
    const grip = row.querySelector(".grip");
    grip.addEventListener("pointerdown", (event) => drag(event, row, grip));
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
