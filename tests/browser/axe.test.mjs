// One or two pages of each type, looked at in Chromium: accessible, narrow enough, self-contained.
// In: SITE_ROOT, and PAGE_MATRIX: `full` (the default: the largest and the smallest page of each
// type, light and dark, 320 and 1280 px) or `small` (the largest, dark at 320 and light at 1280).
// Page types come from the output. Does not judge markup (html.test.mjs) or links (crawl.test.mjs).

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import axe from 'axe-core';

import { launchChromium } from './chromium.mjs';
import { expectNone } from './problems.mjs';
import { serve } from './server.mjs';
import { addressOf, pagesByType, rootSite } from './site.mjs';

const NARROW = 320;
const WIDE = 1280;
const MATRICES = {
  full: {
    pagesOf: (files) => [...new Set([files.at(0), files.at(-1)])],
    looks: [NARROW, WIDE].flatMap((width) => ['light', 'dark'].map((colorScheme) => ({ width, colorScheme }))),
  },
  small: {
    pagesOf: (files) => [files.at(0)],
    looks: [{ width: NARROW, colorScheme: 'dark' }, { width: WIDE, colorScheme: 'light' }],
  },
};
const AXE_OPTIONS = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations', 'incomplete'],
  // Not the style sheets: axe copies them into inline styles, which a strict policy refuses with an
  // error in the console. Only an experimental rule outside these tags reads the copies.
  preload: { assets: ['media'] },
};

const matrix = MATRICES[process.env.PAGE_MATRIX || 'full'];
assert.ok(matrix, `PAGE_MATRIX=${process.env.PAGE_MATRIX}: expected one of ${Object.keys(MATRICES).join(', ')}`);

const site = rootSite();
let server;
let browser;
let windows;
let scriptless;

before(async () => {
  server = await serve(site);
  browser = await launchChromium();
  windows = await Promise.all(matrix.looks.map((look) => openWindow({ ...look, javaScriptEnabled: true })));
  scriptless = await openWindow({ ...matrix.looks.at(-1), javaScriptEnabled: false });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const [type, files] of pagesByType(site)) {
  for (const file of matrix.pagesOf(files)) {
    describe(`${file} (${type})`, () => {
      let views;
      before(async () => {
        views = await Promise.all(windows.map((window) => viewed(window, file)));
      });
      // What is wrong in several looks is one problem.
      const problemsOf = (pick) => {
        const looks = new Map();
        for (const view of views) {
          for (const problem of new Set(pick(view))) looks.set(problem, [...(looks.get(problem) ?? []), view.look]);
        }
        return [...looks].map(([problem, seenIn]) => `${file}: ${problem} [${seenIn.join('; ')}]`);
      };

      it('has no axe violation', (t) => {
        const undecided = new Set(views.flatMap((view) => view.undecided));
        if (undecided.size > 0) t.diagnostic(`axe leaves to a person: ${[...undecided].join(', ')}`);
        expectNone(problemsOf((view) => view.violations), 'axe violations');
      });

      it('does not scroll sideways', () => {
        expectNone(problemsOf((view) => view.overflow), 'pages wider than the window');
      });

      it('asks no other host', () => {
        expectNone(problemsOf((view) => view.foreignRequests), 'requests to other hosts');
      });

      it('logs no error and breaks no content security policy', () => {
        expectNone(problemsOf((view) => view.errors), 'errors in the console');
      });

      it('says the same without JavaScript', async () => {
        await scriptless.page.goto(server.home + addressOf(file), { waitUntil: 'load' });
        const without = await textOfMain(scriptless.page);
        const differences = firstDifference(without, views.at(-1).text);
        expectNone(differences.map((difference) => `${file}: ${difference}`), 'texts that need JavaScript');
      });
    });
  }
}

/** A window stays open for all pages: opening one takes longer than looking at a page. */
async function openWindow({ width, colorScheme, javaScriptEnabled }) {
  const viewport = { width, height: 900 };
  const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled, reducedMotion: 'reduce' });
  // Before the page's own scripts and not as an element of it: a strict policy refuses the latter.
  if (javaScriptEnabled) await context.addInitScript({ content: axe.source });

  const page = await context.newPage();
  const window = { page, look: `${width} px ${colorScheme}`, errors: [], foreignRequests: [] };
  page.on('console', (message) => {
    if (message.type() === 'error') window.errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => window.errors.push(String(error)));
  const note = (address) => {
    const { origin, protocol } = new URL(address);
    const isOwn = origin === server.origin || protocol === 'data:' || protocol === 'blob:';
    if (!isOwn) window.foreignRequests.push(address);
  };
  page.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));
  return window;
}

/** Opens a page in a window and notes everything that the tests ask about. */
async function viewed(window, file) {
  const { page, look } = window;
  window.errors = [];
  window.foreignRequests = [];
  await page.goto(server.home + addressOf(file), { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const overflow = await page.evaluate(overflowOf);
  const { violations, incomplete } = await page.evaluate(
    (options) => window.axe.run(document, options),
    AXE_OPTIONS,
  );
  return {
    look,
    overflow,
    errors: window.errors,
    foreignRequests: window.foreignRequests,
    text: await textOfMain(page),
    undecided: incomplete.map(({ id }) => id),
    violations: violations.flatMap(shownViolation),
  };
}

/** A rule that is broken everywhere is shown by its first elements. */
function shownViolation({ id, help, nodes }) {
  const shown = nodes.slice(0, 3).map((node) => {
    const messages = [...node.any, ...node.all, ...node.none].map(({ message }) => message);
    return `${id}: ${help}: ${node.target.join(' ')}: ${messages.join('; ')}`;
  });
  return nodes.length > 3 ? [...shown, `${id}: and ${nodes.length - 3} more elements`] : shown;
}

/** Runs in the page: says by how much it is too wide, and which innermost elements stick out. */
function overflowOf() {
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth <= innerWidth) return [];

  // What lies in a scroller of its own does not widen the page.
  const scrolls = (element) => element !== document.body && getComputedStyle(element).overflowX !== 'visible';
  const isContained = (element) => element !== null && (scrolls(element) || isContained(element.parentElement));
  const end = (element) => Math.round(element.getBoundingClientRect().left + Math.max(element.offsetWidth ?? 0, element.scrollWidth));
  const wide = [...document.body.querySelectorAll('*')].filter((element) => end(element) > innerWidth && !isContained(element.parentElement));
  const innermost = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));

  const named = (element) => [element.localName, ...element.classList].join('.') + (element.id && `#${element.id}`);
  const culprits = innermost.slice(0, 3).map((element) => `${named(element)} ends at ${end(element)}`);
  return [`${scrollWidth} px wide in a window of ${innerWidth}: ${culprits.join(', ')}`];
}

/** The first line in which two texts differ, or nothing. Blank lines are no text. */
function firstDifference(without, withScript) {
  if (without === null) return ['there is no main landmark'];
  const [left, right] = [without, withScript ?? ''].map((text) => text.split(/\n+/));
  const at = left.concat(right).findIndex((_, index) => left[index] !== right[index]);
  if (at < 0) return [];
  const quoted = (line) => (line === undefined ? 'missing' : JSON.stringify(line));
  return [`line ${at + 1} of main is ${quoted(left[at])} without JavaScript, ${quoted(right[at])} with it`];
}

function textOfMain(page) {
  return page.evaluate(() => document.querySelector('main, [role=main]')?.innerText.trim() ?? null);
}
