// Reads and sends forms as a browser without scripts does.
// Deliberately no HTML parser: it reads what the wiki's own templates write.

/** A person who is signed in, as far as a server sees one: cookies and where requests come from. */
export class Person {
  origin = '';
  cookies = new Map();

  /** Answers with redirects not followed; a body makes it a POST. */
  async ask(path, fields) {
    const response = await fetch(new URL(path, this.origin), {
      method: fields ? 'POST' : 'GET',
      body: fields ? new URLSearchParams(fields) : undefined,
      redirect: 'manual',
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        origin: this.origin,
        'sec-fetch-site': 'same-origin',
        accept: 'text/html',
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      this.cookies.set(name, value);
    }
    return { status: response.status, to: response.headers.get('location'), text: await response.text() };
  }

  /** Fills the main form found at `path` and sends it by its button `act`. */
  async send(path, changes, act) {
    const page = await this.ask(path);
    const form = mainForm(page.text);
    if (!form) throw new Error(`no form at ${path} (${page.status})`);
    const fields = { ...form.fields, ...changes, ...(act && { act }) };
    return this.ask(form.action ?? path, fields);
  }
}

/** The first form in the main part that is about the page: its address and what is filled in. */
export function mainForm(html) {
  const main = html.slice(html.search(/<main\b/));
  const forms = main.match(/<form\b[^]*?<\/form>/g) ?? [];
  const form = forms.find((it) => {
    const opening = it.slice(0, it.indexOf('>'));
    return /method="?post/i.test(opening) && !/action="\/(sign-out|language)/.test(opening);
  });
  if (!form) return null;

  const fields = {};
  for (const [tag, kind] of form.matchAll(/<(input|button)\b[^>]*>/g)) {
    const [type, name] = [attribute(tag, 'type') ?? 'text', attribute(tag, 'name')];
    const chosen = !['checkbox', 'radio'].includes(type) || /\schecked\b/.test(tag);
    if (kind === 'input' && name && chosen) fields[name] = attribute(tag, 'value') ?? '';
  }
  for (const [, tag, text] of form.matchAll(/(<textarea\b[^>]*>)([^]*?)<\/textarea>/g)) {
    if (attribute(tag, 'name')) fields[attribute(tag, 'name')] = decoded(text.replace(/^\n/, ''));
  }
  for (const [, tag, options] of form.matchAll(/(<select\b[^>]*>)([^]*?)<\/select>/g)) {
    const all = options.match(/<option\b[^>]*>/g) ?? [];
    const chosen = all.find((it) => /\sselected\b/.test(it)) ?? all[0];
    if (attribute(tag, 'name') && chosen) fields[attribute(tag, 'name')] = attribute(chosen, 'value');
  }
  return { action: attribute(form.slice(0, form.indexOf('>') + 1), 'action'), fields };
}

function attribute(tag, name) {
  const found = tag.match(new RegExp(`\\s${name}=(?:"([^"]*)"|([^\\s>]+))`));
  return found ? decoded(found[1] ?? found[2]) : undefined;
}

function decoded(text) {
  const signs = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi, (_, hex, number, name) =>
    name ? signs[name] : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(number)),
  );
}
