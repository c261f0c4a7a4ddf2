from search.names.characters cimport Text
from search.names.compiled_agents cimport Agent, Agents


cdef enum Use:
    # How a word of saying stands, by ``verbs.tsv``; PRONOUN has *-nya* behind it.
    NO_VERB = 0
    TAG = 1
    SAYS = 2
    WITH_BAHWA = 3
    PASSIVE = 4
    ACCORDING = 5


cdef struct Tag:
    # A speaker, perhaps nobody, and the range of the verb; without a verb there is no tag.
    Agent agent
    Py_ssize_t start, end


cdef class Tags(Agents):
    """A paragraph in which the tags of quotations are looked for."""

    cdef set used

    cdef Tag tag_behind(self, Py_ssize_t i) except *
    cdef Tag tag_before(self, Py_ssize_t i) except *
    cdef Tag passive_before(self, Py_ssize_t i) except *
    cdef Use use_of(self, Py_ssize_t start, Py_ssize_t end, bint any_case) except *
    cdef Tag marked_used(self, Agent agent, Py_ssize_t start, Py_ssize_t end) except *
    cdef Py_ssize_t next_word(self, Py_ssize_t i) noexcept
    cdef Tag subject_tag(self, Py_ssize_t start, Py_ssize_t end) except *


cdef list verbs_in(str whole, Text* text)
