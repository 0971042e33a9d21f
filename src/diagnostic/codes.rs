//! The table of all diagnostic codes. The doc comment of each is what `casebook explain` prints, under the fixed
//! headings *What it means*, *Example*, *Cure*.

use super::Severity;

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $name:ident = $text:literal, $severity:ident; )+) => {
        /// The stable name of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $( $(#[doc = $doc])+ $name, )+ }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name that authors see, in small letters with hyphens.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// How much such a finding usually matters.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }

            /// What it means, an example and the cure, as Markdown.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc, "\n"),+)),+ }
            }

            /// The code with this name.
            #[must_use]
            pub fn find(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.name() == name)
            }
        }
    };
}

codes! {
    // ---- reading -------------------------------------------------------------------------------------------

    /// # What it means
    /// The file contains bytes that are not UTF-8 text. It was probably saved in an older encoding such as
    /// Windows-1252, where letters with accents look different on disk.
    /// # Example
    /// A file saved by an old editor as "ANSI" that contains `é`.
    /// # Cure
    /// Open the file, choose *Save as* and the encoding *UTF-8*.
    NotUtf8 = "not-utf8", Error;

    // ---- YAML ------------------------------------------------------------------------------------------------

    /// # What it means
    /// The front matter, or a YAML file, breaks a rule of YAML that no more special message covers.
    /// # Example
    /// `title: [one, two` without the closing bracket.
    /// # Cure
    /// Look at the marked place. Quotes around the whole value mend most such lines.
    YamlSyntax = "yaml-syntax", Error;

    // ---- front matter and settings ---------------------------------------------------------------------------

    /// # What it means
    /// The front matter or `casebook.yaml` has a key that Casebook does not know here. It may be misspelt, or belong to another kind of page.
    /// # Example
    /// `sumary: A seam splits.`
    /// # Cure
    /// Use the name that the message suggests, or remove the line.
    UnknownKey = "unknown-key", Error;

    // ---- Markdown and links ----------------------------------------------------------------------------------

    /// # What it means
    /// A link names a file that is not there.
    /// # Example
    /// `[the wallet](the-walet-seam.md)`
    /// # Cure
    /// Use the path of the file as seen from the file that holds the link.
    UnknownLink = "unknown-link", Error;

    /// # What it means
    /// A link names a heading or step that the page does not have.
    /// # Example
    /// `[own it](unhappy-customer.md#own-itt)`
    /// # Cure
    /// Use the heading's address: its text in small letters, hyphens for spaces, no punctuation.
    UnknownAnchor = "unknown-anchor", Error;

    /// # What it means
    /// A page has one title, from its front matter, and the text below has another heading of the first level.
    /// The heading is shown one level lower.
    /// # Example
    /// `# What happened` in the middle of a page.
    /// # Cure
    /// Begin the line with `##`.
    SecondTitle = "second-title", Warning;

    /// # What it means
    /// The address of a heading begins with `cb-`. The theme uses such addresses for its own parts.
    /// # Example
    /// `## CB radio` has the address `#cb-radio`.
    /// # Cure
    /// Word the heading differently, such as `## Radio (CB)`.
    ReservedId = "reserved-id", Error;

    // ---- the whole site --------------------------------------------------------------------------------------

    /// # What it means
    /// Two pages would get the same address, or two addresses that differ only in upper and lower case, which many disks cannot keep apart.
    /// # Example
    /// `cases/Wallet.md` and `cases/wallet.md`
    /// # Cure
    /// Rename one of the files, or give it a `slug`.
    AddressTaken = "address-taken", Error;

    // ---- scenarios -------------------------------------------------------------------------------------------

    /// # What it means
    /// A choice leads to a scene that the scenario does not have.
    /// # Example
    /// `- [Put three options to her](#she-pick)` where the heading is `## She picks`.
    /// # Cure
    /// Use the address of the heading: small letters, hyphens for spaces.
    UnknownScene = "unknown-scene", Error;

    // ---- theme -----------------------------------------------------------------------------------------------

    /// # What it means
    /// A template of the theme breaks a rule of the template language, or names something that is not there.
    /// # Example
    /// `{{ page.titel }}`
    /// # Cure
    /// Look at the marked place in `themes/`. A template that you did not mean to change can be deleted: the built-in one is then used.
    ThemeTemplate = "theme-template", Error;
}
