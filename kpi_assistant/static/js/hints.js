// Notices sensitive facts and guesses the layer while somebody types, by rules the server sent: one engine, two places.

const expressions = new Map();
const expression = (source) => {
  if (!expressions.has(source)) expressions.set(source, new RegExp(source, "iu"));
  return expressions.get(source);
};

// What kind of thing was said, and hence which thanks fit.
export function heardIn(fields, { hearing: rules, ...phrases }) {
  if ((fields.source || "stated") !== "stated") return "observed";
  if (isDelicate(fields, phrases)) return "at_home";
  if (fields.layer === "mindset") return "heart";
  return rules.find(([, source]) => expression(source).test(fields.words))?.[0] ?? "news";
}

// Whether words are of somebody's home or body, whatever layer was tapped: then nobody measures, dates or praises them.
export function isDelicate({ words, layer }, { layer_rules: layerRules, sensitive }) {
  if (layer === "life" || guessLayer(words ?? "", layerRules) === "life") return true;
  return [...sensitiveIn(words ?? "", layer || "work", sensitive)].some((kind) => kind !== "identity");
}

// The layer to offer for what stands as work.
export function soundsLike(text, phrases) {
  const guessed = guessLayer(text, phrases.layer_rules);
  return guessed === "work" && isDelicate({ words: text, layer: "work" }, phrases) ? "life" : guessed;
}

// For each kind of sensitive fact in the text, the least fact that serves.
export function hintsFor(text, layer, rules) {
  return [...sensitiveIn(text, layer, rules)].map((kind) => rules.advice[kind]);
}

function sensitiveIn(text, layer, rules) {
  const kinds = new Set();
  if (expression(rules.always).test(text)) kinds.add("identity");
  for (const sentence of text.split(/[。！？!?；;\n]+/u)) {
    if (layer === "work" && !expression(rules.somebody).test(sentence)) continue;
    for (const [kind, source] of Object.entries(rules.personal)) if (expression(source).test(sentence)) kinds.add(kind);
  }
  return kinds;
}

// Whether a promise holds what must not be offered to anybody, unless the words before deny it.
export function isForbidden(text, { words, denied }) {
  return words.some((source) => [...text.matchAll(new RegExp(source, "giu"))].some(({ index }) => (
    !denied.some((before) => expression(before).test(text.slice(Math.max(0, index - 40), index)))
  )));
}

// The layer whose words are heard most; work when nothing speaks for another.
export function guessLayer(text, rules) {
  let best = "work";
  let most = 0;
  for (const [layer, source] of Object.entries(rules)) {
    const heard = (text.match(new RegExp(source, "giu")) ?? []).length;
    if (heard > most) [best, most] = [layer, heard];
  }
  return best;
}
