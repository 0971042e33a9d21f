//! The table of all diagnostic codes. The doc comment of each is what `casebook explain` prints, under the fixed
//! headings *What it means*, *Example*, *Fix*.

use super::Severity;

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $name:ident = $text:literal, $severity:ident; )+) => {
        /// The stable name of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $( $(#[doc = $doc])+ $name, )+ }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name that authors see, in lower-case letters with hyphens.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The default severity.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }

            /// The explanation as Markdown: meaning, example and fix.
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
    /// Windows-1252, which stores letters with accents differently.
    /// # Example
    /// A file that contains `é` and was saved by an old editor as "ANSI".
    /// # Fix
    /// Open the file in your editor, choose *Save as* and select the encoding *UTF-8*.
    NotUtf8 = "not-utf8", Error;

    /// # What it means
    /// A text file is longer than 8 MB, far more than any page of training needs, so Casebook did not read it.
    /// # Example
    /// A film that somebody renamed to `holiday.md`.
    /// # Fix
    /// Split the page into several. If the file is not a page, give it the right extension: `holiday.mp4`.
    FileTooLong = "file-too-long", Error;

    /// # What it means
    /// A file or folder in `content` or `themes` is only a link to another location. Casebook leaves it out, so that
    /// nothing from outside the site's own folder is published by accident.
    /// # Example
    /// `content/photos`, if it is a link to a shared drive.
    /// # Fix
    /// Replace the link with the file or folder itself.
    SymbolicLink = "symbolic-link", Warning;

    /// # What it means
    /// Something below `content` or `themes` is neither a file nor a folder: a named pipe, a socket or a device, such as
    /// programs leave behind. Casebook leaves it out, because reading it might never end.
    /// # Example
    /// `content/player.sock`, through which two programs talk to each other.
    /// # Fix
    /// Remove it from the folder of the site.
    SpecialFile = "special-file", Warning;

    /// # What it means
    /// A file was probably meant to be a page, and is none: its name does not end in `.md`, or it lies beside `content`.
    /// No page links to it either, so readers never see it.
    /// # Example
    /// `the-wallet-seam.md.txt`, as Notepad likes to save files; `the-wallet-seam.docx`, which Word saves.
    /// # Fix
    /// Rename a text file: `the-wallet-seam.md`. Windows shows the whole name with *View › File name extensions*. Save a
    /// document as plain text under such a name. If readers shall download the file as it is, link to it from a page.
    NotAPage = "not-a-page", Warning;

    /// # What it means
    /// A file looks like the settings or the glossary of the site, and is not read, because it has another name or lies
    /// in another folder. This is an error if the site has no other settings.
    /// # Example
    /// `casebook.yml`, or `glossary.yaml` beside `content` instead of in it.
    /// # Fix
    /// Rename or move the file. The settings are `casebook.yaml`, beside the folder `content`; the glossary is
    /// `content/glossary.yaml`.
    MisnamedFile = "misnamed-file", Warning;

    /// # What it means
    /// A page has the name that a file manager or a synchronisation program gives to a copy, and the page that it was
    /// copied from is there too. Both are published.
    /// # Example
    /// `the-wallet-seam - Copy.md` or `the-wallet-seam (conflicted copy 2026-11-30).md` beside `the-wallet-seam.md`.
    /// # Fix
    /// Compare the two, put what you want to keep into one of them, and delete the other. If the copy has become a page
    /// of its own, give its file a name of its own.
    CopiedPage = "copied-page", Warning;

    /// # What it means
    /// A file is called `.md`, like a page, but does not contain plain text. It is a document of a word processor, a PDF,
    /// a web page or a picture whose name was changed.
    /// # Example
    /// `returns.docx`, renamed to `returns.md`.
    /// # Fix
    /// Open the file in the program that it comes from, and save it as plain text (in Word: *Save as*, *Plain text*, with
    /// the encoding UTF-8), or copy the text into a new file in a text editor. Then name it `returns.md`.
    NotText = "not-text", Error;

    /// # What it means
    /// Casebook cannot read a picture that a page shows or offers, or cannot edit its format. Cameras and phones record
    /// in each picture where and when it was taken. Casebook removes these details from every picture, and does not
    /// publish a picture if it cannot remove them.
    /// # Example
    /// `shop.jpg`, if only the first half of it was copied from the phone, or `scan.tif`.
    /// # Fix
    /// Copy the picture again. If that does not help, open it in an image program, save it as JPEG or PNG, and use the
    /// new file.
    UnreadablePicture = "unreadable-picture", Error;

    /// # What it means
    /// A film or a sound file contains the location where it was recorded. Casebook does not change films, so everybody
    /// who downloads this one can read the location.
    /// # Example
    /// `bell.mp4`, filmed with a phone that recorded its location.
    /// # Fix
    /// Save the film again without its location and use the new file. On an iPhone, tap *Share*, then *Options*, switch
    /// *Location* off and save the film. With ffmpeg, run `ffmpeg -i bell.mp4 -map_metadata -1 -c copy bell-new.mp4`.
    /// To publish the location on purpose, write `<!-- allow film-position: why -->` above the film.
    FilmPosition = "film-position", Warning;

    /// # What it means
    /// A page shows a picture in HEIC, the format in which iPhones take pictures, or another file that browsers cannot show.
    /// Examples are a film in AVI and a document of Word. Readers get a link to the file instead.
    /// # Example
    /// `![The box](IMG_2042.heic)`
    /// # Fix
    /// Open the picture in an image program, save it as JPEG, and link that file. To take JPEG pictures on an iPhone:
    /// *Settings*, *Camera*, *Formats*, *Most Compatible*.
    HeicPicture = "heic-picture", Warning;

    /// # What it means
    /// A page shows a picture of more than 4,000 pixels on its longer side, or of more than 3 MB. Every reader's phone
    /// loads all of it, and shows it much smaller. Casebook does not make pictures smaller.
    /// # Example
    /// `![The box](IMG_2042.jpg)`, as the camera took it, with 12 MB.
    /// # Fix
    /// Open the picture in an image program, make it about 2,000 pixels on its longer side, and save it as JPEG with a
    /// quality of about 80. If readers need every detail, write `<!-- allow large-picture: why -->` above it.
    LargePicture = "large-picture", Warning;

    // ---- YAML ------------------------------------------------------------------------------------------------

    /// # What it means
    /// The front matter or a YAML file breaks a rule of YAML for which Casebook has no more specific message.
    /// # Example
    /// `[summary]: Nobody could bite into them.`
    /// # Fix
    /// Correct the line that the message marks: `summary: Nobody could bite into them.` Quotation marks around the
    /// whole value fix most other lines of this kind.
    YamlSyntax = "yaml-syntax", Error;

    /// # What it means
    /// A text without quotation marks contains a colon followed by a space. YAML takes the words before the colon for a
    /// key.
    /// # Example
    /// `title: Refund: what now`
    /// # Fix
    /// Put quotation marks around the whole text: `title: "Refund: what now"`
    YamlColon = "yaml-colon", Error;

    /// # What it means
    /// A `#` after a space begins a comment, so the rest of the line is lost. A `#` directly before a letter or digit
    /// was probably meant as part of the text.
    /// # Example
    /// `title: Case #4` gives the title *Case*.
    /// # Fix
    /// Put quotation marks around the text: `title: "Case #4"`. If you meant a comment, put a space after the `#`.
    YamlHash = "yaml-hash", Warning;

    /// # What it means
    /// A line begins with a tab. YAML allows only spaces there, because each editor shows tabs at a different width.
    /// # Example
    /// A list item below `tags:` that was indented with the Tab key.
    /// # Fix
    /// Replace each tab at the beginning of a line with two spaces. Most editors can do this automatically.
    YamlTab = "yaml-tab", Error;

    /// # What it means
    /// A line has a non-breaking space at its beginning, after a dash or after a colon. Word processors and web pages
    /// use such spaces. They look like any other space, but YAML takes them for letters.
    /// # Example
    /// A line that was copied from a web page: `title: The wallet`, with a non-breaking space after the colon.
    /// # Fix
    /// Delete the space and type it again.
    YamlOddSpace = "yaml-odd-space", Error;

    /// # What it means
    /// A text begins with a character that has a special meaning in YAML: one of ``@ ` % [ { * & ! | >``.
    /// # Example
    /// `title: @home or in the shop`
    /// # Fix
    /// Put quotation marks around the whole text: `title: "@home or in the shop"`
    YamlFirstSign = "yaml-first-sign", Error;

    /// # What it means
    /// The value of the key must be `true` or `false`. Something else is written, such as `yes`, `on` or a word in
    /// quotation marks.
    /// # Example
    /// `draft: yes`
    /// # Fix
    /// `draft: true`
    YamlYesNo = "yaml-yes-no", Error;

    /// # What it means
    /// A text begins with a quotation mark, but the closing quotation mark is missing or comes too early.
    /// # Example
    /// `title: 'The trainer's guide'`: for YAML, the text ends after *trainer*.
    /// # Fix
    /// Put the other kind of quotation marks around the text: `title: "The trainer's guide"`. If the closing one is
    /// missing, add it.
    YamlQuote = "yaml-quote", Error;

    /// # What it means
    /// A list in brackets has no closing bracket, or there is something after its closing bracket.
    /// # Example
    /// `tags: [gifts, reviews`
    /// # Fix
    /// `tags: [gifts, reviews]`
    YamlBracket = "yaml-bracket", Error;

    /// # What it means
    /// A line is indented more or less than the lines around it, so it is unclear what it belongs to.
    /// # Example
    /// A `do:` that begins one space to the left of the `title:` above it.
    /// # Fix
    /// Make keys that belong together begin in the same column.
    YamlIndent = "yaml-indent", Error;

    /// # What it means
    /// A line of front matter does not have the form `key: value`: the colon is missing, or the space after it.
    /// # Example
    /// `title = The wallet seam` or `title:The wallet seam`
    /// # Fix
    /// `title: The wallet seam`
    YamlNoColon = "yaml-no-colon", Error;

    /// # What it means
    /// A list item must begin with a dash and a space. Here the space is missing, so YAML does not see a list.
    /// # Example
    /// `-gifts`
    /// # Fix
    /// `- gifts`
    YamlDash = "yaml-dash", Error;

    /// # What it means
    /// The text is in typographic quotation marks. YAML treats these like letters: they are shown on the page, and they
    /// do not protect special characters.
    /// # Example
    /// `title: “The wallet seam”`
    /// # Fix
    /// Use straight quotation marks, or none. If readers should see the typographic ones, put straight ones around
    /// them: `title: '“The wallet seam”'`
    YamlSmartQuotes = "yaml-smart-quotes", Warning;

    /// # What it means
    /// The key needs a list, but its words are separated only by commas. Without brackets, YAML takes them for one
    /// text.
    /// # Example
    /// `tags: gifts, reviews`
    /// # Fix
    /// `tags: [gifts, reviews]`
    YamlCommaList = "yaml-comma-list", Warning;

    /// # What it means
    /// The same key appears twice, and only one of the two values can be used.
    /// # Example
    /// Two lines that begin with `summary:`
    /// # Fix
    /// Keep one of the lines. For a list, put both values under one key.
    YamlRepeatedKey = "yaml-repeated-key", Error;

    /// # What it means
    /// A line `---` in the middle of a YAML file begins a second part, which Casebook does not read.
    /// # Example
    /// `casebook.yaml` with `---` between two groups of settings.
    /// # Fix
    /// Remove the line.
    YamlSecondDocument = "yaml-second-document", Error;

    // ---- front matter and settings ---------------------------------------------------------------------------

    /// # What it means
    /// The front matter or `casebook.yaml` has a key that Casebook does not know here. It may be misspelt, or belong to
    /// another kind of page.
    /// # Example
    /// `sumary: A seam splits.`
    /// # Fix
    /// Use the name that the message suggests, or remove the line. A key of your own is allowed if the setting
    /// `extra-keys` lists it.
    UnknownKey = "unknown-key", Error;

    /// # What it means
    /// A name in the setting `extra-keys` cannot be a key of your own: it is a key of Casebook, has other characters than
    /// lower-case letters, digits, hyphens and underscores, or differs from another name only in these two.
    /// # Example
    /// `extra-keys: [title, Ticket Volume]`
    /// # Fix
    /// `extra-keys: [headline, ticket-volume]`
    ExtraKey = "extra-key", Error;

    /// # What it means
    /// All keys of a page are those of a case, playbook, scenario or path, and the page is not in the folder of that
    /// kind. The folder decides what a page is.
    /// # Example
    /// `content/playbooks/the-late-parcel.md` with `trade`, `timeline` and `outcome`, which are keys of a case.
    /// # Fix
    /// Move the file to the folder that the message names: `content/cases/the-late-parcel.md`.
    WrongFolder = "wrong-folder", Error;

    /// # What it means
    /// The file does not begin with front matter: the lines between `---` and `---` that give a page its title.
    /// # Example
    /// A file whose first line is `# The wallet seam`.
    /// # Fix
    /// Write three lines at the beginning of the file: `---`, `title: The wallet seam`, `---`.
    MissingFrontMatter = "missing-front-matter", Error;

    /// # What it means
    /// The front matter begins with `---` in the first line, but no second line `---` ends it.
    /// # Example
    /// `---`, then `title: The wallet seam`, then the text of the page.
    /// # Fix
    /// Write a line `---` after the last key.
    UnclosedFrontMatter = "unclosed-front-matter", Error;

    /// # What it means
    /// The front matter is not in the right form: there are empty lines before it, or the line that begins or ends it
    /// is not exactly three hyphens.
    /// # Example
    /// An empty first line, or a line `—` because the editor replaced the hyphens with a dash.
    /// # Fix
    /// Write `---` as the first line of the file, and again as the line after the last key.
    FrontMatterPlace = "front-matter-place", Error;

    /// # What it means
    /// A required key is missing.
    /// # Example
    /// A step of a playbook without `do`.
    /// # Fix
    /// Add the line that the message names.
    MissingKey = "missing-key", Error;

    /// # What it means
    /// A key has no value. If the key is optional, this is only a warning.
    /// # Example
    /// `title:`
    /// # Fix
    /// Write the value, or remove the line.
    EmptyValue = "empty-value", Error;

    /// # What it means
    /// A list item is empty, so it is left out.
    /// # Example
    /// A line with a dash and nothing else, or `[gifts, , food]`.
    /// # Fix
    /// Write something after the dash, or remove the line. In brackets, remove the comma that has nothing before it.
    EmptyItem = "empty-item", Warning;

    /// # What it means
    /// The value is of the wrong kind: for example, a list where a text is needed, or a text where a number is needed.
    /// # Example
    /// `weight: first`
    /// # Fix
    /// Write the kind of value that the message asks for.
    WrongType = "wrong-type", Error;

    /// # What it means
    /// A date is not written as year, month and day, or the day does not exist.
    /// # Example
    /// `review-by: 1 November 2027`
    /// # Fix
    /// `review-by: 2027-11-01`
    WrongDate = "wrong-date", Error;

    /// # What it means
    /// A date can hardly be right. `updated` or `review-by` is earlier than `date`, or `date` or `updated` is in the
    /// future. The year begins with a zero, or the review is more than 20 years ahead. Or the moments of a timeline that
    /// begin with a date are not in their order. A page is published at once, also if its `date` is in the future.
    /// # Example
    /// `date: 2026-05-01` with `updated: 2025-05-02`; `review-by: 2206-11-01`
    /// # Fix
    /// Correct the date that is wrong.
    OddDate = "odd-date", Warning;

    /// # What it means
    /// An amount, such as a cost, is not written as one whole number with its unit.
    /// # Example
    /// `cost: $1,200.50`
    /// # Fix
    /// `cost: $1200`
    WrongSum = "wrong-sum", Error;

    /// # What it means
    /// A sum is not in the currency of the site, or does not say in which it is. The debrief of a scenario counts only
    /// sums in the site's currency as money: without one, it does not show what the run cost and what it kept.
    /// # Example
    /// `cost: $40` on a site with `currency: £`; `cost: 40`; `cost: £40 pounds`.
    /// # Fix
    /// Write the sum in the currency of the site, `cost: £40`, or set the right `currency` in `casebook.yaml`.
    OtherCurrency = "other-currency", Warning;

    /// # What it means
    /// A number is too large or too small for its key.
    /// # Example
    /// `livid: -5` under `moods:` in `casebook.yaml`.
    /// # Fix
    /// Write a number within the limits that the message names.
    NumberRange = "number-range", Error;

    /// # What it means
    /// The key accepts only certain words, and this is not one of them.
    /// # Example
    /// `failure: produkt`
    /// # Fix
    /// Use one of the words that the message lists. Outcomes are listed in `casebook.yaml`.
    UnknownWord = "unknown-word", Error;

    /// # What it means
    /// A link in front matter must be the path of a `.md` file, starting from the folder of this file. It may end with
    /// `#` and an anchor. This link has another form: a whole Markdown link, a web address or a path without `.md`.
    /// # Example
    /// `practises: playbooks/unhappy-customer`
    /// # Fix
    /// `practises: ../playbooks/unhappy-customer.md#own-it`
    LinkForm = "link-form", Error;

    /// # What it means
    /// A page has more than 50 tags. Every tag has a page of its own that lists all pages with it, so a tag that is given
    /// to everything helps nobody to find anything.
    /// # Example
    /// `tags:` with every word of the text, as some programs generate them.
    /// # Fix
    /// Keep those under which people would look for this page. The search finds all words of the text without tags.
    TooManyTags = "too-many-tags", Error;

    /// # What it means
    /// A language code is well formed, but there is no such language. Browsers and screen readers then do not know how to
    /// read the page aloud or to divide its words.
    /// # Example
    /// `lang: gr`, the code of a country, for Greek; `language: en-UK`.
    /// # Fix
    /// Write the code of the language: `lang: el`, `language: en-GB`.
    UnknownLanguage = "unknown-language", Warning;

    /// # What it means
    /// The theme has no words in the language of the site. Buttons, headings and messages are shown in English, and
    /// scenarios are written with the English words.
    /// # Example
    /// `language: es`
    /// # Fix
    /// Translate the words into a file of your own theme, such as `themes/ours/i18n/es.yaml`, with `theme: ours` in
    /// `casebook.yaml`. [Words and languages](../themes/words.md) lists them.
    LanguageWithoutWords = "language-without-words", Warning;

    /// # What it means
    /// A slug, an alias, a language or a web address is not in the right form.
    /// # Example
    /// `slug: The Wallet Seam`
    /// # Fix
    /// `slug: the-wallet-seam`. An alias is an old path such as `cases/old-name.md`, a language is a code such as `en`,
    /// and a web address begins with `https://`.
    AddressForm = "address-form", Error;

    /// # What it means
    /// A playbook must list `steps` or, if it is a decision, `questions`. This one has both, or neither.
    /// # Example
    /// A playbook with only a `title`.
    /// # Fix
    /// Add `steps:` with items that have a `title` and a `do`. Move the questions to a separate playbook.
    StepsOrQuestions = "steps-or-questions", Error;

    // ---- Markdown and links ----------------------------------------------------------------------------------

    /// # What it means
    /// A link leads to a file that does not exist.
    /// # Example
    /// `[the wallet](the-walet-seam.md)`
    /// # Fix
    /// Write the path that leads from the folder of this page to the other file.
    UnknownLink = "unknown-link", Error;

    /// # What it means
    /// A link leads to a heading or step that the page does not have.
    /// # Example
    /// `[own it](unhappy-customer.md#own-itt)`
    /// # Fix
    /// Use the address of the heading: its text in lower-case letters, with hyphens instead of spaces and without
    /// punctuation.
    UnknownAnchor = "unknown-anchor", Error;

    /// # What it means
    /// Something was meant as Markdown, but readers see it as typed. A character is missing or of the wrong kind. Examples
    /// are a heading without a space after `#`, a bullet from a word processor, and a link with a space in its address.
    /// # Example
    /// `##What happened`
    /// # Fix
    /// Write the form that the message shows. If you mean the characters as they are, put a backslash before the first
    /// one: `\##`.
    ShownAsText = "shown-as-text", Warning;

    /// # What it means
    /// This is the syntax of another tool, such as Obsidian, Docusaurus or Hugo. Casebook does not support it, so
    /// readers see it as typed.
    /// # Example
    /// `:::tip`, `==highlighted==`, `{{< youtube abc >}}`, `[TOC]`
    /// # Fix
    /// Write the form that the message shows, or remove it. If you mean the characters as they are, put a backslash
    /// before the first one or make them code: `` `==` ``.
    ForeignSyntax = "foreign-syntax", Warning;

    /// # What it means
    /// A remark that was meant to be hidden would be published. Only comments between `<!--` and `-->` are hidden.
    /// # Example
    /// `%% Ask Dilek whether this is true. %%`
    /// # Fix
    /// Write `<!-- Ask Dilek whether this is true. -->`, or remove the remark.
    HiddenRemark = "hidden-remark", Error;

    /// # What it means
    /// A comment or a block of code is not closed, so it includes everything that follows. Readers would not see the
    /// rest of a comment, and would see the rest of a code block as code.
    /// # Example
    /// `<!-- ask Dilek` without `-->` later on the page.
    /// # Fix
    /// Write `-->` where the comment ends. Where a code block ends, repeat the three characters that begin it, on a line
    /// of their own.
    UnclosedBlock = "unclosed-block", Error;

    /// # What it means
    /// The text begins with a second block of keys between lines of three hyphens. Only the first block of a file is
    /// its front matter. The second would be shown as text, and its keys would have no effect.
    /// # Example
    /// A page that was pasted, with its own front matter, below the front matter of a new file.
    /// # Fix
    /// Move the lines of the second block into the first, and remove the lines of hyphens around them.
    SecondFrontMatter = "second-front-matter", Error;

    /// # What it means
    /// Part of the text would not be shown: a table cell that has no header above it, a footnote that nothing refers to
    /// or whose label is used twice, or a line such as `[Note]: closed`, which gives the address of a link that the page
    /// does not have.
    /// # Example
    /// `| Kettle | £34 | broken |` in a table whose header has two cells.
    /// # Fix
    /// Give the header as many cells as the row. Refer to the footnote with `[^1]`, give it another label, or remove
    /// it. Write `\[Note]:` to show such a line.
    LostText = "lost-text", Error;

    /// # What it means
    /// A page has one title, from its front matter, but the text below has another heading of the first level. This
    /// heading is shown one level lower.
    /// # Example
    /// `# What happened` in the middle of a page.
    /// # Fix
    /// Begin the line with `##`.
    SecondTitle = "second-title", Warning;

    /// # What it means
    /// Two cases, two playbooks, two scenarios, two paths, or two pages of one folder have the same title. Readers cannot
    /// tell them apart in lists and in the search.
    /// # Example
    /// `title: The late parcel` in `cases/the-late-parcel.md` and in `cases/may/parcel.md`
    /// # Fix
    /// Give one of them a title that says what is different, or delete it if it is a copy.
    SameTitle = "same-title", Warning;

    /// # What it means
    /// A published page links to a draft, so readers would find nothing there.
    /// # Example
    /// A link to a case with `draft: true`.
    /// # Fix
    /// Publish the other page by removing its `draft: true`, or make this page a draft too.
    LinkToDraft = "link-to-draft", Error;

    /// # What it means
    /// Links in double square brackets work only in some editors, not on the site and not on GitHub.
    /// # Example
    /// `[[The wallet seam]]`
    /// # Fix
    /// Write the text in square brackets and the path in round brackets:
    /// `[The wallet seam](../cases/the-wallet-seam.md)`.
    WikiLink = "wiki-link", Error;

    /// # What it means
    /// An image, film or sound file is on another website. Each reader's device would request it from there, so that
    /// website would learn who reads what. Without a network connection, the file would be missing.
    /// # Example
    /// `![The box](https://example.com/box.jpg)`
    /// # Fix
    /// Save the file in the same folder as the page and link to it there.
    RemoteResource = "remote-resource", Error;

    /// # What it means
    /// An image has no description, or one that says nothing, such as `image`. Readers who cannot see it, or whose network
    /// is slow, do not learn what it shows.
    /// # Example
    /// `![](box.jpg)`
    /// # Fix
    /// Say in a few words what it shows: `![The open box, every truffle cracked](box.jpg)`.
    MissingAlt = "missing-alt", Warning;

    /// # What it means
    /// The text contains HTML, which readers see as typed. Casebook does not use it, because HTML easily breaks the
    /// strict rules for its pages.
    /// # Example
    /// `<b>never</b>`
    /// # Fix
    /// Use Markdown: `**never**`. If the site needs HTML, set `raw-html: true` in `casebook.yaml`. You are then
    /// responsible for keeping the pages valid and readable.
    RawHtml = "raw-html", Warning;

    /// # What it means
    /// Pages may use the tags `<details>`, `<summary>`, `<kbd>`, `<sub>`, `<sup>` and `<br>`, but this one is not
    /// complete. Its opening or closing tag is missing or is in another paragraph, or it has attributes. Readers see it
    /// as typed.
    /// # Example
    /// `<details>` without `</details>`.
    /// # Fix
    /// Write both the opening and the closing tag. For a part that opens with a click, write `<details>` and
    /// `<summary>words to click on</summary>`, an empty line, the text, an empty line and `</details>`.
    HtmlForm = "html-form", Error;

    /// # What it means
    /// A comment asks for a tool that the theme does not have, so nothing is shown there. A tool is a small helper on
    /// the page, such as a card to fill in. Each tool is a folder `tool-NAME` among the theme's components.
    /// # Example
    /// `<!-- tool: cost-to-pleas -->`
    /// # Fix
    /// Spell the name of the tool as in the theme: `<!-- tool: cost-to-please -->`.
    UnknownTool = "unknown-tool", Error;

    /// # What it means
    /// A comment asks for a tool, but no tool is shown. The comment is in the wrong position or in the wrong form, or
    /// the page already has this tool.
    /// # Example
    /// `Breathe with this: <!-- tool: reset -->`
    /// # Fix
    /// Put the comment on a line of its own, outside lists, quotations and front matter: `<!-- tool: reset -->`.
    ToolForm = "tool-form", Error;

    /// # What it means
    /// The text contains HTML, and `raw-html: true` publishes it unchanged. Casebook checks its links and pictures, and
    /// nothing else. You must make sure yourself that the page is valid, is readable for everyone and loads only what the
    /// rules allow.
    /// # Example
    /// `<mark>never</mark>` on a page, with `raw-html: true` in `casebook.yaml`
    /// # Fix
    /// You need not change anything. Most things can be written in Markdown, without HTML.
    RawHtmlPassed = "raw-html-passed", Note;

    /// # What it means
    /// The address of a heading begins with `cb-`, but such addresses are reserved for the theme.
    /// # Example
    /// `## CB radio` has the address `#cb-radio`.
    /// # Fix
    /// Change the words of the heading, for example to `## Radio (CB)`.
    ReservedId = "reserved-id", Error;

    /// # What it means
    /// Two headings of a page have the same address in braces, so a link could not tell them apart.
    /// # Example
    /// `## Refunds {#money}` and `## Vouchers {#money}`
    /// # Fix
    /// Give one of them another address, such as `{#vouchers}`, and change the links that lead to it.
    SameAnchor = "same-anchor", Error;

    /// # What it means
    /// The comment `<!-- was: … -->`, or the key `was`, keeps an old address of a heading, step or question, so that links
    /// to it still work. This one keeps nothing: there is no heading above it, it names no address, or another heading
    /// has that address.
    /// # Example
    /// `<!-- was: refunds -->` below `## Vouchers`, on a page that has the heading `## Refunds`
    /// # Fix
    /// Write the comment below the heading that has new words, with the old address: `<!-- was: the-old-heading -->`.
    /// Remove an old address that belongs to another heading now.
    OldAnchor = "old-anchor", Warning;

    // ---- the whole site --------------------------------------------------------------------------------------

    /// # What it means
    /// Two pages, folders, files, tags or values would get the same address. Many disks also take two addresses for one if
    /// they differ only in upper and lower case. Addresses keep the letters, digits, hyphens and underscores of a name.
    /// # Example
    /// `cases/Wallet.md` and `cases/wallet.md`; the folders `Shop A` and `shop-a`; the tags `C++` and `C#`
    /// # Fix
    /// Rename one of the files, or give it a `slug`. Write one of the tags in other words.
    AddressTaken = "address-taken", Error;

    /// # What it means
    /// `casebook.yaml` has no `id`. The browsers of your readers keep their progress under a name that is made from the title
    /// of the site. With another title, the site no longer finds it. Two sites with one title share it.
    /// # Example
    /// `title: Our training` without `id: our-training`
    /// # Fix
    /// Write an `id`, and never change it: `id: our-training`. `casebook fix` writes the one that is used now.
    MissingId = "missing-id", Warning;

    /// # What it means
    /// `renamed-tags` in `casebook.yaml` says that a tag has a new name, but a page still has the old one, or no page has
    /// the new one.
    /// # Example
    /// `tags: [late]` on a page, with `late: delays` below `renamed-tags:`
    /// # Fix
    /// Write the new tag on the page: `tags: [delays]`. If no page has the new tag, remove the line from `casebook.yaml`.
    RenamedTag = "renamed-tag", Warning;

    /// # What it means
    /// A file is called `README.md` or `_index.md`, which other programs show as the page of its folder. Casebook shows it
    /// beside the other pages, and the folder has no text of its own.
    /// # Example
    /// Bad: `content/about/README.md`. Good: `content/about/index.md`.
    /// # Fix
    /// Rename the file to `index.md`.
    FolderPage = "folder-page", Warning;

    /// # What it means
    /// A folder in `content` looks like the folder for cases, playbooks, scenarios or paths, but its name is different. The
    /// name of the folder decides what kind of page a file is, so capital letters and the plural matter.
    /// # Example
    /// Bad: `content/Case/the-wallet-seam.md`. Good: `content/cases/the-wallet-seam.md`.
    /// # Fix
    /// Rename the folder: `cases`, `playbooks`, `scenarios` or `paths`.
    KindFolder = "kind-folder", Error;

    /// # What it means
    /// The name of a file, a tag or another value has no letters or digits, so Casebook cannot make an address from it.
    /// # Example
    /// `content/cases/!!!.md`, or `tags: [🎁]`
    /// # Fix
    /// Rename the file, or give it a `slug`. Write the tag or value in words.
    NoAddress = "no-address", Error;

    /// # What it means
    /// Some computers cannot store a file with this address. Windows reserves the name for devices, or the name is too
    /// long.
    /// # Example
    /// `content/cases/con.md`
    /// # Fix
    /// Rename the file, or give it a `slug`.
    ImpossibleName = "impossible-name", Error;

    /// # What it means
    /// The mood is a word that the timeline cannot place between furious and delighted. The word is shown, and the
    /// line has a gap. Behind the speaker of a quotation, only words that are similar to a mood are reported.
    /// # Example
    /// `mood: flabbergasted`
    /// # Fix
    /// Use a known word, or give yours a number from -3 to 3 under `moods` in `casebook.yaml`.
    UnknownMood = "unknown-mood", Warning;

    /// # What it means
    /// `fixed-for-the-next` has no value. Either something was changed for the next customer, or nothing has been
    /// changed yet.
    /// # Example
    /// `fixed-for-the-next:` with nothing after it
    /// # Fix
    /// Say what was changed, or remove the line. Without it, the register lists the case as open.
    BlankSecondFix = "blank-second-fix", Warning;

    /// # What it means
    /// A link must lead to a playbook or one of its steps, because it says what is shown or practised. This one leads
    /// to another kind of page, or asks for a step of a decision, which has none.
    /// # Example
    /// `practises: [../cases/the-wallet-seam.md]`
    /// # Fix
    /// Link to a file in the folder `playbooks`, with the step after `#`.
    NotAPlaybook = "not-a-playbook", Error;

    /// # What it means
    /// The reason of a choice names a step by its title, and no step of the playbooks that the scenario lists has that
    /// title, or several have it. Capital letters make no difference.
    /// # Example
    /// `- Follows Owning up: one sentence, and the talk is about him.`
    /// # Fix
    /// `- Follows Own it: one sentence, and the talk is about him.` If two playbooks have a step of that title, write
    /// the link: `[Own it](../playbooks/wrong-order.md#own-it)`.
    UnknownStep = "unknown-step", Error;

    /// # What it means
    /// Two steps or questions of a playbook have the same address, so it is unclear which of them a link means.
    /// # Example
    /// Two steps called *Own it*.
    /// # Fix
    /// Give one of them another title.
    RepeatedStep = "repeated-step", Error;

    /// # What it means
    /// No answer of a decision leads to this question, so readers never see it.
    /// # Example
    /// A third question, but no answer with `to: "#third-question"`.
    /// # Fix
    /// Make an answer lead to it, or remove it.
    UnreachedQuestion = "unreached-question", Error;

    /// # What it means
    /// The page should have been reviewed by a date that has now passed.
    /// # Example
    /// `review-by: 2025-01-31`
    /// # Fix
    /// Read the page again, correct what has changed, and set the next date.
    Overdue = "overdue", Warning;

    /// # What it means
    /// A page is published on which something was never written: a sentence of the template that `casebook new` made,
    /// or the word `TODO`. Code, and pages with `draft: true`, are left alone.
    /// # Example
    /// `do: What to do, in one sentence.`
    /// # Fix
    /// Write your own words over it, or put `draft: true` into the front matter until you have.
    Placeholder = "placeholder", Warning;

    /// # What it means
    /// A sentence has more words than `writing: sentence-words` in `casebook.yaml` allows.
    /// # Example
    /// A sentence of forty words.
    /// # Fix
    /// Split it into two sentences.
    LongSentence = "long-sentence", Warning;

    /// # What it means
    /// A line that staff should say contains words that make many people angrier.
    /// # Example
    /// `say: Please calm down.`
    /// # Fix
    /// Say it another way, or move the line to `avoid`.
    InflamingWords = "inflaming-words", Warning;

    // ---- scenarios -------------------------------------------------------------------------------------------

    /// # What it means
    /// A choice leads to a scene that the scenario does not have.
    /// # Example
    /// `- [Put three options to her](#she-pick)` where the heading is `## She picks`.
    /// # Fix
    /// Use the address of the heading: lower-case letters, with hyphens instead of spaces.
    UnknownScene = "unknown-scene", Error;

    /// # What it means
    /// An effect or a condition uses a meter that the front matter does not list.
    /// # Example
    /// `- [Say sorry](#she-calms-down) — trsut +1` where the front matter has `trust: 4 of 10`.
    /// # Fix
    /// Write the meter's name as it is under `meters`, or add the meter there. To record something that is not a
    /// number, write `remember` before it.
    UnknownMeter = "unknown-meter", Error;

    /// # What it means
    /// A condition asks whether something is remembered, but no choice of the scenario remembers it. The condition can
    /// never be true.
    /// # Example
    /// `- When fixd twice: The next box is right.` where a choice says `remember fixed twice`.
    /// # Fix
    /// Use the same words in both lines, or add `remember` and the words to a choice.
    UnknownMemory = "unknown-memory", Error;

    /// # What it means
    /// The text after the link of a choice is not in the right form. It must be a dash and then what the choice does:
    /// `trust +2`, `cost 15`, `needs trust 6 or more`, `remember fixed twice`, separated by commas. Numbers are whole
    /// and have no separators between the thousands. The meter's own unit may follow the number.
    /// # Example
    /// `- [Say sorry](#she-calms-down) - trust up 2`
    /// # Fix
    /// `- [Say sorry](#she-calms-down) — trust +2`. You can also write the dash as `--`.
    EffectForm = "effect-form", Error;

    /// # What it means
    /// An effect needs a plus or a minus if its meter goes up and down, such as `trust: 4 of 10`. Running totals such
    /// as `cost: $0` usually only go up, so their effects need none.
    /// # Example
    /// `- [Say sorry](#she-calms-down) — trust 2`
    /// # Fix
    /// Write `trust +2` or `trust -2`.
    UnsignedEffect = "unsigned-effect", Error;

    /// # What it means
    /// A condition is not in the right form. It is a test, or several tests joined by `and`. A test is
    /// `trust 6 or more`, `cost $60 or less`, the words that a choice remembers, or `not` and these words. There is no
    /// arithmetic and no `or` between tests, so that Casebook can check every run and every ending.
    /// # Example
    /// `- When trust above 6: [She stays](#she-stays)`
    /// # Fix
    /// `- When trust 7 or more: [She stays](#she-stays)`. Instead of `or`, write two choices or two `When` lines.
    ConditionForm = "condition-form", Error;

    /// # What it means
    /// A name of a meter or memory may contain only letters, digits, spaces and hyphens, and at most 60 characters. It
    /// must not contain the words `and`, `or`, `not`, `needs`, `remember`, `more`, `less`, or these words in the
    /// scenario's language. Otherwise a condition could be read in two ways.
    /// # Example
    /// `remember fixed and logged`
    /// # Fix
    /// `remember fixed twice`, or two memories with a comma between: `remember fixed, remember logged`.
    NameForm = "name-form", Error;

    /// # What it means
    /// Two meters, or a meter and a memory, have the same name, or `outcomes` lists an outcome twice. Capital letters
    /// and the number of spaces make no difference.
    /// # Example
    /// A meter `trust`, and a choice that says `remember Trust`.
    /// # Fix
    /// Give one of them another name.
    SameName = "same-name", Error;

    /// # What it means
    /// A meter must be written in one of three ways. With `4 of 10`, more is better. `$0` or `0 days` is a running
    /// total, and less is better. With `5 of 10, best 4 to 6`, both ends are bad. All numbers must be whole and not
    /// below 0. A number alone, such as `4`, does not say which of these it is; only `0` alone is a running total.
    /// # Example
    /// `trust: 4/10`
    /// # Fix
    /// `trust: 4 of 10`
    MeterForm = "meter-form", Error;

    /// # What it means
    /// Two scenes have headings with the same address, so it is unclear which of them a link means.
    /// # Example
    /// `## She calls` twice, or `## She calls` and `## She calls!`
    /// # Fix
    /// Give each scene a different heading.
    SameHeading = "same-heading", Error;

    /// # What it means
    /// A scenario begins with its first `##` heading, which must be a scene. Here there is none, or the first one is an
    /// ending.
    /// # Example
    /// Front matter and a briefing, but no `##` heading below them.
    /// # Fix
    /// Write `## The call`, or another heading, above what happens first.
    NoStart = "no-start", Error;

    /// # What it means
    /// The first line of an ending must name its outcome, so that endings can be compared and counted. Only endings
    /// have such a line.
    /// # Example
    /// `## Ending: she stays`, with a text below it that begins with `She buys again in March.`
    /// # Fix
    /// `Outcome: kept. She buys again in March.`
    EndingWithoutOutcome = "ending-without-outcome", Error;

    /// # What it means
    /// An ending, or the list `outcomes` in the front matter, names an outcome that the site does not have. If a
    /// scenario lists `outcomes`, its endings may use only those.
    /// # Example
    /// `Outcome: happy. She tells her friends.`
    /// # Fix
    /// Use one of the outcomes that the message lists, or add the new one to `outcomes` in `casebook.yaml`.
    UnknownOutcome = "unknown-outcome", Error;

    /// # What it means
    /// The story ends in this scene, but the scene has choices or routes. It cannot have both.
    /// # Example
    /// `- [Try again](#the-call)` below `## Ending: she leaves`. Every reader can start again anyway.
    /// # Fix
    /// Remove the line, or the word `Ending:` from the heading.
    EndingGoesOn = "ending-goes-on", Error;

    /// # What it means
    /// A scene must have at least two choices, or a single link without effects that leads on, or routes. If there is
    /// only one choice, and it has effects, there is nothing to choose. A scene with none of these is a dead end for
    /// readers.
    /// # Example
    /// A scene whose only choice is `- [Say sorry](#she-calms-down) — trust +1`.
    /// # Fix
    /// Add something else that one might say, tempting but worse. Or remove the effects, so that the link only leads
    /// on.
    TooFewChoices = "too-few-choices", Error;

    /// # What it means
    /// A scene has both choices and routes. Either the reader must choose where the story goes, or the story must take
    /// a route by itself.
    /// # Example
    /// `- [Say sorry](#she-calms-down)` beside `- Otherwise: [She leaves](#she-leaves)`
    /// # Fix
    /// Move the routes to a scene of their own and make the choices lead there. Text that depends on a meter may be
    /// beside choices: `- When trust 6 or more: She smiles.`
    RoutesAndChoices = "routes-and-choices", Error;

    /// # What it means
    /// A list of routes does not end with `Otherwise`. The story takes the first route whose condition is true, and
    /// without `Otherwise` there may be none.
    /// # Example
    /// `- When trust 6 or more: [She stays](#she-stays)` and nothing below it.
    /// # Fix
    /// Add a last line: `- Otherwise: [She leaves](#she-leaves)`
    RoutesWithoutOtherwise = "routes-without-otherwise", Error;

    /// # What it means
    /// `Otherwise` is always true, so the lines below it are never used.
    /// # Example
    /// `- When trust 9 or more: [She stays](#she-stays)` below `- Otherwise: [She leaves](#she-leaves)`
    /// # Fix
    /// Make `Otherwise` the last line of the list.
    AfterOtherwise = "after-otherwise", Error;

    /// # What it means
    /// A choice does not say whether it follows, bends or breaks a step of a playbook, and why. Readers learn from this
    /// line. Only a single choice without effects, which merely leads on, needs none.
    /// # Example
    /// `- [Say sorry](#she-calms-down) — trust +1` with nothing indented below.
    /// # Fix
    /// Indent a line below it:
    /// `  - Follows [Own it](../playbooks/unhappy-customer.md#own-it): one clear sentence resets the call.`
    ChoiceWithoutMark = "choice-without-mark", Error;

    /// # What it means
    /// The link of a choice or route has no words, so readers have nothing to choose.
    /// # Example
    /// `- [](#she-calms-down)`
    /// # Fix
    /// Between the square brackets, write what is said or done.
    EmptyLabel = "empty-label", Error;

    /// # What it means
    /// The line that explains a choice is not in the right form. It must be `Follows`, `Bends` or `Breaks`, a link to
    /// the step of a playbook, a colon and the reason. A choice has one such line.
    /// # Example
    /// `  - Follows own it: one clear sentence resets the call.`
    /// # Fix
    /// `  - Follows [Own it](../playbooks/unhappy-customer.md#own-it): one clear sentence resets the call.`
    ExplanationForm = "explanation-form", Error;

    /// # What it means
    /// A line that begins with `Follows`, `Bends` or `Breaks` explains a choice, but this one is not indented below a
    /// choice.
    /// # Example
    /// `- Follows [Own it](../playbooks/unhappy-customer.md#own-it): …` at the left edge.
    /// # Fix
    /// Put two spaces before the hyphen, below the choice that the line explains.
    ExplanationNotIndented = "explanation-not-indented", Error;

    /// # What it means
    /// Readers would never see this text, because it has no meaning in this position. It is below a choice but is not
    /// its explanation, it is below a route, or it is an `Otherwise` without a link.
    /// # Example
    /// `  - He sighs.` indented under a choice.
    /// # Fix
    /// Move the text above the list, or into the scene that the choice leads to.
    UnreadText = "unread-text", Error;

    /// # What it means
    /// A link leads to a scene, but it is neither a choice nor a route. It is in the middle of a text, or after a word
    /// that was meant to be `When` or `Otherwise`. Readers could not follow it in the player.
    /// # Example
    /// `- Wen trust 6 or more: [He orders again](#ending-he-orders-again)`
    /// # Fix
    /// A choice is a list item that begins with its link. A route is a list item that begins with `When …:` or
    /// `Otherwise:` and ends with its link.
    StrayLink = "stray-link", Error;

    /// # What it means
    /// A line was meant as a choice or route and is none: its link is broken or leads to a file, it has no link, or it
    /// is written as in another tool. In a list that holds choices or routes, each item is one of them.
    /// # Example
    /// `- Say nothing at all — cost 5`
    /// # Fix
    /// Begin the item with a link to a scene: `- [Say nothing at all](#the-end) — cost 5`. Move ordinary text above the
    /// list.
    LostChoice = "lost-choice", Error;

    /// # What it means
    /// The address of this scene is hard to guess, so it is easy to get links to it wrong. It has two hyphens in a row
    /// or one at its end. Or it has a number, because an earlier heading of the page has the same address.
    /// # Example
    /// `## She calls — again` has the address `#she-calls--again`.
    /// # Fix
    /// Use words and single spaces: `## She calls again`.
    OddAddress = "odd-address", Warning;

    /// # What it means
    /// A scene offers more than four choices. Most readers do not compare so many, but only skim them.
    /// # Example
    /// A scene with six ways to say sorry.
    /// # Fix
    /// Keep the two to four that differ most.
    TooManyChoices = "too-many-choices", Warning;

    /// # What it means
    /// A paragraph has two or more `$`. GitHub's preview may take the text between them for a formula.
    /// # Example
    /// `The box was $24, and the courier $9.`
    /// # Fix
    /// Write one sum in words, or move one of the sentences to a paragraph of its own.
    TwoDollars = "two-dollars", Warning;

    /// # What it means
    /// A quotation in a scene is somebody speaking, but this one does not say who.
    /// # Example
    /// `> So it is my fault now?` without a line that names the speaker.
    /// # Fix
    /// End it with a line `> — Dana, angry`: the name, a comma and the mood.
    QuoteWithoutSpeaker = "quote-without-speaker", Warning;

    /// # What it means
    /// A comment accepts a finding without giving a reason, or names a finding that does not exist. The comment has no
    /// effect.
    /// # Example
    /// `<!-- allow two-dollars -->`
    /// # Fix
    /// `<!-- allow two-dollars: both sums are needed side by side -->`
    AllowForm = "allow-form", Warning;

    /// # What it means
    /// A comment accepts a finding, but there is no such finding in the text that the comment covers. It covers the
    /// block that follows it, or the list item that contains it. In front matter, it covers the front matter and the
    /// first heading. Errors cannot be accepted.
    /// # Example
    /// `<!-- allow two-dollars: both sums are needed -->` before a paragraph with one sum.
    /// # Fix
    /// Remove the comment, or put it directly before the text that it is about.
    UnusedAllow = "unused-allow", Warning;

    // ---- what all runs of a scenario show, and what it teaches ---------------------------------------------

    /// # What it means
    /// No run reaches this scene. Either no link leads to it, or the conditions on the way are never all true.
    /// # Example
    /// `## Waiting for the call`, but no choice links to `#waiting-for-the-call`.
    /// # Fix
    /// Link a choice to it, change the conditions on the way, or remove the scene.
    UnreachedScene = "unreached-scene", Error;

    /// # What it means
    /// No run reaches this ending, so readers never see it, whatever they choose.
    /// # Example
    /// `When trust 9 or more: [She tells the story](#ending-a-raving-fan)`, but no run has more than 7 there.
    /// # Fix
    /// Make the earlier choices give more, make the condition easier to meet, or add a link to the ending.
    UnreachedEnding = "unreached-ending", Error;

    /// # What it means
    /// A run can reach a scene in which no choice is open, because no condition after `needs` is met. The reader is
    /// stuck. The message names the choices that lead there.
    /// # Example
    /// Both choices of a scene need `trust 6 or more`, but a run can arrive with 5.
    /// # Fix
    /// Give the scene one choice without `needs`, or use routes with an `Otherwise` instead.
    BlockedChoices = "blocked-choices", Error;

    /// # What it means
    /// A run can reach a scene from which there is no path to an ending, because the choices only lead round in a
    /// circle.
    /// # Example
    /// `## On hold` leads to `## The queue`, which leads only back to `## On hold`.
    /// # Fix
    /// Make one of the choices lead out of the circle.
    NoWayOut = "no-way-out", Error;

    /// # What it means
    /// A running total such as `cost` or `days` can rise without limit, because the story goes round in a circle that
    /// adds to it. The number of states is then endless, and Casebook cannot prove anything about the story.
    /// # Example
    /// `- [Wait another day](#waiting) — days 1` inside `## Waiting`.
    /// # Fix
    /// Offer the choice only once, with `remember waited` and `needs not waited`.
    EndlessTotal = "endless-total", Error;

    /// # What it means
    /// The story has more than a million states, so Casebook could not try every run. The problems that it found are
    /// real, but there may be others.
    /// # Example
    /// Six meters such as `trust: 40 of 100`, in a story of forty scenes.
    /// # Fix
    /// Use fewer or smaller meters, and offer choices that lead back to the same scene only once.
    TooManyStates = "too-many-states", Warning;

    /// # What it means
    /// No run meets the goal of the scenario, so the debrief can never say "Reached".
    /// # Example
    /// `goal: trust 8 or more, cost $20 or less`, where trust 8 costs at least $34.
    /// # Fix
    /// Set a goal that the best run can meet, or make the choices give more.
    UnmetGoal = "unmet-goal", Error;

    /// # What it means
    /// Every run meets the goal of the scenario, so the goal says nothing about how well somebody played.
    /// # Example
    /// `goal: days 40 or less` in a story that takes at most twelve days.
    /// # Fix
    /// Make the goal harder to meet, or remove it.
    GoalAlwaysMet = "goal-always-met", Warning;

    /// # What it means
    /// A choice has a `needs` that is not met in any run that reaches its scene, so readers never see the choice.
    /// # Example
    /// `needs trust 9 or more`, but no run reaches the scene with more than 7.
    /// # Fix
    /// Make the condition easier to meet, or remove the choice.
    NeverOffered = "never-offered", Warning;

    /// # What it means
    /// A choice has a `needs` that is met in every run that reaches its scene. The condition has no effect.
    /// # Example
    /// `needs trust 2 or more`, but every run reaches the scene with at least 4.
    /// # Fix
    /// Remove the condition, or make it harder to meet.
    AlwaysMet = "always-met", Warning;

    /// # What it means
    /// A route is never taken, or it is taken every time, so that the other routes of the list never are.
    /// # Example
    /// `When trust 1 or more` is above `When trust 6 or more`, so the second route is never taken.
    /// # Fix
    /// Put the stricter condition first, change the numbers, or remove the line.
    IdleRoute = "idle-route", Warning;

    /// # What it means
    /// Hardly any reader sees this ending: only one run leads to it, or fewer than 2 in 100 runs with random choices
    /// do.
    /// # Example
    /// The best ending needs eight right choices in a row.
    /// # Fix
    /// Make one condition on the way easier to meet. A secret ending may be rare, but an ending that teaches something
    /// should not be.
    RareEnding = "rare-ending", Warning;

    /// # What it means
    /// The longest run takes more minutes than the front matter says. Casebook counts 200 words a minute, and ten
    /// seconds for each choice.
    /// # Example
    /// `minutes: 5`, but the longest run has 1,400 words.
    /// # Fix
    /// Write more minutes, or shorten the scenes.
    LongerThanPromised = "longer-than-promised", Warning;

    /// # What it means
    /// More than a third of the steps that change a meter take it past an end of its scale, where it stops. The rest of
    /// such a change is lost.
    /// # Example
    /// `trust: 9 of 10`, but most choices give +2.
    /// # Fix
    /// Use smaller steps, a longer scale, or a start nearer to the middle.
    ClampedMeter = "clamped-meter", Warning;

    /// # What it means
    /// The story can go round in a circle that improves one meter and makes none worse. Readers who repeat it often
    /// enough always win.
    /// # Example
    /// `## The counter` offers `[Apologise again](#the-counter) — trust +1`.
    /// # Fix
    /// Make the circle cost something, or offer it only once.
    FarmedLoop = "farmed-loop", Warning;

    /// # What it means
    /// A meter changes, but no condition, no text and no goal depends on it. This is never reported for money, because
    /// the ledger of the debrief shows it.
    /// # Example
    /// `meters: patience: 5 of 10`, but only effects use `patience`.
    /// # Fix
    /// Use it in a `When` line, a `needs` or the goal, or remove it.
    UnreadMeter = "unread-meter", Warning;

    /// # What it means
    /// A choice remembers something that no condition in the story uses.
    /// # Example
    /// `remember manager called`, but no `needs` or `When` names it.
    /// # Fix
    /// Use it in a condition, or remove it. Check that it has the same spelling in both lines.
    UnaskedMemory = "unasked-memory", Warning;

    /// # What it means
    /// Two choices of a scene lead to the same scene with the same effects, so it makes no difference which one the
    /// reader takes.
    /// # Example
    /// `[Say sorry](#next) — trust +1` and `[Apologise](#next) — trust +1`.
    /// # Fix
    /// Make one of them cost, earn or lead to something else, or remove it.
    SameChoices = "same-choices", Warning;

    /// # What it means
    /// A choice has worse numbers than another one that leads to the same scene, and none that are better, but its mark
    /// is at least as good. The numbers and the marks contradict each other.
    /// # Example
    /// `[Send a card](#next) — trust +1` marked *Follows* beside `[Send a refund](#next) — trust +2` marked *Bends*.
    /// # Fix
    /// Give the worse choice a weaker mark, or an advantage that the other one does not have.
    DominatedChoice = "dominated-choice", Warning;

    /// # What it means
    /// In some run, a choice with a better mark rules out an ending that a choice with a worse mark keeps possible. The
    /// story then punishes what it praises.
    /// # Example
    /// *Follows* leads to `kept` at best, but *Bends* beside it leads to `fan`.
    /// # Fix
    /// Change the mark, or the numbers that follow the choice.
    LabelInversion = "label-inversion", Warning;

    /// # What it means
    /// A run to a worse ending can have meters at least as good as in every run to a better ending, and one of them
    /// better. The meters and the endings then contradict each other.
    /// # Example
    /// `lost` with trust 9 and cost $0, but `kept` never has more than trust 8.
    /// # Fix
    /// Make the meters decide the ending, or make the choices that lead to the worse ending cost more.
    RicherFailure = "richer-failure", Warning;

    /// # What it means
    /// Runs that break two steps in a row can end better than any run that breaks none. In real life, a second failure
    /// costs more than the first: people forgive a slip, but not a habit.
    /// # Example
    /// Only readers who let the parcel go wrong twice reach the best ending.
    /// # Fix
    /// Make the second failure cost more, or make the best ending possible for careful runs.
    DoubleDeviation = "double-deviation", Warning;

    /// # What it means
    /// Somebody who never reads the text reaches the best outcome with one simple rule: always the first choice, the
    /// last, the longest, the shortest, the cheapest, the most expensive, or the one that says sorry.
    /// # Example
    /// The best choice comes first in every scene.
    /// # Fix
    /// Change the order of the choices, their lengths, or the scenes in which it is right to spend money.
    RobotWins = "robot-wins", Warning;

    /// # What it means
    /// A run that follows no step of the playbook can reach the best outcome, so readers do not need the playbook.
    /// # Example
    /// Every choice marked *Bends* keeps enough trust for the best ending.
    /// # Fix
    /// Make the best ending require what only the steps give.
    BestWithoutFollows = "best-without-follows", Warning;

    /// # What it means
    /// The story has meters, but nothing in it costs money, time or anything else that adds up. If kindness is free,
    /// readers have nothing to weigh up.
    /// # Example
    /// `meters:` with `trust: 4 of 10` only.
    /// # Fix
    /// Count what a remedy costs, such as `cost: $0` or `days: 0 days`.
    NothingCosts = "nothing-costs", Warning;

    /// # What it means
    /// The reason under a choice has fewer than four words, or only says "right" or "wrong". Staff learn from the
    /// reason.
    /// # Example
    /// `Follows [Own it](…): good.`
    /// # Fix
    /// Say how the choice affects this customer.
    ThinReason = "thin-reason", Warning;

    /// # What it means
    /// Two choices have the same reason, word for word.
    /// # Example
    /// `she is part of the fix.` in two scenes.
    /// # Fix
    /// Say what is different this time.
    RepeatedReason = "repeated-reason", Warning;

    /// # What it means
    /// All choices of a scene have the same mark, so readers learn nothing from choosing one of them.
    /// # Example
    /// Three choices that are all marked *Bends*.
    /// # Fix
    /// Make one of them better or worse than the others.
    OneMark = "one-mark", Warning;

    /// # What it means
    /// In more than six out of ten scenes, the best choice is the first, the last or the longest. Readers then
    /// recognise it without thinking about the reason.
    /// # Example
    /// The *Follows* choice comes first in eight out of ten scenes.
    /// # Fix
    /// Change the order, shorten the good choices, or lengthen the weak ones.
    BestChoiceShows = "best-choice-shows", Warning;

    /// # What it means
    /// A weak choice insults the customer, or shouts with an exclamation mark. Nobody would take it, so nobody learns
    /// from it.
    /// # Example
    /// `[Tell her to get lost!](#how-it-ends)`
    /// # Fix
    /// Write what a tired colleague might really say.
    StrawMan = "straw-man", Warning;

    /// # What it means
    /// A choice that follows the playbook puts the blame on a colleague or another department.
    /// # Example
    /// *Follows*: `[Explain that my colleague packed it](#next)`
    /// # Fix
    /// Take responsibility for the mistake in the name of the whole business.
    BlamePraised = "blame-praised", Warning;

    /// # What it means
    /// The front matter lists a playbook, or a step of one, but no reason in the scenario links to it.
    /// # Example
    /// `playbooks: [../playbooks/boundary.md]`, but all reasons link to another playbook.
    /// # Fix
    /// Link to it in a reason, or remove it from the list.
    UnpractisedStep = "unpractised-step", Warning;

    /// # What it means
    /// The scenario ends without a question to think over. People learn most from the discussion afterwards.
    /// # Example
    /// No `## Debrief`, or one without a list or a question mark.
    /// # Fix
    /// Write `## Debrief` as the last heading, with two or three questions below it.
    NoDebrief = "no-debrief", Warning;

    /// # What it means
    /// The text contains an e-mail address, a phone number or an order number. Even if you made it up, it may belong to
    /// a real person.
    /// # Example
    /// `> My order is 40012345.`
    /// # Fix
    /// Leave it out, or say what it is: "your order number".
    PrivateDetails = "private-details", Warning;

    /// # What it means
    /// The story depends too much on one number. If it were one higher or lower, an ending could not be reached any
    /// more, or somebody who never reads would win. Only `casebook check --report` looks for this.
    /// # Example
    /// `needs trust 8 or more`, but the best run has exactly 8.
    /// # Fix
    /// Leave a margin: ask for one less, or make one more choice give something.
    FragileNumber = "fragile-number", Warning;

    // ---- theme -----------------------------------------------------------------------------------------------

    /// # What it means
    /// A template of the theme breaks a rule of the template language, or uses a name that does not exist.
    /// # Example
    /// `{{ page.titel }}`
    /// # Fix
    /// Correct the marked line of the file in `themes/`. If you did not mean to change this template, delete your copy:
    /// Casebook then uses the built-in one.
    ThemeTemplate = "theme-template", Error;

    /// # What it means
    /// A file of the site's own theme has a name or folder that the theme does not use, so it is left out. Or
    /// `theme.yaml` names a component that does not exist. The name may be misspelt.
    /// # Example
    /// `themes/ours/templates/cse.html`
    /// # Fix
    /// Rename it as the message suggests.
    ThemeFile = "theme-file", Warning;

    /// # What it means
    /// `version` in `theme.yaml` is not the version of the values that this program passes to templates, so parts of the theme
    /// may be empty or missing.
    /// # Example
    /// `version: 2` in the `theme.yaml` of a theme that was made for a newer program
    /// # Fix
    /// Install a newer version of Casebook. If the theme is the older one, compare its templates with those of the built-in
    /// theme, and then write the new number.
    ThemeVersion = "theme-version", Error;

    /// # What it means
    /// A file with the words of the site's own theme has a key that the theme does not use, or a value of another kind.
    /// Or a text lacks a placeholder such as `{n}`, in whose place Casebook writes a number.
    /// # Example
    /// `home:` with `nowx: What now?` in `themes/ours/i18n/en.yaml`, where the built-in theme has `now`.
    /// # Fix
    /// Write the key as the built-in file has it, and keep the placeholders of its text.
    ThemeWord = "theme-word", Warning;

    /// # What it means
    /// A style of the site's own theme has a brace without a partner, or a custom property that nothing sets or that
    /// nothing uses. Browsers pass over such mistakes without a message.
    /// # Example
    /// `:root { --acent: teal; }`, where the theme uses `--accent`.
    /// # Fix
    /// Write the brace that is missing, or the name of the property as the theme has it.
    ThemeStyle = "theme-style", Warning;

    /// # What it means
    /// `casebook.yaml` names a theme that does not exist.
    /// # Example
    /// `theme: ours`, but there is no folder `themes/ours`.
    /// # Fix
    /// Write the name of one of the folders in `themes`, or `default` for the built-in theme.
    UnknownTheme = "unknown-theme", Error;
}
