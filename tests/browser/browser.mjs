// One Chromium, and people in it who are watched for everything no screen may do: errors in the
// console, a broken content security policy, a request to anywhere else.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const timeoutMax = 15_000;
const out = new URL('out/', import.meta.url);
const present = new Map();

/** Starts Chromium; nothing in it reaches further than this machine. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.QMWIKI_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/** A person at a screen of their own. `options` are those of a browser context. */
export async function person(browser, origin, options = {}) {
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'de-DE',
    viewport: { width: 1366, height: 768 },
    ...options,
  });
  context.setDefaultTimeout(timeoutMax);
  const page = await context.newPage();
  const complaints = [];

  page.on('pageerror', (error) => complaints.push(`script failed: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin) {
      complaints.push(`asked elsewhere: ${url}`);
    }
  });
  context.on('response', async (response) => {
    const what = `${response.status()} ${response.url()}`;
    if (response.status() >= 400) complaints.push(what);
    const policy = response.headers()['content-security-policy'] ?? '';
    const isPage = (response.headers()['content-type'] ?? '').startsWith('text/html');
    if (isPage && (!/default-src '(none|self)'/.test(policy) || policy.includes('unsafe-'))) {
      complaints.push(`weak policy "${policy}" on ${what}`);
    }
  });

  present.set(context, page);
  context.once('close', () => present.delete(context));
  const leave = async () => {
    await context.close();
    assert.deepEqual(complaints, [], 'the browser complained');
  };
  return { page, context, leave };
}

/** After a test that failed: keeps what the people still present see, and sends them home. */
export async function keepWhatWasSeen(name) {
  for (const [context, page] of present) {
    mkdirSync(out, { recursive: true });
    const file = new URL(name.replace(/\W+/g, '-'), out).pathname;
    await page.screenshot({ path: `${file}.png`, fullPage: true }).catch(() => {});
    writeFileSync(`${file}.html`, `<!-- ${page.url()} -->\n${await page.content().catch(String)}`);
    await context.close();
  }
}

/**
 * What is wrong with a screen: barriers axe-core knows in light, dark and on the narrowest phone,
 * anything cut off there, messages without words.
 */
export async function inspect(page, screen) {
  const found = [];
  const note = (where, problems) => found.push(...problems.map((it) => `${screen}, ${where}: ${it}`));

  note('words', await messagesWithoutWords(page));
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    note(colorScheme, await barriers(page));
  }
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  note('320 px', [...(await tooWide(page)), ...(await barriers(page))]);
  await page.setViewportSize(size);
  return found;
}

async function barriers(page) {
  // Evaluated by the debugger, so the content security policy stays as strict as it is.
  await page.evaluate(axe);
  const found = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }),
    wcag,
  );
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.html.slice(0, 160)}`),
  );
}

/** Names such as `field-title` in the interface: what is shown when a message is missing. */
// The id of a message has no ending; a name like that with one is a file's.
async function messagesWithoutWords(page) {
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const inside = texts.currentNode.parentElement.closest('[data-page-body], code, kbd, textarea');
      const names = texts.currentNode.data.match(/(?<![\p{L}\d/-])[a-z]{3,}(-[a-z]{2,})+(?![\p{L}\d/-]|\.[a-z]{3,4}\b)/gu);
      if (!inside && names) found.push(...names);
    }
    return found;
  });
}

async function tooWide(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')]
      .filter((it) => it.getBoundingClientRect().right > root.clientWidth + 1)
      .map((it) => `${it.tagName.toLowerCase()}.${it.className}`);
    return [`${root.scrollWidth} px wide because of ${out.slice(0, 8).join(', ')}`];
  });
}

/** Asks again until the answer is true, or fails after `seconds`: for what lags behind a save. */
export async function until(seconds, words, ask) {
  const end = Date.now() + seconds * 1000;
  while (!(await ask())) {
    assert.ok(Date.now() < end, `${words}, even after ${seconds} s`);
  }
}

/** Tabs until the wanted element has the focus, and sees to it that one can see the focus. */
export async function tabTo(page, wanted, words) {
  for (let presses = 0; presses < 80; presses += 1) {
    const here = await wanted.evaluate((it) => it === document.activeElement).catch(() => false);
    if (here) return showsFocus(page, wanted, words);
    await page.keyboard.press('Tab');
  }
  assert.fail(`${words} is not reached with the Tab key on ${page.url()}`);
}

/**
 * Focus has to change what one sees. The computed look is compared as well as the picture: a bar
 * that sticks to the window moves while the page scrolls, and a picture may miss the button.
 */
async function showsFocus(page, wanted, words) {
  await wanted.scrollIntoViewIfNeeded();
  const focused = await seen(page, wanted);
  await wanted.evaluate((it) => it.blur());
  const blurred = await seen(page, wanted);
  await wanted.evaluate((it) => it.focus({ preventScroll: true }));
  const differs = !focused.picture.equals(blurred.picture) || focused.look !== blurred.look;
  assert.ok(differs, `${words} does not show that it has the focus`);
}

async function seen(page, wanted) {
  const box = await wanted.boundingBox();
  const clip = {
    x: Math.max(0, box.x - 6),
    y: Math.max(0, box.y - 6),
    width: Math.min(box.width + 12, 600),
    height: Math.min(box.height + 12, 300),
  };
  const look = await wanted.evaluate((it) => {
    const parts = [getComputedStyle(it), getComputedStyle(it, '::before'), getComputedStyle(it, '::after')];
    const telling = ['outline', 'boxShadow', 'borderColor', 'backgroundColor', 'textDecoration'];
    return parts.map((style) => telling.map((name) => style[name]).join()).join();
  });
  return { picture: await page.screenshot({ clip, animations: 'disabled' }), look };
}
