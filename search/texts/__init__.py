"""What is done to the text of an article before it is indexed, so paragraphs are alike whatever the source."""
