"""How fast Warta builds and answers, beside engines on the same analysed text: ``python -m bench.speed``.

::

    corpus.py -> engines/ -> worker.py <-lines of JSON-> remote.py <- measure.py <- queries.py
    articles,    one an      in a process                near end     builds, then   what is
    terms        engine      of its own                               interleaved    asked
                                     measure.py -> results.py -> table.py, plot.py -> docs/speed.md, .svg
"""
