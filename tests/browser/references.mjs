// What a file points to, and the anchors it offers.
// In: the text of a file. Out: references, each with the place it stands and the address as
// written, and for HTML and SVG the ids. Does not resolve or fetch addresses, and is no validator:
// it reads malformed markup as far as it can and leaves the complaint to html.test.mjs.

/** What the HTML, or SVG, points to; `redirect` tells a page that only sends its reader on. */
export function readHtml(text) {
  const page = { references: [], anchors: new Set(), base: null, redirect: false };
  for (const { name, attributes, content } of elementsOf(text)) {
    if (attributes.id) page.anchors.add(attributes.id);
    if (name === 'a' && attributes.name) page.anchors.add(attributes.name);
    if (name === 'base' && attributes.href) page.base = attributes.href;
    else page.references.push(...referencesOf(name, attributes));
    if (name === 'style') page.references.push(...readCss(content));
    if (name === 'meta' && /^refresh$/i.test(attributes['http-equiv'] ?? '')) page.redirect = true;
  }
  return page;
}

export function readCss(text) {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '');
  const urls = [...code.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]+))\s*\)/g)];
  const imports = [...code.matchAll(/@import\s+(?:"([^"]*)"|'([^']*)')/g)];
  return [...urls, ...imports].map((match) => ({
    place: 'css url',
    address: match[1] ?? match[2] ?? match[3],
  }));
}

/** Sitemaps and feeds: addresses in attributes and elements, and the HTML that entries carry. */
export function readXml(text) {
  const references = [];
  const xml = text.replace(/<!--[\s\S]*?-->/g, '');
  for (const [, name, attributes] of xml.matchAll(/<[?]?([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))+)/g)) {
    for (const [attribute, value] of Object.entries(attributesOf(attributes))) {
      if (/^(href|src|url)$/.test(attribute)) references.push({ place: `${name} ${attribute}`, address: value });
    }
  }
  for (const [, name, value] of xml.matchAll(/<((?:\w+:)?(?:loc|link|url|icon|logo|uri))(?:\s[^>]*)?>([^<]+|<!\[CDATA\[[\s\S]*?\]\]>)<\//g)) {
    references.push({ place: name, address: xmlText(value).trim() });
  }
  for (const [, name, value] of xml.matchAll(/<(content|summary|description|content:encoded)(?:\s[^>]*)?>([^<]+|<!\[CDATA\[[\s\S]*?\]\]>)<\//g)) {
    for (const reference of readHtml(xmlText(value)).references) {
      references.push({ place: `${reference.place} in ${name}`, address: reference.address });
    }
  }
  return references;
}

/** Web manifests: the start page, shortcuts and images. */
export function readWebManifest(text) {
  const references = [];
  JSON.parse(text, (key, value) => {
    if (/^(src|start_url|url)$/.test(key)) references.push({ place: key, address: value });
    return value;
  });
  return references;
}

/** Data and text (JSON, iCalendar, Markdown, robots.txt): whole addresses that begin with `start`, but for ids, which only name. */
export function readText(text, start) {
  const unfolded = text.replace(/\r\n[ \t]/g, ''); // How iCalendar breaks a long line.
  const references = [];
  for (let at = unfolded.indexOf(start); at >= 0; at = unfolded.indexOf(start, at + 1)) {
    const isIdentifier = /"[@$]?id"\s*:\s*"$/.test(unfolded.slice(Math.max(0, at - 20), at));
    const [address] = /^[^\s"'`<>()[\]{}|\\]+/.exec(unfolded.slice(at, at + 4096));
    if (!isIdentifier) references.push({ place: 'text', address: address.replace(/[.,;:!?*]+$/, '') });
  }
  return references;
}

const ADDRESS_ATTRIBUTES = ['href', 'src', 'action', 'formaction', 'poster', 'data', 'cite', 'xlink:href', 'manifest'];
const ADDRESS_METAS = /^(og:(url|image|image:url|image:secure_url|audio|video)|twitter:image)$/;
const RAW_TEXT_ELEMENTS = ['script', 'style', 'textarea', 'title'];

function referencesOf(name, attributes) {
  const references = [];
  const add = (attribute, address) => {
    const rel = attributes.rel?.toLowerCase().split(/\s+/) ?? [];
    references.push({ place: `${name} ${attribute}`, address, element: name, rel });
  };
  for (const [attribute, value] of Object.entries(attributes)) {
    if (ADDRESS_ATTRIBUTES.includes(attribute)) {
      if (attribute !== 'data' || name === 'object') add(attribute, value);
    } else if (attribute === 'srcset' || attribute === 'imagesrcset') {
      for (const [, address] of value.matchAll(/([^\s,]\S*[^\s,])(?:\s+[\d.]+[wxh])*\s*(?:,|$)/g)) add(attribute, address);
    } else if (value.includes('url(')) {
      for (const { address } of readCss(value)) add(attribute, address);
    }
  }
  if (name === 'meta' && attributes.content) {
    const refresh = /^refresh$/i.test(attributes['http-equiv'] ?? '');
    const target = refresh && /^[\d.\s]*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(attributes.content);
    if (target) add('refresh', target[1].trim());
    const property = attributes.property ?? attributes.name ?? '';
    if (ADDRESS_METAS.test(property)) add(property, attributes.content);
  }
  return references;
}

function* elementsOf(text) {
  const tag = /<!--[\s\S]*?-->|<([a-zA-Z][^\s/>]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>/g;
  for (let match = tag.exec(text); match; match = tag.exec(text)) {
    if (match[1] === undefined) continue;
    const name = match[1].toLowerCase();
    let content = '';
    if (RAW_TEXT_ELEMENTS.includes(name) && !match[2].endsWith('/')) {
      const start = tag.lastIndex;
      const end = text.slice(start).search(new RegExp(`</${name}[\\s/>]`, 'i'));
      if (end >= 0) tag.lastIndex = start + end;
      content = text.slice(start, tag.lastIndex);
    }
    yield { name, attributes: attributesOf(match[2]), content };
  }
}

function attributesOf(text) {
  const attributes = {};
  const attribute = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
  for (const [, name, double, single, bare] of text.matchAll(attribute)) {
    attributes[name.toLowerCase()] ??= decoded(double ?? single ?? bare ?? '');
  }
  return attributes;
}

function xmlText(text) {
  const data = /^<!\[CDATA\[([\s\S]*)\]\]>$/.exec(text);
  return data ? data[1] : decoded(text);
}

// The five names that XML has. An address has no use for the other two thousand of HTML; a name
// left as it stands makes the address a missing one, which is reported.
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi, (_, hex, decimal, name) => {
    if (name) return ENTITIES[name.toLowerCase()];
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10));
  });
}
