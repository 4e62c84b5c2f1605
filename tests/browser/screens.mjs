// Where things are on the screens: the one file to adapt when they change.
// Prefers what the contract of addresses promises; words are those of the interface in German.

import assert from 'node:assert/strict';

const navigationMax = 15_000;

/** Signs in by the one-time link and ends on a page that shows it. */
export async function signIn(page, link) {
  await page.goto(link);
  // A link must not be used up by a mail scanner: it may ask for one press of a button.
  if (!(await signedIn(page))) {
    await press(page, signInButton(page));
  }
  assert.ok(await signedIn(page), `not signed in on ${page.url()}`);
}

/** The button that uses the one-time link up. */
export function signInButton(page) {
  return page.locator('main form[method="post"]:not(:has(input:not([type="hidden"]))) button').first();
}

/** Whether the sign-out form stands on the page, as it does on every signed-in one. */
export async function signedIn(page) {
  return (await page.locator('form[action^="/sign-out"]').count()) > 0;
}

/** The search field one sees: of the page itself if it has one, else that of the header. */
export function searchField(page) {
  return page.locator('main input[name="q"]:visible, header input[name="q"]:visible').first();
}

/** Searches the way a person does, from wherever the page is. */
export async function search(page, words) {
  await searchField(page).fill(words);
  await enter(page);
  assert.equal(new URL(page.url()).pathname, '/search');
}

/** Links to the pages found, optionally only those whose title has these words. */
export function hits(page, words) {
  const links = page.locator('main a[href^="/wiki/"]:visible');
  return words ? links.filter({ hasText: words }) : links;
}

/** The rendered Markdown of the page. */
export function body(page) {
  return page.locator('main[data-page-id] [data-page-body]');
}

/** The link to one of the views below a page: `edit`, `history`. */
export function linkTo(page, view) {
  return page.locator(`a[href$="/${view}"]:visible, a[href*="/${view}?"]:visible`).first();
}

/** The field of the page's Markdown in the form. */
export function textField(page) {
  return page.locator('main textarea[name="text"]').first();
}

/** The button that saves and shows the result to as many as the person may decide. */
export function saveButton(page) {
  const seen = 'button[name="act"]:visible:not([aria-hidden="true"])';
  return page.locator(`${seen}[value="publish"], ${seen}[value="save"]`).first();
}

/** From the history to the comparison of the two newest revisions. */
export async function compareNewest(page) {
  const link = page.locator('main a[href*="/compare?"]:visible').first();
  if (await link.count()) return press(page, link);
  // Two columns of radio buttons, the newest first: what the page has chosen is right.
  await press(page, page.locator('main form[action$="/compare"] button').first());
}

/** What a comparison marks as new. */
export function added(page) {
  return page.locator('main ins');
}

/** Buttons that have no business on paper: all but the words of the text that explain themselves. */
export function buttonsBesideTheText(page) {
  return page.locator('button:visible:not([data-page-body] button)');
}

/** Presses the Enter key where the focus is and waits for the page it leads to. */
export async function enter(page) {
  const loaded = page.waitForEvent('load', { timeout: navigationMax });
  await Promise.all([loaded, page.keyboard.press('Enter')]);
}

/** Presses and waits for the page it leads to. */
export async function press(page, control) {
  const loaded = page.waitForEvent('load', { timeout: navigationMax });
  await Promise.all([loaded, control.click()]);
}
