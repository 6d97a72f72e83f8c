// Eleventy paginates one list a template, so that the lists of actors and issues are cut into their pages here.
const PAGINATE = 50;

const cut = (list, title, entries) => {
  const pages = [];
  const of = Math.ceil(entries.length / PAGINATE);
  for (let number = 1; number <= of; number += 1) {
    pages.push({ list, title, number, of, entries: entries.slice((number - 1) * PAGINATE, number * PAGINATE) });
  }
  return pages;
};

const newest = (all) => all.getFilteredByGlob("content/events/*.md").sort((one, other) => other.date - one.date);

export default function (config) {
  config.addCollection("newest", newest);
  config.addCollection("pages", (all) => {
    const events = newest(all);
    const pages = cut("events", "Events", events);
    for (const kind of ["actors", "issues"]) {
      const lists = new Map();
      for (const event of events) {
        for (const id of event.data[kind]) {
          if (!lists.has(id)) lists.set(id, []);
          lists.get(id).push(event);
        }
      }
      for (const [id, entries] of lists) {
        pages.push(...cut(`${kind}/${id}`, entries[0].data.titles[id], entries));
      }
    }
    return pages;
  });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  return { dir: { input: "content", includes: "../_includes", data: "../_data" }, markdownTemplateEngine: false };
}
