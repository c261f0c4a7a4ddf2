"""What is done to the text of an article before it is indexed, so that paragraphs are alike."""
