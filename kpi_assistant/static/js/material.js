// Where the page's material comes from: the server's page, or without a network what was put by on this device.

import { finished, outcome, Vault } from "./vault.js";

const DEVICE = "kpi-device";

async function withDevice(mode, work) {
  const request = indexedDB.open(DEVICE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("here");
  const database = await outcome(request);
  try {
    const transaction = database.transaction("here", mode, { durability: "strict" });
    const asked = work(transaction.objectStore("here"));
    await finished(transaction);
    return asked.result;
  } finally {
    database.close();
  }
}

// Who was signed in here last: without a network nobody else can say. Where nothing may be stored, nobody was.
export const rememberMember = (member) => withDevice("readwrite", (store) => store.put(member, "member")).catch(() => {});
export const lastMember = () => withDevice("readonly", (store) => store.get("member")).catch(() => null);
export const forgetMember = () => outcome(indexedDB.deleteDatabase(DEVICE)).catch(() => {});

export function meetingOfAddress() {
  return location.pathname.match(/\/meetings\/([0-9a-f-]{36})\//)?.[1] ?? "";
}

// The vault, or null with the reason why nothing can be kept on this device.
export async function openVault(member) {
  try {
    return { vault: await Vault.open(member), reason: "" };
  } catch (error) {
    return { vault: null, reason: error.message === "insecure" ? "insecure" : "forbidden" };
  }
}

// What the page embeds; {} on a page that was served by the service worker.
export function embedded() {
  return JSON.parse(document.getElementById("material")?.dataset.json || "{}");
}

// This page was on its way while the one before was still saving: what was saved is neither on it nor in the outbox.
export function isOlder(material, savedAt) { return Boolean(savedAt && material.at) && new Date(savedAt) >= new Date(material.at); }

// Newer material than what the page brought: the server's, or without a network what the vault keeps.
export async function newest(base, member, vault) {
  try {
    const answer = await fetch(`${base.meeting.address}material`, { headers: { "X-Requested-With": "fetch" }, redirect: "error", signal: AbortSignal.timeout(4000) });
    const fresh = answer.ok ? await answer.json() : {};
    if (fresh.member === member) return fresh;
  } catch { /* what this device has kept must do */ }
  const kept = await vault.material(base.meeting.id).catch(() => null);
  return kept && isOlder(base, kept.at) ? kept : base;
}
