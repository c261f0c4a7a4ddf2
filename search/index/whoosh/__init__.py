"""The room is the adapter by which Whoosh and programs that use it search a generation of a Warta index.

It only reads. A build writes the table of contents that Whoosh needs (``toc``). Nothing else in Warta imports
this room, and Warta never reads that table.
"""
