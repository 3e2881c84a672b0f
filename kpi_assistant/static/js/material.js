// Where the page's material comes from: the server's page, or without a network what was put by on this device.

import { Vault } from "./vault.js";

const HERE = "kpi-here";

// Who was signed in here last: without a network nobody else can say.
export const rememberMember = (member) => { try { localStorage.setItem(HERE, member); } catch { /* not allowed: online only */ } };
export const lastMember = () => { try { return localStorage.getItem(HERE); } catch { return null; } };
export const forgetMember = () => { try { localStorage.removeItem(HERE); } catch { /* nothing was kept */ } };

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
