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
    /// assert_eq!(ContentKind::of("Case/the-seam.md"), ContentKind::Case);
    /// ```
    ///
    /// A folder that is evidently meant for a kind counts as its folder, so that its pages have no findings that only
    /// follow from the name of the folder. The name itself is an error.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let Some((folder, rest)) = path.split_once('/') else { return Self::Page };
        if folder == layout::CONTENT {
            // A second folder `content` is an error of its own.
            return Self::of(rest);
        }
        if layout::is_index(rest) {
            return Self::Page;
        }
        let own = Self::ALL.into_iter().find(|kind| kind.folder() == Some(folder));
        own.or_else(|| Self::meant_by(folder)).unwrap_or(Self::Page)
    }

    /// The kind for which a folder directly below `content/` is meant although its name is not quite right: in capital
    /// letters, or in the singular. `path` is left out, because it is a common word for other things.
    #[must_use]
    pub fn meant_by(folder: &str) -> Option<Self> {
        // A copy of the folder, or a space behind its name.
        let copied = layout::copied_from(&format!("{folder}.md"));
        let folder = match copied.as_deref().and_then(layout::page_stem) {
            Some(original) if Self::ALL.iter().any(|kind| kind.folder() == Some(original)) => {
                return Self::ALL.into_iter().find(|kind| kind.folder() == Some(original));
            }
            _ => folder,
        };
        if folder.trim() != folder {
            let right = folder.trim();
            return Self::ALL.into_iter().find(|kind| kind.folder() == Some(right)).or_else(|| Self::meant_by(right));
        }
        let is_like = |kind: &Self| {
            let singular = *kind != Self::Path && folder.eq_ignore_ascii_case(kind.word());
            kind.folder().is_some_and(|right| folder != right && (folder.eq_ignore_ascii_case(right) || singular))
        };
        Self::ALL.into_iter().find(is_like)
    }

    /// The path of a page or file with the right name of the kind's folder; `None` if the folder has its right name.
    #[must_use]
    pub fn meant_path(path: &str) -> Option<String> {
        let (folder, rest) = path.split_once('/')?;
        Some(format!("{}/{rest}", Self::meant_by(folder)?.folder()?))
    }
}
