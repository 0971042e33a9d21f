//! The crates that the program depends on: their licences, bans and sources as configured in `deny.toml`, and their
//! number.
//!
//! Reads `cargo metadata`, which lists the crates for all targets. `cargo deny` reads the same `deny.toml` in
//! `tests/run all`. Advisories are not checked here, because that requires network access.

mod rules;
mod spdx;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::program;
use rules::Rules;
use serde::Deserialize;
use serde_json::{Value, json};

/// Maximum number of crates in `Cargo.lock`, including Casebook.
const CEILING: usize = 186;

/// The parts of `cargo metadata` that the rules need.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: Vec<String>,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

/// A line of the package's `Cargo.toml`.
#[derive(Deserialize)]
struct Dependency {
    name: String,
    req: String,
}

impl Package {
    fn named(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rules() -> Rules {
    let text = fs::read_to_string(repository().join("deny.toml")).unwrap();
    Rules::read(&text).unwrap_or_else(|why| panic!("{why}"))
}

/// Runs `cargo metadata`. Needs the network only if crates for other targets have never been downloaded.
fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--format-version", "1", "--locked", "--all-features"];
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(repository());
    let output = program::output(command);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "run `cargo fetch --locked` with network access, then run the test again: {said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// All violations of the rules, one per line.
fn broken(rules: &Rules, metadata: &Value) -> Vec<String> {
    let metadata = Metadata::deserialize(metadata).unwrap();
    let mut found = Vec::new();
    for package in &metadata.packages {
        found.extend(licence_problem(&rules.licences, package));
        found.extend(ban(rules, package));
        found.extend(source_problem(rules, &metadata, package));
        let wild = package.dependencies.iter().filter(|dependency| dependency.req == "*");
        found.extend(wild.map(|wild| format!("{} allows any version of {}", package.named(), wild.name)));
    }
    found.extend(repeated(rules, &metadata.packages));
    found.extend(unused(rules, &metadata.packages));
    found
}

fn licence_problem(allowed: &[String], package: &Package) -> Option<String> {
    let named = package.named();
    let Some(expression) = &package.license else { return Some(format!("{named} has no licence")) };
    match spdx::is_satisfied(expression, &|licence| allowed.iter().any(|allowed| allowed == licence)) {
        Ok(true) => None,
        Ok(false) => Some(format!("{named}: the licence `{expression}` is not allowed")),
        Err(why) => Some(format!("{named}: the licence `{expression}` cannot be read: {why}")),
    }
}

fn ban(rules: &Rules, package: &Package) -> Option<String> {
    let ban = rules.banned.iter().find(|ban| ban.covers(&package.name, &package.version))?;
    Some(format!("{} is banned: {}", package.named(), ban.reason))
}

/// Only the workspace itself may come from the local disk.
fn source_problem(rules: &Rules, metadata: &Metadata, package: &Package) -> Option<String> {
    let source = match &package.source {
        None if metadata.workspace_members.contains(&package.id) => return None,
        None => "a local path",
        Some(source) => source,
    };
    let registry = ["registry+", "sparse+"].iter().find_map(|kind| source.strip_prefix(kind));
    let known = registry.is_some_and(|registry| rules.registries.iter().any(|known| known == registry));
    (!known).then(|| format!("{} comes from {source}", package.named()))
}

/// Crates with more than one version, except those that may be skipped.
fn repeated(rules: &Rules, packages: &[Package]) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let skipped = |package: &&Package| rules.skipped.iter().any(|skip| skip.covers(&package.name, &package.version));
    for package in packages.iter().filter(|package| !skipped(package)) {
        versions.entry(&package.name).or_default().insert(&package.version);
    }
    let repeated = versions.into_iter().filter(|(_, versions)| versions.len() > 1);
    repeated.map(|(name, versions)| format!("{name} has several versions: {versions:?}")).collect()
}

/// Entries of `deny.toml` that are no longer needed.
fn unused(rules: &Rules, packages: &[Package]) -> Vec<String> {
    let mut found = Vec::new();
    for licence in &rules.licences {
        let others: Vec<String> = rules.licences.iter().filter(|other| *other != licence).cloned().collect();
        if packages.iter().all(|package| licence_problem(&others, package).is_none()) {
            found.push(format!("the licence {licence} need not be allowed"));
        }
    }
    for skip in &rules.skipped {
        let all = packages.iter().filter(|package| package.name == skip.name).count();
        let covered = packages.iter().filter(|package| skip.covers(&package.name, &package.version)).count();
        if covered == 0 || covered == all {
            found.push(format!("{} need not be in `skip`", skip.name));
        }
    }
    found
}

#[test]
fn the_dependencies_obey_deny_toml() {
    let broken = broken(&rules(), &metadata());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_number_of_crates_is_within_the_limit() {
    let lock = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    let crates = lock.lines().filter(|line| *line == "[[package]]").count();
    assert!(
        crates <= CEILING,
        "Cargo.lock has {crates} crates, and the limit is {CEILING}. Each crate means unreviewed code, a licence, a \
         maintainer to trust and compile time. Consider the standard library, a crate that is already used, or fifty \
         lines of our own, and look for unneeded features with `cargo tree -e features`. If the crate is worth it, \
         raise CEILING in tests/it/dependencies.rs and give the reason in the commit message"
    );
    assert!(
        crates == CEILING,
        "Cargo.lock has only {crates} crates: lower CEILING in tests/it/dependencies.rs to this number"
    );
}

/// A dependency tree that obeys all rules of [`STRICT`].
fn tree() -> Value {
    let registry = "registry+https://github.com/rust-lang/crates.io-index";
    let package = |name: &str, version: &str, licence: &str| {
        json!({ "id": format!("{name}@{version}"), "name": name, "version": version, "license": licence,
            "source": registry, "dependencies": [{ "name": "other", "req": "^1" }] })
    };
    let mut own = package("own", "0.1.0", "MIT");
    own["source"] = Value::Null;
    let packages = [own, package("old", "1.2.3", "ISC AND MIT"), package("old", "2.0.0", "MIT OR GPL-3.0-only")];
    json!({ "packages": packages, "workspace_members": ["own@0.1.0"] })
}

/// Rules that use every setting.
const STRICT: &str = r#"
[graph]
all-features = true
[licenses]
allow = ["ISC", "MIT"]
unused-allowed-license = "deny"
[bans]
multiple-versions = "deny"
wildcards = "deny"
deny = [{ crate = "openssl", reason = "no TLS" }, { crate = "log@0.3", reason = "too old" }]
skip = [{ crate = "old@1", reason = "for a while" }]
[sources]
unknown-registry = "deny"
unknown-git = "deny"
allow-registry = ["https://github.com/rust-lang/crates.io-index"]
allow-git = []
"#;

/// The violations of the strict rules after one field of the second package has changed.
fn changed(field: &str, to: Value) -> Vec<String> {
    let mut tree = tree();
    tree["packages"][1][field] = to;
    broken(&Rules::read(STRICT).unwrap(), &tree)
}

#[test]
fn a_tree_that_obeys_the_rules_has_no_violations() {
    assert_eq!(broken(&Rules::read(STRICT).unwrap(), &tree()), Vec::<String>::new());
}

#[test]
fn a_licence_that_is_not_allowed_is_reported() {
    let gpl = "ISC AND GPL-3.0-only AND MIT";
    assert_eq!(changed("license", json!(gpl)), [format!("old 1.2.3: the licence `{gpl}` is not allowed")]);
    // Without this licence, ISC is not needed either.
    let none = ["old 1.2.3 has no licence", "the licence ISC need not be allowed"];
    assert_eq!(changed("license", Value::Null), none[..1]);
    assert_eq!(changed("license", json!("MIT")), none[1..]);
    let torn = "old 1.2.3: the licence `ISC AND` cannot be read: a licence is missing at the end";
    assert_eq!(changed("license", json!("ISC AND")), [torn]);
}

#[test]
fn a_banned_crate_is_reported_in_the_banned_versions_only() {
    let mut tree = tree();
    let mut add = |name: &str, version: &str| {
        let mut package = tree["packages"][0].clone();
        package["name"] = json!(name);
        package["version"] = json!(version);
        tree["packages"].as_array_mut().unwrap().push(package);
    };
    add("openssl", "0.10.1");
    add("log", "0.3.9");
    assert_eq!(
        broken(&Rules::read(STRICT).unwrap(), &tree),
        ["openssl 0.10.1 is banned: no TLS", "log 0.3.9 is banned: too old"]
    );
    tree["packages"][4]["version"] = json!("0.30.0");
    assert_eq!(broken(&Rules::read(STRICT).unwrap(), &tree), ["openssl 0.10.1 is banned: no TLS"]);
}

#[test]
fn a_second_version_is_reported_and_so_is_an_unneeded_skip() {
    let second = changed("version", json!("3.0.0"));
    let twice = r#"old has several versions: {"2.0.0", "3.0.0"}"#;
    assert_eq!(second, [twice, "old need not be in `skip`"]);
    let gone = changed("name", json!("older"));
    assert_eq!(gone, ["old need not be in `skip`"]);
}

#[test]
fn a_wildcard_version_is_reported() {
    let wild = changed("dependencies", json!([{ "name": "other", "req": "*" }]));
    assert_eq!(wild, ["old 1.2.3 allows any version of other"]);
}

#[test]
fn a_crate_from_another_source_is_reported() {
    let git = "git+https://github.com/somebody/old";
    assert_eq!(changed("source", json!(git)), [format!("old 1.2.3 comes from {git}")]);
    let registry = "registry+https://crates.example/index";
    assert_eq!(changed("source", json!(registry)), [format!("old 1.2.3 comes from {registry}")]);
    assert_eq!(changed("source", Value::Null), ["old 1.2.3 comes from a local path"]);
}

#[test]
fn settings_that_the_tests_do_not_read_are_errors() {
    let refused = |from: &str, to: &str| Rules::read(&STRICT.replacen(from, to, 1)).err().unwrap_or_default();
    assert!(refused("[bans]", "[bans]\nallow-wildcard-paths = true").contains("`allow-wildcard-paths` of [bans]"));
    assert!(refused("[sources]", "[advisories]\nyanked = \"deny\"\n[sources]").contains("`yanked` of [advisories]"));
    assert!(refused("wildcards = \"deny\"", "wildcards = \"allow\"").contains("must be deny"));
    assert!(refused("wildcards = \"deny\"\n", "").contains("lacks `wildcards`"));
    assert!(refused("all-features = true", "all-features = false").contains("must be true"));
    assert!(refused("reason = \"no TLS\"", "wrappers = [\"hyper\"]").contains("the key `wrappers`"));
    assert!(refused("{ crate = \"openssl\", reason = \"no TLS\" }", "\"openssl\"").contains("lacks a reason"));
    assert!(refused("allow-git = []", "allow-git = [\"https://git.example\"]").contains("must be []"));
    assert!(refused("[graph]", "[graph").contains("not TOML"));
}
