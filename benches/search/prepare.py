#!/usr/bin/env python3
"""Builds the sites for the search benches, indexes them with Pagefind too, and prints the cost of indexing.

    COLLECTIONS=FOLDER python3 benches/search/prepare.py DIR [--pages 1000,10000] [--casebook PATH] [--no-pagefind]

DIR/NAME/site is the built site, with Pagefind's index in its folder `pagefind`. NAME is a collection (a folder of
COLLECTIONS with docs.jsonl, qrels.tsv and three files of queries) or `corpus-N`, the N pages of benches/speed/corpus.py.
Existing sites are rebuilt. Both engines index the same pages: those made from content, but not the lists.
"""
import argparse, os, pathlib, shutil, sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "speed"))
import corpus
import to_markdown
from run import run

PAGEFIND = HERE / "node_modules" / ".bin" / "pagefind"
COPIED = ["docs.jsonl", "qrels.tsv", "queries.tsv", "queries.typo.tsv", "queries.prefix.tsv"]


def collection(source, place):
    count = to_markdown.write(source, place)
    for name in COPIED:
        shutil.copy(source / name, place / name)
    (place / "casebook.yaml").write_text(f"title: {source.name}\n", encoding="utf-8")
    (place / "content" / "index.md").write_text(f"---\ntitle: The collection {source.name}\n---\n", encoding="utf-8")
    return count, "p/*.html"


def speed_corpus(pages, place):
    corpus.write("casebook", pages, str(place))
    return pages, "cases/*/*-[0-9][0-9][0-9][0-9][0-9].html"


def index(name, count, glob, place, options):
    casebook = os.path.abspath(options.casebook)
    site = place / "site"
    print_row(name, count, "casebook, whole build", run([casebook, "build", str(place), "--output", str(site)], place))
    if not options.no_pagefind:
        pagefind = [str(PAGEFIND), "--site", str(site), "--glob", glob, "--root-selector", "main", "--quiet"]
        print_row(name, count, "Pagefind, index only", run(pagefind, place))


def print_row(name, count, what, cost):
    wall, processor, memory = cost
    print(f"| {name} | {count:,} | {what} | {wall:.1f} | {processor:.1f} | {memory:,.0f} |", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dir", type=pathlib.Path)
    arguments.add_argument("--pages", default="1000,10000")
    arguments.add_argument("--casebook", default="target/dist/casebook")
    arguments.add_argument("--no-pagefind", action="store_true")
    options = arguments.parse_args()
    if not options.no_pagefind and not PAGEFIND.exists():
        sys.exit(f"Pagefind is not installed: npm ci --prefix {HERE}")
    folder = os.environ.get("COLLECTIONS")
    sources = sorted(path.parent for path in pathlib.Path(folder).glob("*/docs.jsonl")) if folder else []
    makers = [(source.name, lambda place, source=source: collection(source, place)) for source in sources]
    makers += [(f"corpus-{n}", lambda place, n=n: speed_corpus(n, place)) for n in map(int, filter(None, options.pages.split(",")))]
    print("| site | pages | | wall s | CPU s | peak MB |\n|---|--:|---|--:|--:|--:|")
    for name, make in makers:
        place = options.dir.resolve() / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        count, glob = make(place)
        index(name, count, glob, place, options)


if __name__ == "__main__":
    main()
