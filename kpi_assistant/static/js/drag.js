// A row dragged to another place of its list, by mouse or finger; Escape puts it back.

const EDGE = 72;

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

// `onMove()` after every change of place, `onEnd(keep)` when the row is let go.
export function drag(event, row, grip, onMove, onEnd) {
  if (event.button !== 0) return;
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
    onMove();
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
    onEnd(keep);
  };
  const escape = (key) => { if (key.key === "Escape") end(false); };
  const listeners = { pointermove: follow, pointerup: () => end(true), pointercancel: () => end(false) };
  for (const [name, does] of Object.entries(listeners)) grip.addEventListener(name, does);
  addEventListener("keydown", escape);
  frame = requestAnimationFrame(roll);
}
