(** The tactics of coq-interval, run in Coq's own integers: those that the library offers by default compute with the
    processor's integers and floating-point numbers, and so add their specifications to the axioms of every proof.

    Always give a precision in bits: [interval with (i_prec 53)], [integral with (i_prec 53)]. *)

From Interval Require Export Tactic.
From Interval Require Import Specific_stdz Specific_ops.

Module Binary := SpecificFloat StdZRadix2.
Module Exact := Interval.Tactic.IntervalTactic Binary.
Export Exact.
