// What a meeting looks like after some steps: the server's material and the steps not yet there give what is on screen.
//
// Material: {meeting, items: [{id, status, ...}], entries: [{id, fields, ...}], drafts: {id: {field: [[step, text]]}}}.

const CHOSEN = new Set(["layer", "source", "person_id", "told_by_id", "other_person_id", "importance", "confidence", "kind", "corrects", "about", "promise_kind", "due_on"]);

const take = {
  type({ drafts }, { id, target, field, bases, value }) {
    const draft = drafts[target] ??= {};
    const others = CHOSEN.has(field) ? [] : (draft[field] ?? []).filter(([step, text]) => !bases.includes(step) && text !== value);
    draft[field] = [...others, [id, value]];
  },
  drop({ drafts }, { target }) { delete drafts[target]; },
  enter(material, { target, value, refused }) {
    if (refused) return;
    delete material.drafts[target];
    if (value.kind === "correction") {
      const entry = material.entries.find((one) => one.id === value.corrects);
      if (entry) Object.assign(entry, { fields: { ...entry.fields, words: value.words }, versions: entry.versions + 1 });
    } else if (value.kind === "promise") {
      material.promises.push({ id: target, about: value.about ?? "", text: value.words, due_on: value.due_on });
    } else if (!material.entries.some((one) => one.id === target)) {
      material.entries.push({ id: target, fields: value, versions: 1, rank: null, mine: true });
    }
  },
  set({ entries }, { target, field, value }) {
    const entry = entries.find((one) => one.id === target);
    if (entry) entry.fields = { ...entry.fields, [field]: value };
  },
  mark({ items }, { target, value }) {
    const item = items.find((one) => one.id === target);
    if (item) item.status = value;
  },
  rank({ entries }, { value }) {
    for (const entry of entries) if (value.includes(entry.id)) entry.rank = value.indexOf(entry.id) + 1;
  },
  confirm({ meeting }, { value, at }) { meeting.confirmed = value === "yes" ? new Date(at).toISOString() : ""; },
};

export function replay(material, steps) {
  for (const step of steps) {
    if (step.meeting === material.meeting.id && take[step.kind]) take[step.kind](material, step);
  }
  return material;
}

// The text of each field of an unfinished entry that was typed last.
export function latest(draft) {
  return Object.fromEntries(Object.entries(draft).map(([name, texts]) => [name, texts.at(-1)[1]]));
}

export function hasText(fields) {
  return Object.entries(fields).some(([name, text]) => !CHOSEN.has(name) && text.trim());
}
