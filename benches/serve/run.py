#!/usr/bin/env python3
"""Measures the time from saving a page until its new text is served, and until the search index contains it.

    python3 benches/serve/run.py [--n 100,1000,10000] [--edits 15] [--casebook PATH] [--hugo PATH] [--dir FOLDER]

A server runs on the pages of ../speed/corpus.py. Each edit appends a sentence to a page, in a single write. From the end of
the write, the page is requested over HTTP in a loop, without a pause, until it contains the sentence; the index with pauses
of 20 ms, so that the requests do not take the processor from it. Each edit begins when the previous one is done. Prints the
median and the slowest edit in milliseconds, the memory of the server afterwards, and the time for an edit of a title, which
changes lists and links all over the site; for Casebook also the time until the search index contains a word of the sentence.
The server, the requests and other programs share the machine: compare figures within one run. Exits with 1 if one of the
project's limits is exceeded.
"""
import argparse, glob, http.client, json, os, random, re, shutil, socket, statistics, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "speed"))
import corpus  # noqa: E402

LIMITS = {1000: 30, 10_000: 100}   # ms, median, from the write of a page to its new text
LIMIT_INDEX = 1000                 # ms, median, until the search index contains the new text
PATIENCE = 120                     # s, timeout for an edit or a start


class Server:
    def __init__(self, command, port, site):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command, cwd=site, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        self.port, self.connection = port, None
        began = time.monotonic()
        while not self.ask("/")[0] == 200:
            if time.monotonic() - began > PATIENCE or self.process.poll() is not None:
                self.log.seek(0)
                sys.exit(f"{command} does not answer:\n{self.log.read().decode(errors='replace')}")
            time.sleep(0.05)

    def ask(self, path):
        for _ in range(2):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                self.connection.request("GET", path)
                answer = self.connection.getresponse()
                return answer.status, answer.read()
            except (OSError, http.client.HTTPException):
                self.connection = None
        return 0, b""

    def until(self, path, wanted, pause=0):
        """Waits until `wanted` accepts the response at `path`. Returns the seconds."""
        began = time.perf_counter()
        while not wanted(self.ask(path)):
            time.sleep(pause)
            if time.perf_counter() - began > PATIENCE:
                sys.exit(f"{path} did not change within {PATIENCE} s")
        return time.perf_counter() - began

    def memory(self):
        """Returns the resident memory in MB."""
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def end(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def save(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def pages(kind, site):
    folder = os.path.join(site, "content")
    found = [path for path in glob.glob(os.path.join(folder, "**", "*.md"), recursive=True)]
    return sorted(path for path in found if os.path.basename(path) not in ("index.md", "_index.md"))


def address(kind, site, path):
    name = os.path.relpath(path, os.path.join(site, "content"))[: -len(".md")]
    return f"/{name}.html" if kind == "casebook" else f"/{name.lower()}/"


def edit_texts(server, kind, site, edits, chosen):
    """Returns the milliseconds for each edit of a page's text, and for the index after it."""
    shown, indexed = [], []
    for number, path in enumerate(chosen.sample(pages(kind, site), edits)):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        word = f"zx{number}q{chosen.randrange(10**6)}"
        target = address(kind, site, path)
        server.ask(target)
        save(path, f"{text}\nOne more sentence says {word}.\n")
        shown.append(server.until(target, lambda answer: word.encode() in answer[1]) * 1000)
        if kind == "casebook":
            indexed.append(shown[-1] + server.until("/search/root.js", knows(server, word), 0.02) * 1000)
        save(path, text)
        server.until(target, lambda answer: word.encode() not in answer[1])
        time.sleep(0.3)
    return shown, indexed


def knows(server, word):
    """Returns a test for the word in the core and the tails of the index to which the root refers."""
    seen = set()

    def look(answer):
        folder = re.search(rb'"folder":"([0-9a-f]+)"', answer[1])
        if not folder or folder.group(1) in seen:
            return False
        seen.add(folder.group(1))
        tails = re.search(r'"tails":(\[.*?\])', answer[1].decode())
        files = ["core.js"] + [f"t{n}.js" for n in range(len(json.loads(tails.group(1))) if tails else 0)]
        near = word[3:].encode()
        return any(near in server.ask(f"/search/{folder.group(1).decode()}/{name}")[1] for name in files) or near in answer[1]

    return look


def edit_titles(server, kind, site, edits, chosen):
    shown = []
    for number, path in enumerate(chosen.sample(pages(kind, site), edits)):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        target, word = address(kind, site, path), f"Renamed{number}"
        save(path, re.sub(r"(?m)^title: (.*)$", rf"title: {word}", text, count=1))
        shown.append(server.until(target, lambda answer: word.encode() in answer[1]) * 1000)
        save(path, text)
        server.until(target, lambda answer: word.encode() not in answer[1])
        time.sleep(0.3)
    return shown


def measure(kind, command, site, edits):
    port = free_port()
    server = Server([part.replace("PORT", str(port)) for part in command], port, site)
    chosen = random.Random(7)
    try:
        shown, indexed = edit_texts(server, kind, site, edits, chosen)
        titles = edit_titles(server, kind, site, max(3, edits // 3), chosen)
        return shown, indexed, titles, server.memory()
    finally:
        server.end()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--n", default="100,1000,10000")
    arguments.add_argument("--edits", type=int, default=15)
    arguments.add_argument("--casebook", default="target/dist/casebook")
    arguments.add_argument("--hugo", default=shutil.which("hugo"))
    arguments.add_argument("--dir", help="folder for the sites; by default a new temporary folder")
    a = arguments.parse_args()
    root = a.dir or tempfile.mkdtemp(prefix="casebook-serve-")
    commands = {"casebook": [os.path.abspath(a.casebook), "serve", "--port", "PORT"]}
    if a.hugo:
        commands["hugo"] = [a.hugo, "server", "--port", "PORT", "--disableLiveReload", "--renderToMemory"]
    print(f"{'':<10} {'pages':>6} {'text ms':>8} {'slowest':>8} {'title ms':>9} {'index ms':>9} {'MB':>6}")
    broken = []
    for n in [int(n) for n in a.n.split(",")]:
        for kind, command in commands.items():
            site = os.path.join(root, f"{kind}-{n}")
            if not os.path.isdir(site):
                corpus.write(kind, n, site)
            shown, indexed, titles, memory = measure(kind, command, site, a.edits)
            text = statistics.median(shown)
            index = f"{statistics.median(indexed):9.0f}" if indexed else f"{'':>9}"
            print(f"{kind:<10} {n:>6} {text:>8.1f} {max(shown):>8.1f} {statistics.median(titles):>9.1f} {index} {memory:>6.0f}", flush=True)
            if kind == "casebook" and text > LIMITS.get(n, float("inf")):
                broken.append(f"the new text of one of {n} pages takes {text:.0f} ms, more than {LIMITS[n]} ms")
            if indexed and statistics.median(indexed) > LIMIT_INDEX:
                broken.append(f"the index of {n} pages is updated after {statistics.median(indexed):.0f} ms, more than {LIMIT_INDEX} ms")
    for limit in broken:
        print("limit exceeded:", limit)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
