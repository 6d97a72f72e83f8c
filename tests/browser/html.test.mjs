// Every HTML file of the built site is valid by html-validate's recommended rules.
// In: SITE_ROOT. The rules are in .htmlvalidate.json; what that file changes has its reason here,
// and a rule that is changed there without a reason here is a failure.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { HtmlValidate } from 'html-validate';

import { expectNone } from './problems.mjs';
import { htmlFilesOf, rootSite } from './site.mjs';

const REASONS_FOR_CHANGED_RULES = {
  'attribute-boolean-style': 'open and open="" are the same to a browser',
  'attribute-empty-style': 'download and download="" are the same to a browser',
  'doctype-style': 'the case of "doctype" means nothing',
  'long-title': 'how long a title is, is up to its author; valid at any length',
  'no-trailing-whitespace': 'templates leave blanks at line ends, which nobody sees',
  'valid-id': 'relaxed: HTML allows any id without blanks; record ids may begin with a digit',
  'void-style': '<br> and <br /> are the same to a browser',
};

const config = JSON.parse(readFileSync(new URL('.htmlvalidate.json', import.meta.url), 'utf8'));
const site = rootSite();
const validator = new HtmlValidate(config);

it('every changed rule has its reason', () => {
  assert.deepEqual(Object.keys(config.rules), Object.keys(REASONS_FOR_CHANGED_RULES));
});

describe('HTML is valid', () => {
  for (const file of htmlFilesOf(site)) {
    it(file, async () => {
      const report = await validator.validateString(readFileSync(join(site.folder, file), 'utf8'), file);
      const messages = report.results.flatMap((result) => result.messages);
      const errors = messages.filter((message) => message.severity === 2);
      expectNone(errors.map(({ line, column, ruleId, message }) => `${file}:${line}:${column}: ${message} (${ruleId})`), `HTML errors in ${file}`);
    });
  }
});
