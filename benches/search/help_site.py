#!/usr/bin/env python3
"""Makes known-item test collections from a help site that is written in Markdown.

    python3 benches/search/help_site.py FOLDER COLLECTIONS NAME [HOST]

FOLDER contains the pages, with a title in the front matter or as the first heading. In COLLECTIONS/NAME-links, the queries are
the texts of the links between pages, and the answer is the target page. In COLLECTIONS/NAME-about, the queries are the
descriptions in the front matter; it is written only if at least fifty pages have one. Link texts that lead to several pages,
repeat the title of the target, or have a single word are left out, and each page has at most four. A fixed seed determines the
selection and the typos. Links are resolved by the last part of their address: the name of a file, or a value of `slug`, `id` or
`redirect_from`. Names that several pages have are ignored, and so are links to hosts other than HOST.
"""
import collections, json, math, pathlib, random, re, sys

FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)
VALUE = re.compile(r"^(\w+):[ \t]*(.*)$", re.M)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]*)[^)]*\)")
HEADING = re.compile(r"^(#{1,6})\s+(.*)$", re.M)
CODE = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1", re.S | re.M)
NO_TEXT = [(re.compile(r"!\[[^\]]*\]\([^)]*\)"), " "), (LINK, r"\1"),
           (re.compile(r"\{[%{:].*?\}+|<[^>]+>"), " "), (re.compile(r"[*_`#|]"), " "), (re.compile(r"[ \t]+"), " ")]
# Stop words: a query is not cut off inside one of them.
LITTLE = set("a an the of in on to for and or is are your you with how what do i it this that from by at as be can".split())
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_PAGE, MOST_OF_A_PAGE, MOST_LINKS, MOST_ABOUT, FEWEST_ABOUT = 200, 4, 600, 500, 50


def plain(text):
    for pattern, instead in NO_TEXT:
        text = pattern.sub(instead, text)
    return text.strip()


def one_line(text):
    return " ".join(plain(text).split())


def sections(text):
    """Returns the text before the first heading, then each heading with the text below it."""
    heads = list(HEADING.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    parts = [("", 2, text[: heads[0].start()] if heads else text)]
    parts += [(plain(head[2]), max(2, len(head[1])), text[head.end() : end]) for head, end in zip(heads, ends)]
    return [{"heading": heading, "level": level, "text": plain(body)} for heading, level, body in parts if heading or body.strip()]


def last_part(address):
    """Returns the part of an address that identifies the page: in addresses of help desks, the number before a dash."""
    part = address.split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"\.(mdx?|html)$|(?<=^\d{9})\d*-.*$", lambda end: re.sub(r"\D.*", "", end[0]), part)


class Page:
    def __init__(self, number, path):
        text = path.read_text(encoding="utf-8", errors="replace")
        front = FRONT.match(text)
        self.front = {key: value.strip().strip("\"'") for key, value in VALUE.findall(front[1])} if front else {}
        self.text = CODE.sub(" ", text[front.end() :] if front else text)
        heading = HEADING.search(self.text)
        self.title = one_line(self.front.get("title") or (heading[2] if heading else ""))
        self.about = one_line(self.front.get("description", ""))
        self.id = f"d{number:05}"
        moved = re.findall(r"^\s+- (/\S+)$", front[1], re.M) if front else []
        self.names = {last_part(name) for name in [path.name, self.front.get("slug", ""), self.front.get("id", ""), *moved]} - {""}

    def document(self):
        return {"id": self.id, "title": self.title, "url": f"/p/{self.id}.html", "sections": sections(self.text)}


def misspelt(query, chance):
    """Makes one edit inside one word of at least five letters. Returns the query unchanged if there is no such word."""
    words = query.split()
    long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    wrong = query
    while long and wrong == query:
        at = chance.choice(long)
        word, letter, where = words[at], chance.choice(LETTERS), chance.randrange(1, len(words[at]) - 1)
        before, after = word[:where], word[where + 1 :]
        edited = chance.choice([before + after, before + letter + word[where:], before + letter + after, before + after[0] + word[where] + after[1:]])
        wrong = " ".join([*words[:at], edited, *words[at + 1 :]])
    return wrong


def cut(query):
    """Cuts the query off inside its last content word, after 60 % of its letters."""
    words = query.split()
    for at in range(len(words) - 1, -1, -1):
        if len(words[at]) >= 4 and words[at].lower() not in LITTLE:
            return " ".join([*words[:at], words[at][: math.ceil(0.6 * len(words[at]))]])
    return query


def write(folder, pages, queries):
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(7)
    lines = {
        "docs.jsonl": [json.dumps(page.document()) for page in pages],
        "queries.tsv": [f"{number}\t{query}" for number, (query, _) in enumerate(queries)],
        "queries.typo.tsv": [f"{number}\t{misspelt(query, chance)}" for number, (query, _) in enumerate(queries)],
        "queries.prefix.tsv": [f"{number}\t{cut(query)}" for number, (query, _) in enumerate(queries)],
        "qrels.tsv": [f"{number}\t{page.id}" for number, (_, page) in enumerate(queries)],
    }
    for name, all_lines in lines.items():
        (folder / name).write_text("".join(line + "\n" for line in all_lines), encoding="utf-8")
    print(f"{folder.name}: {len(pages):,} pages, {len(queries)} queries")


def by_links(pages, host, chance):
    owners = collections.Counter(name for page in pages for name in page.names)
    named = {name: page for page in pages for name in page.names if owners[name] == 1}
    leads = collections.defaultdict(set)
    for page in pages:
        for text, address in LINK.findall(page.text):
            foreign = "//" in address and not (host and f"//{host}/" in address)
            target, text = None if foreign else named.get(last_part(address)), one_line(text).lower()
            if target and target is not page and " " in text and not text.startswith("http"):
                leads[text].add(target)
    queries = [(text, *targets) for text, targets in leads.items() if len(targets) == 1]
    queries = [(text, target) for text, target in queries if text != target.title.lower() and re.search("[a-z]{3}", text)]
    chance.shuffle(queries)
    asked = collections.Counter()
    for text, target in queries:
        asked[target] += 1
        if asked[target] <= MOST_OF_A_PAGE:
            yield text, target


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    folder, out, name, host = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3], (sys.argv[4:] or [""])[0]
    files = sorted(path for path in folder.rglob("*.md*") if path.suffix in (".md", ".mdx"))
    pages = [page for page in (Page(number, path) for number, path in enumerate(files)) if page.title and len(page.text) >= SHORTEST_PAGE]
    chance = random.Random(3)
    write(out / f"{name}-links", pages, list(by_links(pages, host, chance))[:MOST_LINKS])
    about = [(page.about, page) for page in pages if len(page.about.split()) >= 4]
    chance.shuffle(about)
    if len(about) >= FEWEST_ABOUT:
        write(out / f"{name}-about", pages, about[:MOST_ABOUT])


if __name__ == "__main__":
    main()
