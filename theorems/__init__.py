"""The claims: what each text states, in goals, with proofs, instances and mutants."""
