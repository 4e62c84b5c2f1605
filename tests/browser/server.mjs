// Starts the real program on a folder and an open port, and ends it again.
// Knows nothing of browsers or screens.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const binary = resolve(process.env.QMWIKI_BINARY ?? 'target/ci/qm-wiki');
const startMax = 120_000;
const stopMax = 10_000;

/**
 * A first start on a folder of its own: resolves when the program has said where it listens and
 * how to sign in. `stop()` sends SIGTERM, expects a clean end in time and removes the folder.
 */
export async function start() {
  const data = await mkdtemp(join(tmpdir(), 'qm-wiki-browser.'));
  const remove = () => rm(data, { recursive: true, force: true });
  try {
    const server = await startOn(data, { first: true });
    return { ...server, stop: () => server.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A start on this folder; the first one there also prints a link to sign in. */
export async function startOn(data, { first }) {
  const child = spawn(binary, ['serve', '--data', data, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  const ended = new Promise((done) => {
    child.once('close', (code, signal) => done({ code, signal }));
    child.once('error', (error) => done({ code: String(error) }));
  });
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  process.once('exit', kill);
  ended.then(() => process.removeListener('exit', kill));

  const stop = async () => {
    child.kill('SIGTERM');
    const end = await within(stopMax, ended, 'the program did not end after SIGTERM').finally(kill);
    if (end.code !== 0) throw new Error(`ended with ${JSON.stringify(end)}\n${said.join('\n')}`);
  };

  const greeting = new Promise((done, fail) => {
    const found = {};
    const read = (line) => {
      said.push(line);
      found.origin ??= line.match(/listening on (http:\/\/[^\s/]+)/)?.[1];
      found.signInLink ??= line.match(/https?:\/\/\S+\/sign-in\S+/)?.[0];
      if (found.origin && (found.signInLink || !first)) done(found);
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
    ended.then((end) => fail(new Error(`ended at once: ${JSON.stringify(end)}`)));
  });

  try {
    const found = await within(startMax, greeting, 'the program did not say where it listens');
    return { ...found, said, stop, kill };
  } catch (error) {
    await kill();
    throw new Error(`${error.message}\n${said.join('\n')}`);
  }
}

function within(milliseconds, promise, words) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(words)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
