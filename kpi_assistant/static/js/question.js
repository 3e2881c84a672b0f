// The form of one question of the bank: both wordings are judged while they are typed.

import { send, watch } from "./advice.js";

const form = document.getElementById("question");
const words = { better: form.dataset.better, use: form.dataset.use };

for (const name of ["text_zh", "text_en"]) {
  const box = form.elements[name];
  const ask = () => send(form.dataset.check, form.elements.csrf_token.value, [["text", box.value], ["phase", form.elements.phase.value]]);
  const later = watch(box, document.getElementById(`${name}-advice`), ask, words);
  form.elements.phase.addEventListener("change", later);
}
