//! Every code there is, with its severity, its class and why it matters.
//!
//! A code without a case in `tests/ui` does not exist: a test compares this table with the cases.

use super::{Class, Severity};

/// A kind of problem.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// `E0301`: stable for ever, never given to another problem.
    pub id: &'static str,
    /// A name people can say.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Whose trouble it is.
    pub class: Class,
    /// Why it matters to a reader or to an author, in one or two sentences.
    pub why: &'static str,
}

macro_rules! codes {
    ($( $constant:ident $id:literal $name:literal $severity:ident $class:ident $why:literal )*) => {
        $( #[doc = $why]
           pub static $constant: Code = Code { id: $id, name: $name, severity: Severity::$severity, class: Class::$class, why: $why }; )*
        /// All codes in order.
        pub static ALL: &[&Code] = &[$( &$constant ),*];
    };
}

codes! {
    // 01: files
    NOT_UTF8 "E0101" "not-utf8" Error Content "Text that is not UTF-8 would be published with characters its author never wrote."
    UNREADABLE "E0102" "unreadable" Error Content "A file that cannot be read would silently be missing from the site."
    NOT_A_FILE "E0103" "not-a-file" Error Content "A folder, pipe or device where a text is expected cannot be a page."
    SYMLINK_OUTSIDE "E0104" "symlink-outside" Error Content "A link that leaves the site could publish a file nobody meant to publish."
    FILE_TOO_LARGE "E0105" "file-too-large" Error Content "A text of this size is nearly always a mistake, and would slow every build."
    BAD_ID "E0106" "bad-id" Error Content "An id becomes an address; it has to work on every system and stay the same for ever."
    UNKNOWN_TABLE "E0107" "unknown-table" Error Content "A table that belongs to no kind would silently be missing from the site."
    // 02: front matter, tables and values
    MISSING_FRONT_MATTER "E0201" "missing-front-matter" Error Content "Without front matter a file has no title and cannot be listed anywhere."
    UNCLOSED_FRONT_MATTER "E0202" "unclosed-front-matter" Error Content "Without a closing line nobody can tell the fields from the text."
    YAML_SYNTAX "E0203" "yaml-syntax" Error Content "The fields cannot be read."
    TOML_SYNTAX "E0204" "toml-syntax" Error Content "The fields cannot be read."
    CSV_SYNTAX "E0205" "csv-syntax" Error Content "The rows cannot be read."
    DUPLICATE_KEY "E0206" "duplicate-key" Error Content "Two values for one field: nobody can tell which of them was meant."
    UNKNOWN_KEY "E0207" "unknown-key" Error Content "A field nobody reads is a fact that is silently lost."
    WRONG_TYPE "E0208" "wrong-type" Error Content "The value is not of the form its field holds."
    UNKNOWN_VALUE "E0209" "unknown-value" Error Content "A word outside the vocabulary would be sorted, counted and shown nowhere."
    MISSING_FIELD "E0210" "missing-field" Error Content "The record cannot be shown without this field."
    BAD_DATE "E0211" "bad-date" Error Content "A date nobody can place would put an event where it never was."
    TIME_WITHOUT_ZONE "E0212" "time-without-zone" Error Content "A time without a zone is a different moment for every reader."
    NESTED_TOO_DEEP "E0213" "nested-too-deep" Error Content "Nesting without end is an attack or an accident."
    TOO_LONG "E0214" "too-long" Error Content "The text is longer than the place it is shown in."
    BAD_URL "E0215" "bad-url" Error Content "The address cannot be followed, or would run code in the reader's browser."
    // 03: references
    UNKNOWN_REFERENCE "E0301" "unknown-reference" Error Content "A reference to nothing is a promise to the reader that is not kept."
    AMBIGUOUS_REFERENCE "E0302" "ambiguous-reference" Error Content "Two records answer to this name, and only the author knows which was meant."
    DUPLICATE_ID "E0303" "duplicate-id" Error Content "Two records of one kind share an id, so every reference to it is a guess."
    WRONG_KIND "E0304" "wrong-kind" Error Content "The record exists but is not of a kind that this field can hold."
    DRAFT_REFERENCE "E0305" "draft-reference" Error Content "The target is a draft and will not be published, so the link would be broken."
    BROKEN_LINK "E0306" "broken-link" Error Content "The linked file is not part of the site."
    BROKEN_ANCHOR "E0307" "broken-anchor" Error Content "The page exists but has no such place in it."
    LOOP "E0308" "loop" Error Content "A chain of parents or of newer versions that comes back to its start has no end."
    // 04: Markdown and directives
    UNKNOWN_DIRECTIVE "E0401" "unknown-directive" Error Content "The theme has nothing to show for this directive, so its content would be lost."
    UNCLOSED_DIRECTIVE "E0402" "unclosed-directive" Error Content "Without a closing line the rest of the page would be swallowed."
    STRAY_FENCE "E0403" "stray-fence" Error Content "A closing line that closes nothing usually means that another one is missing."
    BAD_ATTRIBUTES "E0404" "bad-attributes" Error Content "The attributes cannot be read, so what they say would be lost."
    UNKNOWN_ATTRIBUTE "E0405" "unknown-attribute" Error Content "An attribute nobody reads is a fact that is silently lost."
    RAW_HTML "W0406" "raw-html" Warning Content "HTML in the text is shown as text unless the site allows it."
    DUPLICATE_ANCHOR "E0407" "duplicate-anchor" Error Content "Two places of one page cannot have the same address."
    UNDEFINED_FOOTNOTE "E0408" "undefined-footnote" Error Content "A footnote mark without a footnote leads nowhere."
    BAD_MATH "E0409" "bad-math" Error Content "The formula cannot be set."
    // 05: contradictory records
    END_BEFORE_START "E0501" "end-before-start" Error Content "Nothing ends before it starts."
    TOO_MANY_POINTS "E0502" "too-many-points" Error Content "More points are listed than the document is said to have."
    SELF_REFERENCE "E0503" "self-reference" Error Content "A record cannot answer, replace or require itself."
    EMPTY_DEPENDENCY "E0504" "empty-dependency" Error Content "A dependency on nothing says nothing."
    NO_REASON "E0505" "no-reason" Error Content "A verdict by the editors needs its reason and its date, or the reader has to take it on trust."
    POSITION_CLASH "W0506" "position-clash" Warning Content "Two different stances of one actor on one issue and date: only the later one in the file is shown as current."
    MIN_ABOVE_MAX "E0507" "min-above-max" Error Content "A range whose lower end lies above its upper end holds no number."
    MISSING_VALUE "E0508" "missing-value" Error Content "A figure without a number shows nothing."
    SAME_NUMBER "W0509" "same-number" Warning Content "Two points with one number count as two, so that the number of undisclosed points is wrong."
    OWN_ASSESSMENT "W0510" "own-assessment" Warning Content "What the claimant's own side finds would be shown as the finding of an independent party."
    VALUE_OUTSIDE_RANGE "E0511" "value-outside-range" Error Content "A number outside its own range contradicts itself."
    // 06: addresses and output
    ADDRESS_TAKEN "E0601" "address-taken" Error Content "Two pages would write the same file, and one of them would be lost."
    OUTPUT_REFUSED "E0602" "output-refused" Error Setup "Writing there could destroy sources or other people's files."
    OUTPUT_FOREIGN "E0603" "output-foreign" Error Setup "The output folder holds files that this build would overwrite and did not write."
    OUTPUT_LOCKED "E0604" "output-locked" Error Machine "Two builds into one folder would mix two sites."
    WRITE_FAILED "E0605" "write-failed" Error Machine "The file system refused; the previous site is as it was."
    JOURNAL_DAMAGED "E0606" "journal-damaged" Error Machine "A publication was interrupted and its journal cannot be read."
    // 07: configuration and schema
    NO_SITE "E0701" "no-site" Error Setup "Without a configuration nobody can tell where the site begins."
    CONFIG_SYNTAX "E0702" "config-syntax" Error Setup "The configuration cannot be read."
    CONFIG_KEY "E0703" "config-key" Error Setup "A setting nobody reads changes nothing, and its author believes that it does."
    CONFIG_VALUE "E0704" "config-value" Error Setup "The setting has a value it cannot have."
    SCHEMA "E0705" "schema" Error Setup "The site's own kinds or fields contradict themselves or the built-in ones."
    // 08: theme
    NO_THEME "E0801" "no-theme" Error Setup "The theme that the configuration names is not there."
    TEMPLATE "E0802" "template" Error Setup "A template cannot be read or used."
    THEME_VERSION "E0803" "theme-version" Error Setup "The theme says that it does not fit this version of gen."
    TEMPLATE_RENDER "E0804" "template-render" Error Setup "A template failed on a page."
    UNUSED_TEMPLATE "W0805" "unused-template" Warning Setup "A file that overrides nothing and is used by nothing is nearly always misnamed."
    // 09: what changed since an earlier revision (`gen changes`)
    CHANGED_SILENTLY "E0901" "changed-silently" Error Content "Who read the old statement, number or quotation is misled until somebody says that it changed."
    REMOVED_SILENTLY "E0902" "removed-silently" Error Content "Who read or cited it will look for it, and has to be told that it is gone."
}

#[cfg(test)]
mod tests {
    use super::{ALL, Severity};

    #[test]
    fn codes_are_unique_and_their_letter_is_their_severity() {
        let mut ids: Vec<_> = ALL.iter().map(|code| &code.id[1..]).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
        for code in ALL {
            let letter = match code.severity {
                Severity::Error => 'E',
                Severity::Warning => 'W',
            };
            assert!(code.id.starts_with(letter), "{}", code.id);
        }
    }
}
