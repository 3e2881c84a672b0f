// Brings the outbox to the server: one sender per browser at a time, in order, again and again until it is acknowledged.

const SOON = 600;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10000;
const PATIENCE = 15000;
const LARGEST_BATCH = 300000;
const MOST_STEPS = 100;

export class Sender {
  // `report(state, answer)` is told what is true now, never what is hoped: "saved" with the server's answer, "idle", "waiting",
  // "signed-out", "other-member", "refused-all" or "full".
  constructor(outbox, member, address, report) {
    Object.assign(this, { outbox, member, address, report });
    this.pause = 0;
    this.timer = null;
    this.limit = MOST_STEPS;
    for (const [target, event] of [[window, "online"], [window, "pageshow"], [window, "focus"]]) target.addEventListener(event, () => this.now());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.now(); });
  }

  // Something new is in the outbox.
  soon() { if (this.timer === null) this.plan(this.pause || SOON); }

  now() { this.plan(0); }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.timer = null; this.run(); }, wait);
  }

  run() {
    const locks = navigator.locks;
    this.running = (this.running ?? Promise.resolve()).then(() => (
      // Held for one round only: a page that is frozen in the background must not keep the others waiting.
      locks ? locks.request(`kpi-sender-${this.member}`, () => this.round()) : this.round()
    )).catch(() => this.failed("waiting"));
    return this.running;
  }

  async round() {
    for (;;) {
      await this.outbox.tidy();
      const waiting = (await this.outbox.steps()).filter((step) => !step.refused);
      // Another page may have sent them.
      if (waiting.length === 0) { await this.report("idle"); return; }
      const batch = this.batchOf(waiting);
      const frozen = new Set(await this.outbox.freeze(batch.map((step) => step.id)));
      // Frozen first, read again after: what was typed in between belongs to it.
      const steps = (await this.outbox.steps()).filter((step) => frozen.has(step.id));
      if (steps.length === 0) continue;
      const { state, answer, wait } = await this.post(steps);
      if (state === "too-large" || state === "unreadable") { await this.divide(steps, state === "too-large" ? "too_long" : "malformed"); continue; }
      if (state !== "saved") { this.failed(state, wait); return; }
      if (!await this.settle(steps, answer)) { this.failed("waiting"); return; }
    }
  }

  batchOf(waiting) {
    const batch = [];
    let size = 0;
    for (const step of waiting.slice(0, this.limit)) {
      size += JSON.stringify(step).length;
      if (batch.length > 0 && size > LARGEST_BATCH) break;
      batch.push(step);
    }
    return batch;
  }

  // A batch the server cannot take is halved until the step at fault stands alone; that one is shown as refused.
  async divide(steps, reason) {
    if (steps.length > 1) { this.limit = Math.ceil(steps.length / 2); return; }
    await this.outbox.refuse(new Map([[steps[0].id, reason]]));
    this.limit = MOST_STEPS;
    await this.report("refused", { saved: [], refused: [{ ...steps[0], refused: reason }], several: [] });
  }

  async post(steps) {
    const stop = new AbortController();
    const deadline = setTimeout(() => stop.abort(), PATIENCE);
    const operations = steps.map(({ id, kind, meeting, target, field, bases, at, value, was }) => ({ id, kind, meeting, target, field, bases, at, value, was }));
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Requested-With": "fetch" },
        body: JSON.stringify({ member: this.member, sent_at: Date.now(), operations }),
        credentials: "same-origin", redirect: "error", cache: "no-store", signal: stop.signal,
      });
      const wait = Math.min(Number(response.headers.get("Retry-After")) || 0, 15) * 1000;
      // A captive portal answers 200 with a page of its own: only our JSON about our steps counts.
      const answer = await response.json().catch(() => null);
      if (response.ok) return this.isOurs(answer) ? { state: "saved", answer } : { state: "waiting" };
      if (response.status === 413) return { state: "too-large" };
      if (!answer?.error) return { state: "waiting", wait };
      if (response.status === 401) return { state: "signed-out" };
      if (response.status === 409) return { state: "other-member" };
      if (response.status === 403) return { state: "refused-all" };
      if (response.status === 400) return { state: "unreadable" };
      if (answer.error === "storage") return { state: "full", wait };
      return { state: "waiting", wait };
    } catch {
      return { state: "waiting" };
    } finally {
      clearTimeout(deadline);
    }
  }

  isOurs(answer) {
    return answer?.member === this.member && typeof answer.operations === "object" && answer.operations !== null;
  }

  async settle(steps, answer) {
    const saved = steps.filter((step) => answer.operations[step.id]?.state === "saved");
    const refused = new Map(steps
      .filter((step) => answer.operations[step.id]?.state === "refused")
      .map((step) => [step.id, answer.operations[step.id].reason]));
    if (saved.length + refused.size === 0) return false;
    await this.outbox.forget(saved.map((step) => step.id), saved.length ? answer.saved_at : "");
    if (refused.size > 0) await this.outbox.refuse(refused);
    this.pause = 0;
    this.limit = MOST_STEPS;
    await this.report("saved", { ...answer, saved, refused: steps.filter((step) => refused.has(step.id)).map((step) => ({ ...step, refused: refused.get(step.id) })) });
    return true;
  }

  failed(state, wait = 0) {
    this.pause = Math.max(wait, Math.min(Math.max(this.pause * 2, FIRST_PAUSE), LONGEST_PAUSE));
    this.report(state);
    this.plan(this.pause);
  }
}
