// A page for other eyes: one tap shows agenda and time left, the next brings the form back. And the letters, larger.

const LARGE = "kpi-large";

export class Cover {
  constructor({ starts_at: startsAt, minutes }, texts) {
    this.ends = new Date(startsAt).getTime() + minutes * 60000;
    this.minutes = minutes;
    this.texts = texts;
    this.page = document.getElementById("cover");
    this.button = document.getElementById("cover-button");
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.show(true));
    this.page.addEventListener("click", () => this.show(false));
    this.page.addEventListener("keydown", (event) => { if (event.key === "Escape" || event.key === "Enter") { event.preventDefault(); this.show(false); } });
    this.tell();
    setInterval(() => this.tell(), 20000);
    this.offerLargeType(document.getElementById("large-button"));
  }

  show(isCovered) {
    this.page.hidden = !isCovered;
    document.body.classList.toggle("is-covered", isCovered);
    (isCovered ? this.page.querySelector("button") : this.button).focus();
  }

  // Quietly: minutes left while the meeting lasts, nothing before it and after.
  tell() {
    const left = Math.ceil((this.ends - Date.now()) / 60000);
    const text = left > 0 && left <= this.minutes ? this.texts.left.replace("{number}", left) : "";
    for (const place of document.querySelectorAll("[data-left]")) place.textContent = text;
  }

  offerLargeType(button) {
    const set = (isLarge) => {
      document.documentElement.classList.toggle("large-type", isLarge);
      button.setAttribute("aria-pressed", String(isLarge));
      try { sessionStorage.setItem(LARGE, isLarge ? "yes" : ""); } catch { /* for this page only, then */ }
    };
    button.hidden = false;
    let isLarge = false;
    try { isLarge = sessionStorage.getItem(LARGE) === "yes"; } catch { /* not remembered */ }
    set(isLarge);
    button.addEventListener("click", () => set(button.getAttribute("aria-pressed") !== "true"));
  }
}
