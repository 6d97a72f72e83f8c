// Writes pictures of pages for people to look at: telephone and desktop, light and dark, whole page.
// Usage: SITE_ROOT=… SITE_BASE=… node screenshots.mjs FOLDER [PAGE…]
// FOLDER lies outside the repository. PAGE is an address such as /actors/ or a file such as
// actors/index.html; without any, the largest page of each type. Judges nothing.

import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { launchChromium } from './chromium.mjs';
import { serve } from './server.mjs';
import { addressOf, pagesByType, rootSite } from './site.mjs';

const WINDOWS = [{ width: 390, height: 844 }, { width: 1280, height: 900 }];
const COLOR_SCHEMES = ['light', 'dark'];
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

const [wanted, ...pages] = process.argv.slice(2);
if (!wanted) fail('usage: SITE_ROOT=… SITE_BASE=… node screenshots.mjs FOLDER [PAGE…]');
const folder = resolve(wanted);
if (!relative(REPOSITORY, folder).startsWith('..')) fail(`${folder} is inside the repository: give a folder outside it`);

const site = rootSite();
const addresses = pages.length
  ? pages.map((page) => addressOf(decodeURIComponent(page.replace(/^\//, ''))))
  : [...pagesByType(site).values()].map(([largest]) => addressOf(largest));

await mkdir(folder, { recursive: true });
const server = await serve(site);
const browser = await launchChromium();
try {
  for (const viewport of WINDOWS) {
    for (const colorScheme of COLOR_SCHEMES) {
      const context = await browser.newContext({ viewport, colorScheme });
      for (const address of addresses) await photograph(context, address, `${viewport.width}-${colorScheme}`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await server.stop();
}

async function photograph(context, address, look) {
  const page = await context.newPage();
  const response = await page.goto(server.home + address, { waitUntil: 'load' });
  if (!response.ok()) throw new Error(`/${address}: the server answers ${response.status()}`);
  const name = decodeURIComponent(address).replace(/\/$/, '').replaceAll('/', '-') || 'home';
  const path = join(folder, `${name}-${look}.png`);
  await page.screenshot({ path, fullPage: true });
  await page.close();
  console.log(path);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
