"""LTF-of-ReLU circuits on a few bits, and the size that Section 2.6 allows them."""

from numerics.terms import Term, define, integer, maximum, term, total, where
from theorems.mukherjee2020.boolean import Bit
from theorems.mukherjee2020.logarithms import log2, power

i, j = integer("i"), integer("j")


@define
def OnBits(b0: "real", q: "int->real", g: "int->real", beta: "int->real", s: "int->int->real", w: "int", L: "int",
           y: "int") -> Term:  # fmt: skip
    """The value, 0 or 1, at the string of the L bits of y, of the LTF-of-ReLU circuit with output bias b0, direct wires
    q and w ReLU gates: gate j has the weight g(j), the bias beta(j) and the weights s(j)."""
    gates = total(j, 1, w, g(j) * maximum(0, beta(j) + total(i, 0, L - 1, s(j)(i) * Bit(y, i))))
    return where(b0 + total(i, 0, L - 1, q(i) * Bit(y, i)) + gates >= 0, 1, 0)


def allowed(theta: Term, n: Term, eps: Term) -> Term:
    """epsilon^(2/(2 + theta)) n^(1/(2 + theta)) / (2^(1/(2 + theta)) log2(n/2))."""
    share = 1 / (2 + theta)
    return power(eps, 2 / (2 + theta)) * power(n, share) / (power(term(2), share) * log2(n / 2))
