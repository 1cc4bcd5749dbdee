"""The LaTeX of goals: what it looks like, that different formulas look different, and that readers' tools take it."""

import random
import re
from fractions import Fraction

import pytest

from numerics.terms import (
    TABLE,
    Term,
    absolute,
    binomial,
    conj,
    define,
    derivative,
    dot,
    either,
    erf,
    every,
    exists,
    exp,
    floor,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    log,
    maximum,
    minimum,
    negation,
    pi,
    product,
    real,
    some,
    sqrt,
    term,
    total,
    true,
    vector,
    where,
)
from reports.mathml import tex
from theorems.claim import ClaimError
from theorems.latex import definition_latex, definitions_of, goal_latex
from theorems.registry import claim_files, load

x, y, z, t, eta = (real(name) for name in ("x", "y", "z", "t", "eta"))
i, j, n, p = (integer(name) for name in "ijnp")
u, v = vector("u"), vector("v")
f, a, b = function("f", "real->real"), function("a", "int->real"), function("b", "int->int->real")
h, g = function("h", "int->real->real"), function("g", "V->real")


@define
def InnerSuite(q: "real->real", s: "real") -> Term:
    """A definition for these tests."""
    return forall(x, implies(x > s, q(x) <= s))


@define
def OuterSuite(q: "real->real", m: "int") -> Term:
    """One that uses the other."""
    return conj(m >= 1, every(i, 1, m, InnerSuite(q, i)))


@define
def DoubleSuite(s: "real") -> Term:
    """A term."""
    return 2 * s


@pytest.mark.parametrize(("formula", "latex"), [
    # parentheses, as few as there can be
    (x + y - z, "x + y - z"), (x - (y - z), "x - (y - z)"), (x + (y + z), "x + (y + z)"), (x * y + z, "x y + z"),
    (x * (y + z), r"x \cdot (y + z)"), ((x + y) * (y + z), "(x + y) (y + z)"), (2 * (x + y), "2 (x + y)"),
    (-x * y, "(-x) y"), (-(x * y), "-x y"), (-3 * x, "-3 x"), (-(3 * x), "-(3 x)"), (x + -y, "x + (-y)"),
    (x * x, r"x \cdot x"), (x * 2, r"x \cdot 2"), (x**2, "x^{2}"), ((x + y) ** n, "(x + y)^{n}"),
    ((x**2) ** 3, "(x^{2})^{3}"), (2 ** (n + 1), "2^{n + 1}"), (term(-2) ** n, "(-2)^{n}"),
    # fractions
    (x / y, r"\frac{x}{y}"), (term("2/3") * x, r"\tfrac{2}{3} x"), (term("-1/2") * x, r"-\tfrac{1}{2} x"),
    ((x + 1) / (2 * y), r"\frac{x + 1}{2 y}"), ((x / y) ** 2, r"\left(\frac{x}{y}\right)^{2}"),
    (2 * (x / y), r"2 \cdot \frac{x}{y}"), (1 - x / y, r"1 - \frac{x}{y}"),
    # functions
    (sqrt(2 / pi), r"\sqrt{\frac{2}{\pi}}"), (exp(-x), r"\exp(-x)"), (absolute(x), r"\lvert x \rvert"),
    (floor(p / 2), r"\left\lfloor \frac{p}{2} \right\rfloor"), (maximum(0, x), r"\max(0, x)"),
    (binomial(n, i), r"\binom{n}{i}"), (erf(x / sqrt(2)), r"\operatorname{erf}\left(\frac{x}{\sqrt{2}}\right)"),
    (where(x < 0, -x, x), r"\begin{cases} -x & \text{if } x < 0 \\ x & \text{otherwise} \end{cases}"),
    # sums, sequences, vectors
    (total(i, 1, n, a(i)), r"\sum_{i = 1}^{n} a_{i}"), (2 * total(i, 1, n, a(i)), r"2 \sum_{i = 1}^{n} a_{i}"),
    (total(i, 1, n, a(i)) * 2, r"\left(\sum_{i = 1}^{n} a_{i}\right) \cdot 2"),
    (total(i, 1, n, a(i) + 1), r"\sum_{i = 1}^{n} (a_{i} + 1)"),
    (total(i, 1, n, a(i)) + 1, r"\sum_{i = 1}^{n} a_{i} + 1"),
    (product(i, 1, n, total(j, 1, i, b(i)(j))), r"\prod_{i = 1}^{n} \sum_{j = 1}^{i} b_{i, j}"),
    (h(n + 1)(h(n)(x)), "h_{n + 1}(h_{n}(x))"), (f(x) ** 2, "f(x)^{2}"), (f(x) * (y - z), r"f(x) \cdot (y - z)"),
    (dot(u, v), r"\langle u, v \rangle"), (dot(v - u, v - u), r"\lVert v - u \rVert^{2}"),
    (sqrt(dot(v, v)), r"\lVert v \rVert"), (g(v - eta * u), r"g(v - \eta u)"),
    # names
    (real("x1") + real("x_1") + real("sigma_min"), r"x_{1} + \tilde{x_{\mathrm{1}}} + \sigma_{\mathrm{min}}"),
    (real("pieces") * real("epsilon"), r"\mathit{pieces} \cdot \varepsilon"), (real("odd_x_2"), r"\mathit{odd\_x\_2}"),
    (a(1) + real("a1"), r"a_{1} + \tilde{a_{1}}"), (real("pi") + pi, r"\mathit{pi} + \pi"),
    # formulas
    (conj(x < y, y <= z), r"x < y \le z"), (negation(x == y), r"x \ne y"), (negation(x < y), r"\lnot (x < y)"),
    (conj(x < 1, y < 1, z < 1), r"x < 1 \land y < 1 \land z < 1"),
    (conj(conj(x < 1, y < 1), z < 1), r"(x < 1 \land y < 1) \land z < 1"),
    (conj(either(x < 1, y < 1), z < 1), r"(x < 1 \lor y < 1) \land z < 1"),
    (implies(x < 1, y < 1, z < 1), r"x < 1 \Rightarrow y < 1 \Rightarrow z < 1"),
    (implies(implies(x < 1, y < 1), z < 1), r"(x < 1 \Rightarrow y < 1) \Rightarrow z < 1"),
    (iff(x < 1, y < 1), r"x < 1 \Leftrightarrow y < 1"),
    (derivative(lam(t, f(t) * t), x, y), r"\left.\frac{\mathrm{d}}{\mathrm{d}t} (f(t) t)\right|_{t = x} = y"),
    (derivative(f, x, y), "f'(x) = y"), (InnerSuite(f, 2), r"\operatorname{InnerSuite}(f, 2)"),
    # quantifiers
    (forall(x, y, n, x + y < n), r"\forall x, y \in \mathbb{R},\ n \in \mathbb{Z}:\ x + y < n"),
    (every(i, 1, n, a(i) < x), r"\forall i \in \{1, \dots, n\}:\ a_{i} < x"),
    (some(i, 1, n, a(i) < x), r"\exists i \in \{1, \dots, n\}:\ a_{i} < x"),
    (every(x, 0, 1, f(x) < y), r"\forall x \in [0, 1]:\ f(x) < y"),
    (forall(i, implies(conj(i <= i + 1, i + 1 <= n), x < y)),
     r"\forall i \in \mathbb{Z}:\ i \le i + 1 \le n \Rightarrow x < y"),
    (conj(forall(x, x < y), y < z), r"(\forall x \in \mathbb{R}:\ x < y) \land y < z"),
    (conj(y < z, forall(x, x < y)), r"y < z \land \forall x \in \mathbb{R}:\ x < y"),
    (forall(f, a, h, g, true), r"\forall f \colon \mathbb{R} \to \mathbb{R},\ a \colon \mathbb{Z} \to \mathbb{R},\ "
     r"h \colon \mathbb{Z} \to \mathbb{R} \to \mathbb{R},\ g \colon \mathcal{V} \to \mathbb{R}:\ \top"),
    (forall(x, exists(x, x < x)),
     r"\forall x \in \mathbb{R}:\ \exists \tilde{x} \in \mathbb{R}:\ \tilde{x} < \tilde{x}"),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_the_latex_of_a_formula(formula, latex):
    assert goal_latex(formula) == latex
    assert 'class="tex"' not in tex(latex)


def unbroken(latex):
    """The formula without what only breaks it into lines."""
    if not latex.startswith(r"\begin{aligned}"):
        return latex
    rows = latex.removeprefix("\\begin{aligned}\n").removesuffix("\n\\end{aligned}").split(" \\\\\n")
    assert all(row.startswith("& ") for row in rows)
    return " ".join(re.sub(r"^& (\\quad )*", "", row) for row in rows)


def test_a_long_goal_is_broken_at_its_structure():
    names = [real(f"parameter{k}") for k in range(6)]
    goal = forall(f, n, *names, implies(conj(n >= 1, *(q > 0 for q in names)), conj(*(q <= f(q) ** n for q in names))))
    latex = goal_latex(goal)
    lines = latex.split("\n")
    assert lines[0] == r"\begin{aligned}" and lines[-1] == r"\end{aligned}"
    assert lines[1].startswith(r"& \forall f \colon") and all(line.endswith(r" \\") for line in lines[1:-2])
    assert sum(line.startswith(r"& \quad \Rightarrow ") for line in lines) == 1
    assert unbroken(latex).count(r"\land") == 6 + 5
    assert 'class="tex"' not in tex(latex)


def test_definitions_come_after_those_they_use():
    assert definitions_of(forall(f, OuterSuite(f, 3))) == ["InnerSuite", "OuterSuite"]
    assert definitions_of(x < y) == []
    assert definition_latex("InnerSuite") == (
        r"\forall q \colon \mathbb{R} \to \mathbb{R},\ s \in \mathbb{R}:\ \operatorname{InnerSuite}(q, s) "
        r"\;:\Leftrightarrow \forall x \in \mathbb{R}:\ s < x \Rightarrow q(x) \le s"
    )
    assert definition_latex("DoubleSuite") == r"\forall s \in \mathbb{R}:\ \operatorname{DoubleSuite}(s) := 2 s"
    with pytest.raises(KeyError):
        definition_latex("NoSuchDefinition")


class Random:
    """Random formulas over a few variables, with much that could be confused."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.numbers = [x, y, i, real("x1"), real("ab"), pi]
        self.binders = [x, y, i, j, u, f, a, function("x", "int->real"), real("x1"), real("a1")]

    def pick(self, *options):
        return self.random.choice(options)()

    def integer(self, d):
        if d <= 0:
            return self.random.choice([i, j, term(self.random.randint(-3, 3))])
        k, e = lambda: self.integer(d - 1), lambda: self.number(d - 1)
        return self.pick(lambda: k() + k(), lambda: k() - k(), lambda: k() * k(), lambda: -k(), lambda: floor(e()),
                         lambda: binomial(k(), k()), lambda: total(self.random.choice([i, j]), k(), k(), k()),
                         lambda: self.integer(0))  # fmt: skip

    def vector(self, d):
        if d <= 0:
            return self.random.choice([u, v])
        w = lambda: self.vector(d - 1)  # noqa: E731
        return self.pick(lambda: w() + w(), lambda: w() - w(), lambda: -w(), lambda: self.number(d - 1) * w())

    def number(self, d):
        if d <= 0:
            k = self.random.randint(-3, 3)
            return self.random.choice([*self.numbers, term(k), term(Fraction(k, 2))])
        e, k, w = lambda: self.number(d - 1), lambda: self.integer(d - 1), self.vector(d - 1)
        unary, binary = self.random.choice([exp, log, sqrt, erf, absolute]), self.random.choice([maximum, minimum])
        big, index = self.random.choice([total, product]), self.random.choice([i, j])
        return self.pick(
            lambda: e() + e(), lambda: e() - e(), lambda: e() * e(), lambda: e() * e(), lambda: e() / e(), lambda: -e(),
            lambda: e() ** k(), lambda: unary(e()), lambda: binary(e(), e()), lambda: big(index, k(), k(), e()),
            lambda: where(self.formula(d - 1), e(), e()), lambda: dot(w, self.vector(d - 1)), lambda: dot(w, w),
            lambda: sqrt(dot(w, w)), lambda: f(e()), lambda: a(k()), lambda: b(k())(k()), lambda: h(k())(e()),
            lambda: function("x", "int->real")(k()), lambda: g(w), k, e)  # fmt: skip

    def formula(self, d):
        if d <= 0:
            return self.random.choice([x < y, x <= y, y <= real("x1"), x == y, i <= j, true, InnerSuite(f, i)])
        q, e, k = lambda: self.formula(d - 1), lambda: self.number(d - 1), lambda: self.integer(d - 1)
        middle, left, right = self.number(d - 1), self.formula(d - 1), self.formula(d - 1)
        bound, quantifier = self.random.choice(self.binders), self.random.choice([forall, exists])
        return self.pick(
            lambda: e() < e(), lambda: e() <= e(), lambda: e() == e(), lambda: negation(q()), lambda: conj(q(), q()),
            lambda: conj(q(), q()), lambda: either(q(), q()), lambda: implies(q(), q()), lambda: implies(q(), q()),
            lambda: quantifier(bound, q()), lambda: every(self.random.choice([i, j]), k(), k(), q()),
            lambda: some(self.random.choice([i, j]), k(), k(), q()), lambda: iff(left, right),
            lambda: derivative(self.random.choice([f, lam(x, e()), h(k())]), e(), e()),
            lambda: conj(e() <= middle, middle < e()), lambda: InnerSuite(f, e()))  # fmt: skip

    def closed(self, d):
        """A random formula under quantifiers for its free variables, in a fixed order."""
        result = self.formula(d)
        for free in sorted(TABLE.free[result.index], key=lambda w: TABLE.nodes[w][1:]):
            result = forall(Term(free), result)
        return result


@pytest.mark.parametrize("seed", range(2))
def test_different_formulas_print_differently(seed):
    """Even when spaces and the height of delimiters are lost."""
    source, seen = Random(seed), {}
    for _ in range(1_000):
        formula = source.closed(source.random.randint(1, 4))
        latex = re.sub(r"\s|\\left(?![a-z])|\\right(?![a-z])", "", unbroken(goal_latex(formula)))
        other = seen.setdefault(latex, formula.index)
        assert other == formula.index, f"{formula!r}\nand\n{Term(other)!r}\nprint alike: {latex}"
    assert len(seen) > 700


@pytest.mark.parametrize("seed", range(2))
def test_random_formulas_can_be_shown(seed):
    source = Random(100 + seed)
    for _ in range(60):
        latex = goal_latex(source.closed(3))
        if len(latex) < 20_000:
            assert 'class="tex"' not in tex(latex, block=True), latex


@pytest.mark.parametrize("file", claim_files(), ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_the_goals_of_the_suite_can_be_shown(file):
    try:
        claims = load(file)
    except ClaimError as error:  # a matter for the tests of the claims themselves
        pytest.skip(str(error))
    for claim in claims:
        for variant in claim.variants.values():
            for goal in (variant.statement, *variant.obligations, *variant.ranges):
                assert 'class="tex"' not in tex(goal_latex(goal.formula), block=True), goal_latex(goal.formula)
                for name in definitions_of(goal.formula):
                    assert 'class="tex"' not in tex(definition_latex(name), block=True), definition_latex(name)
