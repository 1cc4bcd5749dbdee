"""The engines: exact arithmetic and searches for proofs and counterexamples. Untrusted: they build, never judge."""
