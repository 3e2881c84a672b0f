// Texts beside the box, a correction or a promise: typed into the outbox like everything else, one about each entry.

import { newId } from "./ids.js";
import { latest } from "./journal.js";

export class Asides {
  // `settle(stored)` is told of every step.
  constructor(outbox, view, settle) {
    Object.assign(this, { outbox, view, settle });
  }

  // The unfinished one whose `link` field names this entry, or a new one: {target, fields}.
  begin(kind, link, entry) {
    const found = this.unfinished(kind).find((one) => one.fields[link] === entry);
    if (!found) return { target: newId(), fields: { kind, [link]: entry }, isNew: true };
    for (const [field, steps] of Object.entries(this.view.drafts[found.target])) this.begun(found.target, field, steps);
    return found;
  }

  // On this page the outbox knows what it typed; what was there before says which steps its text comes from.
  begun(target, field, steps) {
    const before = steps.map(([step]) => step).filter((step) => step !== "here");
    if (before.length > 0) this.outbox.startFrom(target, field, before);
  }

  unfinished(kind) {
    const all = Object.entries(this.view.drafts).map(([target, draft]) => ({ target, fields: latest(draft) }));
    return all.filter(({ fields }) => fields.kind === kind && fields.words?.trim());
  }

  type(aside, field, value) {
    const fields = aside.isNew ? { ...aside.fields, [field]: value } : { [field]: value };
    aside.isNew = false;
    Object.assign(aside.fields, fields);
    const draft = this.view.drafts[aside.target] ??= {};
    for (const [name, text] of Object.entries(fields)) draft[name] = [["here", text]];
    for (const [name, text] of Object.entries(fields)) this.settle(this.outbox.type(this.view.meeting.id, aside.target, name, text));
  }

  // Finished ("enter") or given up ("drop").
  close(how, { target, fields }) {
    delete this.view.drafts[target];
    return this.settle(this.outbox.close(how, this.view.meeting.id, target, how === "enter" ? fields : null));
  }
}
