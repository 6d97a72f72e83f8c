// What a reader has to download stays small: sizes after gzip at its default level.
// In: SITE_ROOT. Out: a failure that names each file over its budget, and the largest of each sort
// in any case. 1 KB is 1024 bytes. Pages that are neither the home page nor a record's have no
// budget; the largest of them is only printed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { expectNone } from './problems.mjs';
import { filesOf, pagesByType, rootSite } from './site.mjs';

const KB = 1024;
const EXPLAINER = 45 * KB;
const RECORD = 15 * KB;
const CARD = 4 * KB;
const STYLES = 10 * KB;
const SCRIPTS = 4 * KB;

// The kinds that have pages of their own in the content model, by the folder of their pages.
const RECORD_TYPES = ['actors/*', 'issues/*', 'events/*', 'claims/*', 'documents/*', 'sources/*'];

const site = rootSite();
const types = pagesByType(site);

it('the explainer is at most 45 KB', (t) => {
  expectWithin(t, types.get('home') ?? [], EXPLAINER);
});

it('every record page is at most 15 KB', (t) => {
  const others = [...types].filter(([type]) => type !== 'home' && !RECORD_TYPES.includes(type));
  const [largest] = bySize(others.flatMap(([, files]) => files));
  if (largest) t.diagnostic(`largest page without a budget: ${shown(largest)}`);
  expectWithin(t, RECORD_TYPES.flatMap((type) => types.get(type) ?? []), RECORD);
});

it('every card for other sites is at most 4 KB', (t) => {
  expectWithin(t, [...types].filter(([type]) => type.startsWith('embed/')).flatMap(([, files]) => files), CARD);
});

it('all styles together are at most 10 KB', (t) => {
  expectTotalWithin(t, filesOf(site).filter((file) => file.endsWith('.css')), STYLES);
});

it('all scripts together are at most 4 KB', (t) => {
  expectTotalWithin(t, filesOf(site).filter((file) => /\.m?js$/.test(file)), SCRIPTS);
});

function expectWithin(t, files, budget) {
  assert.ok(files.length > 0, `${site.folder} holds no such page: nothing was measured`);
  const sizes = bySize(files);
  t.diagnostic(`largest of ${files.length}: ${shown(sizes[0])}`);
  expectNone(sizes.filter(({ size }) => size > budget).map(shown), `pages over ${inKb(budget)}`);
}

function expectTotalWithin(t, files, budget) {
  const sizes = bySize(files);
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  t.diagnostic(`${inKb(total)} in ${files.length} files${sizes.length ? `, largest: ${shown(sizes[0])}` : ''}`);
  expectNone(total > budget ? sizes.map(shown) : [], `${inKb(total)} in all, over ${inKb(budget)}; files`);
}

function bySize(files) {
  const measured = files.map((file) => ({ file, size: gzipSync(readFileSync(join(site.folder, file))).length }));
  return measured.sort((a, b) => b.size - a.size);
}

function shown({ file, size }) {
  return `${file} ${inKb(size)}`;
}

function inKb(bytes) {
  return `${(bytes / KB).toFixed(1)} KB`;
}
