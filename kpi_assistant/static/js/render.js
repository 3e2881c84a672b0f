// Draws entries, replies and questions from plain data; every text is set as text, never as HTML.

import { heardIn, hintsFor, isDelicate } from "./hints.js";

export const piece = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
export const texts = document.getElementById("texts").dataset;
const SPOKEN = new Set(["stated", "relayed"]);

export function fill(node, values) {
  for (const [selector, text] of Object.entries(values)) {
    const part = node.querySelector(selector);
    part.textContent = text;
    part.hidden = text === "";
  }
  return node;
}

export const isSpoken = (fields) => SPOKEN.has(fields.source || "stated");

// The person an entry is about: who said it, or whom it was relayed about.
export const aboutWhom = (fields) => (fields.source === "relayed" && fields.other_person_id) || fields.person_id || "";

export class Renderer {
  constructor(material, list) {
    Object.assign(this, { material, list });
  }

  get phrases() { return this.material.phrases; }

  nameOf(id) {
    const { people, around } = this.material.meeting;
    return [...people, ...around].find((person) => person.id === id)?.name ?? "";
  }

  // The facets nobody has spoken of yet, the one that matters most first; none for what is private or not said.
  missing(fields) {
    if ((fields.layer || "work") !== "work" || (fields.source || "stated") !== "stated") return [];
    // Nor of an illness at home, whatever layer it stands under.
    if (isDelicate(fields, this.phrases)) return [];
    return this.phrases.asking.filter((facet) => !fields[`facets-${facet}`]?.trim());
  }

  entry({ id, fields }, pending) {
    const row = piece("entry-row");
    row.id = `entry-${id}`;
    const layer = fields.layer || "work";
    const importance = Number(fields.importance);
    row.querySelector("[data-layer]").classList.add(`badge-${layer}`);
    const told = fields.source === "relayed" ? texts.toldBy.replace("{name}", fields.told_by || this.nameOf(fields.told_by_id)) : "";
    const about = this.nameOf(aboutWhom(fields)) || fields.person || "";
    const missing = this.missing(fields).map((facet) => this.phrases.facets[facet]);
    fill(row, {
      "[data-layer]": this.phrases.layers[layer],
      "[data-dots]": "●".repeat(importance),
      "[data-importance]": importance ? texts.importance.replace("{number}", importance) : "",
      "[data-pending]": pending ? texts.pending : "",
      "[data-who]": [about, told].filter(Boolean).join(" · "),
      "[data-missing]": "",
    });
    row.querySelector("[data-body]").replaceChildren(this.body(fields, layer));
    const promised = this.material.promises.filter((one) => one.about === id);
    row.querySelector("[data-promises]").replaceChildren(...listOf(promised.map((one) => texts.promised.replace("{text}", one.text).replace("{day}", dayOf(one.due_on)))));
    if (this.onCannot) row.querySelector("[data-cannot]").addEventListener("click", () => this.onCannot(id));
    else row.querySelector("[data-cannot]").remove();
    if (missing.length > 0) row.querySelector("[data-missing]").dataset.count = missing.length;
    if (layer !== "work") this.fold(row, layer);
    return row;
  }

  body(fields, layer) {
    const box = document.createElement(isSpoken(fields) ? "blockquote" : "div");
    box.className = isSpoken(fields) ? `words words-${layer}${fields.source === "relayed" ? " words-relayed" : ""}` : "observation";
    if (!isSpoken(fields)) {
      const ours = document.createElement("span");
      ours.className = "kpi-ours";
      ours.textContent = texts.observed;
      box.append(ours, " ");
    }
    box.append(isSpoken(fields) ? fields.words : fields.observation);
    return box;
  }

  // What is private is not read over a shoulder.
  fold(row, layer) {
    const folded = piece("folded");
    folded.querySelector("[data-name]").textContent = this.phrases.layers[layer];
    folded.append(row.firstElementChild);
    row.append(folded);
  }

  place(entry, pending) {
    const row = this.entry(entry, pending);
    const old = document.getElementById(row.id);
    if (old) {
      // What is being answered or opened there stays.
      const reply = old.querySelector("[data-reply]");
      if (reply) row.prepend(reply);
      row.append(...old.querySelectorAll("[data-promise]"));
      if (old.querySelector("details")?.open) row.querySelector("details")?.setAttribute("open", "");
      old.replaceWith(row);
    } else this.list.prepend(row);
    return row;
  }

  // One thanks, the best next question and the round for more; the wording turns with the number of entries.
  // `rounds` is {of(entry it is asked after; null asks once more): the number of the round, done()}.
  reply({ id, fields }, number, onFacet, rounds) {
    for (const old of this.list.querySelectorAll("[data-reply]")) old.remove();
    const row = document.getElementById(`entry-${id}`);
    const { thanks, follow_ups: followUps, what_else: whatElse, facets, sensitive } = this.phrases;
    const layer = fields.layer || "work";
    const choices = thanks[heardIn(fields, this.phrases)];
    const missing = this.missing(fields);
    const [facet] = missing;
    const node = fill(piece("reply-row"), {
      "[data-thanks]": choices[number % choices.length],
      "[data-missing-names]": missing.slice(0, 3).map((one) => facets[one]).join(texts.listComma),
      "[data-follow-up]": facet ? followUps[facet][number % followUps[facet].length] : "",
      "[data-facet-label]": facet ? facets[facet] : "",
    });
    const line = node.querySelector("[data-facet]");
    node.querySelector("[data-next]").hidden = !facet;
    if (facet) {
      line.id = "reply-facet";
      node.querySelector("[data-facet-label]").htmlFor = line.id;
      line.placeholder = facets[facet];
      line.addEventListener("input", () => onFacet(id, `facets-${facet}`, line.value));
      line.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); onFacet(id, null, ""); }
      });
    }
    node.querySelector("[data-reply-hints]").replaceChildren(...listOf(hintsFor(fields.words || fields.observation || "", layer, sensitive)));
    const ask = (about) => {
      const round = rounds.of(about);
      fill(node, { "[data-else]": whatElse[round % whatElse.length], "[data-round]": texts.round.replace("{number}", round) });
    };
    node.querySelector("[data-again]").addEventListener("click", () => ask(null));
    node.querySelector("[data-no-more]").addEventListener("click", rounds.done);
    // After words of somebody's home there is an offer to keep out of the way; to ask for more takes a tap.
    if (isDelicate(fields, this.phrases)) fill(node, { "[data-else]": this.phrases.keep_clear, "[data-round]": "" });
    else ask(id);
    row.prepend(node);
    // The question stays in sight above as far as there is room; the dock must not cover what is to be said now.
    scrollTo(0, 0);
    node.style.scrollMarginBottom = `${document.getElementById("capture").offsetHeight + 8}px`;
    node.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  // What was left as work may sound like something else: one tap moves it.
  sounds(entry, layer, onMove) {
    const line = this.list.querySelector("[data-reply] [data-sounds]");
    const button = line.querySelector("button");
    button.textContent = texts.sounds.replace("{layer}", this.phrases.layers[layer]);
    button.addEventListener("click", () => onMove(layer));
    line.hidden = false;
  }

  unfinished(box, drafts, onChoose) {
    box.replaceChildren(...drafts.map(([target, fields]) => {
      const row = fill(piece("unfinished-row"), { "[data-text]": (fields.words || fields.observation || "").slice(0, 60) });
      row.querySelector("button").addEventListener("click", () => onChoose(target, fields));
      return row;
    }));
  }

  conflicts(box, others, onKeep) {
    box.replaceChildren(...others.map(({ field, text }) => {
      const row = fill(piece("conflict-row"), { "[data-text]": text });
      row.querySelector("[data-both]").addEventListener("click", () => onKeep(field, text));
      row.querySelector("[data-mine]").addEventListener("click", () => onKeep(field, ""));
      return row;
    }));
  }
}

// As the server's pages write days.
export const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const dayOf = (day) => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(day));

export function listOf(sentences) {
  return sentences.map((text) => {
    const row = document.createElement("li");
    row.textContent = text;
    return row;
  });
}
