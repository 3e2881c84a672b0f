// Every step typed or tapped and not yet acknowledged, in the order it was made: in the vault, or where there is none
// in memory. A step never changes, and is forgotten when the server has acknowledged it, never before.

import { newId } from "./ids.js";
import { finished, SCHEMA } from "./vault.js";

const MOST_AT_ONCE = 8;
const TIDY_AFTER = 400;
const TYPED = new Set(["type", "set"]);
// What is under way may have arrived already; what was refused has not.
const isUnderWay = (record) => record.frozen && !record.refused;
const bySequence = (one, other) => one.seq - other.seq;

export class Outbox {
  // Without a vault the steps live as long as the page.
  constructor(vault) {
    this.vault = vault;
    this.opener = vault;
    this.memory = new Map();
    this.sequence = 0;
    // By target and field: what was typed there on this page, {id, bases, ...}.
    this.slots = new Map();
    this.onDegrade = () => {};
    this.stored = Promise.resolve();
    addEventListener("pagehide", () => this.hurry());
  }

  get isDurable() { return this.vault !== null; }

  // Says which steps the text of a field comes from, before anything is typed on it.
  startFrom(target, field, bases) { this.slots.set(`${target} ${field}`, { bases, busy: 0 }); }

  slot(target, field) {
    const key = `${target} ${field}`;
    if (!this.slots.has(key)) this.startFrom(target, field, []);
    return this.slots.get(key);
  }

  // The next text typed there replaces these as well: texts of another device.
  resolve(target, field, others) { this.slot(target, field).bases.push(...others); }

  // One field of an entry now holds this text. Resolves when it is on the device.
  type(meeting, target, field, text) {
    const slot = Object.assign(this.slot(target, field), { kind: "type", meeting, target, field });
    return this.track(this.append(slot, text));
  }

  // One field of an entry that is entered already; `was` is the text it replaces.
  set(meeting, target, field, text, was) {
    const slot = Object.assign(this.slot(target, field), { kind: "set", meeting, target, field });
    slot.was ??= was;
    return this.track(this.append(slot, text));
  }

  // A step that stands by itself.
  add(step, value) { return this.track(this.put({ field: "", bases: [], ...step, id: newId() }, { value })); }

  // While the disk is busy with keystrokes before, only the latest is worth writing.
  append(slot, text, isUrgent = false) {
    slot.latest = text;
    if (slot.busy >= MOST_AT_ONCE && !isUrgent) { slot.again = true; return slot.settled; }
    slot.busy += 1;
    const { kind, meeting, target, field, bases, was } = slot;
    const id = newId();
    Object.assign(slot, { bases: [id], was: text });
    slot.settled = this.put({ kind, meeting, target, field, bases, id }, kind === "set" ? { value: text, was } : { value: text }).finally(() => {
      slot.busy -= 1;
      this.tidySoon();
      if (slot.again && !slot.closed) { slot.again = false; return this.append(slot, slot.latest); }
      return undefined;
    });
    return slot.settled;
  }

  // The page goes away: what waits for the disk to be less busy is handed to it now.
  hurry() {
    for (const slot of this.slots.values()) {
      if (slot.again) this.append(slot, slot.latest, true);
      slot.again = false;
    }
  }

  // In the very task of the keystroke, wherever the vault can seal at once: a browser may be killed the moment after.
  put(step, content) {
    this.sequence += 1;
    const record = { ...step, seq: this.sequence, schema: SCHEMA, at: Date.now(), frozen: 0, refused: "" };
    const sealed = this.vault ? this.vault.sealNow(content) : content;
    // Keystrokes go to the operating system at once, which survives a killed browser; tidying syncs them to the disk.
    const durability = TYPED.has(step.kind) ? "relaxed" : "strict";
    // Committed in the same breath: a page that is reloaded or killed now would leave an open transaction undone.
    const write = (data) => this.transact((store) => { store.put({ ...record, sealed: data }); store.commit(); }, durability);
    return sealed ? write(sealed) : this.vault.seal(content).then(write);
  }

  // The entry is finished ("enter") or given up ("drop"): its steps that were not sent yet are part of this one.
  async close(kind, meeting, target, fields = null) {
    const slots = [...this.slots].filter(([key]) => key.startsWith(`${target} `));
    for (const [key, slot] of slots) { slot.closed = true; this.slots.delete(key); }
    await Promise.allSettled(slots.map(([, slot]) => slot.settled));
    const known = slots.flatMap(([, slot]) => slot.bases);
    const sealed = this.vault ? this.vault.sealNow({ value: fields }) ?? await this.vault.seal({ value: fields }) : { value: fields };
    this.sequence += 1;
    const step = { kind, meeting, target, field: "", id: newId(), seq: this.sequence, schema: SCHEMA, at: Date.now(), frozen: 0, refused: "", sealed };
    return this.track(this.transact((store) => store.all((records) => {
      // Only what this page's text comes from: another tab's text of the same entry goes its own way to the server.
      const line = new Set(known);
      const parts = records.sort(bySequence).reverse().filter((record) => {
        if (record.target !== target || !TYPED.has(record.kind) || !line.has(record.id)) return false;
        for (const base of record.bases) line.add(base);
        return true;
      });
      const gone = new Set(parts.filter((record) => !isUnderWay(record)).map((record) => record.id));
      const bases = [...known, ...parts.flatMap((record) => [record.id, ...record.bases])];
      for (const id of gone) store.delete(id);
      store.put({ ...step, bases: [...new Set(bases)].filter((id) => !gone.has(id)) });
    })));
  }

  track(promise) {
    this.stored = promise;
    return promise;
  }

  // Not put off by further keystrokes: what is typed is on the disk itself after this time, however long one types.
  tidySoon() {
    this.tidying ??= setTimeout(() => { this.tidying = null; this.tidy().catch(() => { /* the sender tidies, too */ }); }, TIDY_AFTER);
  }

  // Of many keystrokes not sent yet the last says it all: it takes the place of those it replaces.
  tidy() {
    return this.transact((store) => store.all((records) => {
      const there = new Map(records.map((record) => [record.id, record]));
      for (const record of records.sort(bySequence)) {
        if (!TYPED.has(record.kind) || record.frozen) continue;
        const replaced = record.bases.map((id) => there.get(id)).filter((one) => one && one.field === record.field && one.target === record.target && !isUnderWay(one));
        if (replaced.length === 0) continue;
        for (const one of replaced) { there.delete(one.id); store.delete(one.id); }
        const ids = new Set(replaced.map((one) => one.id));
        record.bases = [...new Set([...replaced.flatMap((one) => one.bases), ...record.bases.filter((id) => !ids.has(id))])];
        record.first = replaced[0].first ?? replaced[0].sealed;
        store.put(record);
      }
    }));
  }

  // A full or forbidden disk must not stop anybody from writing: then the steps wait in memory, and the page says so.
  async transact(work, durability) {
    if (this.vault) {
      try { await this.transactInVault(work, durability); return; } catch { await this.degrade(); }
    }
    work(this.inMemory());
  }

  async degrade() {
    if (!this.vault) return;
    const steps = await this.steps().catch(() => []);
    this.vault = null;
    for (const { value, was, ...step } of steps) this.memory.set(step.id, { ...step, sealed: { value, was } });
    this.onDegrade();
  }

  // Not async: the transaction has to begin in the task of the keystroke.
  transactInVault(work, durability) {
    const transaction = this.vault.write(["steps", "meta"], durability);
    const steps = transaction.objectStore("steps");
    work({
      all: (then) => { steps.getAll().onsuccess = ({ target }) => then(target.result); },
      get: (id, then) => { steps.get(id).onsuccess = ({ target }) => then(target.result); },
      put: (record) => steps.put(record),
      delete: (id) => steps.delete(id),
      note: (savedAt) => transaction.objectStore("meta").put(savedAt, "saved"),
      commit: () => transaction.commit(),
    });
    return finished(transaction);
  }

  inMemory() {
    return {
      all: (then) => then([...this.memory.values()]),
      get: (id, then) => then(this.memory.get(id)),
      put: (record) => this.memory.set(record.id, record),
      delete: (id) => this.memory.delete(id),
      note: () => {},
      commit: () => {},
    };
  }

  // All steps in their order, words and all.
  async steps() {
    const records = this.vault ? await this.vault.readAll("steps") : [...this.memory.values()];
    records.sort(bySequence);
    this.sequence = Math.max(this.sequence, ...records.map((record) => record.seq));
    return Promise.all(records.map(async ({ sealed, first, ...step }) => {
      const content = await this.unseal(sealed);
      // Of a facet: the text that stood there before the first of the keystrokes.
      if (first) content.was = (await this.unseal(first)).was;
      return { ...step, ...content };
    }));
  }

  // In memory nothing is sealed, but a step sealed before the vault was lost may still come by.
  unseal(sealed) { return sealed.iv ? this.opener.unseal(sealed) : { ...sealed }; }

  // Before they are sent: from here on nothing takes their place. Gives back those that are still there.
  freeze(ids) { return this.change(ids, (record) => ({ ...record, frozen: 1 })); }

  refuse(reasons) { return this.change([...reasons.keys()], (record) => ({ ...record, refused: reasons.get(record.id) })); }

  retry(id) { return this.change([id], (record) => ({ ...record, refused: "" })); }

  async change(ids, how) {
    const changed = [];
    await this.transact((store) => {
      for (const id of ids) {
        store.get(id, (record) => { if (record) { store.put(how(record)); changed.push(id); } });
      }
    });
    return changed;
  }

  // `savedAt` is the server's time of the save: remembered in the very transaction, so that a page that was on its way
  // meanwhile can tell that it does not show this yet.
  async forget(ids, savedAt = "") {
    await this.transact((store) => {
      for (const id of ids) store.delete(id);
      if (savedAt) store.note(savedAt);
    });
  }

  async savedAt() { return this.vault ? await this.vault.savedAt() ?? "" : ""; }
}
