"""The rules of inference beyond pure logic, one module a kind of reasoning; each docstring argues its soundness."""

from certs.checker import LOGIC, Rule
from certs.rules import calculus, compute, enclosure, lemma, polynomial

MODULES = {
    "logic": LOGIC,
    "polynomial": polynomial.RULES,
    "compute": compute.RULES,
    "lemma": lemma.RULES,
    "calculus": calculus.RULES,
    "enclosure": enclosure.RULES,
}
RULES: dict[str, tuple[str, Rule]] = {
    name: (module, rule) for module, rules in MODULES.items() for name, rule in rules.items()
}
