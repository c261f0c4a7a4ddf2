"""The module finds the tag of a direct quotation: the verb of saying with its speaker."""

from __future__ import annotations

from typing import TypeAlias

from search.later import Pattern
from search.names.agents import Agent, Agents
from search.names.lists import lists
from search.names.marks import Sentences
from search.names.records import BY_NAME, BY_PRONOUN

WORDS = Pattern(r"[A-Za-z-]+")
#: At most this many blanks may be between a verb of saying and its clause.
MAX_BLANKS_BETWEEN = 5
_CLOSING = Pattern(r"\s*[\"“”»]?['’]?")
_NEXT = Pattern(r"[\s,.–—-]*(?:\([^)]{1,40}\)[\s,.]*)?([A-Za-z-]+)")
LONGEST_SUBJECT = 60
#: Pronouns in front of a verb, and verbs that are a tag without a speaker.
SUBJECTS = frozenset(("ia", "dia", "Ia", "Dia"))
#: A name behind marks is a tag only if what is in them is spoken: *konser "Suara Hati". Ariel mengaku gugup*.
SPOKEN = frozenset(",.?!…")
#: What an organisation has said in writing: *"...," demikian keterangan resmi X*.
STATEMENT = Pattern(
    r" (?:(?:bunyi|isi) )?(?:keterangan|pernyataan|penjelasan|siaran|rilis|pengumuman|imbauan)"
    r"(?: (?:pers|resmi|tertulis|dari))*(?= )"
)
#: The same with the verb: *"...." Demikian disampaikan X*, *Hal itu dikatakan X*.
TOLD_BY = Pattern(
    r"(?: (?:itu|ini|tersebut))? (di(?:kata|sampai|ungkap|jelas|tegas|tutur|papar|kemuka|utara)kan)"
    r"(?: oleh)?(?= )"
)
TOLD = frozenset(("demikian", "Demikian", "Hal"))
ALONE = frozenset(("kata", "ujar", "tutur", "ucap"))

#: The speaker, or None, and the range of the verb.
Tag: TypeAlias = "tuple[Agent | None, tuple[int, int]]"


class Tags:
    """The object finds the tags of the quotations of one paragraph.

    used: the offsets of the verbs of all tags that were found
    """

    def __init__(self, text: str, sentences: Sentences, agents: Agents) -> None:
        self.text = text
        self.sentences = sentences
        self.agents = agents
        self.used: set[int] = set()

    def behind(self, at: int) -> Tag | None:  # noqa: PLR0911 - one form after the other
        """Return the tag behind a quotation that ends at ``at``: *kata X*, *ujarnya*, *ia melanjutkan*."""
        text, last = self.text, self.text[at - 1 : at]
        behind = _CLOSING.match(text, at)
        at = behind.end() if behind else at
        match = _NEXT.match(text, at)
        if not match:
            return None
        word, start = match[1], match.start(1)
        verbs = lists().verbs
        if verbs.get(word) == "tag":
            agent = self.agents.behind(match.end())
            if agent is None and word in ALONE:
                return self._mark_used(start, (None, (start, match.end())))
            return self._mark_used(start, (agent, (start, match.end()))) if agent else None
        if word.endswith("nya") and verbs.get(word[:-3]) == "tag":
            stem = match.end() - 3
            named = self.agents.behind(match.end())
            if not named or named.mention is None or named.start != match.end() + 1:
                named = Agent(stem, match.end(), BY_PRONOUN, None)
            return self._mark_used(start, (named, (start, stem)))
        if word == "demikian" and (statement := STATEMENT.match(text, match.end())):
            agent = self.agents.behind(statement.end())
            if agent and agent.mention and agent.start == statement.end() + 1:
                return self._mark_used(start, (agent, (start, match.end())))
        if word in TOLD and (told := TOLD_BY.match(text, match.end())):
            agent = self.agents.behind(told.end())
            return self._mark_used(told.start(1), (agent, told.span(1))) if agent else None
        spoken = last in SPOKEN or text.startswith(",", at)
        return self._subject_tag(word, start, match.end()) if spoken else None

    def _subject_tag(self, word: str, start: int, end: int) -> Tag | None:
        """Return the tag behind a quotation whose verb is behind the speaker: *Zaki menandasi*."""
        agent = None
        if word in SUBJECTS:
            agent = Agent(start, end, BY_PRONOUN, None)
        else:
            for mention in self.agents.between(start, start + LONGEST_SUBJECT):
                if mention.start == start:
                    agent = Agent(start, mention.end, BY_NAME, mention)
        following = _NEXT.match(self.text, agent.end) if agent else None
        if not agent or not following or following[1] not in lists().verbs or self.text[agent.end] != " ":
            return None
        return self._mark_used(following.start(1), (agent, following.span(1)))

    def _mark_used(self, at: int, tag: Tag) -> Tag:
        self.used.add(at)
        return tag

    def before(self, at: int) -> Tag | None:
        """Return the tag in front of a quotation that opens at ``at``: *X berkata, "..."*."""
        first = self.sentences.start(at, max(0, at - 300))
        sentence = self.text[first:at].rstrip()
        if not sentence or (
            sentence[-1] not in ",:" and not sentence.endswith("bahwa") and not _ends_verb(sentence)
        ):
            return None
        for match in reversed(list(WORDS.finditer(sentence))):
            word, start = match[0], first + match.start()
            use = lists().verbs.get(word.lower())
            between = sentence[match.end() :].strip(" ,:")
            if between.count(" ") > MAX_BLANKS_BETWEEN:
                return None
            if use in ("says", "only with bahwa", "asks"):
                agent = self.agents.before(start, first)
                return self._mark_used(start, (agent, (start, first + match.end()))) if agent else None
            if use == "tag" or word.lower() == "menurut":
                agent = self.agents.behind(first + match.end())
                if agent is None and word.lower() in lists().both:
                    agent = self.agents.before(start, first)
                if agent and agent.end <= at:
                    return self._mark_used(start, (agent, (start, first + match.end())))
                return None
        return None

    def label(self, at: int) -> Agent | None:
        """Return the speaker who is named like a label in front of a quotation that opens at ``at``."""
        return self.agents.labelled(at, self.sentences.start(at, max(0, at - 300)))

    def passive_before(self, at: int) -> Tag | None:
        """Return the tag in the sentence before a quotation: *Hal senada dikatakan X. "..."*."""
        end = at
        while end and self.text[end - 1].isspace():
            end -= 1
        if not end or self.text[end - 1] != ".":
            return None
        first = self.sentences.start(end - 1, max(0, end - 300))
        for match in WORDS.finditer(self.text, first, end):
            if lists().verbs.get(match[0].lower()) == "passive":
                agent = self.agents.behind(match.end())
                return self._mark_used(match.start(), (agent, match.span())) if agent else None
        return None


def _ends_verb(sentence: str) -> bool:
    return sentence.rpartition(" ")[2] in lists().verbs
