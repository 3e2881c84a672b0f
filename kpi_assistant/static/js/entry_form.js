// The form's fields as plain data, and back.

import { DOUBLE_TAP } from "./steady.js";

const NOT_CONTENT = new Set(["csrf_token", "id", "item"]);
const USUAL = { layer: "work", source: "stated" };

export class EntryForm {
  constructor(form, meeting, texts) {
    this.form = form;
    this.boxes = [form.elements.words, form.elements.observation];
    this.offerPeople(meeting, texts);
    this.form.addEventListener("change", (event) => { if (event.target.name === "layer") this.suggestLayer(""); });
    this.form.addEventListener("click", (event) => this.letGo(event));
    this.usual = { ...USUAL, person_id: meeting.people[0]?.id ?? "" };
  }

  // A page that came from the device knows the people only now.
  offerPeople({ people, around }, texts) {
    const chips = this.form.querySelector("#who .chips");
    if (!this.form.elements.person_id) {
      chips.replaceChildren(...people.map(({ id, name }, number) => {
        const chip = document.createElement("div");
        chip.className = "chip";
        const radio = Object.assign(document.createElement("input"), { type: "radio", name: "person_id", id: `person_id-${number}`, value: id, checked: number === 0 });
        const label = Object.assign(document.createElement("label"), { htmlFor: radio.id, textContent: name });
        chip.append(radio, label);
        return chip;
      }));
    }
    document.getElementById("who").hidden = people.length < 2;
    for (const [name, blank, choices] of [["told_by_id", texts.choose, [...people, ...around]], ["other_person_id", texts.personAbove, around]]) {
      const select = this.form.elements[name];
      if (select && select.options.length <= 1) select.replaceChildren(new Option(blank, ""), ...choices.map((person) => new Option(person.name, person.id)));
    }
  }

  get content() {
    const fields = [...new FormData(this.form)].filter(([name, value]) => !NOT_CONTENT.has(name) && typeof value === "string");
    // A form's own line ends are of another kind than those of its boxes.
    return Object.fromEntries(fields.map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]));
  }

  valueOf(name) { return this.content[name] ?? ""; }

  show(fields) {
    this.suggestLayer("");
    const all = { ...this.usual, ...fields };
    [this.chosen, this.chosenAt] = [all.importance ?? "", 0];
    for (const field of this.form.elements) {
      if (!field.name || NOT_CONTENT.has(field.name)) continue;
      const value = all[field.name] ?? "";
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
    for (const problem of this.form.querySelectorAll(".error, #form-problem")) problem.remove();
    for (const wrong of this.form.querySelectorAll(".field-wrong")) wrong.classList.remove("field-wrong");
  }

  // Only marked, never chosen: a guess that is sent would hide work from the team. "" takes the mark away.
  suggestLayer(layer) {
    for (const radio of this.form.querySelectorAll("[name=layer]")) radio.labels[0].classList.toggle("is-guess", radio.value === layer && layer !== "work");
    this.form.querySelector(".capture-chips").classList.toggle("has-guess", Boolean(layer) && layer !== "work");
  }

  // How much it matters is nobody's statement until it is: a second tap takes it back, unless it is half of a double tap.
  letGo({ target, timeStamp }) {
    if (target.name !== "importance") return;
    if (target.value !== this.chosen) [this.chosen, this.chosenAt] = [target.value, timeStamp];
    else if (timeStamp - this.chosenAt > DOUBLE_TAP) {
      [this.chosen, target.checked] = ["", false];
      target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  fold() { for (const part of this.form.querySelectorAll("details[open]")) part.open = false; }

  // What was typed before the page was ready, as [field, text].
  get early() {
    const boxes = [...this.form.querySelectorAll("textarea[name], input.input[name]")];
    return boxes.filter((box) => box.value !== box.defaultValue).map((box) => [box.name, box.value]);
  }

  whenEntered(enter) {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); enter(); });
    this.form.addEventListener("keydown", (event) => {
      // An input method's Enter chooses a character; a new line in their words is Shift and Enter.
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.shiftKey) return;
      if (event.target.matches("textarea, input:not([type=radio]):not([type=hidden])")) { event.preventDefault(); enter(); }
    });
  }

  complain(text, field) {
    const line = Object.assign(document.createElement("p"), { className: "error", textContent: text });
    field.closest(".field").classList.add("field-wrong");
    field.after(line);
    field.focus();
  }

  get filled() { return this.boxes.find((one) => one.value.trim()); }

  focus() { (this.filled ?? this.boxes.find((one) => one.offsetParent))?.focus({ preventScroll: true }); }
}
