//! Temporary.
use casebook::{Options, output::Content};
fn main() -> anyhow::Result<()> {
    let dir = std::env::args().nth(1).unwrap_or(".".into());
    let out = std::path::PathBuf::from(std::env::args().nth(2).unwrap_or("/tmp/out".into()));
    let t = std::time::Instant::now();
    let built = casebook::build(std::path::Path::new(&dir), &Options::default(), &())?;
    for d in built.diagnostics.iter().take(40) {
        let f = built.sources.file(d.span().file);
        let p = f.place(d.span().start);
        println!("{}[{}] {}:{}:{} {} | {} | {:?}", d.severity.word(), d.code.name(), f.path(), p.line, p.column, d.message, d.labels[0].text, d.help.iter().map(|h|&h.text).collect::<Vec<_>>());
    }
    eprintln!("{} pages {} diags {:?}", built.pages, built.diagnostics.len(), t.elapsed());
    if let Some(o) = built.output { for (p, c) in o.iter() { let f = out.join(p); std::fs::create_dir_all(f.parent().unwrap())?; match c { Content::Bytes(b) => std::fs::write(f, b)?, Content::Copy{from,..} => {std::fs::copy(from, f)?;} } } }
    Ok(())
}
