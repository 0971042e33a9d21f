#!/usr/bin/env python3
"""Turns a test collection into a content folder of Casebook: content/p/ID.md, one page for each document.

    python3 benches/search/to_markdown.py COLLECTION OUT

COLLECTION holds docs.jsonl, a document a line: {"id", "title", "url", "sections": [{"heading", "level", "text"}]}. The page
of document ID becomes p/ID.html, which is what its `url` says. Text is escaped, so that it reads as it stands.
"""
import json, pathlib, re, sys

MARKUP = re.compile(r"([\\`*_{}\[\]<>#+\-.!|~$&^:=])")


def escaped(text):
    return MARKUP.sub(r"\\\1", text)


def page(document):
    title = document["title"].strip() or f"Document {document['id']}"
    parts = ["---", "title: " + json.dumps(title, ensure_ascii=False), "---", ""]
    for section in document["sections"]:
        if section["heading"]:
            parts += ["#" * max(2, min(section["level"], 6)) + " " + escaped(section["heading"]), ""]
        parts += [escaped(section["text"]), ""]
    return "\n".join(parts)


def write(collection, out):
    """Writes the pages and returns how many there are."""
    pages = pathlib.Path(out) / "content" / "p"
    pages.mkdir(parents=True, exist_ok=True)
    documents = (pathlib.Path(collection) / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    for document in map(json.loads, documents):
        (pages / f"{document['id']}.md").write_text(page(document), encoding="utf-8")
    return len(documents)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(write(*sys.argv[1:]), "pages")
