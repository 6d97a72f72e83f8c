//! Every code there is, with its severity by profile, its class and why it matters.
//!
//! A code without a case in `tests/ui` does not exist: a test compares this table with the cases. What a code means at length, with
//! examples, is its page in `docs/codes/`; another test holds the two together.

use super::{Class, Profile, Severity, nearest};

/// A kind of problem.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// `E0301`: stable for ever, never given to another problem.
    pub id: &'static str,
    /// A name people can say.
    pub name: &'static str,
    /// How bad it is in each profile; see [`Code::severity`].
    levels: [Option<Severity>; 3],
    /// Whether it makes a page wrong, so that no site can allow it.
    pub fixed: bool,
    /// Whose trouble it is.
    pub class: Class,
    /// Why it matters to a reader or to an author, in one or two sentences.
    pub why: &'static str,
}

impl Code {
    /// How bad it is in a profile; nothing where the profile does not ask for it.
    pub fn severity(&self, profile: Profile) -> Option<Severity> {
        self.levels[profile as usize]
    }

    /// The code of an id or name, in any case.
    pub fn find(text: &str) -> Option<&'static Code> {
        ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(text) || code.name.eq_ignore_ascii_case(text))
    }

    /// The id or name that was meant by one that no code has. The number of a code says which it is: who writes `W0301` means `E0301`.
    pub fn nearest(text: &str) -> Option<&'static str> {
        let number = text.get(1..).filter(|number| number.len() == 4);
        let by_number = ALL.iter().map(|code| code.id).find(|id| number == Some(&id[1..]));
        by_number.or_else(|| nearest(text, ALL.iter().flat_map(|code| [code.name, code.id])))
    }
}

/// Codes that are about one thing: those whose numbers begin alike.
#[derive(Debug)]
pub struct Section {
    /// The first two digits of their numbers.
    pub number: &'static str,
    /// What they are about.
    pub title: &'static str,
    /// The codes in order.
    pub codes: &'static [&'static Code],
}

/// The levels of a code in the profiles `draft`, `publish` and `strict`. What makes a page wrong is `Error` in all of them. Of the others,
/// `Blocking` stops a publication, `Warning` is told with it, and `Hint` is for whoever looks for more.
macro_rules! levels {
    (Error) => {
        [Some(Severity::Error); 3]
    };
    (Blocking) => {
        [Some(Severity::Warning), Some(Severity::Error), Some(Severity::Error)]
    };
    (Warning) => {
        [Some(Severity::Hint), Some(Severity::Warning), Some(Severity::Error)]
    };
    (Hint) => {
        [None, Some(Severity::Hint), Some(Severity::Hint)]
    };
}

macro_rules! is_fixed {
    (Error) => {
        true
    };
    ($other:ident) => {
        false
    };
}

macro_rules! codes {
    ($( [$number:literal $title:literal] $( $constant:ident $id:literal $name:literal $level:ident $class:ident $why:literal )* )*) => {
        $( $( #[doc = $why]
              pub static $constant: Code =
                  Code { id: $id, name: $name, levels: levels!($level), fixed: is_fixed!($level), class: Class::$class, why: $why }; )* )*
        /// All codes in order.
        pub static ALL: &[&Code] = &[$( $( &$constant, )* )*];
        /// All codes by what they are about, in order.
        pub static SECTIONS: &[Section] = &[$( Section { number: $number, title: $title, codes: &[$( &$constant ),*] } ),*];
    };
}

codes! {
    ["01" "Files"]
    NOT_UTF8 "E0101" "not-utf8" Error Content "Text that is not UTF-8 would be published with characters its author never wrote."
    UNREADABLE "E0102" "unreadable" Error Content "A file that cannot be read would silently be missing from the site."
    NOT_A_FILE "E0103" "not-a-file" Error Content "A folder, pipe or device where a text is expected cannot be a page."
    SYMLINK_OUTSIDE "E0104" "symlink-outside" Error Content "A link that leaves the site could publish a file nobody meant to publish."
    FILE_TOO_LARGE "E0105" "file-too-large" Error Content "A text of this size is nearly always a mistake, and would slow every build."
    BAD_ID "E0106" "bad-id" Error Content "An id becomes an address; it has to work on every system and stay the same for ever."
    UNKNOWN_TABLE "E0107" "unknown-table" Error Content "A table that belongs to no kind would silently be missing from the site."
    ["02" "Front matter, tables and values"]
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
    ["03" "References"]
    UNKNOWN_REFERENCE "E0301" "unknown-reference" Error Content "A reference to nothing is a promise to the reader that is not kept."
    AMBIGUOUS_REFERENCE "E0302" "ambiguous-reference" Error Content "Two records answer to this name, and only the author knows which was meant."
    DUPLICATE_ID "E0303" "duplicate-id" Error Content "Two records of one kind share an id, so every reference to it is a guess."
    WRONG_KIND "E0304" "wrong-kind" Error Content "The record exists but is not of a kind that this field can hold."
    DRAFT_REFERENCE "E0305" "draft-reference" Error Content "The target is a draft and will not be published, so the link would be broken."
    BROKEN_LINK "E0306" "broken-link" Error Content "The linked file is not part of the site."
    BROKEN_ANCHOR "E0307" "broken-anchor" Error Content "The page exists but has no such place in it."
    LOOP "E0308" "loop" Error Content "A chain of parents or of newer versions that comes back to its start has no end."
    ["04" "Markdown and directives"]
    UNKNOWN_DIRECTIVE "E0401" "unknown-directive" Error Content "The theme has nothing to show for this directive, so its content would be lost."
    UNCLOSED_DIRECTIVE "E0402" "unclosed-directive" Error Content "Without a closing line the rest of the page would be swallowed."
    STRAY_FENCE "E0403" "stray-fence" Error Content "A closing line that closes nothing usually means that another one is missing."
    BAD_ATTRIBUTES "E0404" "bad-attributes" Error Content "The attributes cannot be read, so what they say would be lost."
    UNKNOWN_ATTRIBUTE "E0405" "unknown-attribute" Error Content "An attribute nobody reads is a fact that is silently lost."
    RAW_HTML "W0406" "raw-html" Warning Content "HTML in the text is shown as text unless the site allows it."
    DUPLICATE_ANCHOR "E0407" "duplicate-anchor" Error Content "Two places of one page cannot have the same address."
    UNDEFINED_FOOTNOTE "E0408" "undefined-footnote" Error Content "A footnote mark without a footnote leads nowhere."
    BAD_MATH "E0409" "bad-math" Error Content "The formula cannot be set."
    ["05" "Contradictory records"]
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
    ["06" "Addresses and output"]
    ADDRESS_TAKEN "E0601" "address-taken" Error Content "Two pages would write the same file, and one of them would be lost."
    OUTPUT_REFUSED "E0602" "output-refused" Error Setup "Writing there could destroy sources or other people's files."
    OUTPUT_FOREIGN "E0603" "output-foreign" Error Setup "The output folder holds files that this build would overwrite and did not write."
    OUTPUT_LOCKED "E0604" "output-locked" Error Machine "Two builds into one folder would mix two sites."
    WRITE_FAILED "E0605" "write-failed" Error Machine "The file system refused; the previous site is as it was."
    JOURNAL_DAMAGED "E0606" "journal-damaged" Error Machine "A publication was interrupted and its journal cannot be read."
    MEMO_WRONG "E0607" "memo-wrong" Error Machine "A page that was kept from the last build is not what a clean build makes."
    ["07" "Configuration and schema"]
    NO_SITE "E0701" "no-site" Error Setup "Without a configuration nobody can tell where the site begins."
    CONFIG_SYNTAX "E0702" "config-syntax" Error Setup "The configuration cannot be read."
    CONFIG_KEY "E0703" "config-key" Error Setup "A setting nobody reads changes nothing, and its author believes that it does."
    CONFIG_VALUE "E0704" "config-value" Error Setup "The setting has a value it cannot have."
    SCHEMA "E0705" "schema" Error Setup "The site's own kinds or fields contradict themselves or the built-in ones."
    ["08" "Theme"]
    NO_THEME "E0801" "no-theme" Error Setup "The theme that the configuration names is not there."
    TEMPLATE "E0802" "template" Error Setup "A template cannot be read or used."
    THEME_VERSION "E0803" "theme-version" Error Setup "The theme says that it does not fit this version of gen."
    TEMPLATE_RENDER "E0804" "template-render" Error Setup "A template failed on a page."
    UNUSED_TEMPLATE "W0805" "unused-template" Warning Setup "A file that overrides nothing and is used by nothing is nearly always misnamed."
    ["09" "What changed since an earlier revision (`gen changes`)"]
    CHANGED_SILENTLY "E0901" "changed-silently" Error Content "Who read the old statement, number or quotation is misled until somebody says that it changed."
    REMOVED_SILENTLY "E0902" "removed-silently" Error Content "Who read or cited it will look for it, and has to be told that it is gone."
    ["10" "Quotations"]
    QUOTE_NO_SPEAKER "E1001" "quote-no-speaker" Blocking Content "Words in quotation marks are somebody's, and a reader cannot weigh them without knowing whose."
    QUOTE_DRIFT "W1002" "quote-drift" Warning Content "Two printings of the same words differ, so at least one of them is not what was said."
    QUOTE_NO_DATE "W1003" "quote-no-date" Warning Content "What somebody said last year may not be what they say now."
    QUOTE_NO_SOURCE "W1004" "quote-no-source" Warning Content "Without a source nobody can check that the words were said."
    QUOTE_ELIDED "I1005" "quote-elided" Hint Content "What was left out can change what was said, and the reader cannot look."
    QUOTE_TRANSLATED "W1006" "quote-translated" Warning Content "A translation is a choice of words, and only the original shows it."
    ["11" "Claims, positions and dependencies"]
    CLAIM_UNSOURCED "E1101" "claim-unsourced" Blocking Content "A statement with neither a claimant nor a source rests on nothing that a reader can see."
    CONTESTED_AS_FACT "E1102" "contested-as-fact" Blocking Content "What one side says and another denies would be read as what is so."
    FACTIVE_VERB "W1103" "factive-verb" Warning Content "To say that somebody revealed or admitted something is to say that it is true."
    PROXY_ATTRIBUTION "W1104" "proxy-attribution" Warning Content "What one party says that another one wants is not known from the other one."
    ONE_SIDED "W1105" "one-sided" Warning Content "Whoever is accused should be heard, or the reader told that they were asked."
    ASSESSMENT_UNDATED "W1106" "assessment-undated" Warning Content "A finding without a date cannot be set against what happened since."
    ASSESSMENT_STALE "W1107" "assessment-stale" Warning Content "A finding that is older than what was last said about the claim did not know of it."
    ANONYMOUS_ONLY "W1108" "anonymous-only" Warning Content "What rests on unnamed people alone cannot be checked, and the reader should know why they are not named."
    DEPENDENCY_UNSOURCED "W1109" "dependency-unsourced" Warning Content "That one thing needs another is somebody's word too, and a deadlock may rest on it."
    DEADLOCK_NEW "I1110" "deadlock-new" Hint Content "Something can no longer be solved as it stands, and readers should be told."
    DEADLOCK_GONE "I1111" "deadlock-gone" Hint Content "Something that could not be solved now can, and readers should be told."
    ["12" "Figures"]
    FIGURE_NO_AS_OF "E1201" "figure-no-as-of" Blocking Content "A number without a date or period is true of no time."
    FIGURE_NO_SOURCE "W1202" "figure-no-source" Warning Content "Without a source nobody can check the number."
    FIGURE_CONFLICT "W1203" "figure-conflict" Warning Content "Two numbers for one thing cannot both hold, and one number for two things is easily taken for one."
    DERIVED_MISMATCH "W1204" "derived-mismatch" Warning Content "A total that is not the sum of its parts makes a reader doubt all of them."
    RHETORICAL_NUMBER "I1205" "rhetorical-number" Hint Content "A figure of speech that is shown as a measurement claims a precision that nobody meant."
    ["13" "Words"]
    LOOSE_GROUP "W1301" "loose-group" Warning Content "A group without members or a number can be anybody, and nobody can ask it."
    METONYM "I1302" "metonym" Hint Content "A capital city cannot speak: readers should be able to see which government or office is meant."
    LOADED_TERM "W1303" "loaded-term" Warning Content "Words that judge take a side for the reader before the facts are told."
    ROLE_MISMATCH "E1304" "role-mismatch" Blocking Content "Somebody is given an office on a day on which they did not hold it."
    ROLE_IN_TEXT "W1305" "role-in-text" Warning Content "The text gives somebody an office that they did not hold on the day it tells of."
    TENSE_CONFLICT "I1306" "tense-conflict" Hint Content "The text still expects what has happened, or what is over."
    NAMES_INCONSISTENT "I1307" "names-inconsistent" Hint Content "Two spellings of one name look like two people, and searching finds only one of them."
    ["14" "Time"]
    EVENT_OVERDUE "E1401" "event-overdue" Blocking Content "A planned event whose day is past either took place or did not, and the page says neither."
    EVENT_NO_OUTCOME "W1402" "event-no-outcome" Warning Content "A reader who hears that it took place asks what came of it."
    STALE_PAGE "W1403" "stale-page" Warning Content "The day on which somebody was to look at it again is past."
    TOUCHED_BY_NEWER "W1404" "touched-by-newer" Warning Content "Something newer was recorded about the same subject, and this was not looked at since."
    ["15" "How records hang together, and how they read"]
    DUP_ALIAS "E1501" "dup-alias" Blocking Content "A name that two records answer to will make the next reference ambiguous."
    ORPHAN "I1502" "orphan" Hint Content "A record that nothing refers to is found by nobody."
    DEAD_END "I1503" "dead-end" Hint Content "A page that leads nowhere leaves the reader alone."
    UPDATE_VAGUE "W1504" "update-vague" Warning Content "A note that does not say what changed tells the reader to compare for themselves."
    SUMMARY_LONG "I1505" "summary-long" Hint Content "A summary stands in lists and cards, where there is room for one line."
    SENTENCE_LONG "I1506" "sentence-long" Hint Content "A sentence that has to be read twice is read once."
    JARGON "I1507" "jargon" Hint Content "A term that the glossary explains should lead there where it is first met."
    ["16" "Pages as they were made, templates included"]
    PAGE_LINK "E1601" "page-link" Blocking Content "A link of a finished page leads to nothing that the site has."
    PAGE_ANCHOR "E1602" "page-anchor" Blocking Content "A link of a finished page leads to a place that its target does not have."
    ALT_MISSING "E1603" "alt-missing" Blocking Content "Who cannot see the image is not told what it shows."
    HEADING_SKIP "W1604" "heading-skip" Warning Content "Who jumps from heading to heading is misled by a level that is left out."
    TABLE_NO_HEADER "W1605" "table-no-header" Warning Content "Who hears a table cell by cell cannot tell what the cells mean."
    PAGE_ID_TWICE "E1606" "page-id-twice" Blocking Content "Two places of one page have the same address, and links reach only the first."
    EMPTY_LINK "W1607" "empty-link" Warning Content "A link without words says nothing to who hears it."
    GRAPH_NO_TABLE "W1608" "graph-no-table" Warning Content "A drawing whose content stands nowhere in words is lost to who cannot see it."
    CONTRAST "W1609" "contrast" Warning Setup "Text that is hardly lighter or darker than what it stands on cannot be read by many."
    DEFAULT_STATUS "E1610" "default-status" Blocking Setup "A verdict that nobody reached, printed because nothing else was there, is read as a verdict."
    JSONLD_INVALID "E1611" "jsonld-invalid" Blocking Setup "Search engines and archives read the page by it, and drop what they cannot read."
    FEED_INVALID "E1612" "feed-invalid" Blocking Setup "A feed that readers' programs refuse tells nobody anything."
    ICS_INVALID "E1613" "ics-invalid" Blocking Setup "A calendar that programs refuse shows nobody when it is."
    ["17" "Addresses elsewhere"]
    DEAD_LINK "W1701" "dead-link" Warning Content "Whoever wants to check finds nothing there."
    MOVED_LINK "I1702" "moved-link" Hint Content "The page has another address by now, and the old one may stop leading there."
    BLOCKED_LINK "I1703" "blocked-link" Hint Content "The server does not answer programs, so nobody can tell for the reader whether the page is still there."
    NO_ARCHIVE "W1704" "no-archive" Warning Content "Posts are deleted and changed, and without a copy what they said is gone."
    ARCHIVE_MISSING "W1705" "archive-missing" Warning Content "The copy that was to stay is not there."
    DRIFTED "W1706" "drifted" Warning Content "The page no longer says what it said when it was read."
    UNCHECKED_LINK "I1707" "unchecked-link" Hint Content "Nobody could tell whether readers find the page."
    ["18" "What a site allows itself"]
    ALLOWANCE_NO_REASON "E1801" "allowance-no-reason" Error Content "Whoever reads the source later must be able to see why a check does not apply."
    ALLOWANCE_UNKNOWN "E1802" "allowance-unknown" Error Content "An allowance of a code that does not exist allows nothing."
    ALLOWANCE_REFUSED "E1803" "allowance-refused" Error Content "What makes a page wrong cannot be allowed."
    ALLOWANCE_UNUSED "W1804" "allowance-unused" Warning Content "An allowance that allows nothing hides the next mistake."
    BASELINE "E1805" "baseline" Error Setup "Without its baseline nobody can tell old debt from new."
    BASELINE_STALE "I1806" "baseline-stale" Hint Content "What was put right should leave the baseline, so that it cannot come back unseen."
}

#[cfg(test)]
mod tests {
    use super::{ALL, Code, Profile, SECTIONS, Severity};

    #[test]
    fn codes_are_unique_and_their_letter_is_their_severity() {
        let mut ids: Vec<_> = ALL.iter().map(|code| &code.id[1..]).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
        for code in ALL {
            let letter = match code.severity(Profile::Publish) {
                Some(Severity::Error) => 'E',
                Some(Severity::Warning) => 'W',
                Some(Severity::Hint) => 'I',
                None => panic!("{} is never told where a site is published", code.id),
            };
            assert!(code.id.starts_with(letter), "{}", code.id);
        }
    }
    #[test]
    fn a_code_stands_in_the_section_of_its_number() {
        for section in SECTIONS {
            for code in section.codes {
                assert_eq!(&code.id[1..3], section.number, "{} stands below `{}`", code.id, section.title);
            }
        }
        assert!(SECTIONS.is_sorted_by_key(|section| section.number));
    }

    #[test]
    fn a_slip_finds_the_code_that_was_meant() {
        assert_eq!(Code::nearest("w0301"), Some("E0301"));
        assert_eq!(Code::nearest("E1303"), Some("W1303"));
        assert_eq!(Code::nearest("E301"), Some("E0301"));
        assert_eq!(Code::nearest("unknown-refrence"), Some("unknown-reference"));
        assert_eq!(Code::nearest("bananas"), None);
        // Five bytes, and no place to cut them after the first.
        assert_eq!(Code::nearest("é301"), None);
    }
}
