// A built site on disk: its folder, the address it was built for, its pages and their types.
// In: the environment variables SITE_ROOT, SITE_SUB and SITE_BASE. Out: a site, or an error that
// says which variable is wrong. Does not build anything and does not read what pages say, except
// to tell a redirect from a page.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { readHtml } from './references.mjs';

/** Where the second build lives: every test of sub-paths serves it there. */
export const SUB_PATH = '/sub/path/';

/** The site built for the root of a host. */
export function rootSite() {
  return { folder: siteFolder('SITE_ROOT', '"/"'), path: '/', base: siteBase() };
}

/** The same site built for a path below the root of a host. */
export function subPathSite() {
  const base = new URL(SUB_PATH, siteBase()).href;
  return { folder: siteFolder('SITE_SUB', `"${SUB_PATH}"`), path: SUB_PATH, base };
}

/** Every file below the folder, as sorted relative paths. Dot files are the generator's own. */
export function filesOf(site) {
  const files = [];
  const walk = (folder) => {
    for (const entry of readdirSync(join(site.folder, folder), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const path = folder + entry.name;
      if (entry.isDirectory()) walk(`${path}/`);
      else files.push(path);
    }
  };
  walk('');
  return files.sort();
}

export function htmlFilesOf(site) {
  return filesOf(site).filter((file) => file.endsWith('.html'));
}

/** The address of a file below the site's path: a folder's `index.html` is the folder. */
export function addressOf(file) {
  const page = file.replace(/(^|\/)index\.html$/, '$1');
  return page.split('/').map(encodeURIComponent).join('/');
}

export function isRedirect(site, file) {
  return readHtml(readFileSync(join(site.folder, file), 'utf8')).redirect;
}

/**
 * The pages of a site by type. A page at the first level is a type of its own (the home page, an
 * index, a view, an ordinary page, 404); pages further down share the type of their folder, such
 * as `actors/*`, `actors/page/*` or `embed/actors/*`. Redirects show nothing and have no type.
 * Within a type the largest page comes first.
 */
export function pagesByType(site) {
  const types = new Map();
  for (const file of htmlFilesOf(site)) {
    if (isRedirect(site, file)) continue;
    const type = typeOf(file);
    types.set(type, [...(types.get(type) ?? []), file]);
  }
  const size = (file) => statSync(join(site.folder, file)).size;
  for (const files of types.values()) files.sort((a, b) => size(b) - size(a));
  return types;
}

function typeOf(file) {
  const segments = file.replace(/(^|\/)index\.html$/, '').split('/');
  if (segments.length > 1) return `${segments.slice(0, -1).join('/')}/*`;
  return segments[0] === '' ? 'home' : segments[0];
}

function siteFolder(variable, path) {
  const value = process.env[variable];
  if (!value) {
    throw new Error(`${variable} is not set: give it the folder of the site built for base ${path}`);
  }
  const folder = resolve(value);
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Error(`${variable}=${value} holds no built site: there is no index.html in ${folder}`);
  }
  return folder;
}

function siteBase() {
  const value = process.env.SITE_BASE;
  const wanted = 'give it the base_url that SITE_ROOT was built for, such as http://127.0.0.1/';
  if (!value) throw new Error(`SITE_BASE is not set: ${wanted}`);
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/') {
    throw new Error(`SITE_BASE=${value} is not the root of a host: ${wanted}`);
  }
  return url.href;
}
