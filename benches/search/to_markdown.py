#!/usr/bin/env python3
"""Converts a test collection to a content folder for Casebook: content/p/ID.md, one page per document.

    python3 benches/search/to_markdown.py COLLECTION OUT

COLLECTION contains docs.jsonl, with one document per line: {"id", "title", "url", "sections": [{"heading", "level", "text"}]}.
The page of document ID becomes p/ID.html, which matches its `url`. Text is escaped, so that none of it is read as Markdown.
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
    """Writes the pages and returns their number."""
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
