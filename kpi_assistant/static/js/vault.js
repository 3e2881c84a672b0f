// One member's encrypted database on this device. Words are sealed with a key that cannot leave the browser.
//
// "steps": by id, {id, seq, schema, kind, meeting, target, field, bases, at, frozen, refused, sealed}; sealed holds the
// words. "meta": the keys, and when the server last saved. "materials": by meeting, what the page shows without a network.

export const SCHEMA = 2;

// Each takes the database from the schema before; a waiting step of an old phone passes through all of them.
const MIGRATIONS = {
  1: (database) => {
    database.createObjectStore("steps", { keyPath: "id" });
    database.createObjectStore("meta");
  },
  2: (database, transaction) => {
    database.createObjectStore("materials");
    // Schema 1 had no refusals: whatever waits there has not been refused.
    const steps = transaction.objectStore("steps");
    steps.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      cursor.update({ ...cursor.value, refused: cursor.value.refused ?? "", schema: 2 });
      cursor.continue();
    };
  },
};

const PAD = 1 << 18;
const BLOCK = 16;
const nameFor = (member) => `kpi-${member}`;
export const outcome = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export const finished = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("aborted"));
});

function opened(member, schema) {
  const request = indexedDB.open(nameFor(member), schema);
  request.onupgradeneeded = ({ oldVersion }) => {
    for (let version = oldVersion + 1; version <= SCHEMA; version += 1) MIGRATIONS[version](request.result, request.transaction);
  };
  return outcome(request);
}

export class Vault {
  constructor(member, database, { key, padKey }) {
    Object.assign(this, { member, database, key, padKey });
    this.pad = null;
    this.onLost = () => {};
    // A newer version of the app opens the database elsewhere, or the member signs out there: make way.
    database.onversionchange = () => { database.close(); this.onLost(); };
    database.onclose = () => this.onLost();
  }

  // Rejects where the browser refuses storage or cannot encrypt; nothing is then kept on the device.
  static async open(member) {
    if (!globalThis.crypto?.subtle) throw new Error("insecure");
    // A newer app may have been here while this page, an older one, comes from the cache: every later schema only adds.
    const database = await opened(member, SCHEMA).catch((error) => { if (error.name !== "VersionError") throw error; return opened(member); });
    const generate = (name) => crypto.subtle.generateKey({ name, length: 256 }, false, ["encrypt", "decrypt"]);
    const keys = { key: await generate("AES-GCM"), padKey: await generate("AES-CTR") };
    // Two tabs may open it for the first time together: the keys that are stored first are those of both.
    const transaction = database.transaction("meta", "readwrite", { durability: "strict" });
    const meta = transaction.objectStore("meta");
    for (const name of Object.keys(keys)) {
      meta.get(name).onsuccess = ({ target }) => { if (target.result) keys[name] = target.result; else meta.put(keys[name], name); };
    }
    await finished(transaction);
    const vault = new Vault(member, database, keys);
    await vault.fillPad();
    return vault;
  }

  // WebCrypto only answers later, and a browser may be killed right after a key is pressed: so the key stream is made
  // beforehand, and a keystroke is sealed with it at once. No part of it is ever used twice.
  async fillPad() {
    const start = crypto.getRandomValues(new Uint8Array(BLOCK));
    start.fill(0, 8);
    const stream = await crypto.subtle.encrypt({ name: "AES-CTR", counter: start, length: 64 }, this.padKey, new Uint8Array(PAD));
    this.pad = { start, stream: new Uint8Array(stream), used: 0 };
    this.filling = false;
  }

  // Null when the key stream is used up; then it has to be `seal`.
  sealNow(value) {
    const data = new TextEncoder().encode(JSON.stringify(value));
    const { start, stream, used } = this.pad;
    if (used + data.length > stream.length) { this.refillPad(); return null; }
    const iv = start.slice();
    new DataView(iv.buffer).setUint32(12, used / BLOCK);
    for (let place = 0; place < data.length; place += 1) data[place] ^= stream[used + place];
    this.pad.used += Math.ceil(data.length / BLOCK) * BLOCK;
    if (this.pad.used > PAD / 2) this.refillPad();
    return { iv, data: data.buffer };
  }

  refillPad() {
    if (this.filling) return;
    this.filling = true;
    this.fillPad().catch(() => { this.filling = false; });
  }

  async seal(value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, data) };
  }

  async unseal({ iv, data }) {
    const plain = iv.length === BLOCK
      ? await crypto.subtle.decrypt({ name: "AES-CTR", counter: iv, length: 64 }, this.padKey, data)
      : await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.key, data);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  write(stores, durability = "strict") { return this.database.transaction(stores, "readwrite", { durability }); }

  async savedAt() { return outcome(this.database.transaction("meta").objectStore("meta").get("saved")); }

  async readAll(store) { return outcome(this.database.transaction(store).objectStore(store).getAll()); }

  // `opened` is when the meeting was last in sight here; kept without it, it stays as it was.
  async keepMaterial(meeting, material, opened = 0) {
    const sealed = await this.seal(material);
    const transaction = this.write("materials");
    const store = transaction.objectStore("materials");
    store.get(meeting).onsuccess = ({ target: { result } }) => store.put({ ...sealed, opened: opened || result?.opened || 0 }, meeting);
    return finished(transaction);
  }

  async openedSince(time) {
    const store = this.database.transaction("materials").objectStore("materials");
    const [meetings, kept] = await Promise.all([outcome(store.getAllKeys()), outcome(store.getAll())]);
    return meetings.filter((_, place) => (kept[place].opened ?? 0) > time);
  }

  async material(meeting) {
    const sealed = await outcome(this.database.transaction("materials").objectStore("materials").get(meeting));
    return sealed ? this.unseal(sealed) : null;
  }

  async materials() {
    const sealed = await this.readAll("materials");
    return Promise.all(sealed.map((one) => this.unseal(one)));
  }

  async forgetMaterials(except) {
    const transaction = this.write("materials");
    const store = transaction.objectStore("materials");
    store.getAllKeys().onsuccess = ({ target }) => {
      for (const key of target.result) if (!except.has(key)) store.delete(key);
    };
    return finished(transaction);
  }

  async wipe() {
    this.onLost = () => {};
    this.database.close();
    return outcome(indexedDB.deleteDatabase(nameFor(this.member)));
  }
}
