// Forms marked `data-guard` ask before the page is left with unsaved words.

export function guardForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-guard]")) {
    let changed = form.dataset["guard"] === "changed";
    form.addEventListener("input", () => {
      changed = true;
    });
    form.addEventListener("submit", () => {
      changed = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  }
}
