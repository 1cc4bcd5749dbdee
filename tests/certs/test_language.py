"""Terms: sorts, binding without capture, definitions, and the formulas that the checker forms itself."""

from __future__ import annotations

import pytest
from craft import Bench

from certs.language import Rejected, Terms, check_sort, is_name, subsort

SORTS = {
    "int": ["7", "i", "(+ i 1)", "(* i j)", "(- i j)", "(neg i)", "(^ i n)", "(abs i)", "(floor x)", "(max i j)",
            "(binomial n i)", "(N i)", "(sum 1 n N)", "(prod 1 n N)", "(if (< x y) i j)", "(vertices 2 3 M)"],
    "real": ["1/2", "x", "pi", "(+ i x)", "(* x i)", "(/ i 2)", "(^ x n)", "(abs x)", "(max i x)", "(f i)",
             "(a i)", "(exp i)", "(log x)", "(sqrt 2)", "(erf x)", "(dot u v)", "(sum 1 n a)", "(prod 1 n a)",
             "(if (< x y) i x)"],
    "V": ["u", "(+ u v)", "(- u v)", "(neg u)", "(* 2 u)", "(* x u)", "(r i)", "(sum 1 n r)", "(if (< x y) u v)"],
    "bool": ["true", "false", "(< i x)", "(<= x i)", "(= i x)", "(= u v)", "(not P)", "(and P Q)", "(or P Q)",
             "(=> P Q)", "(forall x (< x 1))", "(exists u (= u v))", "(forall P P)", "(deriv f 1 x)", "(if P Q P)",
             "(forall f P)", "(deriv (lam y 3) x 0)"],
    "int->int": ["(lam i (* i i))", "N"],
    "real->int": ["(lam x (floor x))"],
    "int->int->real": ["(lam i (lam j (/ i 2)))"],
    "V->real": ["(lam u (dot u u))"],
    "int->bool": ["(lam i (< i 3))"],
}  # fmt: skip
ILL_SORTED = [
    "(+ P Q)", "(+ u x)", "(+ u 1)", "(* u x)", "(* u v)", "(dot u x)", "(dot u t1)", "(/ u 2)", "(^ x y)", "(^ x 1/2)",
    "(^ u 2)", "(abs u)", "(floor u)", "(max u v)", "(< u v)", "(< P Q)", "(= P Q)", "(= f g)", "(= u 0)", "(= u t1)",
    "(binomial x 1)", "(binomial n 1/2)", "(f u)", "(N x)", "(N 1/2)", "(a x)", "(x 1)", "(1 x)", "(sum 1/2 n a)",
    "(sum 1 n f)", "(sum 1 n M)", "(prod 1 n r)", "(sum 1 n (lam i (< i 1)))", "(if x 1 2)", "(if P f g)", "(if P u x)",
    "(not x)", "(and P x)", "(=> 1 P)", "(deriv N 1 2)", "(deriv a 1 2)", "(deriv f u 1)", "(deriv x 1 2)",
    "(forall x x)", "(forall x 1)", "(lam P P)", "(lam f (f 1))", "(exp P)", "(sqrt u)", "(vertices n n a)", "(neg P)",
    "((lam i i) 1/2)", "((lam i i) x)", "((lam u u) 0)", "(exp)", "(exp x y)", "(pi x)", "(num 1)",
]  # fmt: skip


@pytest.mark.parametrize(("sort", "text"), [(sort, text) for sort in SORTS for text in SORTS[sort]])
def test_sorts(sort: str, text: str) -> None:
    b = Bench(M="int->int->real")
    assert b.replay.terms.sorts[b.term(text)] == sort


@pytest.mark.parametrize("text", ILL_SORTED)
def test_ill_sorted(text: str) -> None:
    b = Bench(M="int->int->real", t1="V1")
    with pytest.raises(Rejected):
        b.term(text)


def test_subsorts() -> None:
    assert subsort("int", "real") and subsort("int->int", "int->real") and subsort("V->int", "V->real")
    assert not subsort("real", "int") and not subsort("real->real", "int->real") and not subsort("V", "V1")
    assert not subsort("int", "int->real") and not subsort("int->real", "real") and not subsort("bool", "int")


@pytest.mark.parametrize("sort", ["", "nat", "Real", "V-1", "Vx", "int->", "->int", "int -> real", "bool->int", 7, None,
                                  ["int"], "int->bool->real", "V\u0661", "(int->int)->int"])  # fmt: skip
def test_unknown_sorts(sort: object) -> None:
    with pytest.raises(Rejected):
        check_sort(sort)


def test_names() -> None:
    assert is_name("x") and is_name("x_1") and is_name("a" * 40)
    for name in ("", "_x", "1x", "x y", "x-1", "a" * 41, "\u03b1", "x\u0661", "x\n", None, 7, ["x"]):
        assert not is_name(name)


def test_equal_up_to_names() -> None:
    b = Bench()
    assert b.term("(forall x (exists y (< x y)))") == b.term("(forall z (exists x (< z x)))")
    assert b.term("(forall x (exists y (< x y)))") != b.term("(forall x (exists y (< y x)))")
    assert b.term("(forall x (< x x))") != b.term("(forall i (< i i))")
    assert b.term("(lam i (lam j (- i j)))") != b.term("(lam j (lam i (- i j)))")


def test_no_capture_by_instance() -> None:
    b = Bench()
    p = b.apply("assume", terms=["(forall x (exists y (< x y)))"])
    b.apply("forall_elim", [p], ["y"])
    assert b.concludes("(exists z (< y z))")
    b.apply("forall_elim", [p], ["(+ y z)"])
    assert b.concludes("(exists x (< (+ y z) x))")


def test_no_capture_by_reduction() -> None:
    """A function applied under binders, to a variable of one of them."""
    b = Bench()
    assert b.term("(forall i (= ((lam j (sum 1 3 (lam k (* k j)))) i) 0))") == b.term(
        "(forall i (= (sum 1 3 (lam k (* k i))) 0))")
    assert b.term("(forall x (forall y (exists z (< ((lam z (+ z x)) y) z))))") == b.term(
        "(forall x (forall y (exists z (< (+ y x) z))))")
    h = b.apply("assume", terms=["(forall f (forall x (exists y (< (f (+ x 1)) (f y)))))"])
    b.apply("forall_elim", [h], ["(lam z (+ z (* x y)))"])
    assert b.concludes("(forall t (exists s (< (+ (+ t 1) (* x y)) (+ s (* x y)))))")
    b.apply("forall_elim", [h], ["(lam z (sum 1 n (lam i (* i z))))"])
    assert b.concludes("(forall t (exists s (< (sum 1 n (lam i (* i (+ t 1)))) (sum 1 n (lam i (* i s))))))")


def test_no_capture_by_definition() -> None:
    b = Bench()
    b.define("Above", "x", "(exists y (< x y))")
    b.define("Both", "f x", "(forall y (and (Above (f y)) (< y x)))")
    p = b.apply("assume", terms=["(forall y (Above y))"])
    b.apply("definition", [p], ["(forall z (exists x (< z x)))"])
    p = b.apply("assume", terms=["(Both (lam x (+ x y)) (* y z))"])
    b.apply("definition", [p], ["(forall t (and (exists s (< (+ t y) s)) (< t (* y z))))"])
    b.refuses("definition", [p], ["(forall t (and (exists s (< (+ t t) s)) (< t (* t z))))"])
    b.refuses("definition", [p], ["(forall y (and (exists s (< (+ y y) s)) (< y (* y z))))"])


def test_simultaneous_substitution() -> None:
    b = Bench()
    b.define("Less", "x y", "(< x y)")
    p = b.apply("assume", terms=["(Less y x)"])
    b.apply("definition", [p], ["(< y x)"])
    b.refuses("definition", [p], ["(< x x)"])


def test_definitions_are_made_once_over_their_parameters() -> None:
    terms = Terms()
    x, y, true = terms.var("x", "real"), terms.var("y", "real"), terms.make("true")
    terms.define("D", [x], terms.make("<", x, terms.num(0)))
    for name, parameters, body in [("D", [x], true), ("E", [x], terms.make("<", x, y)), ("E", [x, x], true),
                                   ("E", [true], true), ("1E", [], true), ("E F", [], true)]:  # fmt: skip
        with pytest.raises(Rejected):
            terms.define(name, parameters, body)
    for arguments in ([], [x, y], [true], [terms.var("u", "V")]):
        with pytest.raises(Rejected):
            terms.defined_term("D", *arguments)
    with pytest.raises(Rejected, match="not defined"):
        terms.defined_term("E")


DEFINED = [
    ("(< (/ 1 x) y)", "(not (= x 0))"),
    ("(< (/ 1 2) y)", "true"),
    ("(< (/ 1 (- 1 1)) y)", "(not (= (- 1 1) 0))"),
    ("(< (/ 1 0) y)", "(not (= 0 0))"),
    ("(= (/ x x) 1)", "(not (= x 0))"),
    ("(= (- (/ 1 x) (/ 1 x)) 0)", "(and (not (= x 0)) (not (= x 0)))"),
    ("(< (sqrt x) 1)", "(<= 0 x)"),
    ("(< (sqrt 2) 1)", "true"),
    ("(< (sqrt -2) 1)", "(<= 0 -2)"),
    ("(< (log x) 1)", "(< 0 x)"),
    ("(< (log 2) 1)", "(< 0 2)"),
    ("(< (^ x n) 1)", "(<= 0 n)"),
    ("(< (^ x 3) 1)", "true"),
    ("(< (^ x -3) 1)", "(<= 0 -3)"),
    ("(< (binomial n i) 1)", "(<= 0 n)"),
    ("(=> (< 0 x) (< (log x) 1))", "(=> (< 0 x) (< 0 x))"),
    ("(=> (< (log x) 1) (< 0 x))", "(< 0 x)"),
    ("(and (< 0 x) (< (log x) 1))", "(=> (< 0 x) (< 0 x))"),
    ("(and (< (log x) 1) (< 0 x))", "(< 0 x)"),
    ("(or (<= x 0) (< (log x) 1))", "(=> (not (<= x 0)) (< 0 x))"),
    ("(not (< (log x) 1))", "(< 0 x)"),
    ("(< (if (< 0 x) (log x) (sqrt y)) 1)", "(and (=> (< 0 x) (< 0 x)) (=> (not (< 0 x)) (<= 0 y)))"),
    ("(forall x (< (/ 1 x) y))", "(forall x (not (= x 0)))"),
    ("(exists x (and (< 0 x) (< (log x) y)))", "(forall x (=> (< 0 x) (< 0 x)))"),
    ("(< (sum 1 n (lam i (/ 1 i))) y)", "(forall i (=> (and (<= 1 i) (<= i n)) (not (= i 0))))"),
    ("(< (sum (floor (/ 1 x)) n (lam i i)) y)", "(not (= x 0))"),
    ("(< (prod 1 n (lam i (/ x i))) y)", "(forall i (=> (and (<= 1 i) (<= i n)) (not (= i 0))))"),
    ("(< (f (/ 1 x)) y)", "(not (= x 0))"),
    ("(deriv (lam y (log y)) x 1)", "(forall y (< 0 y))"),
    ("(< (vertices n m M) 3)", "(and (<= 1 n) (<= 0 m))"),
    ("(< (log (/ 1 x)) 1)", "(and (not (= x 0)) (< 0 (/ 1 x)))"),
    ("(Recip x)", "(not (= x 0))"),
    ("(forall x (=> P (Recip (+ x 1))))", "(forall x (=> P (not (= (+ x 1) 0))))"),
]


@pytest.mark.parametrize(("formula", "wanted"), DEFINED)
def test_defined(formula: str, wanted: str) -> None:
    b = Bench(M="int->int->real")
    b.define("Recip", "x", "(< (/ 1 x) 1)")
    assert b.replay.terms.defined(b.term(formula)) == b.term(wanted)


SATISFIABLE = [
    ("(forall x (< x (+ x 1)))", "true"),
    ("(forall x (=> (< 0 x) (< x 1)))", "(exists x (< 0 x))"),
    ("(forall x (forall y (=> (< 0 x) (=> (< x y) (< 0 y)))))", "(exists x (exists y (and (< 0 x) (< x y))))"),
    ("(forall x (=> (< 0 x) (forall y (=> (< y x) P))))", "(exists x (and (< 0 x) (exists y (< y x))))"),
    ("(=> P Q)", "P"),
    ("Impossible", "(exists x (and (< x 0) (< 0 x)))"),
    ("(forall y (Hidden y))", "(exists y (exists x (< x y)))"),
]


@pytest.mark.parametrize(("formula", "wanted"), SATISFIABLE)
def test_satisfiable(formula: str, wanted: str) -> None:
    b = Bench()
    b.define("Impossible", "", "(forall x (=> (< x 0) (=> (< 0 x) false)))")
    b.define("Hidden", "y", "(forall x (=> (< x y) (< x y)))")
    formula = "(Impossible)" if formula == "Impossible" else formula
    assert b.replay.terms.satisfiable(b.term(formula)) == b.term(wanted)


def test_hypotheses_cannot_hide_in_a_definition() -> None:
    """The whole goal as an instance of a definition with impossible hypotheses: an instance is still asked for."""
    from certs.checker import check

    b = Bench()
    b.define("Impossible", "", "(forall x (=> (< x 0) (=> (< 0 x) false)))")
    contradiction = [[[["1", [0], -1], ["1", [1], -1]], []]]
    for text in ("(< x 0)", "(< 0 x)"):
        b.step("assume", [], [text])
    b.step("positivstellensatz", [0, 1], ["false"], contradiction)
    b.step("implies_intro", [2], ["(< 0 x)"])
    b.step("implies_intro", [3], ["(< x 0)"])
    b.step("forall_intro", [4], ["x"])
    b.step("definition", [5], ["(Impossible)"])
    with pytest.raises(Rejected, match="satisfiable"):
        check(b.document("(Impossible)"))
