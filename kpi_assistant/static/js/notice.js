// The line that says where the words are, and the list of what was not taken.

const PROBLEMS = new Set(["waiting", "signed-out", "other-member", "refused-all", "full", "online-only"]);

// How many things that is for a reader: all that was typed for one entry is one.
export const unsentOf = (steps) => new Set(steps.map((step) => `${step.kind === "type"}${step.target}`)).size;

export class Notice {
  constructor(line, list, texts, outbox) {
    Object.assign(this, { line, list, texts, outbox });
    this.trouble = "";
    this.clock = "";
  }

  // From the first new keystroke on, "saved" would be a lie.
  begin() { if (this.line.dataset.state === "saved" || !this.line.dataset.state) this.say("saving"); }

  // `trouble` is "" when all is well; `clock` is the server's time of the last save.
  async show(trouble = this.trouble, clock = this.clock) {
    Object.assign(this, { trouble, clock });
    const steps = await this.outbox.steps();
    const waiting = unsentOf(steps.filter((step) => !step.refused));
    let state = trouble;
    if (!PROBLEMS.has(state)) state = waiting > 0 ? (this.outbox.isDurable ? "here" : "saving") : clock ? "saved" : "";
    // What is on the server is on the server, whatever the network does now.
    if (waiting === 0 && state === "waiting") state = clock ? "saved" : "";
    this.say(state, waiting);
    this.showRefused(steps.filter((step) => step.refused));
  }

  say(state, waiting = 0) {
    const name = state.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    const text = state ? this.texts[name].replace("{time}", this.clock).replace("{number}", waiting) : "";
    if (this.line.textContent !== text) this.line.textContent = text;
    this.line.dataset.state = state;
    this.line.classList.toggle("save-state-warn", PROBLEMS.has(state) && state !== "waiting");
  }

  showRefused(steps) {
    this.list.hidden = steps.length === 0;
    const shown = new Set(steps.map((step) => step.id));
    for (const row of [...this.list.querySelectorAll("[data-step]")]) if (!shown.has(row.dataset.step)) row.remove();
    for (const step of steps) {
      if (this.list.querySelector(`[data-step="${step.id}"]`)) continue;
      const row = document.getElementById("refused-row").content.firstElementChild.cloneNode(true);
      row.dataset.step = step.id;
      row.querySelector("[data-why]").textContent = this.texts.reasons[step.refused] ?? this.texts.reasons.malformed;
      const text = textOf(step);
      row.querySelector("[data-text]").textContent = text;
      row.querySelector("[data-copy]").addEventListener("click", (event) => copy(text, event.currentTarget));
      row.querySelector("[data-retry]").addEventListener("click", () => this.onRetry(step));
      row.querySelector("[data-edit]").addEventListener("click", () => this.onEdit(step));
      row.querySelector("[data-edit]").hidden = step.kind !== "enter" && step.kind !== "type";
      this.list.querySelector("ul").append(row);
    }
  }
}

// Everything a person wrote in a step, as they would read it.
function textOf(step) {
  if (typeof step.value === "string") return step.value;
  if (step.kind !== "enter") return "";
  const { words = "", observation = "", ...more } = step.value;
  const facets = Object.entries(more).filter(([name, text]) => name.startsWith("facets-") && text).map(([, text]) => text);
  return [words, observation, ...facets].filter(Boolean).join("\n");
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Plain http has no clipboard: mark the text, so that the phone's own menu can copy it.
    const range = document.createRange();
    range.selectNodeContents(button.closest("[data-step]").querySelector("[data-text]"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
  button.dataset.done = "yes";
}

// All that is not on the server yet, as a file the member can keep.
export function saveAsFile(steps, name) {
  const rows = steps.map((step) => ({ id: step.id, kind: step.kind, meeting: step.meeting, entry: step.target, field: step.field, value: step.value, at: new Date(step.at).toISOString(), refused: step.refused || undefined }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(rows, null, 2)], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// Why this device keeps nothing, in the sentence the page brought along.
export function warnOfDevice(why) {
  const note = document.getElementById("device-note");
  note.textContent = note.dataset[why];
  note.hidden = false;
}
