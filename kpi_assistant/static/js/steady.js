// The second tap of a double tap is meant for what the first one was on, not for what has slid under the finger meanwhile.

export const DOUBLE_TAP = 400; // milliseconds
const NEAR = 24; // pixels

export function ignoreSlippedTaps(root) {
  let last = null;
  root.addEventListener("click", (event) => {
    if (event.detail === 0) return; // A key, or a label that passes its tap on.
    const { timeStamp: time, clientX: x, clientY: y } = event;
    const on = event.target.closest("label, button, summary, a") ?? event.target;
    const isSecond = last && time - last.time < DOUBLE_TAP && Math.hypot(x - last.x, y - last.y) < NEAR;
    if (isSecond && on !== last.on && on !== last.on.control) {
      event.preventDefault();
      event.stopPropagation();
    }
    last = { time, x, y, on };
  }, true);
}
