"""Makes our codec Whoosh's default one in every Python process that has this folder on its path.

Whoosh's tests start processes of their own, so a pytest plugin alone would leave those to Whoosh's codec.
"""

import whoosh.codec

from search.index.whoosh.segment import FlatCodec


def default_codec(*arguments, **options):
    """Take the place of the function that Whoosh asks for a codec."""
    return FlatCodec(*arguments, **options)


whoosh.codec.default_codec = default_codec
