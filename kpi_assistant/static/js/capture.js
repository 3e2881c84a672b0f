// The page in the hand during a meeting: every keystroke goes to the outbox at once, the outbox to the server.

import { Asides } from "./asides.js";
import { Cover } from "./cover.js";
import { EntryForm } from "./entry_form.js";
import { guessLayer, hintsFor, soundsLike } from "./hints.js";
import { newId } from "./ids.js";
import { hasText, latest, replay } from "./journal.js";
import { embedded, isOlder, lastMember, meetingOfAddress, newest, openVault } from "./material.js";
import { Notice, saveAsFile, warnOfDevice } from "./notice.js";
import { Outbox } from "./outbox.js";
import { Promising } from "./promising.js";
import { Questions } from "./questions.js";
import { Reading } from "./reading.js";
import { listOf, Renderer, texts } from "./render.js";
import { Sender } from "./sender.js";
import { ignoreSlippedTaps } from "./steady.js";

// In a draft: the text typed on this page, whatever step carries it.
const HERE = "here";
const LEAVING = 5000; // milliseconds
const byId = (id) => document.getElementById(id);
let base = embedded();
const member = base.member ?? await lastMember();
const isSecret = base.meeting?.secret ?? false;
const { vault, reason } = isSecret || !member ? { vault: null, reason: "secret" } : await openVault(member);
if (!base.meeting) base = await vault?.material(meetingOfAddress()) ?? {};
if (!base.meeting) {
  byId("not-here").hidden = false;
  byId("capture").hidden = true;
} else await start();

async function start() {
  const meeting = base.meeting.id;
  const outbox = new Outbox(vault);
  let steps = await outbox.steps();
  if (isOlder(base, await outbox.savedAt())) {
    base = await newest(base, member, vault);
    steps = await outbox.steps();
  }
  base.rounds ??= (await vault?.material(meeting).catch(() => null))?.rounds ?? 0;
  const view = replay(structuredClone(base), steps);
  const form = new EntryForm(byId("capture"), view.meeting, texts);
  const renderer = new Renderer(view, byId("entries"));
  const reasons = view.phrases.reasons;
  const notice = new Notice(document.querySelector("[data-state]"), byId("refused"), { ...texts, reasons }, outbox);
  const channel = globalThis.BroadcastChannel ? new BroadcastChannel(`kpi-${member}`) : null;
  const sender = new Sender(outbox, member, byId("material").dataset.operations, report);
  const asides = new Asides(outbox, view, settle);
  const promising = new Promising(view, asides, promised);
  // Rounds of "what else" are counted quietly; the wording turns with them.
  let asked = "";
  const rounds = { of: (id) => { if (id !== asked) { base.rounds += 1; keepMaterial(); } asked = id ?? asked; return base.rounds; }, done: () => Reading.open() };
  let target = newId();

  // The read-back's own page, opened without a network, is this one.
  if (location.pathname.endsWith("/read-back")) history.replaceState(null, "", `${view.meeting.address}#read-back`);

  // The head of the page, which came from the device when there was no network.
  byId("names").textContent = view.meeting.title;
  byId("back").href = view.meeting.page;
  notice.clock = base.saved ?? "";
  if (reason) warnOfDevice(reason);
  new Cover(view.meeting, texts);
  const questions = new Questions(byId("questions"), view.items, (id, status) => add({ kind: "mark", target: id, field: "status" }, status));

  renderer.onCannot = (id) => promising.open(view.entries.find((one) => one.id === id));
  byId("entries").replaceChildren();
  for (const entry of view.entries) renderer.place(entry, !base.entries.some((one) => one.id === entry.id));
  byId("nothing-yet").hidden = view.entries.length > 0;
  // What was to be said after the last entry still is, after a reload as before it.
  const last = view.entries.at(-1);
  if (last && base.rounds > 0 && !view.meeting.confirmed) {
    asked = last.id;
    renderer.reply(last, view.entries.length, setFacet, rounds);
  }
  const reading = new Reading(view, asides, (id) => renderer.nameOf(id), {
    rank: (ids) => add({ kind: "rank", target: meeting }, ids),
    confirm: (isRight) => add({ kind: "confirm", target: meeting }, isRight ? "yes" : "no"),
    corrected: (entry) => renderer.place(entry, true),
    delivered,
  });
  // What was typed before this page was ready is an entry of its own, and not lost to what is shown now.
  const { early } = form;
  goOnWith(early.length ? undefined : Object.keys(view.drafts).filter((id) => isOpen(view.drafts[id])).at(-1));
  if (early.length) form.show({ ...form.content, ...Object.fromEntries(early) });
  for (const [field] of early) typed(field);
  keepMaterial();
  await notice.show();
  sender.now();

  function entryOf(id) { return view.entries.find((one) => one.id === id); }

  function promised(entry, promise) {
    view.promises.push(promise);
    showAround();
    answer(entry);
  }

  // What to say now, with the entry it is about.
  function answer(entry) {
    renderer.place(entry, true);
    renderer.reply(entry, view.entries.length, setFacet, rounds);
  }

  function isOpen(draft) {
    const fields = latest(draft);
    return (!fields.kind || fields.kind === "kpi") && hasText(fields);
  }

  // What is typed next belongs to this entry.
  function goOnWith(id) {
    target = id ?? newId();
    const draft = view.drafts[target] ?? {};
    for (const [field, steps] of Object.entries(draft)) {
      const [step, text] = steps.at(-1);
      if (step !== HERE) outbox.startFrom(target, field, [step]);
      draft[field] = [...steps.slice(0, -1), [HERE, text]];
    }
    form.show(latest(draft));
    form.form.elements.id.value = target;
    guess(form.content.words || form.content.observation || "");
    showAround();
  }

  function showAround() {
    const others = Object.entries(view.drafts).filter(([id, draft]) => id !== target && isOpen(draft)).map(([id, draft]) => [id, latest(draft)]);
    const promises = asides.unfinished("promise").filter(({ fields }) => entryOf(fields.about)).map(({ target: id, fields }) => [id, fields]);
    renderer.unfinished(byId("unfinished"), [...others, ...promises], (id, { about }) => { if (about) promising.open(entryOf(about)); else goOnWith(id); });
    showHints();
    showConflicts();
  }

  function showHints() {
    const { words, observation, layer } = form.content;
    form.form.querySelector("[data-hints]").replaceChildren(...listOf(hintsFor(words || observation || "", layer || "work", view.phrases.sensitive)));
  }

  function showConflicts() {
    const here = form.content;
    const others = Object.entries(view.drafts[target] ?? {}).flatMap(([field, steps]) => (
      steps.filter(([, text]) => text !== here[field] && text.trim()).map(([, text]) => ({ field, text }))
    ));
    renderer.conflicts(byId("conflicts"), others, (field, text) => {
      const mine = form.valueOf(field);
      const both = text ? [mine, text].filter(Boolean).join("\n") : mine;
      outbox.resolve(target, field, view.drafts[target][field].map(([step]) => step).filter((step) => step !== HERE));
      view.drafts[target][field] = [];
      form.show({ ...here, ...form.content, [field]: both });
      typed(field);
      showConflicts();
    });
  }

  function typed(field) {
    const value = form.valueOf(field);
    const draft = view.drafts[target] ??= {};
    draft[field] = [...(draft[field] ?? []).filter(([step]) => step !== HERE), [HERE, value]];
    settle(outbox.type(meeting, target, field, value));
    if (field === "words" || field === "observation") guess(value);
    showHints();
  }

  // A guess looks like one, and is nobody's choice until somebody taps a layer.
  function guess(text) {
    if (view.drafts[target]?.layer) return;
    form.suggestLayer(guessLayer(text, view.phrases.layer_rules));
  }

  function add(step, value) { settle(outbox.add({ meeting, ...step }, value)); }

  // Once it is on the device the line may say so, and the sender takes it from there.
  async function settle(stored) {
    notice.begin();
    await stored;
    await notice.show();
    channel?.postMessage("changed");
    sender.soon();
  }

  async function enter() {
    const fields = form.content;
    if (!form.filled) { form.focus(); return; }
    if (fields.source === "relayed" && !fields.told_by_id) { form.complain(texts.teller, form.form.elements.told_by_id); return; }
    const entry = { id: target, fields, versions: 1, rank: null, status: "open", mine: true };
    const stored = outbox.close("enter", meeting, target, fields);
    const sound = view.drafts[target]?.layer ? "work" : soundsLike(fields.words || fields.observation, view.phrases);
    delete view.drafts[target];
    view.entries.push(entry);
    target = newId();
    form.form.elements.id.value = target;
    form.show({ person_id: fields.person_id });
    form.fold();
    answer(entry);
    if (sound !== "work") renderer.sounds(entry, sound, (layer) => { setFacet(entry.id, "layer", layer); answer(entry); });
    byId("nothing-yet").hidden = true;
    showAround();
    form.boxes[0].focus({ preventScroll: true });
    await settle(stored);
    performance.mark("saved-here");
  }

  function setFacet(id, field, text) {
    const entry = entryOf(id);
    if (field === null) {
      // The line is finished: the next facet that is missing takes its place.
      answer(entry);
      return;
    }
    const was = entry.fields[field] ?? "";
    entry.fields[field] = text;
    settle(outbox.set(meeting, id, field, text, was));
  }

  async function report(state, answer) {
    if (answer) {
      await applied(answer);
      await notice.show("", answer.clock ?? notice.clock);
      // A tab beside shares the outbox, and its line counted what has just been sent.
      channel?.postMessage({ clock: notice.clock });
    } else await notice.show(!outbox.isDurable && state === "waiting" ? "online-only" : state);
  }

  // What the server has is part of what this device carries along; what another device typed is shown beside.
  async function applied({ saved, refused, several, clock, saved_at: savedAt }) {
    replay(base, saved);
    base.at = savedAt ?? base.at;
    base.saved = clock ?? base.saved;
    for (const { target: id, field, texts: typedTexts } of several) {
      (base.drafts[id] ??= {})[field] = typedTexts;
      const mine = id === target ? form.valueOf(field) : typedTexts.at(-1)[1];
      (view.drafts[id] ??= {})[field] = [...typedTexts.filter(([, text]) => text !== mine), [HERE, mine]];
    }
    for (const step of saved) {
      const entry = step.kind === "enter" && entryOf(step.value.about || step.value.corrects || step.target);
      if (entry) renderer.place(entry, false);
    }
    for (const { target: id, value } of refused.filter((step) => step.value?.kind === "promise")) {
      view.promises = view.promises.filter((one) => one.id !== id);
      if (entryOf(value.about)) renderer.place(entryOf(value.about), false);
    }
    await moveOn(refused);
    if (several.some((one) => one.target === target)) showConflicts();
    await keepMaterial();
  }

  // Another page has entered what stands here: it goes on as an entry of its own.
  async function moveOn(refused) {
    const late = refusedOf(target, refused);
    if (late.length === 0) return;
    const fields = form.content;
    delete view.drafts[target];
    target = newId();
    form.form.elements.id.value = target;
    if (hasText(fields)) for (const field of Object.keys(fields)) if (fields[field]) typed(field);
    await outbox.forget(late.map((step) => step.id));
  }

  // What was typed on an entry after it was entered.
  function refusedOf(id, steps) { return steps.filter((step) => step.refused === "entered" && step.target === id); }

  // The tab beside sends for this one as well.
  async function hear({ clock }) {
    await moveOn(await outbox.steps());
    await (clock ? notice.show("", clock) : notice.show());
  }

  // Whether the server knows what they agreed to: what is still on its way is given a moment.
  async function delivered() {
    await outbox.stored.catch(() => {});
    await Promise.race([sender.run(), new Promise((done) => { setTimeout(done, LEAVING); })]);
    return !(await outbox.steps()).some((step) => step.kind === "confirm" && !step.refused);
  }

  async function keepMaterial() {
    if (outbox.vault) await outbox.vault.keepMaterial(meeting, base, Date.now()).catch(() => { /* only opening without a network needs it */ });
  }

  // What was refused stands where it was written again.
  function takeBack({ kind, about, corrects, words, due_on: dueOn, promise_kind: promiseKind }) {
    if (kind === "promise") {
      if (location.hash) reading.leave();
      promising.open(entryOf(about), { words, due_on: dueOn, promise_kind: promiseKind });
    } else {
      Reading.open();
      reading.correct(entryOf(corrects), document.querySelector(`[data-entry="${corrects}"]`), words);
    }
  }

  outbox.onDegrade = () => { warnOfDevice("forbidden"); };
  notice.onRetry = async (step) => { await outbox.retry(step.id); await notice.show(); sender.now(); };
  // What was refused of an entry goes back into the box; what stood there stays an unfinished entry of its own.
  notice.onEdit = async (step) => {
    if (step.kind === "type" && step.refused !== "entered") {
      if (!view.drafts[step.target]) replay(view, [step]);
      if (step.target !== target) goOnWith(step.target);
      form.focus();
      return;
    }
    const parts = step.kind === "enter" ? [step] : refusedOf(step.target, await outbox.steps());
    const fields = step.kind === "enter" ? step.value : Object.fromEntries(parts.map(({ field, value }) => [field, value]));
    await outbox.forget(parts.map((part) => part.id));
    if (fields.kind) { await notice.show(); takeBack(fields); return; }
    byId(`entry-${step.target}`)?.remove();
    goOnWith(newId());
    form.show(fields);
    for (const field of Object.keys(fields)) if (fields[field]) typed(field);
    form.focus();
  };
  ignoreSlippedTaps(form.form);
  form.form.addEventListener("input", (event) => { if (event.target.name) typed(event.target.name); });
  form.whenEntered(enter);
  addEventListener("beforeunload", (event) => { if (!outbox.isDurable && outbox.memory.size > 0) event.preventDefault(); });
  channel?.addEventListener("message", ({ data }) => { if (data === "wiped") location.reload(); else hear(data); });
  if (vault) vault.onLost = async () => { await outbox.stored.catch(() => {}); location.reload(); };
  byId("save-file").hidden = false;
  byId("save-file").addEventListener("click", async () => saveAsFile(await outbox.steps(), `kpi-${new Date().toISOString().slice(0, 10)}.json`));
  document.documentElement.dataset.ready = "yes";
}
