"""The adapter by which Whoosh, and any program that uses it, searches a generation of a Warta index.

It reads. The table of contents that Whoosh asks for is written for it when a generation is built (``toc``);
nothing else of Warta imports this room, and Warta never reads that table.
"""
