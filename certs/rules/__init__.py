"""The rules of inference beyond pure logic, one module a kind of reasoning; each docstring argues its soundness."""

from certs.checker import LOGIC, Rule
from certs.rules import calculus, compute, enclosure, lemma, polynomial, positivstellensatz

MODULES = {"logic": LOGIC} | {
    module.__name__.rpartition(".")[2]: module.RULES
    for module in (polynomial, positivstellensatz, compute, lemma, calculus, enclosure)
}
RULES: dict[str, tuple[str, Rule]] = {
    name: (module, rule) for module, rules in MODULES.items() for name, rule in rules.items()
}
