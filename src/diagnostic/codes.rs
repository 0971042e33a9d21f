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

    /// # What it means
    /// A text file is longer than 8 MB, which no page of training is, and was not read.
    /// # Example
    /// A film that was renamed to `holiday.md`.
    /// # Cure
    /// Split the page, or give the file its right ending.
    FileTooLong = "file-too-long", Error;

    /// # What it means
    /// A file or folder below `content` or `themes` is only a link to another place. Casebook leaves it out, so
    /// that a site never takes along what lies outside its own folder.
    /// # Example
    /// `content/photos` that points to a shared drive.
    /// # Cure
    /// Put the file or folder itself there.
    SymbolicLink = "symbolic-link", Warning;

    /// # What it means
    /// A file was meant to be a page, by its name, and does not end in `.md`. It is copied to the site as it is, and
    /// nobody is led to it.
    /// # Example
    /// `the-wallet-seam.md.txt`, as Notepad likes to save files.
    /// # Cure
    /// Rename the file: `the-wallet-seam.md`. Windows shows the whole name with *View › File name extensions*.
    NotAPage = "not-a-page", Warning;

    /// # What it means
    /// A picture that a page shows or offers cannot be read to its end, or has a format that Casebook does not edit.
    /// Cameras and telephones write into a picture where and when it was taken. Casebook removes that from every
    /// picture and does not publish one from which it cannot.
    /// # Example
    /// `shop.jpg`, of which only the first half was copied from the telephone, or `scan.tif`.
    /// # Cure
    /// Copy the picture once more. If that does not help, open it in an image program, save it as JPEG or PNG, and use
    /// the new file.
    UnreadablePicture = "unreadable-picture", Error;

    /// # What it means
    /// A film or a sound file states where it was recorded. Casebook does not change films: everybody who downloads
    /// this one can read the position.
    /// # Example
    /// `bell.mp4`, filmed with a telephone that knew where it was.
    /// # Cure
    /// Save the film again without its position and use the new file. On an iPhone: *Share*, *Options*, switch
    /// *Location* off, then save it. With ffmpeg: `ffmpeg -i bell.mp4 -map_metadata -1 -c copy bell-new.mp4`. To publish
    /// the position on purpose, write `<!-- allow film-position: why -->` above the film.
    FilmPosition = "film-position", Warning;

    // ---- YAML ------------------------------------------------------------------------------------------------

    /// # What it means
    /// The front matter, or a YAML file, breaks a rule of YAML that no more special message covers.
    /// # Example
    /// `title: [one, two` without the closing bracket.
    /// # Cure
    /// Look at the marked place. Quotes around the whole value mend most such lines.
    YamlSyntax = "yaml-syntax", Error;

    /// # What it means
    /// A colon with a space after it, inside a text without quotes. YAML takes what stands before the colon for a key.
    /// # Example
    /// `title: Refund: what now`
    /// # Cure
    /// Put quotes around the whole text: `title: "Refund: what now"`
    YamlColon = "yaml-colon", Error;

    /// # What it means
    /// A space and a `#` begin a comment, so the rest of the line is lost. A `#` right before a letter or digit was
    /// probably meant as part of the text.
    /// # Example
    /// `title: Case #4` gives the title *Case*.
    /// # Cure
    /// Put quotes around the text: `title: "Case #4"`. If it is a comment, put a space after the `#`.
    YamlHash = "yaml-hash", Warning;

    /// # What it means
    /// A line begins with a tab. YAML knows spaces only, because a tab is as wide as the editor pleases.
    /// # Example
    /// A list item under `tags:` that was moved in with the tab key.
    /// # Cure
    /// Replace each tab at the beginning of a line by two spaces. Most editors can be told to do so always.
    YamlTab = "yaml-tab", Error;

    /// # What it means
    /// Before a line, behind a dash or behind a colon stands a space that keeps words together, as word processors and
    /// web pages use it. It looks like any other, and YAML takes it for a letter.
    /// # Example
    /// A line that was copied from a web page: `title: The wallet`, with such a space behind the colon.
    /// # Cure
    /// Delete the space and type it again.
    YamlOddSpace = "yaml-odd-space", Error;

    /// # What it means
    /// A text begins with a sign that means something to YAML: one of ``@ ` % [ { * & ! | >``.
    /// # Example
    /// `title: @home or in the shop`
    /// # Cure
    /// Put quotes around the whole text: `title: "@home or in the shop"`
    YamlFirstSign = "yaml-first-sign", Error;

    /// # What it means
    /// The key wants `true` or `false`, and something else is written, such as `yes`, `on` or a word in quotes.
    /// # Example
    /// `draft: yes`
    /// # Cure
    /// `draft: true`
    YamlYesNo = "yaml-yes-no", Error;

    /// # What it means
    /// A text begins with a quotation mark, and the quotation mark that should end it is missing, or comes too early.
    /// # Example
    /// `title: 'The trainer's guide'`: for YAML the text ends after *trainer*.
    /// # Cure
    /// Use the other kind of quotation marks around the text: `title: "The trainer's guide"`. If the last one is missing, add it.
    YamlQuote = "yaml-quote", Error;

    /// # What it means
    /// A list in brackets does not end, or something stands behind its end.
    /// # Example
    /// `tags: [gifts, reviews`
    /// # Cure
    /// `tags: [gifts, reviews]`
    YamlBracket = "yaml-bracket", Error;

    /// # What it means
    /// A line begins further in or further out than its neighbours, so that it belongs to nothing.
    /// # Example
    /// A `do:` that begins one space further left than the `title:` above it.
    /// # Cure
    /// Let keys that belong together begin in the same column.
    YamlIndent = "yaml-indent", Error;

    /// # What it means
    /// A line of front matter is not of the form `key: value`: the colon is missing, or the space after it.
    /// # Example
    /// `title = The wallet seam` or `title:The wallet seam`
    /// # Cure
    /// `title: The wallet seam`
    YamlNoColon = "yaml-no-colon", Error;

    /// # What it means
    /// An item of a list begins with a dash and a space. Here the space is missing, so YAML sees no list.
    /// # Example
    /// `-gifts`
    /// # Cure
    /// `- gifts`
    YamlDash = "yaml-dash", Error;

    /// # What it means
    /// The text is in typographic quotation marks. For YAML these are letters like any others: they will be shown on the page, and they protect nothing.
    /// # Example
    /// `title: “The wallet seam”`
    /// # Cure
    /// Use straight quotation marks, or none. If the marks shall be shown, put straight ones around them: `title: '“The wallet seam”'`
    YamlSmartQuotes = "yaml-smart-quotes", Warning;

    /// # What it means
    /// Several words with commas stand where a list is wanted, but without brackets they are one single text.
    /// # Example
    /// `tags: gifts, reviews`
    /// # Cure
    /// `tags: [gifts, reviews]`
    YamlCommaList = "yaml-comma-list", Warning;

    /// # What it means
    /// The same key stands twice, and only one of the two values could count.
    /// # Example
    /// Two lines that begin with `summary:`
    /// # Cure
    /// Keep one of the lines. For a list, put both values under one key.
    YamlRepeatedKey = "yaml-repeated-key", Error;

    /// # What it means
    /// A line `---` in the middle of a YAML file begins a second part, which would not be read.
    /// # Example
    /// `casebook.yaml` with `---` between two groups of settings.
    /// # Cure
    /// Remove the line.
    YamlSecondDocument = "yaml-second-document", Error;

    // ---- front matter and settings ---------------------------------------------------------------------------

    /// # What it means
    /// The front matter or `casebook.yaml` has a key that Casebook does not know here. It may be misspelt, or belong to another kind of page.
    /// # Example
    /// `sumary: A seam splits.`
    /// # Cure
    /// Use the name that the message suggests, or remove the line.
    UnknownKey = "unknown-key", Error;

    /// # What it means
    /// The file does not begin with front matter, the lines between `---` and `---` that give a page its title.
    /// # Example
    /// A file whose first line is `# The wallet seam`.
    /// # Cure
    /// Begin the file with three lines: `---`, `title: The wallet seam`, `---`.
    MissingFrontMatter = "missing-front-matter", Error;

    /// # What it means
    /// The front matter begins with `---` in the first line, and no second line `---` ends it.
    /// # Example
    /// `---`, `title: The wallet seam`, and then the text.
    /// # Cure
    /// Write a line `---` after the last key.
    UnclosedFrontMatter = "unclosed-front-matter", Error;

    /// # What it means
    /// The front matter is there, but not where or how it is recognised: blank lines stand before it, or the line that begins or ends it is not exactly three hyphens.
    /// # Example
    /// An empty first line; or `—` where an editor made a dash of the hyphens.
    /// # Cure
    /// Let the first line of the file be `---`, and the line after the last key too.
    FrontMatterPlace = "front-matter-place", Error;

    /// # What it means
    /// A key that is needed here is not there.
    /// # Example
    /// A playbook's step without `do`.
    /// # Cure
    /// Add the line that the message names.
    MissingKey = "missing-key", Error;

    /// # What it means
    /// A key is there, and nothing is written after it. It is a warning where the key could be left out.
    /// # Example
    /// `title:`
    /// # Cure
    /// Write the value, or remove the line.
    EmptyValue = "empty-value", Error;

    /// # What it means
    /// An item of a list is empty and will be left out.
    /// # Example
    /// A line with a dash and nothing else; `[gifts, , food]`.
    /// # Cure
    /// Write something after the dash, or remove the line; remove the comma that has nothing before it.
    EmptyItem = "empty-item", Warning;

    /// # What it means
    /// The value is of another kind than the key wants: a list for a text, a text for a number.
    /// # Example
    /// `weight: first`
    /// # Cure
    /// Write what the message asks for.
    WrongType = "wrong-type", Error;

    /// # What it means
    /// A date is not written as year, month and day, or there is no such day.
    /// # Example
    /// `review-by: 1 November 2027`
    /// # Cure
    /// `review-by: 2027-11-01`
    WrongDate = "wrong-date", Error;

    /// # What it means
    /// A sum is not written as one whole number with its unit.
    /// # Example
    /// `cost: $1,200.50`
    /// # Cure
    /// `cost: $1200`
    WrongSum = "wrong-sum", Error;

    /// # What it means
    /// A number is too large or too small for what it says.
    /// # Example
    /// In `casebook.yaml`: `moods:` with `livid: -5`
    /// # Cure
    /// Write a number within the limits that the message names.
    NumberRange = "number-range", Error;

    /// # What it means
    /// The key takes one of a few words, and this is none of them.
    /// # Example
    /// `failure: produkt`
    /// # Cure
    /// Use one of the words that the message lists. Outcomes are listed in `casebook.yaml`.
    UnknownWord = "unknown-word", Error;

    /// # What it means
    /// A link in front matter is the bare path of a `.md` file as seen from this file, perhaps with `#` and an anchor. This is something else: a whole Markdown link, an address on the web, a path without `.md`.
    /// # Example
    /// `practises: playbooks/unhappy-customer`
    /// # Cure
    /// `practises: ../playbooks/unhappy-customer.md#own-it`
    LinkForm = "link-form", Error;

    /// # What it means
    /// A slug, an alias, a language or a web address is not written as such.
    /// # Example
    /// `slug: The Wallet Seam`
    /// # Cure
    /// `slug: the-wallet-seam`; an alias is an old path such as `cases/old-name.md`, a language a sign such as `en`, a web address begins with `https://`.
    AddressForm = "address-form", Error;

    /// # What it means
    /// A playbook lists `steps`, or it is a decision and lists `questions`. This one has both, or neither.
    /// # Example
    /// A playbook with only a `title`.
    /// # Cure
    /// Add `steps:` with items that have a `title` and a `do`. Move questions to a playbook of their own.
    StepsOrQuestions = "steps-or-questions", Error;

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
    /// Something was meant as Markdown, but readers see it as typed. A character is missing or of the wrong kind. Examples
    /// are a heading without a space after `#`, a bullet from a word processor, and a link with a space in its address.
    /// # Example
    /// `##What happened`
    /// # Cure
    /// Write the form that the message shows. If you mean the characters as they are, put a backslash before the first
    /// one: `\##`.
    ShownAsText = "shown-as-text", Warning;

    /// # What it means
    /// This is the syntax of another tool, such as Obsidian, Docusaurus or Hugo. Casebook does not know it, so readers
    /// see it as typed.
    /// # Example
    /// `:::tip`, `==highlighted==`, `{{< youtube abc >}}`, `[TOC]`
    /// # Cure
    /// Write the form that the message shows, or remove it. If you mean the characters as they are, put a backslash
    /// before the first one or make them code: `` `==` ``.
    ForeignSyntax = "foreign-syntax", Warning;

    /// # What it means
    /// A remark that was meant to be hidden would be published. Only comments between `<!--` and `-->` are hidden.
    /// # Example
    /// `%% Ask Dilek whether this is true. %%`
    /// # Cure
    /// Write `<!-- Ask Dilek whether this is true. -->`, or remove the remark.
    HiddenRemark = "hidden-remark", Error;

    /// # What it means
    /// A comment or a block of code begins and never ends, so it takes in everything that follows. Readers would not see
    /// the rest of a comment, and would see the rest of a code block as code.
    /// # Example
    /// `<!-- ask Dilek` without `-->` on the page.
    /// # Cure
    /// Write `-->` where the comment ends. Write the same three characters that begin a code block in a line of their
    /// own where it ends.
    UnclosedBlock = "unclosed-block", Error;

    /// # What it means
    /// The text begins with a block of keys between lines of three hyphens, like a front matter. Only the first block of
    /// a file is its front matter. The second would be shown as text, and its keys would have no effect.
    /// # Example
    /// A page that was copied, with its front matter, below the front matter of a new file.
    /// # Cure
    /// Move the lines of the second block into the first, and remove the lines of hyphens around them.
    SecondFrontMatter = "second-front-matter", Error;

    /// # What it means
    /// Markdown leaves out part of the text: a cell of a table that has no header above it, or a footnote that nothing
    /// refers to.
    /// # Example
    /// `| Kettle | £34 | broken |` in a table whose header has two cells.
    /// # Cure
    /// Give the header as many cells as the row. Refer to the footnote with `[^1]`, or remove it.
    LostText = "lost-text", Error;

    /// # What it means
    /// A page has one title, from its front matter, and the text below has another heading of the first level.
    /// The heading is shown one level lower.
    /// # Example
    /// `# What happened` in the middle of a page.
    /// # Cure
    /// Begin the line with `##`.
    SecondTitle = "second-title", Warning;

    /// # What it means
    /// A page that is published links to one that is not.
    /// # Example
    /// A link to a case with `draft: true`.
    /// # Cure
    /// Publish the other page by removing its `draft: true`, or make this page a draft as well.
    LinkToDraft = "link-to-draft", Error;

    /// # What it means
    /// Links in double square brackets work in some editors only, not on the site and not on GitHub.
    /// # Example
    /// `[[The wallet seam]]`
    /// # Cure
    /// Write the text in square brackets and the path in round ones:
    /// `[The wallet seam](../cases/the-wallet-seam.md)`.
    WikiLink = "wiki-link", Error;

    /// # What it means
    /// An image, film or sound lies on another host. Each reader's device would ask that host for it, which tells
    /// it who reads what, and the page would break without a network.
    /// # Example
    /// `![The box](https://example.com/box.jpg)`
    /// # Cure
    /// Save the file beside the page and link it there.
    RemoteResource = "remote-resource", Error;

    /// # What it means
    /// An image has no description. Those who cannot see it, and those whose network is slow, do not learn what it
    /// shows.
    /// # Example
    /// `![](box.jpg)`
    /// # Cure
    /// Say in a few words what it shows: `![The open box, every truffle cracked](box.jpg)`.
    MissingAlt = "missing-alt", Warning;

    /// # What it means
    /// The text contains HTML. It is shown as text, since pages hold under strict rules that HTML easily breaks.
    /// # Example
    /// `<b>never</b>`
    /// # Cure
    /// Use Markdown: `**never**`. If the site must have HTML, set `raw-html: true` in `casebook.yaml`; that the
    /// pages stay valid and readable is then yours to see to.
    RawHtml = "raw-html", Warning;

    /// # What it means
    /// Every page may use the tags `<details>`, `<summary>`, `<kbd>`, `<sub>`, `<sup>` and `<br>`. This one is not
    /// complete: its other half is missing or in another paragraph, or it has attributes.
    /// # Example
    /// `<details>` without `</details>`.
    /// # Cure
    /// Write both halves. For a part that opens, write `<details>` and `<summary>words to click on</summary>`, an empty
    /// line, the text, an empty line and `</details>`.
    HtmlForm = "html-form", Error;

    /// # What it means
    /// A comment asks for a tool that the theme does not have. A tool is a small helper on the page, such as a card to
    /// fill in, and each is a folder `tool-NAME` among the theme's components.
    /// # Example
    /// `<!-- tool: cost-to-pleas -->`
    /// # Cure
    /// Write the tool's name as the theme does: `<!-- tool: cost-to-please -->`.
    UnknownTool = "unknown-tool", Error;

    /// # What it means
    /// A comment that asks for a tool stands where no tool can be shown, or is not written as it should be. It may also
    /// ask for a tool that the page has already.
    /// # Example
    /// `Breathe with this: <!-- tool: reset -->`
    /// # Cure
    /// Give the comment a line of its own, outside lists, quotations and front matter: `<!-- tool: reset -->`.
    ToolForm = "tool-form", Error;

    /// # What it means
    /// The text contains HTML, and `raw-html: true` lets it through. Casebook cannot vouch for pages with it: that
    /// they are valid, readable by everyone and within the rules for what may be loaded is up to the author.
    /// # Example
    /// `<details>` with `raw-html: true` in `casebook.yaml`
    /// # Cure
    /// Nothing needs to be done. Markdown says most things without HTML.
    RawHtmlPassed = "raw-html-passed", Note;

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

    /// # What it means
    /// The name of the file has no letter or digit, so no address can be made of it.
    /// # Example
    /// `content/cases/!!!.md`
    /// # Cure
    /// Rename the file, or give it a `slug`.
    NoAddress = "no-address", Error;

    /// # What it means
    /// The address is one that some computers cannot keep as a file: a name that Windows reserves for devices, or
    /// one that is too long.
    /// # Example
    /// `content/cases/con.md`
    /// # Cure
    /// Rename the file, or give it a `slug`.
    ImpossibleName = "impossible-name", Error;

    /// # What it means
    /// The mood is a word that the timeline cannot place between furious and delighted. The word is shown, and the
    /// line has a gap. Behind the speaker of a quotation, only words that are similar to a mood are reported.
    /// # Example
    /// `mood: flabbergasted`
    /// # Cure
    /// Use a known word, or give yours a number from -3 to 3 under `moods` in `casebook.yaml`.
    UnknownMood = "unknown-mood", Warning;

    /// # What it means
    /// `fixed-for-the-next` stands there empty. Either something was changed for the next customer, or nothing was
    /// yet.
    /// # Example
    /// `fixed-for-the-next:` with nothing after it
    /// # Cure
    /// Say what was changed, or remove the line: the case then stands open in the register.
    BlankSecondFix = "blank-second-fix", Warning;

    /// # What it means
    /// The link says that a step of a playbook is shown or practised, and leads to a page that is no playbook.
    /// # Example
    /// `practises: [../cases/the-wallet-seam.md]`
    /// # Cure
    /// Name a file in the folder `playbooks`, with the step after `#`.
    NotAPlaybook = "not-a-playbook", Error;

    /// # What it means
    /// The reason of a choice names a step by its title, and no step of the playbooks that the scenario lists has that
    /// title, or several have it. Capital letters make no difference.
    /// # Example
    /// `- Follows Owning up: one sentence, and the talk is about him.`
    /// # Cure
    /// `- Follows Own it: one sentence, and the talk is about him.` If two playbooks have a step of that title, write
    /// the link: `[Own it](../playbooks/wrong-order.md#own-it)`.
    UnknownStep = "unknown-step", Error;

    /// # What it means
    /// Two steps or questions of one playbook have the same address, so that a link could not tell them apart.
    /// # Example
    /// Two steps called *Own it*.
    /// # Cure
    /// Give one of them another title.
    RepeatedStep = "repeated-step", Error;

    /// # What it means
    /// No answer of a decision leads to this question, so nobody would ever be asked it.
    /// # Example
    /// A third question, and no `to: "#third-question"`.
    /// # Cure
    /// Lead an answer to it, or remove it.
    UnreachedQuestion = "unreached-question", Error;

    /// # What it means
    /// The date by which the page was to be reviewed has passed.
    /// # Example
    /// `review-by: 2025-01-31`
    /// # Cure
    /// Read the page once more, mend what has changed, and set the next date.
    Overdue = "overdue", Warning;

    /// # What it means
    /// A sentence has more words than `writing: sentence-words` in `casebook.yaml` wants.
    /// # Example
    /// A sentence of forty words.
    /// # Cure
    /// Make two of it.
    LongSentence = "long-sentence", Warning;

    /// # What it means
    /// A line that staff are to say holds words that make many people angrier.
    /// # Example
    /// `say: Please calm down.`
    /// # Cure
    /// Say it another way, or move the line to `avoid`.
    InflamingWords = "inflaming-words", Warning;

    // ---- scenarios -------------------------------------------------------------------------------------------

    /// # What it means
    /// A choice leads to a scene that the scenario does not have.
    /// # Example
    /// `- [Put three options to her](#she-pick)` where the heading is `## She picks`.
    /// # Cure
    /// Use the address of the heading: small letters, hyphens for spaces.
    UnknownScene = "unknown-scene", Error;

    /// # What it means
    /// An effect or a condition names a meter that the front matter does not list.
    /// # Example
    /// `- [Say sorry](#she-calms-down) — trsut +1` where the front matter has `trust: 4 of 10`.
    /// # Cure
    /// Use the meter's name as written under `meters`, or add the meter there. To keep something in mind that is
    /// not a number, write `remember` before it.
    UnknownMeter = "unknown-meter", Error;

    /// # What it means
    /// A condition asks whether something is remembered, and no choice of the scenario remembers it. The condition
    /// could never hold.
    /// # Example
    /// `- When fixd twice: The next box is right.` where a choice says `remember fixed twice`.
    /// # Cure
    /// Use the same words in both places, or add `remember` and the words to the choice that sets it.
    UnknownMemory = "unknown-memory", Error;

    /// # What it means
    /// After the link of a choice stands a dash and then what the choice does: `trust +2`, `cost 15`,
    /// `needs trust 6 or more`, `remember fixed twice`, with commas between. Something here is none of these.
    /// Numbers are whole and have no marks between the thousands; a unit may follow where it is the meter's own.
    /// # Example
    /// `- [Say sorry](#she-calms-down) - trust up 2`
    /// # Cure
    /// `- [Say sorry](#she-calms-down) — trust +2`. The dash may also be written `--`.
    EffectForm = "effect-form", Error;

    /// # What it means
    /// A meter such as `trust: 4 of 10` goes up and down, so an effect on it needs a sign. Running totals such as
    /// `cost: $0` only count up as a rule and need none.
    /// # Example
    /// `- [Say sorry](#she-calms-down) — trust 2`
    /// # Cure
    /// Write `trust +2` or `trust -2`.
    UnsignedEffect = "unsigned-effect", Error;

    /// # What it means
    /// A condition is a test, or several joined by `and`. A test is `trust 6 or more`, `cost $60 or less`, the words
    /// that a choice remembers, or `not` and such words. There is no `or` between tests and no arithmetic: so every
    /// state of the story can be visited, and every ending proved.
    /// # Example
    /// `- When trust above 6: [She stays](#she-stays)`
    /// # Cure
    /// `- When trust 7 or more: [She stays](#she-stays)`. Instead of `or`, write two choices or two `When` lines.
    ConditionForm = "condition-form", Error;

    /// # What it means
    /// Names of meters and memories consist of letters, digits, blanks and hyphens, and are at most 60 characters long.
    /// They contain none of the words `and`, `or`, `not`, `needs`, `remember`, `more`, `less`, nor these words in the
    /// scenario's language. With them a condition could be read in two ways.
    /// # Example
    /// `remember fixed and logged`
    /// # Cure
    /// `remember fixed twice`, or two memories with a comma between: `remember fixed, remember logged`.
    NameForm = "name-form", Error;

    /// # What it means
    /// Two meters, or a meter and a memory, have the same name, or `outcomes` lists an outcome twice. Capital letters
    /// and the number of blanks make no difference.
    /// # Example
    /// A meter `trust`, and a choice that says `remember Trust`.
    /// # Cure
    /// Give one of them another name.
    SameName = "same-name", Error;

    /// # What it means
    /// A meter is written in one of three ways. `4 of 10`: more is better. `$0` or `0 days`: a running total, less is
    /// better. `5 of 10, best 4 to 6`: both ends are bad. All numbers are whole and not below 0. A number alone, such
    /// as `4`, does not say which of these it is; only `0` may stand alone, and begins a running total.
    /// # Example
    /// `trust: 4/10`
    /// # Cure
    /// `trust: 4 of 10`
    MeterForm = "meter-form", Error;

    /// # What it means
    /// Two scenes have headings with the same address. A link could not tell them apart.
    /// # Example
    /// `## She calls` twice, or `## She calls` and `## She calls!`
    /// # Cure
    /// Give each scene a heading of its own.
    SameHeading = "same-heading", Error;

    /// # What it means
    /// A scenario begins with its first `##` heading, which is a scene. Here there is none, or the first one is an
    /// ending already.
    /// # Example
    /// Front matter and a briefing without any `##` heading below.
    /// # Cure
    /// Write `## The call`, or another name, above what happens first.
    NoStart = "no-start", Error;

    /// # What it means
    /// The first line of an ending names its outcome, so that endings can be compared and counted. Only an ending has
    /// such a line.
    /// # Example
    /// `## Ending: she stays` with a text below that begins with `She buys again in March.`
    /// # Cure
    /// `Outcome: kept. She buys again in March.`
    EndingWithoutOutcome = "ending-without-outcome", Error;

    /// # What it means
    /// An ending, or the list `outcomes` in the front matter, names an outcome that the site does not have. A
    /// scenario that lists `outcomes` may use only those.
    /// # Example
    /// `Outcome: happy. She tells her friends.`
    /// # Cure
    /// Use one of the outcomes that the message lists, or add the new one to `outcomes` in `casebook.yaml`.
    UnknownOutcome = "unknown-outcome", Error;

    /// # What it means
    /// The story ends here, and yet the scene has choices or routes: it cannot do both.
    /// # Example
    /// `- [Try again](#the-call)` below `## Ending: she leaves`. Starting again is offered to every reader anyway.
    /// # Cure
    /// Remove the line, or the word `Ending:` from the heading.
    EndingGoesOn = "ending-goes-on", Error;

    /// # What it means
    /// A scene offers at least two choices, or one way on without effects, or routes by itself. A lone choice with
    /// effects is not a choice, and a scene with none is a place where readers are stuck.
    /// # Example
    /// A scene whose only choice is `- [Say sorry](#she-calms-down) — trust +1`.
    /// # Cure
    /// Add what else one might say, tempting but worse. Or remove the effects: then it is a way on.
    TooFewChoices = "too-few-choices", Error;

    /// # What it means
    /// In a scene the reader chooses, or the story routes by itself; not both.
    /// # Example
    /// `- [Say sorry](#she-calms-down)` beside `- Otherwise: [She leaves](#she-leaves)`
    /// # Cure
    /// Give the routes a scene of their own and let the choices lead there. Text that depends on a meter may stand
    /// beside choices: `- When trust 6 or more: She smiles.`
    RoutesAndChoices = "routes-and-choices", Error;

    /// # What it means
    /// The story routes by itself, line by line, and takes the first line that fits. Without `Otherwise` at the end
    /// there may be none.
    /// # Example
    /// `- When trust 6 or more: [She stays](#she-stays)` and nothing below.
    /// # Cure
    /// Add a last line: `- Otherwise: [She leaves](#she-leaves)`
    RoutesWithoutOtherwise = "routes-without-otherwise", Error;

    /// # What it means
    /// `Otherwise` always fits, so nothing below it is ever read.
    /// # Example
    /// `- When trust 9 or more: [She stays](#she-stays)` below `- Otherwise: [She leaves](#she-leaves)`
    /// # Cure
    /// Make `Otherwise` the last line of the list.
    AfterOtherwise = "after-otherwise", Error;

    /// # What it means
    /// Every choice says how it stands to a step of a playbook, and why: that is what readers learn from. Only a lone
    /// choice without effects, a mere way on, needs no such line.
    /// # Example
    /// `- [Say sorry](#she-calms-down) — trust +1` with nothing indented below.
    /// # Cure
    /// Indent a line below it:
    /// `  - Follows [Own it](../playbooks/unhappy-customer.md#own-it): one clear sentence resets the call.`
    ChoiceWithoutMark = "choice-without-mark", Error;

    /// # What it means
    /// The link of a choice or route has no words, so there is nothing to choose.
    /// # Example
    /// `- [](#she-calms-down)`
    /// # Cure
    /// Write what is said or done between the brackets.
    EmptyLabel = "empty-label", Error;

    /// # What it means
    /// The line below a choice that explains it has one form: `Follows`, `Bends` or `Breaks`, a link to the step of a
    /// playbook, a colon, the reason. A choice has one such line.
    /// # Example
    /// `  - Follows own it: one clear sentence resets the call.`
    /// # Cure
    /// `  - Follows [Own it](../playbooks/unhappy-customer.md#own-it): one clear sentence resets the call.`
    ExplanationForm = "explanation-form", Error;

    /// # What it means
    /// A line that begins with `Follows`, `Bends` or `Breaks` explains a choice, and this one stands beside the
    /// choices instead of under one.
    /// # Example
    /// `- Follows [Own it](../playbooks/unhappy-customer.md#own-it): …` at the left edge.
    /// # Cure
    /// Put two blanks before the hyphen, below the choice that it explains.
    ExplanationNotIndented = "explanation-not-indented", Error;

    /// # What it means
    /// Something stands at a place where the language of scenarios has no meaning for it, and readers would never see
    /// it as it is meant: text under a choice that is no explanation, text under a route, `Otherwise` without a link.
    /// # Example
    /// `  - He sighs.` indented under a choice.
    /// # Cure
    /// Move the text above the list, or into the scene that the choice leads to.
    UnreadText = "unread-text", Error;

    /// # What it means
    /// A link leads to a scene, and it is neither a choice nor a route: it is in the middle of a text, or behind a
    /// word that was meant to be `When` or `Otherwise`. In the player nobody could follow it.
    /// # Example
    /// `- Wen trust 6 or more: [He orders again](#ending-he-orders-again)`
    /// # Cure
    /// A choice is a list item that begins with its link, a route one that begins with `When …:` or `Otherwise:` and
    /// ends with its link.
    StrayLink = "stray-link", Error;

    /// # What it means
    /// A line was meant as a choice or route and is none: its link is broken or leads to a file, it has no link, or it
    /// is written as in another tool. In a list that holds choices or routes, each item is one of them.
    /// # Example
    /// `- Say nothing at all — cost 5`
    /// # Cure
    /// Begin the item with a link to a scene: `- [Say nothing at all](#the-end) — cost 5`. Move ordinary text above the
    /// list.
    LostChoice = "lost-choice", Error;

    /// # What it means
    /// The address of this scene is not what one would write by hand: it has two hyphens in a row or one at its end,
    /// or a number, because another heading of the page came first. Links to it are easily got wrong.
    /// # Example
    /// `## She calls — again` has the address `#she-calls--again`.
    /// # Cure
    /// Use words and single blanks: `## She calls again`.
    OddAddress = "odd-address", Warning;

    /// # What it means
    /// A scene offers more than four choices. People do not weigh so many, they skim.
    /// # Example
    /// A scene with six ways to say sorry.
    /// # Cure
    /// Keep the two to four that differ most.
    TooManyChoices = "too-many-choices", Warning;

    /// # What it means
    /// A paragraph has two or more `$`. GitHub's preview may take what stands between them for a formula.
    /// # Example
    /// `The box was $24, and the courier $9.`
    /// # Cure
    /// Name one sum in words, or put one of the sentences into a paragraph of its own.
    TwoDollars = "two-dollars", Warning;

    /// # What it means
    /// A quotation in a scene is somebody speaking, and this one does not say who.
    /// # Example
    /// `> So it is my fault now?` and no more.
    /// # Cure
    /// End it with a line `> — Dana, angry`: the name, a comma and the mood.
    QuoteWithoutSpeaker = "quote-without-speaker", Warning;

    /// # What it means
    /// A comment accepts a finding without saying why, or names a finding that does not exist. It silences nothing.
    /// # Example
    /// `<!-- allow two-dollars -->`
    /// # Cure
    /// `<!-- allow two-dollars: both sums are needed side by side -->`
    AllowForm = "allow-form", Warning;

    /// # What it means
    /// A comment accepts a finding, and there is no such finding where it could count. It counts in the block that
    /// follows it, or in the item that contains it. A comment of the front matter counts there and at the first heading.
    /// Errors cannot be accepted.
    /// # Example
    /// `<!-- allow two-dollars: both sums are needed -->` before a paragraph with one sum.
    /// # Cure
    /// Remove the comment, or put it right before what it is about.
    UnusedAllow = "unused-allow", Warning;

    // ---- what all runs of a scenario show, and what it teaches ---------------------------------------------

    /// # What it means
    /// A scene that no run comes to: no link leads there, or links do, but in no run the conditions on the way hold.
    /// # Example
    /// `## Waiting for the call`, and no choice links to `#waiting-for-the-call`.
    /// # Cure
    /// Link a choice to it, change the conditions on the way, or remove it.
    UnreachedScene = "unreached-scene", Error;

    /// # What it means
    /// An ending that no run comes to. Readers would never see it, however they choose.
    /// # Example
    /// `When trust 9 or more: [She tells the story](#ending-a-raving-fan)`, and no run ends with more than 7.
    /// # Cure
    /// Give the choices on the way more, ask for less, or link to it.
    UnreachedEnding = "unreached-ending", Error;

    /// # What it means
    /// A run can come to a scene in which every choice has a `needs` that does not hold: the reader is stuck. The
    /// report names the choices that lead there.
    /// # Example
    /// Both choices of a scene need `trust 6 or more`, and one can come there with 5.
    /// # Cure
    /// Give the scene one choice without `needs`, or routes with an `Otherwise`.
    BlockedChoices = "blocked-choices", Error;

    /// # What it means
    /// A run can come to a scene from which it never reaches an ending: its choices only lead round in a circle.
    /// # Example
    /// `## On hold` leads to `## The queue`, and that only back to `## On hold`.
    /// # Cure
    /// Let one of the choices lead out of the circle.
    NoWayOut = "no-way-out", Error;

    /// # What it means
    /// A running total such as `cost` or `days` can rise for ever, since the story goes round in a circle that adds
    /// to it. Then there is no end of states, and nothing can be proved.
    /// # Example
    /// `- [Wait another day](#waiting) — days 1` inside `## Waiting`.
    /// # Cure
    /// Offer the choice only once: `remember waited` and `needs not waited`.
    EndlessTotal = "endless-total", Error;

    /// # What it means
    /// The story has more than a million states, so not every run was tried. What was found holds; what was not found
    /// may still be there.
    /// # Example
    /// Six meters `of 100` in a story of forty scenes.
    /// # Cure
    /// Use fewer or smaller meters, and offer choices that lead back to the same scene only once.
    TooManyStates = "too-many-states", Warning;

    /// # What it means
    /// No run meets the goal of the scenario, so the debrief could never say "reached".
    /// # Example
    /// `goal: trust 8 or more, cost $20 or less`, where trust 8 costs at least $34.
    /// # Cure
    /// Ask for what the best run can have, or let the choices give more.
    UnmetGoal = "unmet-goal", Error;

    /// # What it means
    /// Every run meets the goal of the scenario, so it says nothing about how one has played.
    /// # Example
    /// `goal: days 40 or less` in a story of at most twelve days.
    /// # Cure
    /// Ask for more, or leave the goal out.
    GoalAlwaysMet = "goal-always-met", Warning;

    /// # What it means
    /// A choice has a `needs` that holds in no run that comes to its scene, so nobody ever sees it.
    /// # Example
    /// `needs trust 9 or more`, where one comes to the scene with at most 7.
    /// # Cure
    /// Ask for less, or remove the choice.
    NeverOffered = "never-offered", Warning;

    /// # What it means
    /// A choice has a `needs` that holds in every run that comes to its scene. It looks like a condition and is none.
    /// # Example
    /// `needs trust 2 or more`, where one comes to the scene with at least 4.
    /// # Cure
    /// Remove the condition, or ask for more.
    AlwaysMet = "always-met", Warning;

    /// # What it means
    /// A line of a list that routes by itself is never taken, or is taken every time so that the others never are.
    /// # Example
    /// `When trust 1 or more` stands above `When trust 6 or more`: the second never gets a turn.
    /// # Cure
    /// Put the stricter condition first, change the numbers, or remove the line.
    IdleRoute = "idle-route", Warning;

    /// # What it means
    /// An ending that hardly anybody sees: one single run leads there, or fewer than 2 of 100 runs by chance do.
    /// # Example
    /// The best ending needs eight right choices in a row.
    /// # Cure
    /// Ease one condition on the way. Rare is fine for a secret, not for a lesson.
    RareEnding = "rare-ending", Warning;

    /// # What it means
    /// The longest run takes more minutes than the front matter promises: its words at 200 a minute, and ten seconds
    /// for each choice.
    /// # Example
    /// `minutes: 5`, and the longest run has 1,400 words.
    /// # Cure
    /// Promise more minutes, or shorten the scenes.
    LongerThanPromised = "longer-than-promised", Warning;

    /// # What it means
    /// A meter stops at an end of its scale in more than a third of the steps that change it. What is done there
    /// makes no difference any more.
    /// # Example
    /// `trust: 9 of 10`, and most choices give +2.
    /// # Cure
    /// Take smaller steps, a longer scale, or a start nearer to the middle.
    ClampedMeter = "clamped-meter", Warning;

    /// # What it means
    /// The story leads round in a circle that leaves one meter better and none worse: going round often enough
    /// wins.
    /// # Example
    /// `## The counter` offers `[Apologise again](#the-counter) — trust +1`.
    /// # Cure
    /// Let the way round cost something, or offer it only once.
    FarmedLoop = "farmed-loop", Warning;

    /// # What it means
    /// A meter is counted, and no condition, no text and no goal ever asks for it. Money is never meant by this: the
    /// debrief's ledger reads it.
    /// # Example
    /// `meters: patience: 5 of 10`, and the word stands nowhere else but in effects.
    /// # Cure
    /// Let a `When` line, a `needs` or the goal ask for it, or remove it.
    UnreadMeter = "unread-meter", Warning;

    /// # What it means
    /// A choice remembers something that nothing in the story asks for.
    /// # Example
    /// `remember manager called`, and no `needs` or `When` names it.
    /// # Cure
    /// Ask for it, or remove it. Perhaps it is spelt otherwise where it is asked for.
    UnaskedMemory = "unasked-memory", Warning;

    /// # What it means
    /// Two choices of one scene lead to the same scene with the same effects: it makes no difference which one is
    /// taken.
    /// # Example
    /// `[Say sorry](#next) — trust +1` and `[Apologise](#next) — trust +1`.
    /// # Cure
    /// Let one cost, earn or lead to something else, or remove it.
    SameChoices = "same-choices", Warning;

    /// # What it means
    /// Two choices lead to the same scene, one of them with worse numbers and none better, and yet its mark is as
    /// good. Numbers and marks say different things.
    /// # Example
    /// `[Send a card](#next) — trust +1` marked *Follows* beside `[Send a refund](#next) — trust +2` marked *Bends*.
    /// # Cure
    /// Give the worse one a weaker mark, or something that the other has not.
    DominatedChoice = "dominated-choice", Warning;

    /// # What it means
    /// In some run, a choice with the better mark closes an ending that a choice with a worse mark keeps open: the
    /// story punishes what it praises.
    /// # Example
    /// *Follows* leads to `kept` at best, *Bends* beside it to `fan`.
    /// # Cure
    /// Change the mark, or the numbers on the way.
    LabelInversion = "label-inversion", Warning;

    /// # What it means
    /// A worse ending can come with meters at least as good as any run to a better ending has, and one of them
    /// better. Then the meters and the ending tell two stories.
    /// # Example
    /// `lost` with trust 9 and cost $0, while `kept` never has more than trust 8.
    /// # Cure
    /// Let the meters decide the ending, or let the way to the worse one take its toll.
    RicherFailure = "richer-failure", Warning;

    /// # What it means
    /// Runs with two broken steps in a row can end better than any run without a mistake. In truth a second failure
    /// costs more than the first: people forgive a slip, not a habit.
    /// # Example
    /// Only those who let the parcel go wrong twice get the wonder moment.
    /// # Cure
    /// Let the second failure cost more, or open the best end to careful runs.
    DoubleDeviation = "double-deviation", Warning;

    /// # What it means
    /// Somebody who never reads reaches the best outcome by one simple rule: always the first choice, the last, the
    /// longest, the shortest, the cheapest, the dearest, or the one that says sorry.
    /// # Example
    /// In each scene the best choice stands first.
    /// # Cure
    /// Change the order, the lengths, or where money is well spent.
    RobotWins = "robot-wins", Warning;

    /// # What it means
    /// The best outcome can be had with bent and broken steps only. Then the playbook was not needed.
    /// # Example
    /// Every *Bends* keeps enough trust for the best ending.
    /// # Cure
    /// Let the best ending ask for what the steps give.
    BestWithoutFollows = "best-without-follows", Warning;

    /// # What it means
    /// The story has meters, and nothing in it costs money, time or anything else that runs up: kindness is free, so
    /// there is nothing to weigh.
    /// # Example
    /// `meters: trust: 4 of 10` only.
    /// # Cure
    /// Count what a remedy costs: `cost: $0`, `days: 0 days`.
    NothingCosts = "nothing-costs", Warning;

    /// # What it means
    /// The reason under a choice has fewer than four words, or only says "right" or "wrong". The reason is what staff
    /// learn from.
    /// # Example
    /// `Follows [Own it](…): good.`
    /// # Cure
    /// Say what the choice does to this customer.
    ThinReason = "thin-reason", Warning;

    /// # What it means
    /// Two choices have the same reason, word for word.
    /// # Example
    /// `: she is part of the fix.` in two scenes.
    /// # Cure
    /// Say what is different this time.
    RepeatedReason = "repeated-reason", Warning;

    /// # What it means
    /// All choices of a scene have the same mark, so it does not matter for the lesson which one is taken.
    /// # Example
    /// Three choices that all *Bend* a step.
    /// # Cure
    /// Let one of them be better or worse.
    OneMark = "one-mark", Warning;

    /// # What it means
    /// In more than six of ten scenes the best choice stands first, or last, or is the longest. Readers find the
    /// pattern before they find the reason.
    /// # Example
    /// The *Follows* choice stands first in eight of ten scenes.
    /// # Cure
    /// Change the order, shorten good choices, lengthen weak ones.
    BestChoiceShows = "best-choice-shows", Warning;

    /// # What it means
    /// A weak choice insults the customer or shouts. Nobody would take it, so nobody learns from it.
    /// # Example
    /// `[Tell her to get lost!](#how-it-ends)`
    /// # Cure
    /// Write what a tired colleague might really say.
    StrawMan = "straw-man", Warning;

    /// # What it means
    /// A choice that follows the playbook puts the blame on somebody of the same house.
    /// # Example
    /// *Follows*: `[Explain that my colleague packed it](#next)`
    /// # Cure
    /// Own the mistake for the whole house.
    BlamePraised = "blame-praised", Warning;

    /// # What it means
    /// The front matter lists a playbook, or a step of one, that no reason in the scenario names.
    /// # Example
    /// `playbooks: [../playbooks/boundary.md]`, and all reasons name another playbook.
    /// # Cure
    /// Let a reason name it, or take it off the list.
    UnpractisedStep = "unpractised-step", Warning;

    /// # What it means
    /// The scenario ends without a question to think over. The talk afterwards is where most is learnt.
    /// # Example
    /// No `## Debrief`, or one without a list or a question mark.
    /// # Cure
    /// Write `## Debrief` as the last heading, and two or three questions below it.
    NoDebrief = "no-debrief", Warning;

    /// # What it means
    /// An e-mail address, a telephone number or an order number is in the text. Even made up, it may be
    /// somebody's.
    /// # Example
    /// `> My order is 40012345.`
    /// # Cure
    /// Leave it out, or say what it is: "your order number".
    PrivateDetails = "private-details", Warning;

    /// # What it means
    /// One number decides everything: changed by one, an ending cannot be reached any more, or somebody who never
    /// reads wins. Only `casebook check --report` looks for this.
    /// # Example
    /// `needs trust 8 or more`, where the best run has exactly 8.
    /// # Cure
    /// Leave room: ask for one less, or let one more choice give something.
    FragileNumber = "fragile-number", Warning;

    // ---- theme -----------------------------------------------------------------------------------------------

    /// # What it means
    /// A template of the theme breaks a rule of the template language, or names something that is not there.
    /// # Example
    /// `{{ page.titel }}`
    /// # Cure
    /// Look at the marked place in `themes/`. A template that you did not mean to change can be deleted: the built-in one is then used.
    ThemeTemplate = "theme-template", Error;

    /// # What it means
    /// A file of the site's own theme lies where nothing is looked for, or its `theme.yaml` names a component that does
    /// not exist; so it has no effect. A name may be misspelt.
    /// # Example
    /// `themes/ours/templates/cse.html`
    /// # Cure
    /// Rename it as the message suggests.
    ThemeFile = "theme-file", Warning;

    /// # What it means
    /// `casebook.yaml` names a theme that is not there.
    /// # Example
    /// `theme: ours` without a folder `themes/ours`.
    /// # Cure
    /// Name one of the folders in `themes`, or `default` for the built-in theme.
    UnknownTheme = "unknown-theme", Error;
}
