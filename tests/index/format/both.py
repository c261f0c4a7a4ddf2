"""The same documents in two indexes, one in Whoosh's own codec and one in ours, and what an index says."""

from whoosh import fields
from whoosh.analysis import StandardAnalyzer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.writing import NO_MERGE, OPTIMIZE, SegmentWriter

from search.index.whoosh.schema import AnalysedText
from search.index.whoosh.segment import FlatCodec


def schema():
    """Fields of all kinds: our positions, Whoosh's formats, values with boosts, numbers, columns, vectors."""
    return fields.Schema(
        body=AnalysedText(),
        text=fields.TEXT(analyzer=StandardAnalyzer(stoplist=None, minsize=1), stored=True, vector=True),
        chars=fields.TEXT(analyzer=StandardAnalyzer(stoplist=None, minsize=1), chars=True),
        boosted=fields.TEXT(phrase=False, field_boost=1.5),
        tags=fields.KEYWORD(stored=True, commas=True, scorable=True),
        name=fields.ID(stored=True, sortable=True),
        number=fields.NUMERIC(stored=True, sortable=True),
        extra=fields.STORED(),
    )


def written(batches, codec, storage=None):
    """Return an index of these batches: ``(documents, names to delete, merge policy)`` each."""
    index = (storage or RamStorage()).create_index(schema())
    for documents, deleted, merge in batches:
        writer = SegmentWriter(index, codec=codec)
        for name in deleted:
            writer.delete_by_term("name", name)
        for document in documents:
            writer.add_document(**document)
        writer.commit(mergetype=OPTIMIZE if merge else NO_MERGE)
    return index


def in_both(batches):
    """Return the two indexes."""
    return written(batches, W3Codec()), written(batches, FlatCodec())


def in_folder(folder, documents, codec=None):
    """Return an index on disk of one segment."""
    return written([(documents, [], False)], codec or FlatCodec(), FileStorage(str(folder)))


def said_of_terms(index):
    """All that an index says of its terms and their postings."""
    said = {}
    with index.reader() as reader:
        for (field, term), info in reader:
            postings, matcher = [], reader.postings(field, term)
            while matcher.is_active():
                value = matcher.value() or b""
                postings.append((matcher.id(), matcher.weight(), value))
                matcher.next()
            lengths = info.min_length(), info.max_length()
            of_list = info.doc_frequency(), info.weight(), info.max_weight(), info.min_id(), info.max_id()
            asked = reader.doc_frequency(field, term), reader.frequency(field, term)
            said[field, term] = (postings, lengths, of_list, asked, (field, term) in reader)
    return said


def said_of_documents(index):
    """All that an index says of its documents."""
    with index.reader() as reader:
        names = sorted(reader.schema.names())
        said = []
        for doc in reader.all_doc_ids():
            stored = reader.stored_fields(doc)
            lengths = {name: reader.doc_field_length(doc, name) or 0 for name in names}
            vector = reader.vector_as("positions", doc, "text") if reader.has_vector(doc, "text") else ()
            said.append((doc, stored, lengths, list(vector)))
        counts = reader.doc_count(), reader.doc_count_all(), reader.has_deletions()
        # Segment by segment: over several that all lack a column, Whoosh's reader fails with any codec.
        leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
        columns = [list(leaf.column_reader(name)) for leaf in leaves for name in ("name", "number")]
        totals = {name: reader.field_length(name) for name in names}
        return said, counts, columns, totals
