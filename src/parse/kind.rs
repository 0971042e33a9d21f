//! The kinds of content. The first folder below `content/` determines the kind of a file.

use crate::layout;

/// The kind of a file in `content/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContentKind {
    /// What happened: `cases/`.
    Case,
    /// What to do: `playbooks/`.
    Playbook,
    /// Conversations to practise: `scenarios/`.
    Scenario,
    /// Learning paths: `paths/`.
    Path,
    /// Everything else, and the `index.md` of every folder.
    Page,
}

impl ContentKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Case, Self::Playbook, Self::Scenario, Self::Path, Self::Page];

    /// The folder whose files are of this kind; `None` for pages.
    #[must_use]
    pub fn folder(self) -> Option<&'static str> {
        match self {
            Self::Case => Some("cases"),
            Self::Playbook => Some("playbooks"),
            Self::Scenario => Some("scenarios"),
            Self::Path => Some("paths"),
            Self::Page => None,
        }
    }

    /// The noun for this kind.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Playbook => "playbook",
            Self::Scenario => "scenario",
            Self::Path => "path",
            Self::Page => "page",
        }
    }

    /// The kind of the file at `path`, which is relative to `content/` and written with `/`.
    ///
    /// ```
    /// use casebook::parse::kind::ContentKind;
    /// assert_eq!(ContentKind::of("cases/shops/flowers.md"), ContentKind::Case);
    /// assert_eq!(ContentKind::of("cases/shops/index.md"), ContentKind::Page);
    /// assert_eq!(ContentKind::of("cases.md"), ContentKind::Page);
    /// ```
    #[must_use]
    pub fn of(path: &str) -> Self {
        let Some((folder, rest)) = path.split_once('/') else { return Self::Page };
        if layout::is_index(rest) {
            return Self::Page;
        }
        Self::ALL.into_iter().find(|kind| kind.folder() == Some(folder)).unwrap_or(Self::Page)
    }
}
