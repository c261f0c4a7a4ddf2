"""The room prepares the texts of articles: encoding, HTML, boilerplate, paragraphs, sentences."""
