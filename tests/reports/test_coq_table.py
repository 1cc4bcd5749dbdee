"""What covers each rule of the checker; and its table of textbook facts, proved in Coq: each entry under its name, and
the lemma says what it says. So with the rules of differentiation, and with the other rules that are proved once.
"""

import itertools
import re
import subprocess
import sys

import pytest

from certs.language import Rejected, Terms
from certs.rules import RULES
from certs.rules.lemma import ENTRIES, Build
from reports import coq
from theorems import assistant

sys.path.append(str(assistant.ROOT / "tests" / "certs"))  # its tests share ``craft``
from craft import Bench

FILE = assistant.LIBRARY / "formal" / "lemma_table_facts.v"
SLOPES_FILE = assistant.LIBRARY / "formal" / "derivative_facts.v"
# The rules of the checker, each with its answer. Which logical ones are natural deduction, the logic of Coq, is said
# name by name, so that a new rule must have an answer, too. The steps of those in coq.RULES are proved one by one.
NATURAL_DEDUCTION = [
    "assume", "implies_intro", "implies_elim", "and_intro", "and_elim", "or_intro", "cases", "excluded_middle",
    "not_elim", "not_intro", "contradiction", "truth", "forall_intro", "forall_elim", "exists_intro", "exists_elim",
    "definition", "equality",
]  # fmt: skip
PROVED_BY_PARTS = ["lemma", "derivative"]  # entry by entry, and operation by operation
# Proved as a whole: the variables of the Coq lemma, the premises of a step, and its terms.
PROVED_ONCE = {
    "induction": ("(A : Z -> Prop) (n : Z)",
                  ["(A n)", "(forall i (=> (<= n i) (=> (A i) (A (+ i 1)))))"], ["A", "n"]),
    "mean_value": ("(f g : R -> R) (x y : R)",
                   ["(< x y)", "(forall z (=> (and (<= x z) (<= z y)) (deriv f z (g z))))"], ["f", "g"]),
}  # fmt: skip
LEFT_OUT = {"choice": "the axiom of choice is not one of the axioms that are accepted of proofs in Coq"}
with_coq = pytest.mark.skipif(assistant.coq() is None, reason=f"Coq is not installed: {assistant.INSTALL}")


def lemmas(heading):
    """The names of the lemmas below a heading."""
    text = FILE.read_text(encoding="utf-8").partition(f"(** * {heading} *)\n")[2].partition("\n(** * ")[0]
    return re.findall(r"^Lemma (\w+)", text, re.MULTILINE)


def test_every_rule_of_the_checker_has_one_answer():
    assert sorted([*NATURAL_DEDUCTION, *coq.RULES, *PROVED_BY_PARTS, *PROVED_ONCE, *LEFT_OUT]) == sorted(RULES)


def test_each_entry_is_a_lemma_of_its_name():
    assert lemmas("The table") == list(ENTRIES)
    assert lemmas("Two other rules") == list(PROVED_ONCE)


# --- what an entry says, for Coq -----------------------------------------------------------------------------

# The sorts of the arguments that the rule admits.
ADMITTED = {
    "real": ["real", "int"], "int": ["int"], "bool": ["bool"], "any": ["real", "int", "V"],
    "int->any": ["int->real", "int->int", "int->V"], "int->real": ["int->real", "int->int"], "int->int": ["int->int"],
}  # fmt: skip
TYPES = {"real": "R", "int": "Z", "bool": "Prop", "V": "V"}
SCOPES = {"real": "R", "int": "Z"}
REAL = {"exp": "exp", "log": "ln", "sqrt": "sqrt", "erf": "erf", "pi": "PI"}
NAMES = {
    "int": {"max": "Z.max", "min": "Z.min", "abs": "Z.abs", "sum": "zsum", "prod": "zprod"},
    "real": {"max": "Rmax", "min": "Rmin", "abs": "Rabs", "sum": "rsum", "prod": "rprod"},
    "V": {"+": "add", "-": "sub", "neg": "opp", "sum": "lemma_table_facts.vsum"},
}
SIGNS = {"and": "/\\", "or": "\\/", "=>": "->"}


class Writer:
    """Writes formulas over variables, with every part in brackets and every number in its scope."""

    def __init__(self, t):
        self.t = t

    def write(self, term, bound=(), want=""):
        """A term as one of a sort, in the scope of bound variables, the innermost last."""
        t = self.t
        op, *rest = t.nodes[term]
        sort = t.sorts[term]
        if sort == "int" and want == "real":
            return f"(IZR {self.write(term, bound)})"
        if op == "num":
            assert rest[1] == 1
            return f"({rest[0]})%Z"
        if op in ("var", "bound"):
            return rest[0] if op == "var" else bound[-1 - rest[0]]
        if op in ("forall", "exists"):
            name = f"at_{len(bound)}"
            return f"({op} {name} : {TYPES[rest[0]]}, {self.write(rest[1], (*bound, name))})"
        if op == "lam":
            assert rest[0] == "real"
            name = f"at_{len(bound)}"
            return f"(fun {name} : R => {self.write(rest[1], (*bound, name), 'real')})"
        if op == "deriv":
            return f"(derivable_pt_lim {' '.join(self.write(c, bound, 'real') for c in rest)})"
        if op == "if":
            return f"(ite {' '.join([self.write(rest[0], bound), *(self.write(c, bound, sort) for c in rest[1:])])})"
        if op in ("app", "sum", "prod"):
            head = self.write(rest[0], bound) if op == "app" else NAMES[sort][op]
            return f"({head} {' '.join(self.write(c, bound) for c in rest[op == 'app' :])})"
        if op in ("=", "<", "<="):
            sorts = [t.sorts[c] for c in rest]
            common = sorts[0] if sorts[0] == sorts[1] else "real"
            return self._between(op, common, [self.write(c, bound, common) for c in rest])
        if op == "not":
            return f"(~ {self.write(rest[0], bound)})"
        if op in SIGNS:
            return f"({self.write(rest[0], bound)} {SIGNS[op]} {self.write(rest[1], bound)})"
        if op == "^":
            base, exponent = (self.write(c, bound) for c in rest)
            return f"({base} ^ {exponent})%Z" if sort == "int" else f"(power {base} {exponent})"
        if op in ("floor", *REAL):
            return f"({' '.join([REAL.get(op, op), *(self.write(c, bound, 'real') for c in rest)])})"
        if op == "binomial":
            return f"(binomial {self.write(rest[0], bound)} {self.write(rest[1], bound)})"
        if op == "dot":
            return f"(inner {self.write(rest[0], bound)} {self.write(rest[1], bound)})"
        if op == "*" and sort == "V":
            return f"(scale {self.write(rest[0], bound, 'real')} {self.write(rest[1], bound)})"
        parts = [self.write(c, bound, sort) for c in rest]
        if op in NAMES[sort]:
            return f"({NAMES[sort][op]} {' '.join(parts)})"
        if op == "neg":
            return f"(- {parts[0]})%{SCOPES[sort]}"
        assert op in ("+", "-", "*", "/")
        return self._between(op, sort, parts)

    def _between(self, op, sort, parts):
        scope = f"%{SCOPES[sort]}" if sort in SCOPES else ""
        return f"({parts[0]} {op} {parts[1]}){scope}"


def statements(name):
    """What an entry says at variables of each admitted choice of sorts: the premises, the conclusion, the binders."""
    sorts, entry = ENTRIES[name]
    for chosen in itertools.product(*(ADMITTED[s] for s in sorts)):
        t = Terms()
        try:
            premises, conclusion = entry(Build(t), *(t.var(f"x{n}", s) for n, s in enumerate(chosen)))
        except Rejected:  # of an int and a vector there is no branch
            continue
        types = [" -> ".join(TYPES[part] for part in s.split("->")) for s in chosen]
        binders = " ".join(["(V : space)", *(f"(x{n} : {kind})" for n, kind in enumerate(types))])
        write = Writer(t).write
        yield chosen, binders, [write(p) for p in premises], write(conclusion)


def test_what_an_entry_says_is_written_for_coq():
    ((_, binders, premises, conclusion),) = statements("int_less")
    assert binders == "(V : space) (x0 : Z) (x1 : Z)" and premises == ["(x0 < x1)%Z"]
    assert conclusion == "((x0 + (1)%Z)%Z <= x1)%Z"
    found = {chosen: (premises, conclusion) for chosen, _, premises, conclusion in statements("sqrt")}
    assert found["int",][0] == ["((0)%Z <= x0)%Z"]
    assert found["real",][1] == "(((IZR (0)%Z) <= (sqrt x0))%R /\\ (((sqrt x0) * (sqrt x0))%R = x0)%R)"
    assert len(list(statements("sum_same"))) == 5 and len(list(statements("if_true"))) == 5


# --- the rules of differentiation ----------------------------------------------------------------------------

# A function of y, what is asked for at the point x, the derivative there; d is that of f, and e that of g.
SLOPES = {
    "constant": ("z", [], "0"),
    "variable": ("y", [], "1"),
    "sum": ("(+ (f y) (g y))", [], "(+ d e)"),
    "difference": ("(- (f y) (g y))", [], "(- d e)"),
    "opposite": ("(neg (f y))", [], "(neg d)"),
    "product": ("(* (f y) (g y))", [], "(+ (* d (g x)) (* (f x) e))"),
    "quotient": ("(/ (f y) (g y))", ["(not (= (g x) 0))"],
                 "(/ (- (* d (g x)) (* (f x) e)) (* (g x) (g x)))"),
    "power": ("(^ (f y) 3)", [], "(* (* 3 (^ (f x) 2)) d)"),
    "exp": ("(exp (f y))", [], "(* (exp (f x)) d)"),
    "log": ("(log (f y))", ["(< 0 (f x))"], "(/ d (f x))"),
    "sqrt": ("(sqrt (f y))", ["(< 0 (f x))"], "(/ d (* 2 (sqrt (f x))))"),
    "erf": ("(erf (f y))", [], "(* (/ (* 2 (exp (neg (* (f x) (f x))))) (sqrt pi)) d)"),
    "dot": ("(dot (- (* (f y) u) v) (neg (+ u (* (g y) v))))", [],
            "(+ (dot (- (+ (* d u) (* (f x) (* 0 u))) (* 0 v)) (neg (+ u (* (g x) v))))"
            "   (dot (- (* (f x) u) v) (neg (+ (* 0 u) (+ (* e v) (* (g x) (* 0 v)))))))"),
}  # fmt: skip
KNOWN = {"(f y)": "(deriv (lam y (f y)) x d)", "(g y)": "(deriv (lam y (g y)) x e)"}


def test_the_checker_differentiates_by_these_rules():
    text = SLOPES_FILE.read_text(encoding="utf-8")
    assert re.findall(r"^ *Lemma derivative_(\w+)", text, re.MULTILINE) == list(SLOPES)
    for name, (function, asked, slope) in SLOPES.items():
        bench = Bench()
        steps = bench.assume(*KNOWN.values(), *asked)
        bench.apply("derivative", steps, [f"(lam y {function})", "x", slope])
        if asked:
            bench.refuses("derivative", steps[: len(KNOWN)], [f"(lam y {function})", "x", slope])
        bench.refuses("derivative", steps, [f"(lam y {function})", "x", f"(+ 1 {slope})"], name)


# By the lemma of the entry's name; where integers stand for real numbers, the operations on both agree.
PROOF = """first [exact {0} | exact ({0} _) | intros; first
  [ solve [eapply {0}; eauto using IZR_lt, IZR_le, IZR_neq] | lia | rewrite ?integer_sum; solve [eapply {0}; eauto]
  | rewrite ?plus_IZR, ?mult_IZR, ?opp_IZR; solve [eapply {0}]
  | apply eq_IZR; rewrite ?mult_IZR, ?integer_power by lia; solve [eapply {0}; eauto]
  | split; first [apply le_IZR | apply lt_IZR]; eapply {0} ]]"""
HEAD = """From Coq Require Import Reals ZArith Lia.
From Marginalia.formal Require Import lemma_table_facts.
From Marginalia.formal Require Import error_function evaluation steps.
From Marginalia.formal Require Import derivative_facts.
Import R_sqrt.
Open Scope R_scope.
"""
SLOPE_PROOF = "intros; solve [eapply {0}; eauto; first [lia | repeat first [assumption | econstructor]]]"


# --- with Coq ------------------------------------------------------------------------------------------------


@with_coq
@pytest.mark.slow
def test_the_lemma_says_what_the_entry_says(tmp_path):
    """At all admitted sorts, with the premises; without them the same proof does not do."""
    lines, names = [HEAD], []

    def ask(name, binders, premises, conclusion, proof):
        names.append(name)
        lines.append(f"Goal forall {binders}, {' -> '.join([*premises, conclusion])}.\nProof. {proof}. Qed.")
        if premises:
            lines.append(f"Goal forall {binders}, {conclusion}.\nProof. Fail {proof}. Abort.")

    for entry in ENTRIES:
        name = f"lemma_table_facts.{entry}"
        for _, binders, premises, conclusion in statements(entry):
            ask(name, binders, premises, conclusion, PROOF.format(name))
    for rule, (function, asked, slope) in SLOPES.items():
        bench, name = Bench(), f"derivative_facts.derivative_{rule}"
        known = [fact for part, fact in KNOWN.items() if part in function]
        said = [*known, *asked, f"(deriv (lam y {function}) x {slope})"]
        *premises, conclusion = (Writer(bench.replay.terms).write(bench.term(x)) for x in said)
        binders = "(V : space) (u v : V) (f g : R -> R) (x z d e : R)"
        ask(name, binders, premises, conclusion, SLOPE_PROOF.format(name))
    for rule, (binders, given, terms) in PROVED_ONCE.items():
        bench, name = Bench(A="int->bool"), f"lemma_table_facts.{rule}"
        bench.apply(rule, bench.assume(*given), terms)
        *premises, conclusion = (Writer(bench.replay.terms).write(s.conclusion) for s in bench.replay.steps)
        ask(name, binders, premises, conclusion, f"exact {name}")
    uses = " ".join(f"let _ := {name} in" for name in dict.fromkeys(names))
    lines.append(f"Definition all : True := {uses} I. Print Assumptions all.")
    build = assistant.Build(assistant.LIBRARY, tmp_path)
    assert not any(build.compile([FILE, SLOPES_FILE], 2).values())
    (tmp_path / "entries.v").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = subprocess.run(["coqc", *assistant.QUIET, *build.options, "entries.v"], cwd=tmp_path, capture_output=True,
                         text=True, check=False)  # fmt: skip
    assert not ran.returncode, ran.stderr
    assert set(coq.AXIOM.findall(ran.stdout)) == assistant.ACCEPTED
