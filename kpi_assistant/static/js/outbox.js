// Every step typed or tapped and not yet acknowledged, in the order it was made: in the vault, or where there is none
// in memory. A step is forgotten when the server has acknowledged it, and never before.

import { newId } from "./ids.js";
import { finished, SCHEMA } from "./vault.js";

const asIs = async (value) => value;

export class Outbox {
  // Without a vault the steps live as long as the page.
  constructor(vault) {
    this.vault = vault;
    this.opener = vault;
    this.memory = new Map();
    this.sequence = 0;
    // By target and field: what was typed there on this page, {id, bases, ...}.
    this.slots = new Map();
    this.onChange = () => {};
    this.onDegrade = () => {};
    this.stored = Promise.resolve();
  }

  get isDurable() { return this.vault !== null; }

  // Says which steps the text of a field comes from, before anything is typed on it.
  startFrom(target, field, bases) { this.slots.set(`${target} ${field}`, { bases, stored: false, id: newId() }); }

  // The next text typed there replaces these as well: texts of another device.
  resolve(target, field, others) { this.slots.get(`${target} ${field}`).others = others; }

  // One field of an entry now holds this text. Resolves when it is on the device.
  type(meeting, target, field, text) {
    const key = `${target} ${field}`;
    if (!this.slots.has(key)) this.startFrom(target, field, []);
    const slot = this.slots.get(key);
    Object.assign(slot, { kind: "type", meeting, target, field, version: (slot.version ?? 0) + 1 });
    return this.track(this.keep(slot, { value: text }, slot.version));
  }

  // One field of an entry that is entered already; `was` is the text it replaces.
  set(meeting, target, field, text, was) {
    const key = `${target} ${field}`;
    if (!this.slots.has(key)) { this.startFrom(target, field, []); this.slots.get(key).found = was; }
    const slot = this.slots.get(key);
    Object.assign(slot, { kind: "set", meeting, target, field, version: (slot.version ?? 0) + 1 });
    return this.track(this.keep(slot, { value: text }, slot.version));
  }

  // A step that stands by itself.
  add(step, value) {
    const slot = { ...step, id: newId(), bases: step.bases ?? [], stored: false };
    return this.track(this.keep(slot, { value }));
  }

  // The entry is finished ("enter") or given up ("drop"): its steps that were not sent yet are part of this one.
  async close(kind, meeting, target, fields = null) {
    const slots = [...this.slots].filter(([key]) => key.startsWith(`${target} `));
    const sealed = await this.seal({ value: fields });
    for (const [key, slot] of slots) { slot.closed = true; this.slots.delete(key); }
    const step = { kind, meeting, target, field: "", id: newId() };
    return this.track(this.transact((store) => {
      const bases = new Set();
      let left = slots.length;
      const done = () => store.add({ ...step, bases: [...bases] }, sealed);
      if (left === 0) done();
      for (const [, slot] of slots) {
        store.get(slot.id, (there) => {
          const isUnderWay = there ? there.frozen && !there.refused : slot.stored;
          for (const base of isUnderWay ? [slot.id] : slot.bases) bases.add(base);
          if (there && !isUnderWay) store.delete(slot.id);
          left -= 1;
          if (left === 0) done();
        });
      }
    }));
  }

  track(promise) {
    this.stored = promise.then(() => this.onChange());
    return this.stored;
  }

  seal(value) { return this.vault ? this.vault.seal(value) : asIs(value); }

  // In memory nothing is sealed, but a step sealed before the vault was lost may still come by.
  unseal(sealed) { return sealed.iv ? this.opener.unseal(sealed) : sealed; }

  async keep(slot, value, version) {
    if (slot.found !== undefined && !slot.was) slot.was = await this.seal({ value: slot.found });
    const sealed = await this.seal(value);
    if (slot.closed || (version && version < (slot.written ?? 0))) return;
    slot.written = version;
    await this.transact((store) => this.place(store, slot, sealed));
  }

  // What is already under way must not change: then the text becomes a step of its own that replaces it.
  place(store, slot, sealed) {
    const asked = slot.id;
    store.get(asked, (there) => {
      if (slot.id !== asked) { this.place(store, slot, sealed); return; }
      // What replaces another device's text is a step of its own, too.
      const isFree = there && !there.frozen && !there.refused && !slot.others?.length;
      if (there?.refused) { store.delete(asked); slot.id = newId(); }
      else if (!isFree && (there || slot.stored)) { Object.assign(slot, { bases: [asked], id: newId(), was: slot.was && slot.sealed }); }
      slot.sealed = sealed;
      if (isFree) { store.put({ ...there, at: Date.now(), sealed }); return; }
      slot.stored = true;
      const { kind, meeting, target, field, id, was, others = [] } = slot;
      const bases = [...slot.bases, ...others];
      slot.others = [];
      // Another page may still be typing on what this text replaces: from now on it may not change either.
      for (const base of bases) store.get(base, (one) => { if (one && !one.frozen) store.put({ ...one, frozen: 1 }); });
      store.add({ kind, meeting, target, field, bases, id, was }, sealed);
    });
  }

  // A full or forbidden disk must not stop anybody from writing: then the steps wait in memory, and the page says so.
  async transact(work) {
    if (this.vault) {
      try { await this.transactInVault(work); return; } catch { await this.degrade(); }
    }
    work(this.inMemory());
  }

  async degrade() {
    const vault = this.vault;
    if (!vault) return;
    const steps = await this.steps().catch(() => []);
    this.vault = null;
    for (const { value, was, ...step } of steps) this.memory.set(step.id, { ...step, sealed: { value }, was: was === undefined ? was : { value: was } });
    this.sequence = Math.max(0, ...steps.map((step) => step.seq));
    this.onDegrade();
  }

  async transactInVault(work) {
    const transaction = this.vault.write(["steps", "meta"]);
    const steps = transaction.objectStore("steps");
    const meta = transaction.objectStore("meta");
    work({
      get: (id, then) => { steps.get(id).onsuccess = ({ target }) => then(target.result); },
      put: (record) => steps.put(record),
      delete: (id) => steps.delete(id),
      add: (step, sealed) => {
        meta.get("sequence").onsuccess = ({ target }) => {
          const seq = (target.result ?? 0) + 1;
          meta.put(seq, "sequence");
          steps.put({ ...step, seq, schema: SCHEMA, at: Date.now(), frozen: 0, refused: "", sealed });
        };
      },
    });
    await finished(transaction);
  }

  inMemory() {
    return {
      get: (id, then) => then(this.memory.get(id)),
      put: (record) => this.memory.set(record.id, record),
      delete: (id) => this.memory.delete(id),
      add: (step, sealed) => {
        this.sequence += 1;
        this.memory.set(step.id, { ...step, seq: this.sequence, schema: SCHEMA, at: Date.now(), frozen: 0, refused: "", sealed });
      },
    };
  }

  // All steps in their order, words and all.
  async steps() {
    const records = this.vault ? await this.vault.readAll("steps") : [...this.memory.values()];
    records.sort((one, other) => one.seq - other.seq);
    return Promise.all(records.map(async ({ sealed, was, ...step }) => ({ ...step, ...await this.unseal(sealed), was: was && (await this.unseal(was)).value })));
  }

  // Before they are sent: from here on they never change. Gives back those that are still there.
  freeze(ids) {
    return this.change(ids, (record) => ({ ...record, frozen: 1 }));
  }

  refuse(reasons) {
    return this.change([...reasons.keys()], (record) => ({ ...record, refused: reasons.get(record.id) }));
  }

  async retry(id) {
    await this.change([id], (record) => ({ ...record, refused: "" }));
    this.onChange();
  }

  async change(ids, how) {
    const changed = [];
    await this.transact((store) => {
      for (const id of ids) {
        store.get(id, (record) => { if (record) { store.put(how(record)); changed.push(id); } });
      }
    });
    return changed;
  }

  async forget(ids) {
    await this.transact((store) => { for (const id of ids) store.delete(id); });
  }
}
