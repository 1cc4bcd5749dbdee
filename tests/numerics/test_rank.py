"""Exact ranks: of any integer matrix, of large sign matrices as documents for the checker, and constant blocks."""

import copy
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import ZZ
from sympy.polys.matrices import DomainMatrix

from certs import objects
from certs.checker import Rejected, canonical, parse
from numerics import rank
from numerics.circuits import (
    and_function,
    chattopadhyay_mande,
    greater_than,
    odd_max_bit,
    parity,
    restricted_outputs,
    xor_function,
)
from numerics.rank import block_group_counts, block_groups, exact_rank, rank_certificate


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 5), st.integers(0, 2**32))
def test_rank_certificates(m, n, r, seed):
    rng = np.random.default_rng(seed)
    a = rng.integers(-4, 5, (m, r)) @ rng.integers(-4, 5, (r, n))
    certificate = exact_rank(a)
    assert certificate.verify(a)
    assert certificate.rank == (np.linalg.matrix_rank(a) if r else 0)
    changed = a.astype(object)
    changed[0, 0] += 1
    assert not certificate.verify(changed) or certificate.rank == 0 == changed[0, 0]


def test_an_unlucky_prime_is_noticed():
    prime = 2**61 - 1
    a = np.array([[prime, 0, 0], [0, 1, 0], [0, 2, 0]], dtype=object)
    certificate = exact_rank(a)
    assert certificate.rank == 2
    assert certificate.verify(a)


def test_a_false_certificate_is_rejected():
    a = np.array([[1, 2], [3, 4]])
    true = exact_rank(a)
    assert not replace(true, determinant=5).verify(a)
    assert not replace(true, rank=1).verify(a)
    assert not replace(true, rows=(1, 0)).verify(a)
    assert not replace(true, denominator=0).verify(a)


def test_repeated_rows_and_columns():
    a = np.kron(np.tril(np.ones((9, 9), dtype=np.int64)), np.ones((7, 5), dtype=np.int64))
    certificate = exact_rank(a)
    assert certificate.rank == 9
    assert certificate.verify(a)


@given(st.integers(0, 2**32), st.integers(1, 4), st.integers(1, 4))
def test_block_groups_are_coarsest(seed, d, e):
    rng = np.random.default_rng(seed)
    core = rng.integers(0, 2, (d, e))
    a = np.repeat(np.repeat(core, rng.integers(1, 4, d), axis=0), rng.integers(1, 4, e), axis=1)
    rows, columns = block_groups(a)
    assert len(rows) <= d
    assert len(columns) <= e
    for r, c in product(np.split(a, rows[1:], axis=0), [slice(None)]):
        for block in np.split(r[:, c], columns[1:], axis=1):
            assert block.min() == block.max()
    assert all((a[i] != a[i - 1]).any() for i in rows[1:])
    counts = block_group_counts(np.stack([a, a * 0]))
    assert counts[0].tolist() == [len(rows), 1]
    assert counts[1].tolist() == [len(columns), 1]
    assert exact_rank(a).rank <= min(len(rows), len(columns))


def test_malformed_matrices():
    with pytest.raises(ValueError, match="integers"):
        exact_rank(np.array([[0.5]]))
    with pytest.raises(ValueError, match="integers"):
        exact_rank(np.array([[1, 0.5]], dtype=object))
    for wrong in ([[1, 0]], [[]], [[1, 3]]):
        with pytest.raises(ValueError, match=r"entries|integers"):
            rank_certificate(np.array(wrong))


# Sign matrices.


def certified(signs):
    """The rank that the checker read off the document, from its canonical bytes."""
    document = rank_certificate(signs)
    says = objects.check(parse(canonical(document)))["says"]
    r = len(document["minor"]["rows"])
    assert says == f"this {len(signs)} x {len(signs[0])} sign matrix has rank {r}"
    return r


def equality(n):
    return 2 * np.eye(n, dtype=np.int8) - 1


def multiplexer(m):
    """The exclusive or of multiplexers, each of one address bit and two data bits, then ands of two bits."""
    x = np.arange(2**m)
    values, place = np.ones(2**m, dtype=np.int8), 0
    while m - place >= 2:
        bits = [x >> place + i & 1 for i in range(3)]
        chosen = np.where(bits[0], bits[1], bits[2]) if place <= 3 and m - place >= 3 else bits[0] & bits[1]
        values, place = values * (1 - 2 * chosen), place + (3 if place <= 3 and m - place >= 3 else 2)
    return values


def fourier_sparsity(values):
    return np.count_nonzero(values @ and_function(parity(len(values).bit_length() - 1)).astype(int))


def monomials(values):
    """How many monomials the polynomial of a function has, by inclusion and exclusion over each bit in turn."""
    coefficients = values.astype(int).reshape([2] * (len(values).bit_length() - 1))
    for axis in range(coefficients.ndim):
        coefficients = np.concatenate([np.take(coefficients, [0], axis), np.diff(coefficients, axis=axis)], axis=axis)
    return np.count_nonzero(coefficients)


@pytest.mark.parametrize("m", [1, 2, 3, 5, 7, 8])
def test_full_ranks_known_by_theory(m):
    assert certified(and_function(parity(m))) == 2**m
    assert certified(greater_than(m)) == 2**m
    assert certified(equality(2**m)) == (2**m if m > 1 else 1)


@pytest.mark.parametrize("m", [4, 6, 7, 8])
def test_rank_of_xor_functions_is_their_sparsity(m):
    rng = np.random.default_rng(m)
    for values in (multiplexer(m), odd_max_bit(m), parity(m), rng.choice([-1, 1], 2**m)):
        assert certified(xor_function(values)) == fourier_sparsity(values)
    assert fourier_sparsity(multiplexer(m)) < 2**m


@pytest.mark.parametrize("m", [4, 6, 8])
def test_rank_of_and_functions_is_the_number_of_monomials(m):
    rng = np.random.default_rng(m)
    majority = np.where(np.array([bin(x).count("1") for x in range(2**m)]) > m // 2, -1, 1)
    for values in (multiplexer(m), odd_max_bit(m), parity(m), majority, rng.choice([-1, 1], 2**m)):
        assert certified(and_function(values)) == monomials(values)


def test_circuits():
    for n, l in ((1, 1), (2, 1), (3, 1), (2, 2), (3, 2), (2, 3)):
        signs = chattopadhyay_mande(n, l)
        assert certified(signs) == exact_rank(signs).rank
    for output in restricted_outputs(np.random.default_rng(2), 6, 4, 2, (2, 2), rectified=False):
        signs = np.where(output >= 0, 1, -1)
        assert certified(signs) == exact_rank(signs).rank <= min(block_group_counts(signs))


def small_sign_matrices(rng, count):
    for i in range(count):
        m, n = rng.integers(1, 14, size=2)
        signs = rng.choice([-1, 1], (m, n))
        if i % 3 == 1:  # few different rows, up to sign
            signs = signs[rng.integers(0, m, m)] * rng.choice([-1, 1], (m, 1))
        if i % 3 == 2:  # every column the majority of three, which are often dependent
            few = rng.choice([-1, 1], (m, 4))
            signs = np.sign(few[:, rng.integers(0, 4, n)] + few[:, rng.integers(0, 4, n)] + few[:, :1])
        yield signs


def test_agreement_on_small_matrices():
    deficient = 0
    for signs in small_sign_matrices(np.random.default_rng(0), 600):
        certificate = exact_rank(signs)
        assert certified(signs) == certificate.rank == DomainMatrix(signs.tolist(), signs.shape, ZZ).to_field().rank()
        assert certificate.verify(signs)
        deficient += certificate.rank < min(signs.shape)
    assert deficient > 200


def test_constant_matrices_and_vectors():
    for shape in ((1, 1), (1, 9), (9, 1), (5, 17)):
        for sign in (1, -1):
            assert certified(np.full(shape, sign)) == 1
    assert certified(np.array([[1, -1, -1, 1, -1]])) == 1


def test_a_tall_and_a_wide_matrix():
    signs = np.random.default_rng(1).choice([-1, 1], (40, 300))
    assert certified(signs) == certified(signs.T) == 40


def anti_hadamard(n):
    """A sign matrix of full rank whose inverse has Fibonacci numbers for entries (after Graham and Sloane,
    Anti-Hadamard matrices, Linear Algebra Appl. 62, 1984): floating point sees it as singular."""
    ahead = np.arange(n - 1) - np.arange(n - 1)[:, None]
    signs = np.ones((n, n), dtype=np.int8)
    signs[1:, 1:] -= 2 * ((ahead == 0) | (ahead > 0) & (ahead % 2 == 1))
    return signs


def test_where_floating_point_errs():
    assert certified(anti_hadamard(128)) == 128 > np.linalg.matrix_rank(anti_hadamard(128))


@pytest.mark.parametrize("n", [8, 20, 56])
def test_unlucky_moduli_are_noticed(n, monkeypatch):
    """2 I - J has determinant 2^n (1 - n / 2): divisible by 3, 9, 27."""
    signs = equality(n)
    monkeypatch.setattr(rank, "MODULI", (3, 5))
    assert rank_certificate(signs)["minor"]["modulus"] == 5
    spread = np.kron(xor_function(multiplexer(3)), signs)
    assert rank_certificate(spread)["minor"]["modulus"] == 5
    assert certified(spread) == 4 * n
    monkeypatch.setattr(rank, "MODULI", (3,))
    with pytest.raises(ArithmeticError, match=r"less modulo each of the primes \(3,\)"):
        rank_certificate(signs)


def test_every_modulus_gives_the_same_rank(monkeypatch):
    signs = np.kron(and_function(odd_max_bit(4)), greater_than(3))
    want = exact_rank(signs).rank
    assert len(rank.MODULI) == 53
    for q in rank.MODULI[::4]:
        monkeypatch.setattr(rank, "MODULI", (q,))
        assert certified(signs) == want < len(signs)


def test_coefficients_too_large_for_a_document():
    """Rows drawn from few different ones, columns all different: the coefficients are quotients of large minors."""
    for r in (60, 250):
        rng = np.random.default_rng(4)
        signs = rng.choice([-1, 1], (r, 2 * r))[rng.integers(0, r, 2 * r)]
        assert certified(signs.T) < r
        if r == 60:
            assert certified(signs) == certified(signs.T)
        else:
            with pytest.raises(ArithmeticError, match="a document cannot hold them"):
                rank_certificate(signs)


# What the checker must not accept.


def changes(document):
    """Documents that differ from a true one in one place."""
    q = document["minor"]["modulus"]

    def digit(d):
        row = d["minor"]["inverse"][1]
        d["minor"]["inverse"][1] = row[:2] + f"{(int(row[2], 16) + 1) % q:x}" + row[3:]

    def repeated_row(d):
        d["minor"]["rows"][1] = d["minor"]["rows"][0]

    def other_row(d):
        d["minor"]["rows"] = [*d["minor"]["rows"][:-1], d["minor"]["rows"][-1] + 1]

    def fewer(d):
        d["minor"]["rows"].pop()
        d["minor"]["columns"].pop()

    def entry(d):
        words = d["factor"]["right"][0].split(" ")
        d["factor"]["right"][0] = " ".join([*words[:-1], str(int(words[-1]) + 1)])

    def denominator(d):
        d["factor"]["denominator"] = str(int(d["factor"]["denominator"]) + 1)

    def no_factor(d):
        d["factor"] = None

    def sign(d):
        d["matrix"][0] = f"{int(d['matrix'][0], 16) ^ 1:0{len(d['matrix'][0])}x}"

    def modulus(d):
        d["minor"]["modulus"] = 11

    for change in (digit, repeated_row, other_row, fewer, entry, denominator, no_factor, sign, modulus):
        changed = copy.deepcopy(document)
        change(changed)
        yield change.__name__, changed


def test_changed_certificates_are_rejected():
    document = rank_certificate(xor_function(multiplexer(6)))
    assert len(document["minor"]["rows"]) == 16
    objects.check(document)
    for name, changed in changes(document):
        with pytest.raises(Rejected):
            objects.check(changed)
            pytest.fail(f"accepted although changed: {name}")
