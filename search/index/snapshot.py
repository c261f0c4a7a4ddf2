"""A generation opened for reading: postings, stored text and numbers, shared by any number of threads."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from whoosh import index as whoosh_index

from search.article import Article, ArticleMetadata
from search.errors import IndexDamagedError, NotFoundError
from search.index.manifest import Manifest, check_files
from search.index.numbers import IntArray, Numbers
from search.index.postings import EMPTY, Postings, PostingsCache, read_postings
from search.index.stored import StoredMetadata, loaded_metadata
from search.indonesian import AnalysisSettings
from search.spelling import Neighbour, SpellingWords


class Snapshot:
    """One generation, read-only. What it returns stays valid after a newer one was swapped in.

    Whoosh's readers move one file position and must not be shared by threads: they are used under a
    lock, and what they give is kept as arrays that are never written to again.
    """

    def __init__(self, folder: Path, name: str) -> None:
        """Open a generation. Raises IndexDamagedError naming what is missing or wrong."""
        self.folder = folder
        self.name = name
        self.manifest = Manifest.load(folder)
        if wrong := check_files(folder, self.manifest, contents=False):
            raise IndexDamagedError("; ".join(wrong))
        self._lock = threading.Lock()
        self._cache = PostingsCache()
        try:
            self.analysis = AnalysisSettings(**self.manifest.analysis)
            self.numbers = Numbers.load(folder)
            self.spelling = SpellingWords.load(folder)
            if wrong := self.numbers.inconsistencies():
                raise ValueError(wrong[0])
            self.reader = whoosh_index.open_dir(str(folder)).reader()
        except Exception as error:  # Whoosh and pickle raise anything over damaged files
            raise IndexDamagedError(f"{folder} cannot be opened ({error!r}): run 'warta check'") from error

    @cached_property
    def article_of(self) -> IntArray:
        """int32[N]: the article of each paragraph."""
        counts = np.diff(self.numbers.first_paragraph)
        return np.repeat(np.arange(self.numbers.article_count, dtype=np.int32), counts)

    @cached_property
    def article_length(self) -> IntArray:
        """int64[A]: index terms in all paragraphs of each article."""
        return np.add.reduceat(self.numbers.body_length, self.numbers.first_paragraph[:-1], dtype=np.int64)

    @cached_property
    def has_copies(self) -> npt.NDArray[np.bool_]:
        """bool[A]: whether the article shares its cluster with another one."""
        cluster = self.numbers.cluster
        followers = np.flatnonzero(cluster != np.arange(len(cluster)))
        shared = np.zeros(len(cluster), bool)
        shared[followers] = shared[cluster[followers]] = True
        return shared

    @cached_property
    def average_body_length(self) -> float:
        """Mean index terms of a paragraph, at least 1."""
        return max(1.0, float(self.numbers.body_length.mean()))

    @cached_property
    def average_article_length(self) -> float:
        """Mean index terms of an article, at least 1."""
        return max(1.0, float(self.article_length.mean()))

    @cached_property
    def average_title_length(self) -> float:
        """Mean index terms of a headline, at least 1."""
        return max(1.0, float(self.numbers.title_length.mean()))

    def postings(self, field: str, term: str) -> Postings:
        """Return a term's posting list, empty where it does not occur."""
        if any("\ud800" <= letter <= "\udfff" for letter in term):
            return EMPTY  # undecodable bytes of a command line: nothing in an index is called that
        with self._lock:
            postings = self._cache.get(field, term)
            if postings is None:
                try:
                    postings = read_postings(self.reader, field, term)
                except Exception as error:
                    raise self._damaged(error) from error
                self._cache.put(field, term, postings)
        return postings

    def document_frequency(self, field: str, term: str) -> int:
        """Return the number of documents that hold a term, without reading its postings."""
        try:
            with self._lock:
                return int(self.reader.doc_frequency(field, term))
        except Exception as error:
            raise self._damaged(error) from error

    def terms_with_prefix(self, field: str, prefix: str) -> list[str]:
        """Return all terms of a field that start with ``prefix``, in order."""
        try:
            with self._lock:
                return [term.decode() for term in self.reader.expand_prefix(field, prefix)]
        except Exception as error:
            raise self._damaged(error) from error

    def terms(self, field: str) -> list[tuple[str, int]]:
        """Return every term of a field with its document frequency, in order."""
        with self._lock:
            listed = self.reader.iter_field(field)
            return [(term.decode(), int(info.doc_frequency())) for term, info in listed]

    def term_count(self, field: str) -> int:
        """Return the number of distinct terms of a field."""
        with self._lock:
            return sum(1 for _ in self.reader.lexicon(field))

    def near_words(self, word: str) -> list[Neighbour]:
        """Return the words of the archive that are spelt much like a folded word, the nearest first."""
        try:
            return self.spelling.neighbours(word)
        except (IndexError, ValueError) as error:
            raise self._damaged(error) from error

    def text(self, doc: int) -> str:
        """Return the text of a paragraph by document number."""
        return str(self._content(doc)[0])

    def metadata(self, article: int) -> ArticleMetadata:
        """Return what is known of an article, by its position in the index."""
        first, end = self.numbers.first_paragraph[article : article + 2]
        about = self._content(int(first))[1]
        if about is None:
            raise self._damaged(ValueError(f"document {first} begins no article"))
        return loaded_metadata(about, int(end - first))

    def find(self, article_id: str) -> int:
        """Return an article's position in the index. Raises NotFoundError."""
        docs = self.postings("article", article_id).docs if article_id else EMPTY.docs
        if not len(docs):
            raise NotFoundError(f"no article with the id {article_id!r}")
        return int(self.article_of[docs[0]])

    def article(self, article: int) -> Article:
        """Return an article with all its paragraphs."""
        about = self.metadata(article)
        first = int(self.numbers.first_paragraph[article])
        texts = tuple(self.text(first + n) for n in range(about.paragraph_count))
        return Article(about.id, texts, about.title, about.source, about.published, about.category, about.url)

    def _content(self, doc: int) -> tuple[str, StoredMetadata | None]:
        try:
            with self._lock:
                text, about = self.reader.stored_fields(doc)["content"]
        except Exception as error:
            raise self._damaged(error) from error
        return text, about

    def _damaged(self, error: Exception) -> IndexDamagedError:
        return IndexDamagedError(f"{self.folder} cannot be read ({error!r}): run 'warta check'")
