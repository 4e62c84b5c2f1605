// "Auf dieser Seite" shows which section is being read.

export function markContents(): void {
  const links = new Map<Element, HTMLAnchorElement[]>();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-contents] a[href^='#']")) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, [...(links.get(section) ?? []), link]);
  }
  if (links.size === 0) return;
  const sections = Array.from(links.keys());
  const update = () => {
    const line = window.innerHeight / 4;
    const passed = sections.filter((section) => section.getBoundingClientRect().top <= line);
    const current = passed.at(-1) ?? sections[0];
    for (const [section, entries] of links) {
      for (const link of entries) {
        if (section === current) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    }
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      update();
    });
  };
  document.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon, { passive: true });
  update();
}
