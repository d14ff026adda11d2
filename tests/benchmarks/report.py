"""The table and the plot."""

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.growth import Size
from tests.benchmarks.measuring import Ratio

BEGIN, END = "<!-- bench:start -->", "<!-- bench:end -->"


def table(ratios: Sequence[Ratio]) -> str:
    """Ratios as Markdown: ours, the peer's, min, median and max over the rounds, the bar, and whether it is met."""
    lines = [
        "| work | ours | peer | peer's | min | median | max | bar | |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in ratios:
        sign = "≥" if one.at_least else "≤"
        lines.append(
            f"| {one.work} | {_number(one.ours)} {one.unit} | {one.peer} | {_number(one.theirs)} {one.unit} "
            f"| {_number(one.low)} | **{_number(one.median)}** | {_number(one.high)} "
            f"| {sign} {_number(one.bar)} | {'met' if one.met else 'not met'} |"
        )
    return "\n".join(lines)


def growth_table(sizes: Sequence[Size]) -> str:
    """Growth as Markdown."""
    lines = [
        "| texts | build, CPU s | build, peak MiB | open, CPU ms | one request, CPU ms | serving, MiB | model, MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.texts:,} | {_number(one.build_seconds)} | {one.build_mib:,.0f} | {_number(one.open_seconds * 1000)} "
        f"| {_number(one.request_ms)} | {one.serve_mib:,.0f} | {_number(one.file_mib)} |"
        for one in sizes
    ]
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def plot(sizes: Sequence[Size], path: Path) -> None:
    """Growth on logarithmic scales, as SVG."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "growth"
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.4), constrained_layout=True)
    texts = [one.texts for one in sizes]
    left.loglog(texts, [one.build_seconds for one in sizes], "o-", label="build, CPU s")
    left.loglog(texts, [one.request_ms / 1000 for one in sizes], "s-", label="one request, CPU s")
    left.loglog(texts, [one.open_seconds for one in sizes], "^-", label="open the model, CPU s")
    right.loglog(texts, [one.build_mib for one in sizes], "o-", label="build, peak MiB")
    right.loglog(texts, [one.serve_mib for one in sizes], "s-", label="serving, MiB")
    for axes in (left, right):
        axes.set_xlabel("offerings")
        axes.grid(True, which="major", alpha=0.3)
        axes.legend(frameon=False, fontsize=8)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def into_readme(text: str, readme: Path) -> bool:
    """Put the text between the markers of the README; False when it has none."""
    page = readme.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        return False
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    return True
