// Every reference of the built site leads somewhere, and every page can be reached.
// The site is served at the root and, from its second build, below a path. Checked are the pages
// on disk and what else points to the site: styles, pictures, sitemap, feeds, calendars, data.
// Other hosts are never asked; how many references lead there is printed.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';

import { expectNone } from './problems.mjs';
import { readCss, readHtml, readText, readWebManifest, readXml } from './references.mjs';
import { serve } from './server.mjs';
import { addressOf, filesOf, htmlFilesOf, isRedirect, rootSite, subPathSite } from './site.mjs';

const NOT_FOUND_PAGE = '404.html';
const SCHEMES_THAT_FETCH_NOTHING = ['mailto:', 'tel:', 'sms:', 'geo:', 'data:'];
// Python's server waits with a queue of five; more at a time makes it no quicker.
const REQUESTS_AT_A_TIME = 4;

const root = rootSite();
const below = subPathSite();

it('both builds hold the same pages', () => {
  assert.deepEqual(htmlFilesOf(below), htmlFilesOf(root));
});

for (const site of [root, below]) {
  describe(`the site at ${site.path}`, () => {
    let server;
    let crawl;
    before(async () => {
      server = await serve(site);
      crawl = await crawled(site, server);
    });
    after(() => server?.stop());

    it('has no broken reference', (t) => {
      const { files, internal, elsewhere } = crawl.counts;
      t.diagnostic(`${files} files, ${internal} references inside, ${elsewhere} to other hosts (not asked)`);
      assert.ok(internal > 0, `${site.folder} holds no reference at all: nothing was checked`);
      expectNone(crawl.broken, `broken references at ${site.path}`);
    });

    it('leads from its home page to every page', () => {
      expectNone(unreached(site, crawl.links), `pages that no links from the home page of ${site.path} lead to`);
    });
  });
}

/** Follows every reference of every file: what is broken, and which page links to which. */
async function crawled(site, server) {
  const broken = [];
  const links = new Map();
  const counts = { files: 0, internal: 0, elsewhere: 0 };
  const answers = new Map();
  const answer = (address) => {
    if (!answers.has(address)) answers.set(address, answered(site, server, address));
    return answers.get(address);
  };

  const visit = async (file) => {
    const references = readReferences(site, file);
    if (!references) return;
    counts.files += 1;
    for (const reference of references) {
      const found = located(site, server, file, reference);
      if (found.fault) broken.push(`${file}: ${reference.place}="${reference.address}": ${found.fault}`);
      if (found.elsewhere) counts.elsewhere += 1;
      if (!found.url) continue;
      counts.internal += 1;
      const target = await answer(found.url.origin + found.url.pathname + found.url.search);
      const fault = target.fault ?? anchorFault(target, found.url.hash);
      if (fault) broken.push(`${file}: ${reference.place}="${reference.address}": ${fault}`);
      if (isLink(reference)) links.set(file, (links.get(file) ?? new Set()).add(target.file));
    }
  };

  // A page is asked for even when nothing refers to it.
  const visitPage = async (file) => {
    const { fault } = await answer(server.home + addressOf(file));
    if (fault) broken.push(`${file}: ${fault}`);
  };

  const files = filesOf(site);
  const work = async () => {
    for (let file = files.pop(); file !== undefined; file = files.pop()) {
      if (file.endsWith('.html')) await visitPage(file);
      await visit(file);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_A_TIME }, work));
  return { broken: broken.sort(), links, counts };
}

/** The references of a file, or nothing for a file of a type that can have none. */
function readReferences(site, file) {
  const text = () => readFileSync(join(site.folder, file), 'utf8');
  const type = /\.(\w+)$/.exec(file)?.[1];
  if (type === 'html' || type === 'svg') {
    const { references, base } = readHtml(text());
    return references.map((reference) => ({ ...reference, base }));
  }
  if (type === 'css') return readCss(text());
  if (/^(xml|atom|rss|xsl)$/.test(type)) return readXml(text());
  if (type === 'webmanifest') return readWebManifest(text());
  const origin = `${new URL(site.base).origin}/`;
  // In a table a comma ends what stands in a cell.
  if (type === 'csv') return readText(text().replaceAll(',', ' '), origin);
  if (/^(json|jsonl|ics|md|txt)$/.test(type)) return readText(text(), origin);
  return null;
}

/** Where a reference leads: a served address, another host, nothing to fetch, or a fault. */
function located(site, server, file, { address, base }) {
  const whole = server.home + addressOf(file);
  // A host shows 404.html at any address, so its references are read as if from one far down.
  const at = file === NOT_FOUND_PAGE && !address.startsWith('#') ? `${server.home}no/such/page/` : whole;
  const from = base ? new URL(base, at).href : at;
  if (address.trim() === '') return { fault: 'the address is empty' };
  if (!URL.canParse(address, from) || !isDecodable(address)) return { fault: 'not an address' };

  // A calendar that is subscribed to is a file like any other.
  const url = new URL(address.replace(/^webcal:/i, new URL(site.base).protocol), from);
  if (SCHEMES_THAT_FETCH_NOTHING.includes(url.protocol)) return {};
  if (!/^https?:$/.test(url.protocol)) return { fault: `no reader can follow ${url.protocol}` };
  if (url.origin === new URL(site.base).origin) {
    return { url: new URL(url.pathname + url.search + url.hash, server.origin) };
  }
  return url.origin === server.origin ? { url } : { elsewhere: true };
}

/** What the server says of an address: a fault, or the file it serves and that file's anchors. */
async function answered(site, server, address) {
  const response = await fetch(address, { redirect: 'manual' });
  const body = await response.text();
  if (response.status >= 300 && response.status < 400) {
    return { fault: `moved to ${response.headers.get('location')}, so the reference should name that` };
  }
  if (response.status !== 200) return { fault: `not found (${response.status})` };

  const path = decodeURIComponent(new URL(address).pathname);
  if (!path.startsWith(site.path)) return { fault: `outside the site, which is at ${site.path}` };
  const below = path.slice(site.path.length);
  const file = below === '' || below.endsWith('/') ? `${below}index.html` : below;
  // Python lists the files of such a folder with status 200; other hosts say 404.
  if (!existsSync(join(site.folder, file))) return { fault: 'not found (a folder without index.html)' };
  return { file, anchors: /\.(html|svg)$/.test(file) ? readHtml(body).anchors : null };
}

function isDecodable(address) {
  try {
    decodeURIComponent(address.startsWith('data:') ? '' : address);
    return true;
  } catch {
    return false;
  }
}

function anchorFault({ file, anchors }, hash) {
  const anchor = decodeURIComponent(hash.slice(1)).replace(/:~:.*$/, '');
  if (anchor === '' || file.endsWith('.pdf')) return null;
  if (!anchors) return `${file} can have no anchor "${anchor}"`;
  if (anchors.has(anchor) || anchor === 'top') return null;
  return `${file} has no element with id "${anchor}"`;
}

/** What a reader, or a program that looks for another form of a page, can follow. */
function isLink({ element, rel, place }) {
  if (element === 'link') return rel.includes('alternate');
  return ['a', 'area', 'iframe', 'form'].includes(element) || place === 'meta refresh';
}

function unreached(site, links) {
  const reached = new Set(['index.html']);
  for (const file of reached) {
    for (const target of links.get(file) ?? []) reached.add(target);
  }
  return htmlFilesOf(site).filter(
    (file) => !reached.has(file) && file !== NOT_FOUND_PAGE && !isRedirect(site, file),
  );
}
