//! The button of the live preview over HTTP: the page has a token, a request with it writes one fix, and the next state
//! has no error. What is refused is tested in `serve::fixes`.

use super::panics::{Following, errors};
use super::*;

const BAD: &str = "---\ntitel: One\n---\n";

fn post(port: u16, id: &str, headers: &str) -> String {
    let head = format!("POST /.casebook/fix/{id} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: 0\r\n");
    ask(port, &format!("{head}Connection: close\r\n\r\n")).0
}

#[test]
fn a_page_of_the_server_can_ask_for_a_fix() {
    let mut site =
        Following::polling(&[("content/index.md", "---\ntitle: Home\n---\n"), ("content/cases/one.md", BAD)]);
    let told = site.told("the error", |told| errors(told) == 1);
    let finding = &told["findings"][0];
    assert_eq!(finding["source"], serde_json::json!(["", "titel", ": One"]));
    let id = finding["fix"].as_str().expect("the finding has a fix").to_owned();
    let (_, page) = site.get("/");
    let token =
        page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("the page has a token");
    let (_, script) = site.get("/.casebook/live.js");
    assert!(!script.contains(token), "any page may load a script");
    let token = format!("Casebook-Token: {token}\r\n");
    let path = site.dir.path().join("content/cases/one.md");
    for headers in ["", &token, "Origin: http://localhost\r\n", &format!("{token}Origin: http://evil.example\r\n")] {
        assert!(post(site.port, &id, headers).starts_with("http/1.1 403"), "{headers}");
    }
    assert!(site.get(&format!("/.casebook/fix/{id}")).0.starts_with("http/1.1 405"));
    assert_eq!(std::fs::read_to_string(&path).expect("the file can be read"), BAD);
    let good = format!("{token}Origin: http://localhost\r\n");
    assert!(post(site.port, &id, &good).starts_with("http/1.1 200"));
    site.told("the fixed site", |told| errors(told) == 0);
    assert_eq!(std::fs::read_to_string(&path).expect("the file can be read"), BAD.replace("titel", "title"));
    assert!(post(site.port, &id, &good).starts_with("http/1.1 409"));
    site.stop().expect("the server ends without an error");
}

#[test]
fn a_message_can_be_explained() {
    let mut site = Following::polling(&[("content/index.md", "---\ntitle: Home\n---\n")]);
    let (head, text) = site.get("/.casebook/explain/unknown-key.md");
    assert!(head.starts_with("http/1.1 200") && text.contains("# What it means"), "{head}");
    assert!(site.get("/.casebook/explain/nothing.md").0.starts_with("http/1.1 404"));
    site.stop().expect("the server ends without an error");
}
