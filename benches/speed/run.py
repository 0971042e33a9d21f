#!/usr/bin/env python3
"""Builds the same pages with Casebook and, if available, with Hugo, and prints the cost of the builds.

    python3 benches/speed/run.py [--n 1000,10000] [--rounds 3] [--casebook PATH] [--hugo PATH] [--dir FOLDER]

The pages come from corpus.py beside this file: case studies of 400 to 900 words, the same bytes for the same number.
Every cold build starts without output and without a record of an earlier build; the file cache of the system is warm. The
system's process accounting gives the figures: processor time (user + system), wall time, peak resident memory. Machines are
noisy: quote ratios within one run. Exits with 1 if one of the project's limits is exceeded.
"""
import argparse, hashlib, os, shutil, statistics, subprocess, sys, tempfile, time

import corpus

LIMIT_TO_HUGO = 0.10      # share of Hugo's processor time in the same run, for a cold build of 10,000 pages
LIMIT_MEMORY = 400        # MB at 10,000 pages
LIMIT_UNCHANGED = 0.15    # share of a cold build, or three times reading and hashing the input, whichever is more


def run(command, cwd):
    """Runs a process that must succeed. Returns wall seconds, processor seconds and peak MB."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}:\n{said.decode(errors='replace')}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def read_and_hash(folder):
    """Returns the processor seconds for reading and hashing every file below `folder`."""
    began = time.process_time()
    for root, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(root, name), "rb") as file:
                hashlib.sha256(file.read()).digest()
    return time.process_time() - began


def clear(site, names):
    for name in names:
        shutil.rmtree(os.path.join(site, name), ignore_errors=True)


def median(rows, column):
    return statistics.median(row[column] for row in rows)


def measure(kind, command, site, rounds, caches):
    cold, again = [], []
    for _ in range(rounds):
        clear(site, caches)
        cold.append(run(command, site))
        if kind == "casebook":
            again.append(run(command, site))
    return cold, again


def line(name, n, rows):
    print(f"{name:<22} {n:>7} {median(rows, 0):>8.2f} {median(rows, 1):>8.2f} {median(rows, 2):>8.0f}", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--n", default="1000,10000")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--casebook", default="target/dist/casebook")
    arguments.add_argument("--hugo", default=shutil.which("hugo"))
    arguments.add_argument("--dir", help="folder for the sites; by default a new temporary folder")
    a = arguments.parse_args()
    root = a.dir or tempfile.mkdtemp(prefix="casebook-speed-")
    casebook = os.path.abspath(a.casebook)
    print(f"{'':<22} {'pages':>7} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}")
    costs, broken = {}, []
    for n in [int(n) for n in a.n.split(",")]:
        sites = {kind: os.path.join(root, f"{kind}-{n}") for kind in ("casebook", "hugo")}
        for kind, site in sites.items():
            if not os.path.isdir(site) and (kind == "casebook" or a.hugo):
                corpus.write(kind, n, site)
        cold, again = measure("casebook", [casebook, "build"], sites["casebook"], a.rounds, ["public", ".casebook"])
        line("casebook, cold", n, cold)
        line("casebook, unchanged", n, again)
        costs[n] = median(cold, 1)
        floor = max(LIMIT_UNCHANGED * costs[n], 3 * read_and_hash(os.path.join(sites["casebook"], "content")))
        print(f"{'':<22} unchanged is {median(again, 1) / costs[n]:.1%} of cold; limit {floor / costs[n]:.1%}")
        if median(again, 1) > floor:
            broken.append(f"an unchanged build of {n} pages takes {median(again, 1):.2f} s, more than {floor:.2f} s")
        if n >= 10_000 and median(cold, 2) > LIMIT_MEMORY:
            broken.append(f"{n} pages take {median(cold, 2):.0f} MB, more than {LIMIT_MEMORY} MB")
        if a.hugo:
            peer, _ = measure("hugo", [a.hugo, "build", "--quiet"], sites["hugo"], max(1, a.rounds // 2), ["public", "resources"])
            line("hugo, cold", n, peer)
            ratio = costs[n] / median(peer, 1)
            print(f"{'':<22} casebook takes {ratio:.1%} of Hugo's processor time")
            if n >= 10_000 and ratio > LIMIT_TO_HUGO:
                broken.append(f"{n} pages take {ratio:.1%} of Hugo's processor time, more than {LIMIT_TO_HUGO:.0%}")
    sizes = sorted(costs)
    if len(sizes) > 1:
        growth = (costs[sizes[-1]] / costs[sizes[0]]) / (sizes[-1] / sizes[0])
        print(f"from {sizes[0]} to {sizes[-1]} pages the cost of a page grows by a factor of {growth:.2f}")
        if growth > 1.25:
            broken.append(f"the cost of a page grows by a factor of {growth:.2f}: growth is not linear")
    for limit in broken:
        print("limit exceeded:", limit)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
