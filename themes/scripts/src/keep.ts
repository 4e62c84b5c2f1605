// Forms marked `data-keep` send what is typed, so that a closed window loses nothing; those marked
// `data-presence` say that they are open and show who else is writing.

const TYPED_FOR = 4_000;
const STILL_HERE = 20_000;

export function keepForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-keep]")) keep(form);
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-presence]")) {
    sayPresent(form);
  }
}

function keep(form: HTMLFormElement): void {
  const address = form.dataset["keep"];
  const note = form.querySelector<HTMLElement>("[data-keep-note]");
  if (!address) return;
  let waiting: number | undefined;
  let dirty = false;
  const tell = (text: string | undefined) => {
    if (!note || !text) return;
    note.textContent = text;
    note.hidden = false;
  };
  const send = async () => {
    if (!dirty) return;
    dirty = false;
    try {
      const answer = await post(address, typed(form));
      tell(answer.status === 204 ? form.dataset["kept"] : form.dataset["notKept"]);
    } catch {
      tell(form.dataset["notKept"]);
    }
  };
  form.addEventListener("input", () => {
    dirty = true;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void send(), TYPED_FOR);
  });
  form.addEventListener("submit", () => {
    dirty = false;
    window.clearTimeout(waiting);
  });
  // A phone may never come back to a page it has hidden.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void send();
  });
}

function sayPresent(form: HTMLFormElement): void {
  const address = form.dataset["presence"];
  const note = form.querySelector<HTMLElement>("[data-presence-note]");
  if (!address) return;
  const say = async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const answer = await post(address, new URLSearchParams());
      if (!answer.ok || !note) return;
      const { words } = (await answer.json()) as { words: string | null };
      if (note.textContent !== (words ?? "")) note.textContent = words ?? "";
      note.hidden = !words;
    } catch {
      // Without a connection nobody is told; saving says so when it matters.
    }
  };
  void say();
  window.setInterval(() => void say(), STILL_HERE);
  window.addEventListener("pagehide", () => {
    navigator.sendBeacon(address, new URLSearchParams({ left: "1" }));
  });
}

function typed(form: HTMLFormElement): URLSearchParams {
  const pairs = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") pairs.append(name, value);
  }
  return pairs;
}

function post(address: string, body: URLSearchParams): Promise<Response> {
  // Browsers let only small requests outlive their page.
  const keepalive = body.toString().length < 60_000;
  return fetch(address, { method: "POST", body, redirect: "manual", keepalive });
}
