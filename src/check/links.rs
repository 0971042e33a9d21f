//! Links that lead nowhere, each with the cure that is nearest to what the author meant; images without words.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Page, Problem, Site, Target};
use crate::parse::markdown::{Link, LinkForm};
use crate::source::Span;

pub(super) fn check(site: &Site, page: &Page) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let body = &page.document.body;
    for (link, target) in body.links.iter().zip(&page.links) {
        found.extend(of_link(site, link, target));
    }
    for (at, targets) in &page.value_links {
        let links = page.document.values.get(at).map(|body| &body.links);
        for (link, target) in links.into_iter().flatten().zip(targets) {
            found.extend(of_link(site, link, target));
        }
    }
    for text in page.document.named_links() {
        if let Some(Target::Nowhere(problem)) = page.named.get(&text.span.start) {
            found.push(of_problem(site, problem, text.span, text));
        }
    }
    found
}

fn of_link(site: &Site, link: &Link, target: &Target) -> Option<Diagnostic> {
    if let Target::Nowhere(problem) = target {
        return Some(of_problem(site, problem, link.span, &link.destination));
    }
    let silent = link.form == LinkForm::Image && link.text.trim().is_empty();
    silent.then(|| {
        Diagnostic::new(Code::MissingAlt, link.whole, "this image has no description for those who cannot see it")
            .because("nothing between `[` and `]`")
            .help(format!("say in a few words what it shows: `![what it shows]({})`", link.destination))
    })
}

fn of_problem(site: &Site, problem: &Problem, span: Span, written: &str) -> Diagnostic {
    use Problem as P;
    match problem {
        P::Empty => {
            Diagnostic::new(Code::UnknownLink, span, "this link leads nowhere: nothing stands between `(` and `)`")
                .help("write the path of a file, such as `(../cases/the-wallet-seam.md)`")
        }
        P::NoFile(near) => no_file(near.as_deref(), span, written),
        P::NoAnchor(page, near) => no_anchor(site.page(*page), near.as_deref(), span, written),
        P::Draft => Diagnostic::new(Code::LinkToDraft, span, format!("`{written}` is a draft, and this page is not"))
            .because("readers would find nothing here")
            .help("publish that page by removing its `draft: true`")
            .help("or make this page a draft as well: `draft: true`"),
        P::Outside => {
            Diagnostic::new(Code::UnknownLink, span, format!("`{written}` leads out of the folder `content`"))
                .because("only what lies in `content` comes along to the site")
                .help("copy the file into `content` and link it there")
        }
        P::Absolute(near) => with_replacement(
            Diagnostic::new(
                Code::UnknownLink,
                span,
                format!("`{written}` begins with `/`, which is another place on every host"),
            ),
            near.as_deref(),
            (span, written),
            "write the path as seen from this file, such as `../cases/the-wallet-seam.md`",
        ),
        P::Backslash(right) => {
            Diagnostic::new(Code::UnknownLink, span, format!("`{written}` has backslashes, which no browser follows"))
                .replace(format!("write `{right}`"), span, right.clone())
        }
        P::Html(right) => {
            let right = with_anchor(right, written);
            Diagnostic::new(Code::UnknownLink, span, format!("`{written}` names the finished page instead of its file"))
                .replace(
                    format!("write `{right}`: Casebook finds the page, and the link works in your editor too"),
                    span,
                    right,
                )
        }
        P::Folder(right) => Diagnostic::new(Code::UnknownLink, span, format!("`{written}` is a folder")).replace(
            format!("name its page: `{right}`"),
            span,
            right.clone(),
        ),
        P::Wiki(near) => wiki(near.as_deref(), span, written),
        P::Remote => Diagnostic::new(Code::RemoteResource, span, "this image lies on another host")
            .because("it would tell that host who reads this page, and be missing without a network")
            .help("save the file beside this page and link it there, such as `![what it shows](photo.jpg)`"),
        P::Scheme(scheme) if scheme == "//" => Diagnostic::new(
            Code::UnknownLink,
            span,
            format!("`{written}` lacks its beginning"),
        )
        .replace(format!("write `https:{written}`"), span, format!("https:{written}")),
        P::Scheme(scheme) => Diagnostic::new(Code::UnknownLink, span, format!("a link cannot begin with `{scheme}:`"))
            .help("links lead to files of this site, to `https://`, `mailto:`, `tel:` or `sms:`"),
    }
}

fn no_file(near: Option<&str>, span: Span, written: &str) -> Diagnostic {
    let path = written.split('#').next().unwrap_or(written);
    let found = Diagnostic::new(Code::UnknownLink, span, format!("there is no file `{path}`"));
    with_replacement(found, near, (span, written), "the path is as seen from this file; `../` goes up one folder")
}

fn with_replacement(
    found: Diagnostic,
    near: Option<&str>,
    (span, written): (Span, &str),
    otherwise: &str,
) -> Diagnostic {
    match near {
        Some(near) => {
            let right = with_anchor(near, written);
            found.because(format!("did you mean `{right}`?")).replace(format!("write `{right}`"), span, right)
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

fn no_anchor(target: &Page, near: Option<&str>, span: Span, written: &str) -> Diagnostic {
    let (path, anchor) = written.split_once('#').unwrap_or((written, ""));
    let place =
        Span { start: span.end.saturating_sub(u32::try_from(anchor.len() + 1).unwrap_or(0)).max(span.start), ..span };
    let what =
        if target.step("").is_none() && target.document.slugs.is_empty() { "heading" } else { "step or heading" };
    let message = format!("`{}` has no {what} with the address `#{anchor}`", target.title());
    let found = Diagnostic::new(Code::UnknownAnchor, place, message);
    if let Some(near) = near {
        let right = format!("{path}#{near}");
        return found.because(format!("did you mean `#{near}`?")).replace(format!("write `{right}`"), span, right);
    }
    let known: Vec<String> = target.anchors().take(6).map(|anchor| format!("`#{anchor}`")).collect();
    match known.is_empty() {
        true => found.help("that page has no headings; remove the part from `#` on"),
        false => found.help(format!("that page has {}", known.join(", "))),
    }
}

fn wiki(near: Option<&str>, span: Span, written: &str) -> Diagnostic {
    let (name, text) = written.split_once('|').unwrap_or((written, written));
    let found =
        Diagnostic::new(Code::WikiLink, span, format!("`[[{name}]]` is a link that only some editors understand"));
    match near {
        Some(path) => found.help(format!("write `[{text}]({path})`")),
        None => found.help(format!("write the path of the file: `[{text}](path/to/the-page.md)`")),
    }
}
