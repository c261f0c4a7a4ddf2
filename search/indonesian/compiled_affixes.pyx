# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The module does the same as `readings` of `search.indonesian.affixes`, which explains it."""

from search.indonesian import affixes as oracle

cdef Py_ssize_t SHORTEST = oracle.SHORTEST_ROOT
cdef Py_ssize_t MOST_PREFIXES = oracle._MOST_PREFIXES
cdef frozenset INNER = oracle._INNER

assert oracle._PARTICLES == ("lah", "kah", "pun", "tah") and oracle._POSSESSIVES == ("nya", "ku", "mu")


cdef inline Py_UCS4 at(str text, Py_ssize_t place) noexcept:
    """Return a character of a text, or NUL outside of it."""
    return text[place] if 0 <= place < len(text) else 0


cdef inline bint is_vowel(Py_UCS4 letter) noexcept:
    return letter == u"a" or letter == u"e" or letter == u"i" or letter == u"o" or letter == u"u"


cdef inline bint begins(str word) noexcept:
    """Return whether a word begins with the first two letters of a prefix."""
    cdef Py_UCS4 first = at(word, 0), second = at(word, 1)
    if second == u"e":
        return first in (u"m", u"p", u"b", u"t", u"k", u"s")
    if second == u"i":
        return first == u"d"
    if second == u"u" or second == u"a":
        return first == u"k"
    return first == u"n" and (second == u"g" or second == u"y")


cdef inline bint is_doubled(str word) noexcept:
    """Return whether a word begins like *pepohon*."""
    return at(word, 1) == u"e" and at(word, 0) == at(word, 2)


cdef inline str particle_of(str word):
    """Return the particle at the end of a word, or an empty string."""
    cdef Py_ssize_t end = len(word)
    cdef Py_UCS4 first = at(word, end - 3), second = at(word, end - 2), third = at(word, end - 1)
    if second == u"a" and third == u"h":
        return "lah" if first == u"l" else "kah" if first == u"k" else "tah" if first == u"t" else ""
    return "pun" if first == u"p" and second == u"u" and third == u"n" else ""


cdef inline str possessive_of(str word):
    """Return the possessive at the end of a word, or an empty string; no word ends in two of them."""
    cdef Py_ssize_t end = len(word)
    cdef Py_UCS4 first = at(word, end - 3), second = at(word, end - 2), third = at(word, end - 1)
    if third == u"u":
        return "ku" if second == u"k" else "mu" if second == u"m" else ""
    return "nya" if first == u"n" and second == u"y" and third == u"a" else ""


def readings(str word):
    """Return the same as ``search.indonesian.affixes.readings``."""
    cdef Py_ssize_t end = len(word)
    cdef bint has_prefix = begins(word) or is_doubled(word)
    cdef Py_UCS4 last = at(word, end - 1)
    cdef str particle, enclitics, base, possessive
    particle = particle_of(word)
    if not has_prefix and last != u"i" and not (last == u"n" and at(word, end - 2) == u"a"):
        if not particle and not possessive_of(word):
            return [(word, "", "")] if end >= SHORTEST else []  # most words
    cdef list found = []
    cdef list bare = [(word, "")]
    if particle and end > 2 + SHORTEST:
        bare.append((word[:end - 3], particle))
    cdef Py_ssize_t number
    if last == u"a" or last == u"u" or len(bare) > 1:
        for number in range(len(bare)):
            base, enclitics = <tuple> bare[number]
            possessive = possessive_of(base)
            if possessive and len(base) >= len(possessive) + SHORTEST:
                bare.append((base[:len(base) - len(possessive)], possessive + enclitics))
    for number in range(len(bare)):
        base, enclitics = <tuple> bare[number]
        if len(base) >= SHORTEST:
            read_base(found, base, enclitics, has_prefix)
    return found


cdef int read_base(list found, str base, str enclitics, bint has_prefix) except -1:
    """Append the readings of a word without its enclitics."""
    cdef Py_ssize_t end = len(base)
    cdef Py_UCS4 last = at(base, end - 1), third = at(base, end - 3)
    add(found, base, "", enclitics, has_prefix)
    if last == u"i":
        suffixed(found, base, 1, "-i", enclitics, has_prefix)
        if third == u"a" and at(base, end - 2) == u"t" and at(base, end - 4) == u"w" and is_vowel(at(base, end - 5)):
            suffixed(found, base, 4, "-wati", enclitics, has_prefix)
    elif last == u"n" and at(base, end - 2) == u"a":
        suffixed(found, base, 2, "-an", enclitics, has_prefix)
        if third == u"k":
            suffixed(found, base, 3, "-kan", enclitics, has_prefix)
        elif third == u"w" and is_vowel(at(base, end - 4)):
            suffixed(found, base, 3, "-wan", enclitics, has_prefix)
    return 0


cdef int suffixed(list found, str base, Py_ssize_t size, str tail, str enclitics, bint has_prefix) except -1:
    if len(base) >= size + SHORTEST:
        add(found, base[:len(base) - size], tail, enclitics, has_prefix)
    return 0


cdef int add(list found, str base, str tail, str enclitics, bint has_prefix) except -1:
    found.append((base, tail, enclitics))
    if has_prefix:
        prefixed(found, base, "", tail, enclitics)
    return 0


cdef int prefixed(list found, str base, str outer, str tail, str enclitics) except -1:
    """Append the readings of the beginning of a base, the outermost prefix first."""
    cdef list pairs = []
    cdef str prefix, rest, prefixes
    if is_doubled(base):
        pairs.append(("Ce", base[2:]))
        regular(pairs, base)
    elif begins(base):
        regular(pairs, base)
    for pair in pairs:
        prefix, rest = <tuple> pair
        if len(rest) < SHORTEST or (outer and prefix not in INNER):
            continue
        prefixes = outer + "+" + prefix if outer else prefix
        found.append((rest, prefixes + tail if tail else prefixes, enclitics))
        if begins(rest) and prefixes.count("+") < MOST_PREFIXES - 1:
            prefixed(found, rest, prefixes, tail, enclitics)
    return 0


cdef int regular(list pairs, str base) except -1:
    cdef Py_UCS4 first = at(base, 0), second = at(base, 1)
    cdef str rest = base[2:]
    if second == u"e":
        if first == u"m":
            nasal(pairs, "meN", rest)
        elif first == u"p":
            of_pe(pairs, rest)
        elif first == u"b" or first == u"t":
            ber_ter(pairs, "ber" if first == u"b" else "ter", rest)
        elif first == u"k":
            pairs.append(("ke", rest))
            if rest.startswith("tidak"):
                pairs.append(("ke+tidak", rest[5:]))
        elif first == u"s":
            pairs.append(("se", rest))
    elif first == u"n" and second == u"y":
        pairs.append(("N", "s" + rest))
        pairs.append(("N", "c" + rest))
    elif first == u"n" and second == u"g":
        pairs.append(("N", rest))
        pairs.append(("N", "k" + rest))
        if at(rest, 0) == u"e":
            pairs.append(("N", rest[1:]))
    elif first == u"d" and second == u"i":
        pairs.append(("di", rest))
    elif first == u"k" and second == u"u":
        pairs.append(("ku", rest))
    elif first == u"k" and second == u"a" and at(base, 2) == u"u":
        pairs.append(("kau", rest[1:]))
    return 0


cdef int ber_ter(list pairs, str prefix, str rest) except -1:
    if at(rest, 0) == u"r":
        pairs.append((prefix, rest[1:]))
        pairs.append((prefix, rest))
    elif at(rest, 1) == u"e" and at(rest, 2) == u"r":
        pairs.append((prefix, rest))
    elif prefix == "ber" and rest.startswith("lajar"):
        pairs.append((prefix, rest[1:]))
    return 0


cdef int of_pe(list pairs, str rest) except -1:
    cdef Py_UCS4 first = at(rest, 0)
    nasal(pairs, "peN", rest)
    if first == u"r" or rest.startswith("lajar"):
        pairs.append(("per", rest[1:]))
    elif not is_vowel(first) and first != u"l" and first != u"w" and first != u"y":
        pairs.append(("pe", rest))
    return 0


cdef int nasal(list pairs, str prefix, str rest) except -1:
    cdef Py_UCS4 first = at(rest, 0), second = at(rest, 1)
    if len(rest) <= SHORTEST:
        if first in (u"l", u"m", u"n", u"r", u"w", u"y"):
            pairs.append((prefix, rest))
    elif first in (u"l", u"r", u"w", u"y"):
        pairs.append((prefix, rest))
    elif first == u"n" and second == u"g":
        velar(pairs, prefix, rest)
    elif first == u"n" and second == u"y":
        pairs.append((prefix, "s" + rest[2:]))
        pairs.append((prefix, rest))
        pairs.append((prefix + "~", "c" + rest[2:]))
    elif (first == u"m" or first == u"n") and is_vowel(second):
        pairs.append((prefix, ("p" if first == u"m" else "t") + rest[1:]))
        pairs.append((prefix, rest))
    elif first == u"m" and (second in (u"b", u"f", u"v") or (second == u"p" and at(rest, 2) == u"e")):
        pairs.append((prefix, rest[1:]))
    elif first == u"n" and second in (u"c", u"d", u"j", u"z"):
        pairs.append((prefix, rest[1:]))
    elif (first == u"m" and second == u"p") or (first == u"n" and (second == u"s" or second == u"t")):
        pairs.append((prefix + "~", rest[1:]))
    return 0


cdef int velar(list pairs, str prefix, str rest) except -1:
    cdef str after = rest[2:]
    cdef Py_UCS4 first = at(after, 0), second = at(after, 1)
    cdef Py_ssize_t place, vowels = 0
    if is_vowel(first):
        pairs.append((prefix, after))
        pairs.append((prefix, "k" + after))
        pairs.append((prefix, rest))
        for place in range(len(after)):
            vowels += is_vowel(at(after, place))
        if first == u"e" and not is_vowel(second) and vowels == 2:
            pairs.append((prefix + "e", after[1:]))
    elif first in (u"g", u"h", u"q") or (first == u"k" and second == u"h"):
        pairs.append((prefix, after))
    elif first == u"k":
        pairs.append((prefix + "~", after))
    return 0
