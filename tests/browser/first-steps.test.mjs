// The first quarter of an hour with the wiki: from the first start to finding one's own words.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { inspect, keepWhatWasSeen, launch, person, tabTo, until } from './browser.mjs';
import * as screens from './screens.mjs';
import { start } from './server.mjs';

let server;
let browser;
let session;

before(async () => {
  server = await start();
  browser = await launch();
});

afterEach((context) => keepWhatWasSeen(context.name));

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the first start leads by a link to one sentence found again', async () => {
  assert.ok(server.signInLink.startsWith(server.origin), `${server.signInLink} leads elsewhere`);
  const { page, context, leave } = await person(browser, server.origin);

  await screens.signIn(page, server.signInLink);
  session = await context.storageState();

  const wrong = [];
  await walk(page, 'Fluxbogen', async (screen) => wrong.push(...(await inspect(page, screen))));
  assert.deepEqual(wrong, [], wrong.join('\n'));
  await leave();
});

test('the sign-in link works only once', async () => {
  const { page, context } = await person(browser, server.origin);
  await page.goto(server.signInLink);
  const button = screens.signInButton(page);
  if (await button.count()) await screens.press(page, button);
  assert.ok(!(await screens.signedIn(page)), 'the used link signed somebody in again');
  await context.close();
});

test('the same walk needs no scripts', async () => {
  const options = { storageState: session, javaScriptEnabled: false };
  const { page, leave } = await person(browser, server.origin, options);
  await walk(page, 'Mischkelweg', async () => {});
  await leave();
});

test('search and form need no mouse', async () => {
  const { page, leave } = await person(browser, server.origin, { storageState: session });
  const word = 'Tastenbrunnen';

  await page.goto('/');
  await tabTo(page, screens.searchField(page), 'the search field');
  await page.keyboard.type('Qualitätszirkel');
  await screens.enter(page);

  const hit = screens.hits(page, 'Qualitätszirkel').first();
  await tabTo(page, hit, 'the first hit');
  await screens.enter(page);

  await tabTo(page, screens.linkTo(page, 'edit'), 'the link to the form');
  await screens.enter(page);

  await tabTo(page, screens.textField(page), 'the text field');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(`\n\nDer ${word} steht im Hof.\n`);
  await tabTo(page, screens.saveButton(page), 'the button that saves');
  await screens.enter(page);

  assert.match(await screens.body(page).innerText(), new RegExp(word));
  await leave();
});

test('the first thing the Tab key reaches leads to the content', async () => {
  const { page, leave } = await person(browser, server.origin, { storageState: session });
  await page.goto('/wiki/gesamtstadt');
  await page.locator('body').press('Tab');
  const target = await page.evaluate(() => document.activeElement.getAttribute('href'));
  assert.match(target ?? '', /^#/);
  await page.keyboard.press('Enter');
  const inMain = await page.evaluate(
    () => document.querySelector(location.hash)?.closest('main') !== null,
  );
  assert.ok(inMain, `${target} is not in the main part`);
  await leave();
});

test('a printed page is the sheet alone, on white', async () => {
  const { page, leave } = await person(browser, server.origin, {
    storageState: session,
    colorScheme: 'dark',
  });
  await page.goto('/');
  await screens.search(page, 'Qualitätszirkel');
  await screens.press(page, screens.hits(page, 'Qualitätszirkel').first());
  await page.emulateMedia({ media: 'print' });

  for (const role of ['banner', 'navigation', 'search']) {
    assert.equal(await page.getByRole(role).count(), 0, `${role} is printed`);
  }
  assert.equal(await screens.buttonsBesideTheText(page).count(), 0, 'buttons are printed');
  assert.ok(await page.locator('h1').first().isVisible(), 'the title is not printed');
  assert.ok(await screens.body(page).isVisible(), 'the text is not printed');
  assert.ok(await darkOnLight(page), 'text is not dark on light paper');
  assert.ok((await page.pdf({ format: 'A4' })).length > 1000);
  await leave();
});

test('a first view takes few requests and few bytes', async () => {
  const { page, context, leave } = await person(browser, server.origin, { storageState: session });
  const sizes = [];
  context.on('requestfinished', (request) => sizes.push(request.sizes()));
  await page.goto('/', { waitUntil: 'networkidle' });
  const bytes = (await Promise.all(sizes)).map((it) => it.responseBodySize);
  const kilobytes = bytes.reduce((sum, it) => sum + it, 0) / 1024;
  assert.ok(bytes.length <= 5, `${bytes.length} requests`);
  assert.ok(kilobytes <= 60, `${kilobytes.toFixed(1)} KB`);
  await leave();
});

/** Portal, search, page, form, save, history, comparison, and the new word found. */
async function walk(page, word, look) {
  await page.goto('/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  assert.equal(await page.locator('h1').count(), 1);
  await look('portal');

  await screens.search(page, 'Qualitätszirkel');
  await look('search');

  await screens.press(page, screens.hits(page, 'Qualitätszirkel').first());
  const address = new URL(page.url()).pathname;
  assert.ok(await screens.body(page).isVisible());
  await look('page');

  await screens.press(page, screens.linkTo(page, 'edit'));
  await look('form');
  const text = await screens.textField(page).inputValue();
  await screens.textField(page).fill(`${text}\n\nIm Hof steht ein ${word}.\n`);
  await screens.press(page, screens.saveButton(page));

  assert.equal(new URL(page.url()).pathname, address, 'saving leads back to the page');
  assert.match(await screens.body(page).innerText(), new RegExp(word));
  await look('page after saving');

  await screens.press(page, screens.linkTo(page, 'history'));
  await look('history');
  await screens.compareNewest(page);
  assert.match(new URL(page.url()).pathname, /\/compare$/);
  assert.ok((await screens.added(page).allInnerTexts()).join(' ').includes(word));
  await look('comparison');

  await until(20, `${word} is not found`, async () => {
    await screens.search(page, word);
    return (await screens.hits(page).count()) > 0;
  });
  await screens.press(page, screens.hits(page).first());
  assert.equal(new URL(page.url()).pathname, address, 'the hit is the page that was changed');
}

async function darkOnLight(page) {
  return page.evaluate(() => {
    const shades = (colour) => colour.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    const bright = (colour) => shades(colour).slice(0, 3).every((it) => it > 200);
    const clear = (colour) => shades(colour)[3] === 0;
    let element = document.querySelector('[data-page-body]');
    const ink = getComputedStyle(element).color;
    for (; element; element = element.parentElement) {
      const paper = getComputedStyle(element).backgroundColor;
      if (!clear(paper)) return bright(paper) && !bright(ink);
    }
    return !bright(ink);
  });
}
