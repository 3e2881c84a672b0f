// A brief that is being printed: asks now and then how far it is, and shows the papers when they are there.

const place = document.querySelector("[data-status]");
const words = place.querySelector("[role=status]");
const progress = place.querySelector("progress");
const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 5000;

async function ask(pause) {
  try {
    const answer = await fetch(place.dataset.status, { headers: { "X-Requested-With": "fetch" } });
    if (answer.ok) {
      const { state, label, papers } = await answer.json();
      if (words.textContent !== label) words.textContent = label;
      progress.value = papers;
      if (state === "done" || state === "failed") return location.reload();
    }
  } catch {
    // Without a network the page waits; the printing goes on without it.
  }
  setTimeout(ask, pause, Math.min(pause * 1.4, LONGEST_PAUSE));
}

setTimeout(ask, FIRST_PAUSE, FIRST_PAUSE);
