// What a reader sees as new since the last visit: nothing on the first one, then what is dated later,
// in words; and nothing at all, but no failure either, where the browser keeps nothing.
// In: SITE_ROOT and SITE_SUB, whose page of changes is looked at, and whose dates are taken from it.

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';

import { launchChromium } from './chromium.mjs';
import { serve } from './server.mjs';
import { rootSite, subPathSite } from './site.mjs';

const DAY = 24 * 60 * 60 * 1000;
const MARK = 'new since your last visit';

let browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser?.close());

for (const [name, site] of [['for the root of a host', rootSite()], ['for a path', subPathSite()]]) {
  describe(`a site built ${name}`, () => {
    let server;
    before(async () => {
      server = await serve(site);
    });
    after(() => server?.stop());

    it('marks nothing on a first visit, nor on the pages of the same visit', async () => {
      const { page, failures } = await opened();
      await page.goto(`${server.home}changes/`);
      await page.goto(`${server.home}changes/`);
      assert.deepEqual(await seen(page), { marks: [], counts: [] });
      assert.deepEqual(failures, []);
      await page.context().close();
    });

    it('marks what is dated after the visit before, on every page of the next', async () => {
      const { page, failures } = await opened();
      await page.goto(`${server.home}changes/`);
      const dates = await page.locator('main [data-date]').evaluateAll((entries) => entries.map((entry) => entry.dataset.date));
      assert.ok(dates.length > 0, 'the page of changes holds no dated entry');
      assert.ok(dates.every((date) => /^\d{4}-\d\d-\d\d$/.test(date)), `${dates}`);
      const oldest = dates.toSorted()[0];
      // Noon: the same day in the zone of whoever runs this.
      const visit = new Date(`${oldest}T12:00:00`);
      const cases = [[new Date(visit - DAY), dates.length], [visit, dates.filter((date) => date > oldest).length]];
      for (const [moment, expected] of cases) {
        await remember(page, site.path, moment);
        for (let view = 0; view < 2; view += 1) {
          await page.reload();
          const { marks, counts } = await seen(page);
          assert.deepEqual(marks, Array(expected).fill(MARK), `${moment}`);
          const month = moment.toLocaleDateString('en-GB', { month: 'long' });
          const added = counts.reduce((sum, count) => sum + Number.parseInt(count, 10), 0);
          assert.equal(added, expected);
          for (const count of counts) assert.ok(count.includes(`${MARK} on ${moment.getDate()} ${month}`), count);
        }
      }
      assert.deepEqual(failures, []);
      await page.context().close();
    });

    it('does nothing where the browser keeps nothing, and begins anew where it kept what cannot be read', async () => {
      const { page, failures } = await opened();
      await page.goto(`${server.home}changes/`);
      await page.evaluate((key) => localStorage.setItem(key, '{'), keyOf(site.path));
      await page.reload();
      assert.deepEqual(await seen(page), { marks: [], counts: [] });
      await page.addInitScript(() => {
        Object.defineProperty(window, 'localStorage', {
          get() {
            throw new DOMException('refused', 'SecurityError');
          },
        });
      });
      await page.reload();
      assert.deepEqual(await seen(page), { marks: [], counts: [] });
      assert.deepEqual(failures, []);
      await page.context().close();
    });
  });
}

async function opened() {
  const context = await browser.newContext();
  const page = await context.newPage();
  const failures = [];
  page.on('pageerror', (error) => failures.push(error.message));
  return { page, failures };
}

const keyOf = (path) => `explain-visit:${path}`;

/** As if the last visit had been at a moment. */
async function remember(page, path, moment) {
  await page.evaluate(([key, last]) => localStorage.setItem(key, JSON.stringify({ last })), [keyOf(path), moment.getTime()]);
}

async function seen(page) {
  const marks = await page.locator('main [data-date] .new').allTextContents();
  return { marks, counts: await page.locator('main .new-count').allTextContents() };
}
