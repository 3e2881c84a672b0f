// What has been typed and not yet been acknowledged by the server: one request at a time, the latest wording wins.

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;
const QUIET = 400;

export class Outbox {
  // `address(id)` gives where an entry is kept; `report(state, detail)` is told what is true now, never what is hoped.
  constructor(address, report) {
    this.address = address;
    this.report = report;
    this.entries = new Map();
    this.revisions = new Map();
    this.pause = 0;
    this.timer = null;
    this.busy = false;
  }

  get isEmpty() { return this.entries.size === 0; }

  startAt(id, revision) { this.revisions.set(id, revision); }

  keep(id, content) { this.add(id, content, this.entries.get(id)?.enter ?? null, QUIET); }

  // `entered` receives the server's answer, or the messages that say what is missing.
  enter(id, content, entered) { this.add(id, content, entered, 0); }

  add(id, content, enter, wait) {
    const revision = (this.revisions.get(id) ?? 0) + 1;
    this.revisions.set(id, revision);
    this.entries.set(id, { id, revision, content, enter });
    if (!this.pause) { this.report("saving"); this.schedule(wait); }
  }

  retryNow() { if (!this.isEmpty) this.schedule(0); }

  schedule(wait) {
    if (this.busy) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  async send() {
    // A finished entry goes before one that is still being typed.
    const waiting = [...this.entries.values()];
    const entry = waiting.find((one) => one.enter) ?? waiting[0];
    if (!entry || this.busy) return;
    this.busy = true;
    const outcome = await this.deliver(entry);
    this.busy = false;
    this.settle(entry, outcome);
    if (!this.isEmpty) this.schedule(this.pause || (outcome.state === "newer" ? 0 : QUIET / 4));
  }

  async deliver(entry) {
    const stop = new AbortController();
    const deadline = setTimeout(() => stop.abort(), 20000);
    try {
      const response = await fetch(this.address(entry.id), {
        method: entry.enter ? "POST" : "PUT",
        headers: { "Content-Type": "application/json", "X-Requested-With": "fetch" },
        body: JSON.stringify({ revision: entry.revision, content: entry.content }),
        credentials: "same-origin", redirect: "error", signal: stop.signal,
      });
      // A captive portal answers 200 with a page of its own: only our JSON counts.
      const answer = await response.json();
      if (response.ok && (answer.state === "kept" || answer.state === "entered")) return { state: answer.state, answer };
      if (response.status === 409) return { state: "newer", answer };
      if (response.status === 422) return { state: "invalid", answer };
      if (response.status === 401) return { state: "signed-out" };
      if ([400, 403, 404, 413].includes(response.status)) return { state: "refused" };
      return { state: "waiting" };
    } catch {
      return { state: "waiting" };
    } finally {
      clearTimeout(deadline);
    }
  }

  settle(entry, { state, answer }) {
    const isLatest = this.entries.get(entry.id) === entry;
    if (state === "waiting" || state === "signed-out" || state === "refused") {
      this.pause = Math.min(Math.max(this.pause * 2, FIRST_PAUSE), LONGEST_PAUSE);
      this.report(state);
      return;
    }
    this.pause = 0;
    if (state === "newer") {
      // Another page went ahead: what stands here was typed last, so it is sent again on top of that.
      const latest = this.entries.get(entry.id);
      const revision = Math.max(answer.revision, latest.revision) + 1;
      this.revisions.set(entry.id, revision);
      this.entries.set(entry.id, { ...latest, revision });
      return;
    }
    if (isLatest) this.entries.delete(entry.id);
    if (entry.enter && state !== "kept") entry.enter(answer);
    this.report(this.isEmpty ? "saved" : "saving", answer);
  }
}
