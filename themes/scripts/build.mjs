// Builds themes/core/assets from src/, kern.scss and the packages of package-lock.json.
// With --check it writes nothing and fails when a committed file differs by a byte.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync, transformSync } from "esbuild";
import * as sass from "sass";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "..", "core", "assets");
const packages = join(here, "node_modules");

/** Characters every page needs, and those of names from all over Europe (loaded only when met). */
const characters = {
  latin: [[0x20, 0x7e], [0xa0, 0xff], [0x2013, 0x2014], [0x2018, 0x201e], [0x2020, 0x2022],
    [0x2026, 0x2026], [0x2030, 0x2030], [0x2039, 0x203a], [0x20ac, 0x20ac], [0x2122, 0x2122],
    [0x2190, 0x2193], [0x2212, 0x2212]],
  "latin-ext": [[0x100, 0x24f], [0x1e00, 0x1eff]],
};
const cuts = { 400: "FiraSans-Regular", 600: "FiraSans-SemiBold" };

function textOf(ranges) {
  return ranges
    .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
    .map((code) => String.fromCodePoint(code))
    .join("");
}

async function fonts() {
  const files = [];
  for (const [weight, cut] of Object.entries(cuts)) {
    const whole = readFileSync(
      join(packages, "@kern-ux/native/dist/fonts/fira-sans", `${cut}.woff2`),
    );
    for (const [name, ranges] of Object.entries(characters)) {
      const bytes = await subsetFont(whole, textOf(ranges), {
        targetFormat: "woff2",
        noLayoutClosure: true,
      });
      files.push([`fonts/fira-sans-${name}-${weight}.woff2`, bytes]);
    }
  }
  const licence = readFileSync(join(packages, "@fontsource/fira-sans/LICENSE"), "utf8");
  files.push(["fonts/OFL.txt", licence.replace(/^Google Inc\./, [
    "Fira Sans: Digitized data copyright (c) 2012-2015, The Mozilla Foundation and",
    "Telefonica S.A. Subsets made for QM-Wiki from the cuts shipped with KERN UX.",
  ].join("\n"))]);
  return files;
}

/** Takes away custom properties of KERN that nothing refers to; the palette alone has hundreds. */
function withoutUnusedTokens(css) {
  for (;;) {
    const used = new Set(Array.from(css.matchAll(/var\((--kern-[\w-]+)/g), (match) => match[1]));
    const less = css.replace(/(--kern-[\w-]+):[^;{}]*(;|(?=\}))/g, (whole, name) =>
      used.has(name) ? whole : "",
    );
    if (less === css) return css;
    css = less;
  }
}

function stylesheet() {
  const kern = sass.compile(join(here, "kern.scss"), {
    loadPaths: [packages],
    logger: sass.Logger.silent,
  }).css;
  const own = readFileSync(join(here, "qmw.css"), "utf8");
  const notice = "/*! KERN UX (kern-ux.de), EUPL-1.2, and QM-Wiki, EUPL-1.2. Fira Sans: OFL-1.1. */\n";
  const minified = (text) => transformSync(text, { loader: "css", minify: true }).code;
  const css = minified(withoutUnusedTokens(minified(`${kern}\n${own}`)));
  return ["qmw.css", notice + css];
}

function script() {
  const result = buildSync({
    entryPoints: [join(here, "src", "qmw.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    legalComments: "none",
  });
  return ["qmw.js", result.outputFiles[0].contents];
}

const built = [stylesheet(), script(), ...(await fonts())];
const checking = process.argv.includes("--check");
let stale = 0;
for (const [name, content] of built) {
  const path = join(assets, name);
  const bytes = Buffer.from(content);
  if (!checking) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    continue;
  }
  let committed = Buffer.alloc(0);
  try {
    committed = readFileSync(path);
  } catch {
    // A missing file differs like any other.
  }
  if (!committed.equals(bytes)) {
    console.error(`themes/core/assets/${name} is not what "npm run build" makes`);
    stale += 1;
  }
}
process.exit(stale === 0 ? 0 : 1);
