// Buttons marked `data-print` appear, since only a script can press "print".

export function showPrintButtons(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      window.print();
    });
  }
}
