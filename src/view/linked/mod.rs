//! JSON-LD: what a page says, in the words of schema.org, for search engines and archives.
//!
//! One graph a page. A thing has one `@id` on every page and is described on its own; other pages name it. Only what is recorded is said:
//! no stance, no truth of a claim but the editors' own verdict, no day that nobody knows.

mod html;
mod things;

pub use html::HtmlJson;

use super::build::View;
use super::data::{Json, Object, name};
use super::lists::Entries;
use super::plan::{PlannedPage, Subject};
use super::{Data, DataPage};
use crate::graph::RecordId;
use crate::schema::{KindId, Page};

/// What a graph describes.
#[derive(Clone, Copy)]
enum Node<'p> {
    /// The way from home to the page.
    Breadcrumbs,
    /// The site.
    Website,
    /// Who publishes it.
    Publisher,
    /// A home page that has no text of its own.
    Story,
    /// A page that lists records, or was computed.
    List(Option<&'p [RecordId]>),
    /// The terms of a kind as a whole.
    Terms(KindId),
    /// A record.
    Record(RecordId),
    /// The editors' verdict on a claim.
    Review(RecordId),
    /// What there is to download.
    Dataset(&'p DataPage),
}

/// One page and what its graph may ask.
#[derive(Clone, Copy)]
struct Graph<'v, 'p> {
    view: View<'v>,
    data: &'p Data,
}

impl View<'_> {
    /// The graph of a page; none for pages that are no content.
    pub(super) fn linked_data(self, page: &PlannedPage, data: &Data) -> Option<HtmlJson> {
        // A copy of an earlier day describes nothing: what it names is described by the current site.
        if !self.config.wants("json_ld") || self.plan.of_copy().day().is_some() {
            return None;
        }
        let mut rest = Vec::new();
        let nodes = self.nodes(page, data, &mut rest)?;
        let graph = Graph { view: self, data };
        let json = Json::of_object(|object| {
            object.put("@context", "https://schema.org");
            object.list("@graph", &nodes, |json, node| json.object(|object| graph.node(*node, object)));
        });
        Some(HtmlJson::new(&json))
    }

    fn nodes<'p>(self, page: &PlannedPage, data: &'p Data, rest: &'p mut Vec<RecordId>) -> Option<Vec<Node<'p>>> {
        let mut nodes = Vec::new();
        if !data.head().breadcrumbs.is_empty() {
            nodes.push(Node::Breadcrumbs);
        }
        let size = self.config.paginate;
        let mut described: Vec<RecordId> = Vec::new();
        match &page.subject {
            Subject::Record(id) | Subject::Section(id) => described.push(*id),
            Subject::Story(story, text) => {
                if story.is_empty() {
                    nodes.extend([Node::Website, Node::Publisher]);
                }
                match text {
                    Some(id) => described.push(*id),
                    None => nodes.push(Node::Story),
                }
            }
            Subject::Index(kind, story, number) => {
                let declaration = self.records.schema.kind(*kind);
                let ids = self.plan.listing(*kind, story).unwrap_or_default();
                rest.extend(ids.iter().skip((number - 1) * size).take(size));
                let folder = declaration.folder.as_deref().unwrap_or_default();
                let section = if story.is_empty() { folder.to_owned() } else { format!("{story}/{folder}") };
                if *number == 1 {
                    described.extend(self.plan.section(&section));
                    nodes.extend((story.is_empty() && self.has_terms(*kind)).then_some(Node::Terms(*kind)));
                }
                if story.is_empty() && declaration.page == Page::Anchor {
                    described.extend(rest.iter().filter(|id| self.records.get(**id).owner.is_none()));
                }
                nodes.push(Node::List(Some(rest)));
            }
            Subject::Folder(folder, number) => {
                let ids = self.plan.folder(folder);
                rest.extend(ids.iter().skip((number - 1) * size).take(size));
                nodes.push(Node::List(Some(rest)));
            }
            Subject::Rest(of, list, number) => {
                let lists = self.lists(*of);
                match lists.iter().find(|known| known.id == *list).map(|known| &known.entries) {
                    Some(Entries::Records(ids)) => {
                        rest.extend(ids.iter().skip((number - 1) * size).take(size));
                        nodes.push(Node::List(Some(rest)));
                    }
                    Some(Entries::Mentions(_)) | None => nodes.push(Node::List(None)),
                }
            }
            Subject::Overview(..) => nodes.push(Node::List(None)),
            Subject::Catalogue => match data {
                Data::Catalogue(page) => nodes.push(Node::Dataset(page)),
                _ => unreachable!("the catalogue is made of its own data"),
            },
            Subject::Embed(_) | Subject::Redirect(_) | Subject::NotFound | Subject::Machine(_) => return None,
        }
        for id in described {
            self.with_parts(id, &mut nodes);
        }
        Some(nodes)
    }

    /// A record and all that is written in it: these have their place on its page.
    fn with_parts(self, id: RecordId, nodes: &mut Vec<Node>) {
        if self.type_of(id).is_some() && self.address_of(id).is_some() {
            nodes.push(Node::Record(id));
            nodes.extend(things::review(self, id).is_some().then_some(Node::Review(id)));
        }
        for part in self.records.graph.parts(id) {
            self.with_parts(*part, nodes);
        }
    }
}

impl Graph<'_, '_> {
    fn node(self, node: Node, object: &mut Object) {
        let view = self.view;
        let head = self.data.head();
        match node {
            Node::Breadcrumbs => {
                object.put("@type", "BreadcrumbList");
                object.shown("@id", self.place("breadcrumb"));
                let here = (head.title.as_str(), head.url.as_str());
                let way = head.breadcrumbs.iter().filter_map(|link| Some((link.title.as_str(), link.url.as_deref()?)));
                object.list("itemListElement", way.chain([here]).enumerate(), |json, (at, (title, href))| {
                    json.object(|object| {
                        object.put("@type", "ListItem");
                        object.put("position", &(at + 1));
                        object.put("name", title);
                        object.shown("item", view.absolute(href));
                    });
                });
            }
            Node::Website => {
                object.put("@type", "WebSite");
                object.shown("@id", view.of_site("website"));
                object.put("name", &view.config.title);
                object.text("description", &view.config.description);
                object.shown("url", view.of_site(""));
                object.put("inLanguage", &view.config.language);
                view.publisher(object, "publisher");
            }
            Node::Publisher => {
                object.put("@type", "Organization");
                object.shown("@id", view.of_site("publisher"));
                object.put("name", view.config.voice());
            }
            Node::Story => {
                object.put("@type", "BackgroundNewsArticle");
                object.shown("@id", self.place("story"));
                object.put("headline", &head.title);
                object.text("description", &head.description);
                object.shown("url", view.absolute(&head.url));
                view.of_article(object);
            }
            Node::List(ids) => {
                object.put("@type", "CollectionPage");
                object.shown("@id", self.place("list"));
                object.put("name", &head.title);
                object.text("description", &head.description);
                object.shown("url", view.absolute(&head.url));
                object.put("inLanguage", &view.config.language);
                view.website(object);
                if let Some(ids) = ids {
                    object.object("mainEntity", |object| {
                        object.put("@type", "ItemList");
                        object.put("numberOfItems", &ids.len());
                        let addresses = ids.iter().filter_map(|id| view.address_of(*id)).enumerate();
                        object.list("itemListElement", addresses, |json, (at, address)| {
                            json.object(|object| {
                                object.put("@type", "ListItem");
                                object.put("position", &(at + 1));
                                object.shown("url", address);
                            });
                        });
                    });
                }
            }
            Node::Terms(kind) => {
                let declaration = view.records.schema.kind(kind);
                object.put("@type", "DefinedTermSet");
                object.shown("@id", view.set_of(kind));
                object.put("name", &declaration.plural);
                object.shown("url", view.absolute(&view.plan.href(&format!("/{}/", declaration.path))));
            }
            Node::Record(id) => view.thing(id, object),
            Node::Review(id) => view.review(id, object),
            Node::Dataset(page) => self.dataset(page, object),
        }
    }

    fn dataset(self, page: &DataPage, object: &mut Object) {
        let view = self.view;
        object.put("@type", "Dataset");
        object.shown("@id", self.place("dataset"));
        object.put("name", &format!("{}: data", view.config.title));
        object.put("description", &page.head.description);
        object.shown("url", view.absolute(&page.head.url));
        object.put("inLanguage", &view.config.language);
        object.put("isAccessibleForFree", &true);
        object.maybe("license", page.license.as_ref());
        view.publisher(object, "creator");
        view.publisher(object, "publisher");
        let files = page.kinds.iter().flat_map(|kind| [&kind.lines, &kind.table]);
        object.some("distribution", files, |json, file| {
            json.object(|object| {
                object.put("@type", "DataDownload");
                object.put("name", &file.name);
                object.shown("contentUrl", view.absolute(&file.url));
                object.put("encodingFormat", file.media_type);
                object.put("contentSize", &file.bytes.to_string());
                object.put("sha256", &file.sha256);
            });
        });
    }

    /// The `@id` of something that belongs to the page itself.
    fn place(self, what: &str) -> String {
        format!("{}#{what}", self.view.absolute(&self.data.head().url))
    }
}

impl View<'_> {
    /// The `@id` of something that belongs to the site as a whole.
    fn of_site(self, what: &str) -> String {
        let home = self.plan.href("/");
        let home = self.absolute(&home);
        if what.is_empty() { home.to_string() } else { format!("{home}#{what}") }
    }

    /// The `@id` of a record: its page, and there its stable id.
    fn id_of(self, id: RecordId) -> Option<String> {
        let address = self.address_of(id)?.to_string();
        let page = address.split('#').next().unwrap_or(&address);
        Some(format!("{page}#{}", name(self.records, id)))
    }

    /// Whether the records of a kind are terms of a set, which is their list.
    fn has_terms(self, kind: KindId) -> bool {
        let is_term = self.records.schema.kind(kind).schema_org.as_deref() == Some("DefinedTerm");
        is_term && self.plan.has_list(kind, "")
    }

    fn set_of(self, kind: KindId) -> String {
        let href = self.plan.href(&format!("/{}/", self.records.schema.kind(kind).path));
        format!("{}#set", self.absolute(&href))
    }

    /// What every article of the site has.
    fn of_article(self, object: &mut Object) {
        object.put("inLanguage", &self.config.language);
        self.publisher(object, "publisher");
        self.website(object);
    }

    fn website(self, object: &mut Object) {
        object.object("isPartOf", |object| {
            object.put("@type", "WebSite");
            object.shown("@id", self.of_site("website"));
            object.put("name", &self.config.title);
        });
    }

    fn publisher(self, object: &mut Object, key: &str) {
        object.object(key, |object| {
            object.put("@type", "Organization");
            object.shown("@id", self.of_site("publisher"));
            object.put("name", self.config.voice());
        });
    }
}
