// On every page of a member: the service worker, the meetings of the next days, and a clean leave.

import { embedded, forgetMember, meetingOfAddress, openVault, rememberMember } from "./material.js";
import { saveAsFile, unsentOf } from "./notice.js";
import { Outbox } from "./outbox.js";
import { Sender } from "./sender.js";

const member = document.body.dataset.member;
const OFTEN_ENOUGH = 10 * 60 * 1000;
const LATELY = 14 * 24 * 60 * 60 * 1000;
if (globalThis.indexedDB && globalThis.crypto?.subtle) rememberMember(member);

// Meetings are fetched at most every ten minutes: those of the next days, and those opened here lately. What the server
// no longer gives is forgotten, but for what waits to be sent.
async function carryMeetings() {
  const last = Number(sessionStorage.getItem("kpi-carried"));
  if (Date.now() - last < OFTEN_ENOUGH) return;
  const { vault } = await openVault(member);
  if (!vault) return;
  try {
    const open = await vault.openedSince(Date.now() - LATELY);
    const response = await fetch(`/capture/material?${new URLSearchParams(open.map((meeting) => ["held", meeting]))}`, { headers: { "X-Requested-With": "fetch" }, redirect: "error" });
    const answer = response.ok ? await response.json() : null;
    if (answer?.member !== member) return;
    // A capture page in sight looks after its own.
    const here = embedded().meeting?.id;
    const given = answer.meetings.map((material) => material.meeting.id);
    for (const material of answer.meetings) if (material.meeting.id !== here) await vault.keepMaterial(material.meeting.id, { ...material, phrases: answer.phrases });
    const waiting = (await new Outbox(vault).steps()).map((step) => step.meeting);
    await vault.forgetMaterials(new Set([...waiting, meetingOfAddress(), ...given]));
    sessionStorage.setItem("kpi-carried", String(Date.now()));
  } finally {
    vault.database.close();
  }
}

// What waits on this device goes from whatever page is open. A capture page sends by itself, but for a secret meeting's:
// that one keeps nothing here, yet it may have been made secret while something waited.
async function deliver() {
  const { meeting } = embedded();
  if (meeting && !meeting.secret) return;
  const { vault } = await openVault(member);
  if (!vault) return;
  const outbox = new Outbox(vault);
  if ((await outbox.steps()).length === 0) { vault.database.close(); return; }
  const line = document.getElementById("unsent-line");
  const show = async () => {
    const steps = await outbox.steps();
    const refused = steps.filter((step) => step.refused);
    const number = unsentOf(steps.filter((step) => !step.refused));
    line.hidden = steps.length === 0;
    line.textContent = number ? line.dataset.unsent.replace("{number}", number) : "";
    if (refused.length === 0) return;
    // What was not taken needs a person: its meeting's page shows it, with what can be done.
    const link = Object.assign(document.createElement("a"), { className: "link", href: line.dataset.capture.replace(/[0-9a-f-]{36}/, refused[0].meeting), textContent: line.dataset.refused.replace("{number}", unsentOf(refused)) });
    line.append(" ", link);
  };
  await show();
  new Sender(outbox, member, line.dataset.operations, show).now();
}

// Signing out wipes this device; while something is unsent it asks first.
async function leave(form) {
  const { vault } = await openVault(member);
  const steps = vault ? await new Outbox(vault).steps() : [];
  if (steps.length > 0 && !await confirmed(steps)) { vault.database.close(); return; }
  new BroadcastChannel(`kpi-${member}`).postMessage("wiped");
  await vault?.wipe();
  // The worker's cache stays: it holds nothing of anybody, and the next member needs it to open without a network.
  await forgetMember();
  sessionStorage.clear();
  form.submit();
}

function confirmed(steps) {
  const dialog = document.getElementById("unsent-dialog");
  dialog.querySelector("[data-number]").textContent = String(steps.length);
  dialog.querySelector("[data-save]").onclick = () => saveAsFile(steps, "kpi-unsent.json");
  dialog.showModal();
  return new Promise((resolve) => { dialog.onclose = () => resolve(dialog.returnValue === "leave"); });
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches('form[action$="/logout"]')) return;
  event.preventDefault();
  leave(event.target).catch(() => event.target.submit());
});

// Sent without a network, an ordinary form would be lost with its page: it stays, and says so. Those that keep themselves
// have stopped the event already.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || navigator.onLine) return;
  event.preventDefault();
  form.querySelector("[data-not-sent]")?.remove();
  const said = Object.assign(document.createElement("p"), { className: "message message-warn", textContent: document.getElementById("unsent-line").dataset.offline });
  said.setAttribute("role", "alert");
  said.dataset.notSent = "";
  event.submitter?.parentElement.before(said);
});

// Words typed into an ordinary form go with its page: before that the browser asks. They are private, so nothing of them is
// kept here; the capture and the answer form keep themselves, sealed, and have nothing to lose.
const KEEPS_ITSELF = "#capture, [data-draft], .capture form";
let sent = null;

function holdsWords(form) {
  const boxes = form.querySelectorAll("textarea[name], input[type=text][name], input:not([type])[name]");
  return [...boxes].some((box) => box.value.trim() !== "" && box.value !== box.defaultValue);
}

window.addEventListener("submit", (event) => {
  const target = event.submitter?.formTarget || event.target.target;
  if (!event.defaultPrevented && target !== "_blank") sent = event.target;
});
window.addEventListener("pageshow", () => { sent = null; });
window.addEventListener("beforeunload", (event) => {
  const forms = [...document.querySelectorAll('form[method="post"]')];
  if (forms.some((form) => form !== sent && !form.matches(KEEPS_ITSELF) && holdsWords(form))) event.preventDefault();
});

// An installation that a bad network or a restarting server cut short is begun again, ever less often, until it holds; and
// a page that was just being opened while the worker took its place is overlooked by it, and asks to be taken along.
async function install(wait = 2000) {
  setTimeout(() => { if (!navigator.serviceWorker.controller) install(2 * wait).catch(() => {}); }, wait);
  const { active } = await navigator.serviceWorker.register("/service-worker.js");
  active?.postMessage("claim");
}

if ("serviceWorker" in navigator) install().catch(() => { /* offline opening needs it, nothing else does */ });
carryMeetings().catch(() => { /* the next page tries again */ });
deliver().catch(() => { /* the next page tries again */ });
