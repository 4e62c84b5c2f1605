// Ten times eight people write, and the program is killed in the middle of it: whatever it has
// acknowledged is there again, and the search finds it without anybody's help.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startOn } from '../browser/server.mjs';
import { Person } from './forms.mjs';

const writers = 8;
const kills = 10;
// Acknowledged saves of all writers together before the blow falls.
const savesBefore = 40;
const catchUpSeconds = 30;

const person = new Person();
let data;
let server;

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'qm-wiki-crash.'));
  server = await startOn(data, { first: true });
  person.origin = server.origin;
  await signIn();
});

after(async () => {
  await server?.kill();
  await rm(data, { recursive: true, force: true });
});

test('no acknowledged save is lost, ten times over', async () => {
  const pages = [];
  for (let number = 1; number <= writers; number += 1) pages.push(await create(number));

  for (let round = 1; round <= kills; round += 1) {
    await writeUntilKilled(pages, round);
    server = await startOn(data, { first: false });
    person.origin = server.origin;
    for (const page of pages) await holdsWhatWasAcknowledged(page);
    for (const page of pages) await isFound(page);
  }
  assert.ok(pages.every((page) => page.saves > 0), 'every writer has saved');
});

async function signIn() {
  const link = new URL(server.signInLink);
  let answer = await person.ask(link.pathname + link.search);
  if (answer.status === 200) answer = await person.send(link.pathname + link.search, {});
  assert.equal(answer.status, 303, 'the link signs in');
}

async function create(number) {
  const title = `Absturzprobe ${number}`;
  const address = '/new?space=uebung&kind=page';
  const answer = await person.send(address, { title, text: 'Anfang' }, 'publish');
  assert.equal(answer.status, 303, answer.text.slice(0, 2000));
  return { title, number, address: new URL(answer.to, server.origin).pathname, saves: 0, tried: [] };
}

/** All write at once, each as fast as it is answered, until the program is gone. */
async function writeUntilKilled(pages, round) {
  let saves = 0;
  let killed;
  const write = async (page) => {
    page.tried = [];
    while (!killed) {
      // Letters only, so that it is one word for the search as well.
      const word = `wort${letters(page.number)}${letters(round)}${letters(page.saves + 1)}`;
      page.tried.push(word);
      try {
        const answer = await person.send(`${page.address}/edit`, { text: `Hier: ${word}` }, 'publish');
        assert.equal(answer.status, 303, answer.text.slice(0, 2000));
      } catch (error) {
        if (killed && !(error instanceof assert.AssertionError)) return;
        throw error;
      }
      page.acknowledged = word;
      page.saves += 1;
      saves += 1;
      if (saves === savesBefore) killed = server.kill();
    }
  };
  await Promise.all(pages.map(write));
  await killed;
}

/** The page shows the acknowledged word, or the one whose answer never came. */
async function holdsWhatWasAcknowledged(page) {
  const { text } = await person.ask(page.address);
  const word = text.match(/Hier: (wort[a-z]+)/)?.[1];
  const newest = [page.acknowledged, page.tried.at(-1)];
  assert.ok(newest.includes(word), `${page.title} shows ${word}, acknowledged ${page.acknowledged}`);
  page.acknowledged = word;
}

async function isFound(page) {
  const end = Date.now() + catchUpSeconds * 1000;
  for (;;) {
    const { text } = await person.ask(`/search?space=uebung&q=${page.acknowledged}`);
    if (text.includes(`href="${page.address}`)) return;
    assert.ok(Date.now() < end, `${page.acknowledged} of ${page.title} is not found`);
  }
}

function letters(number) {
  return [...String(number)].map((digit) => 'abcdefghij'[digit]).join('') + 'x';
}
