"""Pictures of the claims of mukherjee2020; every number in a caption is computed from what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from theorems.drawing import AMBER, BLUE, GREEN, HUES, INK, QUIET, RULE, Picture, bare, drawn, note

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from numerics.pwl import PiecewiseLinear


# Functions on the line.


def sawtooths() -> Picture:
    """Definition 5: two sawtooths, one of each parity of p, with their pieces numbered."""
    from numerics.pwl import sawtooth

    knots = [[Fraction(3, 10), Fraction(7, 10)], [Fraction(1, 5), Fraction(1, 2), Fraction(7, 10)]]
    functions = [sawtooth(a, 1) for a in knots]

    def paint(axes: Sequence[Axes]) -> None:
        for ax, a, f in zip(axes, knots, functions, strict=True):
            names = ["0", *(rf"$a_{i}$" for i in range(1, len(a) + 1)), "$M$"]
            _pieces(ax, f, [0, *a, 1], names)
            ax.set_title(rf"$p = {len(a)}$: {f.pieces} pieces")

    title = (
        r"The sawtooth $h_a$ with its pieces numbered: one on the left of $0$ and one for each of the $p + 1$ "
        r"laps. At $M$ nothing is cut: the last piece goes on, upwards for $p$ even and downwards for $p$ odd."
    )
    return drawn(title, paint, panels=2, height=2.0)


def compositions() -> Picture:
    """Lemma 2.3.5: a composition without and one with a flat right tail."""
    from numerics.pwl import composition

    half, third = Fraction(1, 2), Fraction(1, 3)
    chains = [[[third, Fraction(3, 4)], [third, 2 * third]], [[Fraction(2, 5)], [Fraction(3, 5)], [half]]]
    functions = [composition(chain, 1) for chain in chains]

    def paint(axes: Sequence[Axes]) -> None:
        for ax, chain, f in zip(axes, chains, functions, strict=True):
            p, k = len(chain[0]), len(chain)
            _pieces(ax, f, [0, 1], ["0", "$M$"])
            ax.set_title(rf"$p = {p}$, $k = {k}$: {f.pieces_on(0, 1)} laps, {f.pieces} pieces")

    title = (
        r"Two compositions $H$, their cuts marked and their pieces numbered. The left tail is always a piece of "
        r"its own. The right tail continues the last lap, except for $p$ odd and $k \ge 2$: then the first "
        r"sawtooth turns negative beyond $M$ and the next one answers with $0$."
    )
    return drawn(title, paint, panels=2, height=2.1)


def hard_functions() -> Picture:
    """Theorem 2.3.2: the hard functions of one sawtooth, as their depth grows."""
    from numerics.pwl import composition

    knots, depths = [Fraction(2, 5), Fraction(3, 5)], (1, 2, 3)
    w = len(knots) + 1
    functions = [composition([knots] * k, 1) for k in depths]
    assert [f.pieces_on(0, 1) for f in functions] == [w**k for k in depths]

    def paint(axes: Sequence[Axes]) -> None:
        for ax, k, f in zip(axes, depths, functions, strict=True):
            ax.axhline(0, color=RULE, lw=0.7)
            xs = [Fraction(-1, 8), *f.breakpoints, Fraction(9, 8)]
            for i, (u, v) in enumerate(pairwise(xs)):
                ends = [float(u), float(v)], [float(f(u)), float(f(v))]
                ax.fill_between(*ends, color=(BLUE, AMBER)[i % 2], alpha=0.16, lw=0)
                ax.plot(*ends, color=(BLUE, AMBER)[i % 2], lw=1.5 if k < 3 else 1.1)
            ax.set(xlim=(-0.1, 1.1), ylim=(-0.12, 1.16), title=rf"$k = {k}$: ${w * k}$ units, ${w**k}$ laps")
            ax.set_xticks([0, 1], ["0", "$M$"])
            ax.set_yticks([0, 1], ["0", "$M$"] if k == 1 else ["", ""])

    title = (
        rf"The hard functions of one sawtooth with $w = {w}$: each layer of ${w}$ units more multiplies the number of "
        rf"laps on $[0, M]$ by ${w}$. On the line there are {functions[0].pieces}, {functions[1].pieces} and "
        rf"{functions[2].pieces} pieces: one more, on the left of $0$, and for $w$ odd the last lap goes on beyond $M$."
    )
    return drawn(title, paint, panels=3, height=1.7, widths=[3, 4, 5])


def _pieces(ax: Axes, f: PiecewiseLinear, ticks: Sequence[Any], names: Sequence[str]) -> None:
    """The graph of f about [0, 1], pieces in two colours in turn, numbered below, their cuts marked."""
    low, high = Fraction(-1, 4), Fraction(5, 4)
    ends = [low, *f.breakpoints, high]
    ax.axhline(0, color=RULE, lw=0.7)
    for i, (u, v) in enumerate(pairwise(ends)):
        ax.plot([float(u), float(v)], [float(f(u)), float(f(v))], color=(BLUE, AMBER)[i % 2])
        note(ax, float(u + v) / 2, -0.13, str(i + 1), fontsize=8, color=(BLUE, AMBER)[i % 2])
    ax.plot([float(x) for x in f.breakpoints], [float(y) for y in f.values], "o", color=INK)
    ax.set(xlim=(float(low), float(high)), ylim=(-0.22, 1.16))
    ax.set_xticks([float(t) for t in ticks], names)
    ax.set_yticks([0, 1], ["0", "$M$"])


def hinges() -> Picture:
    """Theorem 2.2.2: a function with four pieces as a sum of four hinges, and the identity as a sum of two."""
    from numerics.pwl import PiecewiseLinear, two_layer_network

    half = Fraction(1, 2)
    knots, values = (Fraction(-1), half, 3 * half), (3 * half, -half, Fraction(1))
    bent = PiecewiseLinear(knots, values, -half, Fraction(-1))
    functions = [bent, PiecewiseLinear.affine(1, 0)]
    networks = [two_layer_network(f) for f in functions]
    assert [net.function() for net in networks] == functions

    def paint(axes: Sequence[Axes]) -> None:
        for ax, f, net in zip(axes, functions, networks, strict=True):
            xs = [Fraction(-3), *f.breakpoints, Fraction(3)]
            ax.plot([float(x) for x in xs], [float(f(x)) for x in xs], color=INK, lw=3, alpha=0.75)
            for hue, w, b, c in zip(HUES, net.w, net.b, net.c, strict=False):
                kink = -b / w
                xs = sorted([Fraction(-3), kink, Fraction(3)])
                ax.plot([float(x) for x in xs], [float(c * max(0, w * x + b)) for x in xs], color=hue, lw=1.3)
                ax.plot([float(kink)], [0], "o", color=hue)
            ax.set_title(rf"$p = {f.pieces}$: {net.size} units")
            ax.set(xlim=(-2.6, 2.6), ylim=(-3, 3), xticks=[], yticks=[])

    title = (
        r"The function in thick ink is the sum of a constant and of the coloured hinges $v_j \max(0, a_j x + "
        r"c_j)$, one unit each. On the left, a function with $p \ge 2$ pieces needs no more than $p$. On the "
        r"right, the counterexample: every single hinge is constant on one side of its kink, so that a line with "
        r"$p = 1$ needs two."
    )
    return drawn(title, paint, panels=2, height=2.1)


# Zonotopes.


def zonotope_in_the_plane() -> Picture:
    """Theorem 2.3.7, parts 2 and 3: a zonotope and the pieces of its support function, a colour for each vertex."""
    from numerics.zonotope import vertex_signs

    b = np.array([[3, 0], [2, 2], [0, 2], [-2, 1]])
    signs, _ = vertex_signs(b)
    corners = signs.astype(int) @ b
    corners = corners[np.argsort(np.arctan2(corners[:, 1], corners[:, 0]))]
    cuts = np.sort(np.concatenate([np.arctan2(b[:, 0], -b[:, 1]), np.arctan2(-b[:, 0], b[:, 1])]))
    sectors = list(zip(cuts, np.append(cuts[1:], cuts[0] + 2 * np.pi), strict=True))
    level = [np.array([np.cos(t), np.sin(t)]) / np.abs(b @ [np.cos(t), np.sin(t)]).sum() for t in cuts]

    def looks(best: int) -> dict[str, Any]:
        # Opposite vertices share a hue, the second of them paler.
        return {"color": HUES[best % 4], "alpha": 0.6 if best < 4 else 0.3, "lw": 0}

    def paint(axes: Sequence[Axes]) -> None:
        from matplotlib.patches import Polygon, Wedge

        shape, disc = axes
        shape.add_patch(Polygon(corners, facecolor=QUIET, alpha=0.14, lw=0))
        shape.add_patch(Polygon(corners, fill=False, edgecolor=INK, lw=1))
        for i, v in enumerate(b):
            shape.plot([-v[0], v[0]], [-v[1], v[1]], color=QUIET, lw=0.8)
            note(shape, 1.0 * v[0] + 0.1, 1.0 * v[1] + 0.55, rf"$b^{i + 1}$", color=QUIET)
        for i, v in enumerate(corners):
            shape.plot(*v, "o", markersize=9, markeredgewidth=0, **{k: x for k, x in looks(i).items() if k != "lw"})
        for start, end in sectors:
            middle = (start + end) / 2
            best = int(np.argmax(corners @ [np.cos(middle), np.sin(middle)]))
            disc.add_patch(Wedge((0, 0), 1, np.degrees(start), np.degrees(end), **looks(best)))
            disc.plot([0, np.cos(start)], [0, np.sin(start)], color=INK, lw=0.6)
        scale = 0.9 / max(np.hypot(*p) for p in level)
        disc.add_patch(Polygon([scale * p for p in level], fill=False, edgecolor=INK, lw=1.2))
        shape.set(xlim=(-8, 8), ylim=(-6, 6), title=f"{len(corners)} vertices")
        disc.set(xlim=(-1.08, 1.08), ylim=(-1.08, 1.08), title=f"{len(sectors)} pieces")
        for ax in axes:
            bare(ax, equal=True)

    title = (
        rf"A zonotope of $m = {len(b)}$ generators in the plane, and the directions $r$ of the plane coloured by "
        rf"the vertex at which $\langle r, x \rangle$ is largest: on each sector the support function is linear, "
        rf"and it bends where $r$ is orthogonal to a generator. The polygon is one of its level lines."
    )
    return drawn(title, paint, panels=2, height=2.5, widths=[4, 3])


def sawtooths_of_a_norm() -> Picture:
    """Proposition 2.3.9: two functions H(gamma_Z) on the plane, all their pieces coloured."""
    from numerics.pwl import composition
    from numerics.zonotope import vertex_count

    half = Fraction(1, 2)
    cases = [([[1, 0], [0, 1]], [[half]]), ([[2, 0], [1, 2], [-1, 2]], [[half], [half]])]
    pictured = []
    for generators, chain in cases:
        b, f = np.array(generators), composition(chain, 1)
        rays = np.concatenate([b[:, ::-1] * [1, -1], b[:, ::-1] * [-1, 1]])
        rays = rays[np.argsort(np.arctan2(rays[:, 1], rays[:, 0]))]
        cones = []  # two rays on which the norm is 1, and the vertex that is the highest between them
        for start, end in zip(rays, np.roll(rays, -1, axis=0), strict=True):
            inside = start * np.abs(b @ end).sum() + end * np.abs(b @ start).sum()
            cones.append((start / np.abs(b @ start).sum(), end / np.abs(b @ end).sum(), np.sign(b @ inside) @ b))
        ends = [*f.breakpoints, Fraction(11, 8)]
        laps = [(u, v, (f(v) - f(u)) / (v - u)) for u, v in pairwise(ends)]
        maps = {(*(int(x) * slope for x in v), f(u) - slope * u) for _, _, v in cones for u, _, slope in laps}
        assert len(cones) == vertex_count(b)
        pictured.append((len(b), len(chain), cones, laps, f, len(maps)))

    def paint(axes: Sequence[Axes]) -> None:
        from matplotlib.patches import Polygon

        for ax, (m, k, cones, laps, f, count) in zip(axes, pictured, strict=True):
            for u, v, slope in laps:
                ring = [float(v) * start for start, _, _ in cones]
                for i, (start, end, _) in enumerate(cones):
                    area = [float(u) * start, float(u) * end, float(v) * end, float(v) * start]
                    hue = QUIET if slope == 0 else HUES[i % (len(cones) // 2)]
                    alpha = 0.12 if slope == 0 else 0.6 if slope > 0 else 0.25
                    ax.add_patch(Polygon(area, facecolor=hue, alpha=alpha, lw=0))
                    if slope:
                        ax.plot(*np.array([float(u) * start, float(v) * start]).T, color=INK, lw=0.6)
                if v in f.breakpoints:
                    ax.add_patch(Polygon(ring, fill=False, edgecolor=INK, lw=0.6))
            reach = 1.02 * np.abs([float(laps[-1][1]) * start for start, _, _ in cones]).max(axis=0)
            ax.set(xlim=(-reach[0], reach[0]), ylim=(-reach[1], reach[1]))
            ax.set_title(rf"$m = {m}$, $k = {k}$: {count} pieces")
            bare(ax, equal=True)

    said = [f"${(m - 1) * f.pieces_on(0, 1)}$" for m, _, _, _, f, _ in pictured]
    title = (
        rf"Tents of a zonotope's norm, $w = 2$: a colour for each vertex, opposite ones alike, strong where $H$ rises "
        rf"and pale where it falls. Each vertex's cone meets every lap. On the left the last lap goes on; on the right "
        rf"$H$ is $0$ all around: one piece more. $(m - 1)^{{n - 1}} w^k$, as printed, is {said[0]} and {said[1]}."
    )
    return drawn(title, paint, panels=2, height=2.7)


def zonotope_in_space() -> Picture:
    """Theorem 2.3.7, part 1: a generic zonotope in space, and the great circles that count its vertices."""
    from numerics.zonotope import generic_count, vertex_count

    b = np.array([[4, 0, 1], [-1, 4, 0], [0, -1, 3], [2, 2, 2], [-2, 2, 2]])
    m, count = len(b), vertex_count(b)
    assert count == generic_count(3, m)
    eye = np.array([0.55, -0.75, 0.37])
    eye /= np.linalg.norm(eye)
    right = np.cross([0, 0, 1], eye)
    right /= np.linalg.norm(right)
    view = np.stack([right, np.cross(eye, right)])
    facets = []
    for i, j in combinations(range(m), 2):
        normal = np.cross(b[i], b[j])
        centre = np.sign(np.delete(b, [i, j], axis=0) @ normal) @ np.delete(b, [i, j], axis=0)
        for side in (1, -1):
            square = [side * centre + s * b[i] + t * b[j] for s, t in ((1, 1), (1, -1), (-1, -1), (-1, 1))]
            facets.append((side * normal / np.linalg.norm(normal), np.array(square) @ view.T))

    def paint(axes: Sequence[Axes]) -> None:
        from matplotlib.patches import Circle, Polygon

        solid, sphere = axes
        light = np.array([0.2, -0.5, 0.84])
        for normal, square in sorted(facets, key=lambda facet: facet[0] @ eye):
            if normal @ eye > 0:
                solid.add_patch(Polygon(square, facecolor=BLUE, alpha=0.12 + 0.3 * max(0.0, normal @ light), lw=0))
                solid.add_patch(Polygon(square, fill=False, edgecolor=INK, lw=0.9))
            else:
                solid.add_patch(Polygon(square, fill=False, edgecolor=QUIET, lw=0.4, ls=(0, (3, 3))))
        seen = np.unique(np.round(np.concatenate([square for normal, square in facets if normal @ eye > 0]), 6), axis=0)
        solid.plot(*seen.T, "o", color=INK)
        reach = 1.06 * np.abs(seen).max(axis=0)
        solid.set(xlim=(-reach[0], reach[0]), ylim=(-reach[1], reach[1]), title=f"{count} vertices")
        sphere.add_patch(Circle((0, 0), 1, facecolor=BLUE, alpha=0.12, lw=0))
        sphere.add_patch(Circle((0, 0), 1, fill=False, edgecolor=INK, lw=0.9))
        for v, hue in zip(b / np.linalg.norm(b, axis=1)[:, None], HUES, strict=True):
            first = np.cross(v, eye)
            first /= np.linalg.norm(first)
            second = np.cross(v, first)
            second *= np.sign(second @ eye)
            angle = np.linspace(0, np.pi, 60)
            circle = np.outer(np.cos(angle), first) + np.outer(np.sin(angle), second)
            sphere.plot(*(circle @ view.T).T, color=hue)
            sphere.plot(*(circle @ view.T).T * -1, color=hue, lw=0.4, ls=(0, (3, 3)))
        sphere.set(xlim=(-1.06, 1.06), ylim=(-1.06, 1.06), title=f"{count} regions")
        for ax in axes:
            bare(ax, equal=True)

    title = (
        rf"A zonotope of $m = {m}$ generators in space, hidden edges dashed, and the great circles of directions "
        rf"orthogonal to a generator. They cut the sphere into one region for each of the $2 \sum_{{i<3}} "
        rf"\binom{{{m - 1}}}{{i}} = {count}$ vertices; without the factor $2$ it would be ${count // 2}$, half of "
        rf"the regions."
    )
    return drawn(title, paint, panels=2, height=2.7, widths=[4, 3])


# Matrices.


def blocks() -> Picture:
    """Claim 5: two matrices with constant blocks, and their sum cut along all their lines."""
    from numerics.rank import block_groups

    cuts = [([0, 2, 5], [0, 3, 6]), ([0, 4, 7], [0, 2, 5])]
    values = [[[1, 3, 0], [0, 2, 4], [3, 1, 2]], [[0, 5, 2], [4, 1, 3], [2, 0, 5]]]
    size = 8
    parts = [_spread(v, *c, size) for v, c in zip(values, cuts, strict=True)]
    whole = sum(parts)
    rows, columns = block_groups(whole)
    groups = len(parts) * 2 + 1

    def paint(axes: Sequence[Axes]) -> None:
        names, hues = ("$A_1$", "$A_2$", "$A_1 + A_2$"), (BLUE, AMBER, GREEN)
        for ax, matrix, name, hue in zip(axes, [*parts, whole], names, hues, strict=True):
            _blocks(ax, matrix, hue)
            ax.set_title(name)
        for (r, c), hue in zip(cuts, (BLUE, AMBER), strict=True):
            for ax in (axes[2], axes[0 if hue == BLUE else 1]):
                ax.hlines(r[1:], 0, size, color=hue)
                ax.vlines(c[1:], 0, size, color=hue)

    assert (len(rows), len(columns)) == (groups, groups)
    title = (
        rf"Two matrices that are constant on $D = 3$ groups of rows and of columns. Their sum is constant on the "
        rf"blocks that all cuts make together: $w(D - 1) + 1 = {groups}$ groups of rows and of columns, and here "
        rf"no fewer."
    )
    return drawn(title, paint, panels=3, height=2.1)


def circuit_blocks() -> Picture:
    """Lemma 2.E.1: gates and output of a small restricted circuit, in the orders that its bottom weights give."""
    from numerics.circuits import vertices
    from numerics.rank import block_groups

    corners = vertices(3)
    order = corners[np.lexsort((corners @ [1, 1, 0], corners @ [1, 1, 1]))]
    rows = order @ np.array([[1, 1, 1], [1, 1, 0]]).T
    columns = rows[:, ::-1]
    assert np.all(np.diff(rows, axis=0) >= 0)  # the weights lie in the cone of the order
    gates = [np.maximum(0, rows[:, None, i] + columns[None, :, i] + 1) for i in range(2)]
    output = np.maximum(0, 3 * gates[0] - 2 * gates[1] + 1)
    bound = 2 * 3 * 1 + 1
    found = [tuple(len(g) for g in block_groups(matrix)) for matrix in (*gates, output)]
    assert max(found[2]) <= bound

    def paint(axes: Sequence[Axes]) -> None:
        names, hues = ("gate 1", "gate 2", "output"), (BLUE, AMBER, GREEN)
        for ax, matrix, name, hue, count in zip(axes, (*gates, output), names, hues, found, strict=True):
            _blocks(ax, matrix, hue)
            ax.set_title(rf"{name}: {count[0]} $\times$ {count[1]} blocks")
            for lines, cuts in zip((ax.hlines, ax.vlines), block_groups(matrix), strict=True):
                lines(cuts[1:], 0, 8, color=hue)

    title = (
        rf"Two ReLU gates on $\{{-1, 1\}}^3 \times \{{-1, 1\}}^3$ with weights of magnitude at most $W = 1$, and "
        rf"the output of a circuit above them, its rows and columns in the orders of the bottom weights. Both "
        rf"halves of the input are cut where a bottom gate changes: into at most $w_1 m W + 1 = {bound}$ groups, "
        rf"whatever lies above."
    )
    return drawn(title, paint, panels=3, height=2.1)


def _spread(values: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int], size: int) -> np.ndarray:
    """The matrix that has a value on each block; groups start at the given positions."""
    spread = [np.searchsorted(starts, np.arange(size), side="right") - 1 for starts in (rows, columns)]
    return np.array(values)[np.ix_(*spread)]


def _blocks(ax: Axes, matrix: np.ndarray, hue: str) -> None:
    """A matrix of numbers >= 0: its constant blocks with their numbers, the darker the larger."""
    from matplotlib.patches import Rectangle

    from numerics.rank import block_groups

    size, top = len(matrix), matrix.max()
    (rows, columns) = ([*starts, size] for starts in block_groups(matrix))
    for (i, below), (j, beyond) in ((r, c) for r in pairwise(rows) for c in pairwise(columns)):
        value = matrix[i, j]
        ax.add_patch(Rectangle((j, i), beyond - j, below - i, facecolor=hue, alpha=0.05 + 0.5 * value / top, lw=0))
        note(ax, (j + beyond) / 2, (i + below) / 2, str(value), fontsize=8)
    ax.add_patch(Rectangle((0, 0), size, size, fill=False, edgecolor=INK, lw=0.9))
    ax.set(xlim=(-0.1, size + 0.1), ylim=(size + 0.1, -0.1))
    bare(ax, equal=True)


# Circuits.


def collapse() -> Picture:
    """Lemma 2.6.1: exact probabilities that a gate survives a block restriction, and the bounds, against n."""
    from numerics.restriction import not_forced_counts, restriction_count, worst_gate

    parts, sizes = (1, 2, 4), [2**e for e in range(7)]

    def survives(m: int, n: int) -> float:
        """With equal weights and the worst threshold."""
        return int(not_forced_counts(np.ones((1, n), dtype=np.int64), m).max()) / restriction_count(n, m)

    equal = {m: [(m * s, survives(m, m * s)) for s in sizes if m * s <= 128] for m in parts}
    worst = {m: [(m * s, float(worst_gate(m * s, m, 3).probability)) for s in range(1, 9) if m * s <= 8] for m in parts}

    def paint(axes: Sequence[Axes]) -> None:
        (ax,) = axes
        for m, hue in zip(parts, (BLUE, GREEN, AMBER), strict=True):
            n = np.geomspace(m, 128, 60)
            loose = np.geomspace(max(m, m * m), 128, 2)
            ax.plot(loose, m / np.sqrt(loose), color=hue)
            ax.plot(n, np.sqrt(1 - (1 - m / n) ** m), color=hue, lw=1, ls=(0, (4, 3)))
            ax.plot(*zip(*equal[m], strict=True), "o", color=hue)
            ax.plot(*zip(*worst[m], strict=True), "o", color=hue, markersize=7, fillstyle="none", markeredgewidth=0.8)
            note(ax, 136, m / np.sqrt(128), rf"$|\mathcal{{P}}| = {m}$", ha="left", color=hue)
        ax.set(xscale="log", yscale="log", xlim=(0.9, 240), ylim=(0.06, 1.15), xlabel="$n$")
        ax.set_xticks([1, 2, 4, 8, 16, 32, 64, 128], ["1", "2", "4", "8", "16", "32", "64", "128"])
        ax.set_yticks([0.1, 0.25, 0.5, 1], ["0.1", "0.25", "0.5", "1"])
        ax.minorticks_off()

    title = (
        r"The probability that a gate is not forced, on logarithmic axes. Dots: equal weights with their worst "
        r"threshold, exactly; circles: the worst of all gates with weights up to $3$ in magnitude. Lines: the "
        r"bound $|\mathcal P|/\sqrt n$; dashed: the sharpened one, $\sqrt{1 - (1 - |\mathcal P|/n)^{|\mathcal "
        r"P|}}$."
    )
    return drawn(title, paint, height=2.8)
