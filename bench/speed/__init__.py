"""Compares the speed of Warta with other engines on the same analysed text: ``python -m bench.speed``.

::

    corpus.py -> engines/ -> worker.py <-lines of JSON-> remote.py <- measure.py <- queries.py
    articles,    one an      in a process                near end     builds, then   what is
    terms        engine      of its own                               interleaved    asked
          measure.py -> results.py -> table.py, standing.py, page.py -> docs/speed.md
                                      plot.py                        -> docs/speed.svg

The engines need the following packages. An engine that is not installed is skipped, and the page gives the
reason::

    pip install -e ".[bench]"                       # tantivy, bm25s with numba, and what PISA links to
    pip install --no-deps pyterrier-pisa==0.4.9     # PISA; without PyTerrier, which is not used
    apt-get install python3-xapian                  # Xapian, run by the system's Python (XAPIAN_PYTHON)

Lucene needs Maven, and a JDK of Java 21 or newer, preferably 25; ``bench.lucene`` says where they must be.
"""
