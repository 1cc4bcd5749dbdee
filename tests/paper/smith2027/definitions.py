"""What the claims share."""

from numerics.terms import Term, define


@define
def Square(x: "real") -> Term:  # noqa: F821
    """x times x."""
    return x * x
