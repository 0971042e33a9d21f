//! Broken links, with the most likely fix, and images without a description.

use std::collections::BTreeSet;

pub(super) use super::misused::LinkSource;
use super::{misused, pictures};
use crate::config::REFUSED_SCHEMES;
use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
use crate::media::Concern;
use crate::model::{Page, PageId, Problem, Site, Target, address};
use crate::parse::markdown::{Link, LinkForm};
use crate::parse::slug::slug;
use crate::read;
use crate::source::{SourceMap, Span};
use crate::text::{Slice, percent_decode, percent_encode};
use crate::yaml::Text;

/// A link target as written.
#[derive(Clone, Copy, Debug)]
struct Written<'a> {
    span: Span,
    text: &'a str,
}

/// A path that was probably meant.
#[derive(Clone, Copy, Debug)]
struct Near<'a> {
    path: &'a str,
    /// True if nothing else can be meant.
    certain: bool,
}

pub(super) fn check(site: &Site, page: &Page, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let from = LinkSource { site, sources, path: &page.document.path };
    let body = &page.document.body;
    let between_scenes = links_between_scenes(page);
    for (number, (link, target)) in body.links.iter().zip(&page.links).enumerate() {
        if !between_scenes.contains(&number) {
            found.extend(of_link(from, link, target));
            found.extend(position(site, link, target));
            found.extend(pictures::of_link(site, link, target));
        }
    }
    for (at, targets) in &page.value_links {
        let links = page.document.values.get(at).map(|body| &body.links);
        for (link, target) in links.into_iter().flatten().zip(targets) {
            found.extend(of_link(from, link, target));
            found.extend(position(site, link, target));
            found.extend(pictures::of_link(site, link, target));
        }
    }
    for text in page.document.named_links() {
        match page.named.get(&text.span.start) {
            Some(Target::Nowhere(Problem::Wiki(near))) => found.push(bracketed(from, near.as_deref(), text)),
            Some(Target::Nowhere(problem)) => found.extend(of_problem(from, problem, text.span, text)),
            _ => {}
        }
    }
    found
}

/// Reports `[[own-it]]` in a field that takes a bare path. Suggests the page of that name, or the only such step.
fn bracketed(from: LinkSource<'_>, near: Option<&str>, text: &Text) -> Diagnostic {
    let name = text.trim_start_matches('[').trim_end_matches(']');
    let is_bracketed = from.sources.text(text.span).starts_with('[');
    let message = match is_bracketed {
        true => "only the path of the page belongs here, without brackets".to_owned(),
        false => format!("`{name}` is not the path of a page: pages end in `.md`"),
    };
    let found = Diagnostic::new(Code::LinkForm, text.span, message);
    let near = near.map(|path| with_slug(path, name)).or_else(|| one_step(from, name));
    match near {
        Some(right) => {
            found.because(format!("did you mean `{right}`?")).replace(format!("write `{right}`"), text.span, right)
        }
        None => found.help(format!("write the path as seen from this file{}", such_as(from))),
    }
}

/// Returns the path of another page as an example, as the file that contains the link would write it. Empty if the site
/// has no other page.
fn such_as(from: LinkSource<'_>) -> String {
    let other = |path: &&str| *path != from.path;
    let pages = || from.site.pages.iter().map(|page| page.document.path.as_str()).filter(other);
    let folder = |path: &&str| path.contains('/');
    let example = pages().find(folder).or_else(|| pages().next());
    example.map(|path| format!(", such as `{}`", address::relative(from.path, path))).unwrap_or_default()
}

/// Returns the path with the anchor that follows the name.
fn with_slug(path: &str, name: &str) -> String {
    name.split_once('#').map_or_else(|| path.to_owned(), |(_, anchor)| format!("{path}#{}", slug(anchor)))
}

/// Returns a link to the step called `name`, if there is only one.
fn one_step(from: LinkSource<'_>, name: &str) -> Option<String> {
    let wanted = slug(name);
    let only = from.site.only_step(&wanted)?;
    Some(format!("{}#{wanted}", address::relative(from.path, &from.site.page(only).document.path)))
}

/// Returns the links of a scenario from scene to scene, which the parser checks.
fn links_between_scenes(page: &Page) -> BTreeSet<usize> {
    let scenes = page.document.scenario.iter().flat_map(|scenario| &scenario.scenes);
    scenes
        .flat_map(|scene| {
            scene.choices.iter().map(|choice| choice.link).chain(scene.routes.iter().map(|route| route.link))
        })
        .collect()
}

/// Reports a film whose metadata contains the position of recording.
pub(super) fn position(site: &Site, link: &Link, target: &Target) -> Option<Diagnostic> {
    let Target::Asset(id) = target else { return None };
    let asset = site.asset(*id);
    let concern = asset.concern.filter(|concern| *concern == Concern::Position)?;
    Some(read::media_finding(concern, link.span, &asset.path))
}

/// Checks a link. If the position of its destination in the source is unknown, replacements are dropped, because they
/// would replace the text of the link as well. A new destination with spaces is put in angle brackets.
pub(super) fn of_link(from: LinkSource<'_>, link: &Link, target: &Target) -> Option<Diagnostic> {
    let mut found = about_link(from, link, target)?;
    let is_unknown = link.span == link.whole;
    let is_bracketed = from.sources.file(link.span.file).text().slice(..link.span.range().start).ends_with('<');
    for help in &mut found.help {
        help.replacement = help.replacement.take().filter(|_| !is_unknown);
        match &mut help.replacement {
            Some(new) if new.span == link.span && !is_bracketed && new.text.contains([' ', '(', ')']) => {
                let right = format!("<{}>", new.text);
                help.text = help.text.replace(&format!("`{}`", new.text), &format!("`{right}`"));
                new.text = right;
            }
            _ => {}
        }
    }
    Some(found)
}

fn about_link(from: LinkSource<'_>, link: &Link, target: &Target) -> Option<Diagnostic> {
    if let Target::Nowhere(Problem::Wiki(near)) = target {
        return Some(wiki(from, near.as_deref(), link));
    }
    if let Target::Nowhere(problem) = target {
        return of_problem(from, problem, link.span, &link.destination);
    }
    if let Some(found) = misused::followed(from, link, target) {
        return Some(found);
    }
    let silent = link.form == LinkForm::Image && link.text.trim().is_empty();
    silent.then(|| {
        let has_space = link.destination.contains(' ');
        let to = if has_space { format!("<{}>", link.destination) } else { link.destination.clone() };
        Diagnostic::new(Code::MissingAlt, link.whole, "this image has no description for people who cannot see it")
            .because("nothing between `[` and `]`")
            .help(format!("say in a few words what it shows: `![what it shows]({to})`"))
    })
}

fn of_problem(from: LinkSource<'_>, problem: &Problem, span: Span, written: &str) -> Option<Diagnostic> {
    use Problem as P;
    let unknown = |message: String| Diagnostic::new(Code::UnknownLink, span, message);
    Some(match problem {
        // Unreadable files are reported themselves; `[[…]]` is handled together with the whole link.
        // Steps are checked together with the reasons that name them.
        P::Unread | P::Wiki(_) | P::NoStep(_) | P::SeveralSteps(_) => return None,
        P::Empty => unknown("this link leads nowhere: there is nothing between `(` and `)`".to_owned())
            .help(format!("write the path of a file between them{}", such_as(from))),
        P::NoFile(near) if leads_home(from, near.as_deref(), written) => return None,
        P::NoFile(near) => no_file(from, near.as_deref(), span, written),
        P::NoAnchor(to, near) => no_anchor(from, *to, near.as_deref(), Written { span, text: written }),
        P::NoPlace(_) if is_without_terms(from, written) => return None,
        P::NoPlace(near) => no_generated_anchor(from.site, near.as_deref(), span, written),
        P::Draft => Diagnostic::new(Code::LinkToDraft, span, format!("`{written}` is a draft, and this page is not"))
            .because("readers would find nothing here")
            .help("publish that page by removing its `draft: true`")
            .help("or make this page a draft as well: `draft: true`"),
        P::Outside => unknown(format!("`{written}` leads out of the folder `content`"))
            .because("only files in `content` become part of the site")
            .help("copy the file into `content` and link it there"),
        P::Absolute(near) => with_replacement(
            unknown(format!("`{written}` begins with `/`, which means another folder on each host")),
            near.as_deref().map(|path| Near { path, certain: true }),
            Written { span, text: written },
            &format!("write the path as seen from this file{}", such_as(from)),
        ),
        P::Remote => {
            let found = remote(span, written);
            match misused::film(written) {
                Some(help) => found.help(help),
                None => found,
            }
        }
        P::Backslash(right) if !is_file(from, right) => {
            unknown(format!("`{written}` has backslashes, and there is no such file in `content`"))
                .help("write the path of a file in `content`, with `/` between its folders")
        }
        P::OtherEnding(file) => other_ending(from, file, span, written),
        P::Disk | P::Query | P::NoHost | P::NoScheme | P::Scheme(_) => no_path(problem, span, written),
        P::Unencoded(_) | P::Backslash(_) | P::Html(_) | P::Folder(_) => misspelt(problem, span, written),
    })
}

/// Returns true for a link to a term if the glossary has none because its file has another name or cannot be read, which
/// is reported there.
fn is_without_terms(from: LinkSource<'_>, written: &str) -> bool {
    let is_glossary = written.split('#').next().is_some_and(|path| path.ends_with(address::GLOSSARY));
    let stem = |path: &str| {
        layout::folder(path) == layout::CONTENT && layout::name(path).to_ascii_lowercase().starts_with("glossary.")
    };
    is_glossary && from.site.glossary().entries.is_empty() && from.sources.iter().any(|(_, file)| stem(file.path()))
}

/// Reports a link whose target exists but whose spelling is wrong.
fn misspelt(problem: &Problem, span: Span, written: &str) -> Diagnostic {
    use Problem as P;
    let unknown = |message: String| Diagnostic::new(Code::UnknownLink, span, message);
    match problem {
        P::Unencoded(right) => {
            let message = format!("`{written}` is the name of a file, but `#`, `?` and `%` have a meaning in links");
            unknown(message).replace(format!("write `{right}`"), span, right.clone())
        }
        P::Backslash(right) => unknown(format!("`{written}` has backslashes, which no browser follows")).replace(
            format!("write `{right}`"),
            span,
            right.clone(),
        ),
        P::Html(right) => {
            let right = with_anchor(right, written);
            let help = format!("write `{right}`: Casebook finds the page, and the link works in your editor too");
            unknown(format!("`{written}` names the finished page instead of its file")).replace(help, span, right)
        }
        P::Folder(right) => unknown(format!("`{written}` is a folder")).replace(
            format!("name its page: `{right}`"),
            span,
            right.clone(),
        ),
        _ => unknown(format!("`{written}` leads nowhere")),
    }
}

/// Reports a destination that is not the path of a file.
fn no_path(problem: &Problem, span: Span, written: &str) -> Diagnostic {
    use Problem as P;
    let unknown = |message: String| Diagnostic::new(Code::UnknownLink, span, message);
    let with_scheme = |scheme: &str, found: Diagnostic| {
        found.replace(format!("write `{scheme}{written}`"), span, format!("{scheme}{written}"))
    };
    match problem {
        P::Disk => unknown(format!("`{written}` is a file on your disk or network, which readers cannot open"))
            .help("copy the file into `content`, beside this page, and link to it there"),
        P::Query => unknown(format!("`{written}` names no page: only what comes before `?` does"))
            .help("write the path of a page; the pages of this site do nothing with what follows `?`"),
        P::NoHost if written.contains(":/") && !written.contains("//") && written.contains('.') => {
            let right = written.replacen(":/", "://", 1);
            unknown(format!("`{written}` has one slash after `http:`, and there must be two")).replace(
                format!("write `{right}`"),
                span,
                right,
            )
        }
        P::NoHost => unknown(format!("`{written}` names no website: `//` and its name must follow the colon"))
            .help("write the whole address, as in the address bar of your browser"),
        P::NoScheme => with_scheme("https://", unknown(format!("`{written}` lacks `https://`"))),
        P::Scheme(scheme) if scheme == "//" => {
            with_scheme("https:", unknown(format!("`{written}` lacks its beginning")))
        }
        P::Scheme(scheme) => {
            let scheme = scheme.to_ascii_lowercase();
            match scheme.as_str() {
                "data" => {
                    return unknown("`data:` holds a whole file in the text, and Casebook does not show it".to_owned())
                        .help("save it as a file beside this page, and write `![what it shows](picture.png)`")
                        .help("to get the files, save the document as a web page: they are in a folder beside it");
                }
                "file" => {
                    return unknown(format!("`{written}` is a file on your disk, which readers cannot open"))
                        .help("copy the file into `content`, beside this page, and link to it there");
                }
                _ => {}
            }
            let found = unknown(format!("a link cannot begin with `{scheme}:`"))
                .help("links lead to files of this site, to `https://`, `mailto:`, `tel:` or `sms:`");
            match REFUSED_SCHEMES.contains(&scheme.as_str()) {
                true => found,
                false => found.help(format!("if it opens an app, write `link-schemes: [{scheme}]` in `casebook.yaml`")),
            }
        }
        _ => unknown(format!("`{written}` leads nowhere")),
    }
}

/// Reports a link to a page whose file has another ending.
fn other_ending(from: LinkSource<'_>, file: &str, span: Span, written: &str) -> Diagnostic {
    let path = written.split('#').next().unwrap_or(written);
    let (there, wanted) = (layout::name(file), percent_decode(layout::name(path)));
    let found = Diagnostic::new(Code::UnknownLink, span, format!("there is no page `{path}`, only a file `{there}`"));
    let to_file = destination(&address::relative(from.path, file), "");
    let is_text =
        [".txt", ".text", ".markdown", ".mdown", ".mkd"].iter().any(|end| there.to_lowercase().ends_with(end));
    let found = found.help(match is_text {
        true => format!("if it is meant as a page, rename `{there}` to `{wanted}`"),
        false => format!("if it is meant as a page, save its text as `{wanted}`, as plain text in Markdown"),
    });
    found.help(format!("if readers are to download it, link to `{to_file}`"))
}

fn remote(span: Span, written: &str) -> Diagnostic {
    let path = written.split(['?', '#']).next().unwrap_or(written).to_lowercase();
    let endings = [".mp4", ".webm", ".ogv", ".mov", ".m4v", ".mp3", ".ogg", ".wav", ".m4a"];
    let plays = endings.iter().any(|ending| path.ends_with(ending));
    let (what, example) =
        if plays { ("file", "![what happens](film.mp4)") } else { ("image", "![what it shows](photo.jpg)") };
    Diagnostic::new(Code::RemoteResource, span, format!("this {what} is on another host"))
        .because("that host would learn who reads this page, and without a network it is missing")
        .help(format!("save the file beside this page and link it there, such as `{example}`"))
}

/// Returns true if this destination leads to a page or file of the site.
fn is_file(from: LinkSource<'_>, destination: &str) -> bool {
    let path = percent_decode(destination.split(['#', '?']).next().unwrap_or(destination));
    let path = address::resolve(from.path, &path).filter(|_| !path.starts_with('/'));
    path.is_some_and(|path| from.site.find(&path).is_some() || from.site.find_asset(&path).is_some())
}

/// Returns true if a link leads to the path that a page in the wrong folder should have. It will be right once the page
/// has been moved.
fn leads_home(from: LinkSource<'_>, near: Option<&str>, written: &str) -> bool {
    let path = percent_decode(written.split(['#', '?']).next().unwrap_or(written));
    let home = near.and_then(|near| home(from, near));
    home.is_some() && address::resolve(from.path, &path) == home
}

/// Returns the path, relative to `content/`, to which the page at `near` should be moved.
fn home(from: LinkSource<'_>, near: &str) -> Option<String> {
    let page = from.site.find(&address::resolve(from.path, near)?)?;
    from.site.page(page).document.home()
}

fn no_file(from: LinkSource<'_>, near: Option<&str>, span: Span, written: &str) -> Diagnostic {
    let path = written.split('#').next().unwrap_or(written);
    let found = Diagnostic::new(Code::UnknownLink, span, format!("there is no file `{path}`"));
    let found = match misused::instead(found, from, span, written) {
        Ok(found) => return found,
        Err(found) => found,
    };
    let is_only = |near| address::resolve(from.path, near).is_some_and(|meant| from.site.is_only_file(path, &meant));
    let home = near.and_then(|near| home(from, near)).map(|home| address::relative(from.path, &home));
    let lost = address::resolve(from.path, &percent_decode(path)).filter(|_| home.is_none());
    let is_certain = near.is_some_and(is_only);
    if let Some(now) = lost.as_deref().filter(|_| !is_certain).and_then(|lost| from.site.renamed_page(lost, from.path))
    {
        let right = with_anchor(&address::relative(from.path, now), written);
        let old = lost.as_deref().unwrap_or(path);
        // The same words for links from every folder, so that they are reported together.
        return Diagnostic::new(Code::UnknownLink, span, format!("there is no page `{old}`"))
            .because(format!("probably renamed to `{now}`"))
            .suggest(format!("write `{right}`"), span, right)
            .help(format!(
                "to change every link and keep the old address: `casebook rename page {} {}`",
                typed(old),
                typed(now)
            ));
    }
    let near = match &home {
        Some(home) => Some(Near { path: home, certain: false }),
        None => near.map(|path| Near { path, certain: is_only(path) }),
    };
    with_replacement(
        found,
        near,
        Written { span, text: written },
        misused::copy_there(from, written)
            .as_deref()
            .unwrap_or("the path is as seen from this file; `../` goes up one folder"),
    )
}

fn with_replacement(found: Diagnostic, near: Option<Near<'_>>, written: Written<'_>, otherwise: &str) -> Diagnostic {
    match near {
        Some(near) => {
            let right = with_anchor(near.path, written.text);
            let found = found.because(format!("did you mean `{right}`?"));
            found.replace_if(near.certain, format!("write `{right}`"), written.span, right)
        }
        None => found.help(otherwise),
    }
}

fn with_anchor(path: &str, written: &str) -> String {
    match written.split_once('#') {
        Some((_, anchor)) if !path.contains('#') => format!("{path}#{anchor}"),
        _ => path.to_owned(),
    }
}

fn no_anchor(source: LinkSource<'_>, to: PageId, near: Option<&str>, link: Written<'_>) -> Diagnostic {
    let Written { span, text: written } = link;
    let (from, target) = (source.path, source.site.page(to));
    let (path, anchor) = written.split_once('#').unwrap_or((written, ""));
    let anchor_span =
        Span { start: span.end.saturating_sub(u32::try_from(anchor.len() + 1).unwrap_or(0)).max(span.start), ..span };
    let what =
        if target.step("").is_none() && target.document.slugs.is_empty() { "heading" } else { "step or heading" };
    let own = from == target.document.path;
    // A page without a title, which is reported itself, is named by its path.
    let name = if target.title().is_empty() { target.document.path.as_str() } else { target.title() };
    let (title, that) = if own { ("this page", "this") } else { (name, "that") };
    let title = if own { title.to_owned() } else { format!("`{title}`") };
    let message = format!("{title} has no {what} with the address `#{anchor}`");
    let found = Diagnostic::new(Code::UnknownAnchor, anchor_span, message);
    if anchor.contains('#') {
        let found = found.because("an address has one `#`");
        return match anchor.split('#').rfind(|anchor| target.has_anchor(anchor)) {
            Some(last) => found.suggest(format!("write `{path}#{last}`"), span, format!("{path}#{last}")),
            None => found.help("write the address of one heading"),
        };
    }
    let (known, meant) = (target.document.anchors(), percent_decode(anchor));
    let near = near.map(|near| (near, known.is_only_near(&meant, near)));
    let by_words = known.renamed(&meant).map(|near| (near, true)).or(near);
    let by_hand = source.site.renamed_anchor(to, &meant);
    let found = match by_hand {
        Some(now) if by_words.is_none_or(|(near, certain)| !certain || near == now) => {
            found.because(format!("probably renamed to `#{now}`")).help(rename_command(target, anchor, now))
        }
        _ => match by_words {
            Some((near, _)) => found.because(format!("did you mean `#{near}`?")),
            None => found,
        },
    };
    let certain = by_words.filter(|(_, certain)| *certain).map(|(near, _)| near);
    if let Some(meant) = certain.or(by_hand).or(by_words.map(|(near, _)| near)) {
        let right = format!("{path}#{meant}");
        return found.replace_if(certain.is_some(), format!("write `{right}`"), span, right);
    }
    let known: Vec<String> = target.anchors().take(6).map(|anchor| format!("`#{anchor}`")).collect();
    if known.is_empty() {
        found.help(format!("{that} page has no headings; remove the part from `#` on"))
    } else {
        found.help(format!("{that} page has {}", known.join(", ")))
    }
}

/// A path as it is typed into a command.
fn typed(path: &str) -> String {
    if path.contains([' ', '(', ')', '\'', '&', '$']) { format!("\"{path}\"") } else { path.to_owned() }
}

/// Says how to finish a rename that was made by hand.
fn rename_command(page: &Page, old: &str, new: &str) -> String {
    let document = &page.document;
    let step = document.anchors().number(new).and_then(|number| document.step_title(number));
    let heading = document.body.heading(new).map(|heading| heading.text.trim());
    let kind = if step.is_some() { "step" } else { "heading" };
    let words = step.or(heading).unwrap_or(new);
    format!(
        "to change every link and keep the old address: `casebook rename {kind} {} \"{words}\"`",
        typed(&format!("{}#{old}", document.path))
    )
}

/// Reports an unknown anchor on a generated page, where only terms and letters can be linked.
fn no_generated_anchor(site: &Site, near: Option<&str>, span: Span, written: &str) -> Diagnostic {
    let (path, anchor) = written.split_once('#').unwrap_or((written, ""));
    let message = match path {
        "" => format!("no term of the glossary has the address `#{anchor}`"),
        _ => format!("`{path}` has nothing with the address `#{anchor}` to link to"),
    };
    let found = Diagnostic::new(Code::UnknownAnchor, span, message);
    match near {
        Some(near) => {
            let right = format!("{path}#{near}");
            let certain = site.is_only_term(anchor, near);
            let found = found.because(format!("did you mean `#{near}`?"));
            found.replace_if(certain, format!("write `{right}`"), span, right)
        }
        None if path.is_empty() => found.help("an address is the term in lower-case letters, hyphens for spaces"),
        None => found.suggest(format!("write `{path}`"), span, path),
    }
}

fn wiki(from: LinkSource<'_>, near: Option<&str>, link: &Link) -> Diagnostic {
    let image = link.form == LinkForm::WikiImage;
    let sign = if image { "!" } else { "" };
    let (name, anchor) = link.destination.split_once('#').unwrap_or((&link.destination, ""));
    let message = format!("`{sign}[[{}]]` is a link that only some editors understand", link.destination);
    let found = Diagnostic::new(Code::WikiLink, link.whole, message);
    let piped = link.text.trim() != link.destination.trim();
    let is_size = link.text.trim().chars().all(|c| c.is_ascii_digit() || c == 'x') && !link.text.trim().is_empty();
    let piped = piped && !(image && is_size);
    let image = image && !near.is_some_and(|near| near.ends_with(".md"));
    let sign = if image { "!" } else { "" };
    let text = match (piped, image) {
        (true, _) => link.text.trim(),
        (false, true) => "what it shows",
        (false, false) if anchor.is_empty() => name.trim(),
        (false, false) => anchor.trim(),
    };
    let anchor = if anchor.trim().is_empty() { String::new() } else { format!("#{}", slug(anchor)) };
    let Some(path) = near else {
        let several = misused::namesakes(from.site, from.path, name);
        if several.len() > 1 {
            let links: Vec<String> =
                several.iter().map(|path| format!("`[{text}]({})`", destination(path, &anchor))).collect();
            return found
                .help(format!("several pages have this name; write the one that is meant: {}", links.join(" or ")));
        }
        let path = if image { "path/to/the-photo.png" } else { "path/to/the-page.md" };
        return found.help(format!("write the path of the file: `{sign}[{text}]({path}{anchor})`"));
    };
    let right = format!("{sign}[{text}]({})", destination(path, &anchor));
    let to = address::resolve(from.path, path).and_then(|path| from.site.find(&path));
    let known =
        anchor.strip_prefix('#').is_none_or(|anchor| to.is_some_and(|to| from.site.page(to).has_anchor(anchor)));
    let is_described = piped || !image;
    if known && is_described && link.whole != link.span {
        found.replace(format!("write `{right}`"), link.whole, right)
    } else {
        found.help(format!("write `{right}`"))
    }
}

/// Returns a path as it is written in a link: in `<…>` if it contains spaces or brackets.
fn destination(path: &str, anchor: &str) -> String {
    if path.contains(['#', '?', '%', '<', '>', '\\']) {
        return percent_encode(path) + anchor;
    }
    if path.contains([' ', '(', ')']) { format!("<{path}{anchor}>") } else { format!("{path}{anchor}") }
}
