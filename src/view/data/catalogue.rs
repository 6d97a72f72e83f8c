//! What there is to download, and in which form: the files of `/data/`, the page that leads to them, their catalogue and their sums.

use super::json::{Json, Object};
use super::{files, page_schema};
use crate::graph::RecordId;
use crate::model::Records;
use crate::schema::{KindId, Schema, record_schema};
use crate::view::Data;
use crate::view::build::View;
use crate::view::pages::Head;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{self, Write};

/// A file of `/data/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataFile {
    /// Records of a kind, one a line.
    Lines(KindId),
    /// Records of a kind, one a row.
    Table(KindId),
    /// What a line holds.
    Schema(KindId),
    /// What the data beside every page holds.
    PageSchema,
}

impl DataFile {
    /// Its path below `/data/`.
    pub fn name(self, schema: &Schema) -> String {
        match self {
            DataFile::Lines(kind) => format!("{}.ndjson", schema.kind(kind).path),
            DataFile::Table(kind) => format!("{}.csv", schema.kind(kind).path),
            DataFile::Schema(kind) => format!("{}.schema.json", schema.kind(kind).path),
            DataFile::PageSchema => "page.schema.json".to_owned(),
        }
    }

    fn kind(self) -> Option<KindId> {
        match self {
            DataFile::Lines(kind) | DataFile::Table(kind) | DataFile::Schema(kind) => Some(kind),
            DataFile::PageSchema => None,
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            DataFile::Lines(_) => "application/x-ndjson",
            DataFile::Table(_) => "text/csv",
            DataFile::Schema(_) | DataFile::PageSchema => "application/schema+json",
        }
    }
}

/// The files of a site, in the order of the schema.
pub(in crate::view) fn planned(records: Records) -> Vec<DataFile> {
    let has_records = |kind: KindId| records.graph.of_kind(kind).iter().any(|id| super::record::is_told(records, *id));
    let kinds = records.schema.iter().map(|(kind, _)| kind).filter(|kind| has_records(*kind));
    let files = kinds.flat_map(|kind| [DataFile::Lines(kind), DataFile::Table(kind), DataFile::Schema(kind)]);
    files.chain([DataFile::PageSchema]).collect()
}

/// `data.html`
#[derive(Clone, Debug, Serialize)]
pub struct DataPage {
    /// Title, address, way here.
    pub head: Head,
    /// The headline.
    pub title: String,
    /// The kinds of records that there are.
    pub kinds: Vec<KindOfData>,
    /// What describes the data beside every page.
    pub page_schema: FileOfData,
    /// The address of the catalogue for programs.
    pub catalogue: String,
    /// The address of the sums of all files.
    pub sums: String,
    /// The address of the licence, if the site names one.
    pub license: Option<String>,
    /// How to name the data: the site, its publisher, the address.
    pub citation: String,
}

/// The records of a kind.
#[derive(Clone, Debug, Serialize)]
pub struct KindOfData {
    /// Its name.
    pub kind: String,
    /// What readers call its records.
    pub title: String,
    /// How many there are.
    pub rows: usize,
    /// One a line.
    pub lines: FileOfData,
    /// One a row.
    pub table: FileOfData,
    /// What a line holds.
    pub schema: FileOfData,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
pub struct FileOfData {
    /// Its path below `/data/`.
    pub name: String,
    /// Its address.
    pub url: String,
    /// What sort of file.
    pub media_type: &'static str,
    /// Its size in bytes.
    pub bytes: u64,
    /// The same for readers ("12 kB").
    pub size: String,
    /// Its SHA-256 sum in hexadecimal digits.
    pub sha256: String,
}

impl View<'_> {
    /// Writes one of the files, the same bytes each time.
    pub fn write_data(self, file: DataFile, out: &mut dyn Write) -> io::Result<()> {
        let ids = file.kind().map(|kind| files::records(self, kind)).unwrap_or_default();
        self.write_records(file, &ids, out)
    }

    fn write_records(self, file: DataFile, ids: &[RecordId], out: &mut dyn Write) -> io::Result<()> {
        let schema = self.records.schema;
        let json = |schema: &serde_json::Value| serde_json::to_string_pretty(schema).expect("a schema is JSON") + "\n";
        let address = || self.absolute(&self.plan.href(&format!("/data/{}", file.name(schema)))).to_string();
        match file {
            DataFile::Lines(_) => files::ndjson(self, ids, out),
            DataFile::Table(kind) => files::csv(self, kind, ids, out),
            DataFile::Schema(kind) => out.write_all(json(&record_schema(schema, schema.kind(kind), &address())).as_bytes()),
            DataFile::PageSchema => out.write_all(json(&page_schema::page_schema(&address())).as_bytes()),
        }
    }

    /// The page that leads to all files. Their sums are those of bytes that are made for that and not kept.
    pub fn data_page(self, address: &str) -> DataPage {
        let schema = self.records.schema;
        let mut kinds = Vec::new();
        for file in planned(self.records) {
            let DataFile::Lines(kind) = file else { continue };
            let ids = files::records(self, kind);
            let declaration = schema.kind(kind);
            kinds.push(KindOfData {
                kind: declaration.name.clone(),
                title: declaration.plural.clone(),
                rows: ids.len(),
                lines: self.measured(file, &ids),
                table: self.measured(DataFile::Table(kind), &ids),
                schema: self.measured(DataFile::Schema(kind), &[]),
            });
        }
        let title = "Data";
        let description = "Everything on record here, as files for programs and tables: one record a line, each field as it was written.";
        let url = self.plan.href(address);
        let by = if self.config.publisher.is_empty() { String::new() } else { format!("{}, ", self.config.publisher) };
        DataPage {
            head: self.head(title, description, address, vec![self.home()]),
            title: title.to_owned(),
            kinds,
            page_schema: self.measured(DataFile::PageSchema, &[]),
            catalogue: self.plan.href("/data/index.json"),
            sums: self.plan.href("/data/SHA256SUMS"),
            license: Some(self.config.license.clone()).filter(|license| !license.is_empty()),
            citation: format!("{by}{}: data, {}", self.config.title, self.absolute(&url)),
        }
    }

    fn measured(self, file: DataFile, ids: &[RecordId]) -> FileOfData {
        let mut sum = Sum::default();
        self.write_records(file, ids, &mut sum).expect("counting bytes does not fail");
        let name = file.name(self.records.schema);
        let url = self.plan.href(&format!("/data/{name}"));
        let (bytes, sha256) = sum.finish();
        FileOfData { name, url, media_type: file.media_type(), bytes, size: size(bytes), sha256 }
    }

    /// `/data/index.json`: the names of its fields are those of a schema.org Dataset and its DataDownloads.
    pub(super) fn catalogue(self, page: &DataPage) -> String {
        let entry = |file: &FileOfData, kind: Option<&KindOfData>, has_rows: bool, object: &mut Object| {
            object.put("name", &file.name);
            object.shown("contentUrl", self.absolute(&file.url));
            object.put("encodingFormat", file.media_type);
            object.put("contentSize", &file.bytes);
            object.put("sha256", &file.sha256);
            object.maybe("kind", kind.map(|kind| &kind.kind));
            object.maybe("rows", kind.filter(|_| has_rows).map(|kind| kind.rows));
        };
        let mut files: Vec<(&FileOfData, Option<&KindOfData>, bool)> = Vec::new();
        for kind in &page.kinds {
            files.extend([(&kind.lines, Some(kind), true), (&kind.table, Some(kind), true), (&kind.schema, Some(kind), false)]);
        }
        files.push((&page.page_schema, None, false));
        Json::of_object(|object| {
            object.shown("url", self.absolute(&page.head.url));
            object.put("name", &self.config.title);
            object.text("description", &page.head.description);
            object.put("inLanguage", &self.config.language);
            object.text("publisher", &self.config.publisher);
            object.maybe("license", page.license.as_ref());
            object.put("citation", &page.citation);
            object.list("distribution", files, |json, (file, kind, has_rows)| json.object(|object| entry(file, kind, has_rows, object)));
        })
    }

    /// `/data/SHA256SUMS`, in the form that `sha256sum -c` reads; the catalogue is among the files.
    pub fn sums(self, data: &Data) -> String {
        let Data::Catalogue(page) = data else { return String::new() };
        let mut sum = Sum::default();
        sum.write_all(self.catalogue(page).as_bytes()).expect("counting bytes does not fail");
        let mut sums: Vec<(&str, String)> = vec![("index.json", sum.finish().1)];
        let files = page.kinds.iter().flat_map(|kind| [&kind.lines, &kind.table, &kind.schema]).chain([&page.page_schema]);
        sums.extend(files.map(|file| (file.name.as_str(), file.sha256.clone())));
        sums.sort_unstable();
        sums.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect()
    }
}

/// Takes bytes and keeps their number and sum.
#[derive(Default)]
struct Sum {
    bytes: u64,
    hasher: Sha256,
}

impl Sum {
    fn finish(self) -> (u64, String) {
        let mut hex = String::with_capacity(64);
        for byte in self.hasher.finalize() {
            write!(hex, "{byte:02x}").expect("text grows");
        }
        (self.bytes, hex)
    }
}

impl Write for Sum {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len() as u64;
        self.hasher.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A size for readers, in thousands of bytes.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::{Sum, size};
    use std::io::Write;

    #[test]
    fn sums_are_those_of_sha_256() {
        let mut sum = Sum::default();
        sum.write_all(b"ab").and_then(|()| sum.write_all(b"c")).expect("counting does not fail");
        assert_eq!(sum.finish(), (3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned()));
    }

    #[test]
    fn sizes_are_told_in_thousands() {
        assert_eq!([0, 999, 1_000, 12_345, 2_500_000].map(size), ["0 bytes", "999 bytes", "1.0 kB", "12.3 kB", "2.5 MB"]);
    }
}
