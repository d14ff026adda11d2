"""`python -m tests.benchmarks`: the claims about speed, measured against peers in the same run."""

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import mean, median

from matchmaker.matching.glossary import Glossary
from matchmaker.matching.matcher import Changes, Matcher
from matchmaker.offerings import Offering
from tests.benchmarks import cold, growth, ours, peers, report
from tests.benchmarks.exactness import largest_difference
from tests.benchmarks.measuring import Ratio, alternated, gather_bandwidth, ratio, seconds
from tests.benchmarks.texts import Text, texts

TOP = 10


def main() -> int:
    """Run what was asked for; print the tables, and write them where told to."""
    options = _options()
    size, asked = (2_000, 200) if options.quick else (options.texts, options.requests)
    rounds = 3 if options.quick else options.rounds
    parts: list[str] = []
    if "search" in options.only:
        parts.append(search(size, asked, rounds, options.compared))
    if "cold" in options.only:
        parts.append("Cold starts:\n\n" + report.table(cold.cold_starts(3 if options.quick else 7)))
    if "exact" in options.only:
        parts.append(exact([1_000] if options.quick else options.exact, 200 if options.quick else options.compared))
    if "growth" in options.only:
        sizes = [1_000, 3_000] if options.quick else options.sizes
        grown = [growth.measured(number) for number in sizes]
        parts.append("Growth:\n\n" + report.growth_table(grown))
        if options.write:
            report.plot(grown, Path(__file__).with_name("growth.svg"))
    text = "\n\n".join(parts)
    print(text)
    if options.write and not report.into_readme(text, Path(__file__).parents[2] / "README.md"):
        print("README.md has no markers to write between", file=sys.stderr)
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run at small sizes")
    parser.add_argument("--write", action="store_true", help="write the tables into README.md, and growth.svg")
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--compared", type=int, default=1000, help="requests compared with plain scikit-learn")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--exact", type=int, nargs="+", default=[1_000, 10_000], help="other sizes compared so")
    works = ["search", "cold", "exact", "growth"]
    parser.add_argument("--only", nargs="+", default=works, choices=works)
    return parser.parse_args()


def search(size: int, asked: int, rounds: int, compared: int) -> str:
    """Building, one request, a batch, a change, and how far from the limit of the machine."""
    documents, wanted = texts(size), texts(asked, words=60, title=0, seed=7)
    raw = [f"{text.title}. {text.text}" for text in documents]
    records, words = ours.offerings(documents), ours.glossary()
    found = peers.available()
    print(f"{size:,} texts, {asked:,} requests, peers: {', '.join(found)}", file=sys.stderr)

    built: dict[str, object] = {}
    works = {"ours": lambda: built.__setitem__("ours", ours.fitted(records, words))}
    for name in ("bm25s", "tantivy"):
        works[name] = lambda name=name: built.__setitem__(name, found[name](raw))  # type: ignore[misc]
    taken = alternated(works, max(1, rounds // 2))
    ratios = [ratio(f"build of {size:,}", taken, "bm25s", 0.8), ratio(f"build of {size:,}", taken, "tantivy", 1.0)]
    for name in found:
        if name not in built:
            built[name] = found[name](raw)

    with tempfile.TemporaryDirectory() as folder:
        matcher = ours.reopened(built["ours"], Path(folder), words)  # type: ignore[arg-type]
        ratios += one_request(matcher, built, wanted, rounds, size)
        ratios += batch(matcher, records, built, wanted, rounds)
        ratios.append(change(records, words, rounds))
        notes = [agreement(matcher, built, wanted[:200]), limit(matcher, wanted[:200])]
        difference = largest_difference(matcher, records, ours.requests(wanted[:compared]), words)
        notes.append(f"Largest difference from a plain scikit-learn computation of the same formula: {difference:.1e}.")
    return "\n\n".join([f"{size:,} texts of 120 words, requests of 60 words:", report.table(ratios), *notes])


def exact(sizes: list[int], compared: int) -> str:
    """How far scores are from a plain computation, at each size."""
    words, asked = ours.glossary(), ours.requests(texts(compared, words=60, title=0, seed=7))
    lines = []
    for size in sizes:
        records = ours.offerings(texts(size))
        difference = largest_difference(ours.fitted(records, words), records, asked, words)
        lines.append(f"{size:,} texts {difference:.1e}")
        print(lines[-1], file=sys.stderr, flush=True)
    return f"Largest difference from plain scikit-learn over {compared:,} requests: {', '.join(lines)}."


def change(records: list[Offering], words: Glossary, rounds: int) -> Ratio:
    """A fit after one record in a hundred changed, beside a fit of everything."""
    before = ours.fitted(records, words, jobs=1)
    changed = list(records)
    places = [number * 97 % len(records) for number in range(max(1, len(records) // 100))]
    for place, text in zip(places, texts(len(places), seed=55), strict=True):
        changed[place] = replace(records[place], title=text.title, text=text.text)
    changes, shelf = Changes([records[place].id for place in places]), ours.Shelf(changed)
    works = {
        "ours": lambda: before.refit(changes, shelf),
        "a fit of everything": lambda: Matcher.fit(changed, [], words),
    }
    taken = alternated(works, max(1, rounds // 2))
    return ratio(f"1 % changed of {len(records):,}", taken, "a fit of everything", 0.05)


def one_request(matcher: Matcher, built: dict[str, object], wanted: list[Text], rounds: int, size: int) -> list[Ratio]:
    """One request after another, text to ranked ids."""
    asked = ours.requests(wanted)
    warm, each = min(len(wanted) // 2, 2000), 40
    for request in asked[:warm]:
        matcher.rank(request, TOP)
    taken: dict[str, list[float]] = {}
    bars = {"bm25s": 0.7, "tantivy": 0.7, "SQLite FTS5": 1 / 200, "scikit-learn": 1.0, "sparse_dot_topn": 1.0}
    for number in range(rounds):
        first = warm + number * each
        mine, theirs = asked[first : first + each], [text.text for text in wanted[first : first + each]]
        works = {"ours": lambda mine=mine: [matcher.rank(request, TOP) for request in mine]}
        for name in bars:
            if name in built:
                some = theirs[:3] if name == "SQLite FTS5" and size > 10_000 else theirs
                works[name] = lambda name=name, some=some: [built[name].search([text], TOP) for text in some]  # type: ignore[attr-defined,misc]
        for name, took in alternated(works, 1).items():
            share = 3 if name == "SQLite FTS5" and size > 10_000 else each
            taken.setdefault(name, []).append(took[0] / share)
    return [ratio(f"one request among {size:,}", taken, name, bar) for name, bar in bars.items() if name in taken]


def batch(
    matcher: Matcher, records: list[Offering], built: dict[str, object], wanted: list[Text], rounds: int
) -> list[Ratio]:
    """All requests on two cores, ours with reasons."""
    shelf, asked = ours.Shelf(records), ours.requests(wanted)
    plain = [text.text for text in wanted]
    works = {"ours": lambda: ours.answered(matcher, shelf, asked, TOP)}
    for name in ("bm25s", "tantivy"):
        if name in built:
            works[name] = lambda name=name: built[name].search(plain, TOP, threads=2)  # type: ignore[attr-defined,misc]
    taken = alternated(works, max(1, rounds // 2))
    label = f"{len(wanted):,} requests with reasons, per request"
    return [
        ratio(label, taken, name, 3.0, per=len(wanted), at_least=True) for name in ("bm25s", "tantivy") if name in taken
    ]


def agreement(matcher: Matcher, built: dict[str, object], wanted: list[Text]) -> str:
    """How many of the ten best each program has in common with ours."""
    asked = ours.requests(wanted)
    mine = [{int(id_[6:]) for id_, _ in matcher.rank(request, TOP)} for request in asked]
    shares = []
    for name, peer in built.items():
        if name != "ours":
            theirs = peer.search([text.text for text in wanted], TOP)  # type: ignore[attr-defined]
            shares.append(f"{name} {mean(len(a & set(b)) / TOP for a, b in zip(mine, theirs, strict=True)):.2f}")
    return f"Shared among the ten best, of 1: {', '.join(shares)}."


def limit(matcher: Matcher, wanted: list[Text]) -> str:
    """Postings touched x 8 bytes / bandwidth, beside our time."""
    asked = ours.requests(wanted)
    postings = matcher.fitted.offerings.postings
    touched, product = [], []
    for request in asked:
        for found in matcher.finder.find(request, TOP, TOP)[1]:
            query = found.asked.query
            touched.append(int((postings.starts[query.terms + 1] - postings.starts[query.terms]).sum()))
            product.append(seconds(lambda query=query: postings.search(query.terms, query.weights, TOP)))  # type: ignore[misc]
    whole = median(seconds(lambda request=request: matcher.rank(request, TOP)) for request in asked)  # type: ignore[misc]
    bound = median(touched) * 8 / gather_bandwidth()
    return (
        f"Distance to the limit: {median(touched):,.0f} postings touched, {bound * 1e3:.3f} ms at memory bandwidth; "
        f"the product takes {median(product) * 1e3:.2f} ms, the whole request {whole * 1e3:.2f} ms."
    )


if __name__ == "__main__":
    raise SystemExit(main())
