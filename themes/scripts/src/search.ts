// The key "/" puts the cursor into the search field, from anywhere but another field.

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select"))
  );
}

export function searchByKey(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target)) return;
    const fields = document.querySelectorAll<HTMLInputElement>("[data-search-field]");
    const visible = Array.from(fields).find((field) => field.offsetParent !== null);
    if (!visible) return;
    event.preventDefault();
    visible.focus();
    visible.select();
  });
}
