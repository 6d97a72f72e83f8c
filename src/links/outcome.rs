//! What became of an address, as it is told and remembered.

use serde::{Deserialize, Serialize};

/// The outcome of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// What it came to.
    #[serde(flatten)]
    pub state: State,
    /// The last status that a host gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Where the way ended.
    pub at: String,
    /// The mark of the answer there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The sum of the bytes, where a source wants it compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<Sum>,
}

/// What an address came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub(super) enum State {
    /// The page is there.
    Alive,
    /// The page is there, and its host says for good that it has another address.
    Moved {
        /// The new address.
        to: String,
    },
    /// Readers find nothing there.
    Dead {
        /// In words.
        why: String,
    },
    /// The host does not answer programs; readers may see the page.
    Blocked {
        /// In words.
        why: String,
    },
    /// Nobody can tell; asked again next time.
    Unclear {
        /// In words.
        why: String,
    },
}

/// The sum of the bytes of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Sum {
    /// SHA-256 in hexadecimal digits.
    Of(String),
    /// There are too many to be read for this.
    TooLong,
}
