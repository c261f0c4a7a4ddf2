"""Databases of systems for newsrooms: what the keys in a table of articles stand for."""

import gzip
import sqlite3
import zlib

import pytest
from reading_outcome import read_all

from search.article import Article
from search.readers import ReadingOptions, read_articles
from search.readers.formats import links, lookups

PANGAN = ("Ekonomi", ("Rina Wati",), ("Beras", "Pangan"))


@pytest.fixture
def made(tmp_path):
    """Return a function that makes a database of statements, and its two sources: a file and an address."""

    def make(statements):
        path = tmp_path / "cms.db"
        database = sqlite3.connect(path)
        database.executescript(statements)
        database.commit()
        database.close()
        return path, f"sqlite:///{path}"

    return make


LARAVEL = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE categories (id INTEGER PRIMARY KEY, nama TEXT);
CREATE TABLE editors (id INTEGER PRIMARY KEY, nama TEXT);
CREATE TABLE articles (id INTEGER PRIMARY KEY, judul TEXT, isi TEXT, user_id INT REFERENCES users (id),
    category_id INT REFERENCES categories (id), editor_id INT REFERENCES editors (id));
CREATE TABLE article_tags (id INTEGER PRIMARY KEY, article_id INT REFERENCES articles (id),
    tag TEXT, created_at TEXT);
CREATE TABLE comments (id INTEGER PRIMARY KEY, article_id INT REFERENCES articles (id),
    author TEXT, komentar TEXT);
CREATE TABLE likes (article_id INT REFERENCES articles (id), user_id INT REFERENCES users (id));
INSERT INTO users VALUES (1, 'Rina Wati'), (2, 'Tono');
INSERT INTO categories VALUES (3, 'Ekonomi');
INSERT INTO editors VALUES (9, 'Sari');
INSERT INTO articles VALUES (1, 'Panen', 'Padi dipanen.', 1, 3, 9);
INSERT INTO article_tags VALUES (1, 1, 'Beras', NULL), (2, 1, 'Pangan', NULL);
INSERT INTO comments VALUES (1, 1, 'Tono', 'Bagus.');
INSERT INTO likes VALUES (1, 2);
"""
DJANGO = """
CREATE TABLE auth_user (id INTEGER PRIMARY KEY, username TEXT, name TEXT);
CREATE TABLE berita_rubrik (id INTEGER PRIMARY KEY, nama TEXT);
CREATE TABLE berita_tag (id INTEGER PRIMARY KEY, nama TEXT);
CREATE TABLE berita_artikel (id INTEGER PRIMARY KEY, judul TEXT, isi TEXT,
    penulis_id INT REFERENCES auth_user (id), rubrik_id INT REFERENCES berita_rubrik (id));
CREATE TABLE berita_artikel_tags (id INTEGER PRIMARY KEY, artikel_id INT REFERENCES berita_artikel (id),
    tag_id INT REFERENCES berita_tag (id));
INSERT INTO auth_user VALUES (1, 'rina', 'Rina Wati');
INSERT INTO berita_rubrik VALUES (1, 'Ekonomi');
INSERT INTO berita_tag VALUES (1, 'Pangan'), (2, 'Beras');
INSERT INTO berita_artikel VALUES (1, 'Panen', 'Padi dipanen.', 1, 1);
INSERT INTO berita_artikel_tags VALUES (1, 1, 2), (2, 1, 1);
"""
#: Keys that are no numbers, columns with the name of the field itself, and no foreign keys between the links.
KEYS_OF_TEXT = """
CREATE TABLE penulis (kode TEXT PRIMARY KEY, nama TEXT);
CREATE TABLE kategori (id INTEGER PRIMARY KEY, kategori TEXT);
CREATE TABLE artikel (id_artikel INTEGER PRIMARY KEY, judul TEXT, isi TEXT,
    penulis TEXT REFERENCES penulis (kode), kategori INT REFERENCES kategori (id));
CREATE TABLE topik (id_topik INTEGER PRIMARY KEY, nama_topik TEXT);
CREATE TABLE artikel_topik (id_artikel INT, id_topik INT);
INSERT INTO penulis VALUES ('RW', 'Rina Wati');
INSERT INTO kategori VALUES (1, 'Ekonomi');
INSERT INTO topik VALUES (4, 'Beras'), (5, 'Pangan');
INSERT INTO artikel VALUES (1, 'Panen', 'Padi dipanen.', 'RW', 1);
INSERT INTO artikel_topik VALUES (1, 4), (1, 5);
"""
LOKOMEDIA = """
CREATE TABLE users (username TEXT PRIMARY KEY, nama_lengkap TEXT);
CREATE TABLE kategori (id_kategori INTEGER PRIMARY KEY, nama_kategori TEXT);
CREATE TABLE berita (id_berita INTEGER PRIMARY KEY, id_kategori INT, username TEXT, judul TEXT,
    isi_berita TEXT, tag TEXT);
INSERT INTO users VALUES ('rina', 'Rina Wati');
INSERT INTO kategori VALUES (2, 'Ekonomi');
INSERT INTO berita VALUES (1, 2, 'rina', 'Panen', 'Padi dipanen.', 'Beras,Pangan');
"""


@pytest.mark.parametrize("statements", [LARAVEL, DJANGO, KEYS_OF_TEXT, LOKOMEDIA])
def test_names_for_keys(made, statements):
    for source in made(statements):
        (article,) = read_all(source).articles
        assert (article.category, article.authors, article.tags) == PANGAN
        assert (article.id, article.title) == ("1", "Panen")


def test_what_is_joined_and_what_is_not_is_said(made):
    sources = made(LARAVEL)
    for source in sources:
        outcome = read_all(source)
        said = [notice.message for notice in outcome.notices]
        assert "tags: tag of the table article_tags is used, linked by article_tags" in said
        assert (
            "editor_id: key of the table editors, no field that is known; with its name: --query"
            ' "SELECT a.*, n.nama AS ... FROM articles a LEFT JOIN editors n ON n.id = a.editor_id"'
        ) in said
        chosen = next(one.told for one in outcome.notices if one.told.code == "relations_chosen")
        assert sorted(chosen.values["left"]) == ["comments", "editors", "likes"]
    query = "SELECT a.*, n.nama AS author FROM articles a LEFT JOIN editors n ON n.id = a.editor_id"
    for source in map(str, sources):
        found = read_articles([source], options=ReadingOptions(query=query))
        assert [one.authors for one in found if isinstance(one, Article)] == [("Sari",)]


def test_authors_of_a_link_table_count_before_who_typed_it(made):
    sources = made(
        """CREATE TABLE posts (id TEXT, title TEXT, plaintext TEXT, created_by TEXT);
        CREATE TABLE users (id TEXT, name TEXT);
        CREATE TABLE posts_authors (id TEXT, post_id TEXT, author_id TEXT, sort_order INT);
        INSERT INTO posts VALUES ('a', 'Panen', 'Padi dipanen.', 'u3'), ('b', 'Panen', 'Padi habis.', 'u3');
        INSERT INTO users VALUES ('u1', 'Rina'), ('u2', 'Budi'), ('u3', 'Admin');
        INSERT INTO posts_authors VALUES ('1', 'a', 'u1', 0), ('2', 'a', 'u2', 1);"""
    )
    for source in sources:
        assert [one.authors for one in read_all(source).articles] == [("Rina", "Budi"), ()]


def test_several_categories_of_wordpress_and_its_shortcodes(made):
    sources = made(
        """CREATE TABLE wp_posts (ID INTEGER PRIMARY KEY, post_author INT, post_date TEXT, post_content TEXT,
            post_title TEXT, post_status TEXT, guid TEXT, post_type TEXT);
        CREATE TABLE wp_users (ID INTEGER PRIMARY KEY, user_login TEXT, display_name TEXT);
        CREATE TABLE wp_terms (term_id INTEGER PRIMARY KEY, name TEXT, slug TEXT);
        CREATE TABLE wp_term_taxonomy (term_taxonomy_id INTEGER PRIMARY KEY, term_id INT, taxonomy TEXT);
        CREATE TABLE wp_term_relationships (object_id INT, term_taxonomy_id INT, term_order INT);
        INSERT INTO wp_users VALUES (1, 'rina', 'Rina Wati');
        INSERT INTO wp_terms VALUES
            (1, 'Ekonomi', 'e'), (2, 'Nasional', 'n'), (3, 'Beras', 'b'), (4, 'Menu', 'm');
        INSERT INTO wp_term_taxonomy VALUES
            (11, 1, 'category'), (12, 2, 'category'), (13, 3, 'post_tag'), (14, 4, 'nav_menu');
        INSERT INTO wp_term_relationships VALUES (7, 11, 0), (7, 12, 0), (7, 13, 0), (7, 14, 0);
        INSERT INTO wp_posts VALUES (7, 1, '2019-09-10 14:30:00',
            'Padi dipanen.

[gallery ids="1,2"]

Harga turun.',
            'Panen', 'publish', 'https://contoh.example/?p=7', 'post');"""
    )
    for source in sources:
        (article,) = read_all(source).articles
        assert (article.category, article.tags, article.authors) == (
            "Ekonomi",
            ("Nasional", "Beras"),
            ("Rina Wati",),
        )
        assert article.paragraphs == ("Padi dipanen.", "Harga turun.")
        assert article.url == "https://contoh.example/?p=7"


def test_a_text_in_two_columns_and_tables_with_a_prefix_of_their_own(made):
    sources = made(
        """CREATE TABLE x7k_content (id INTEGER PRIMARY KEY, title TEXT, introtext TEXT, "fulltext" TEXT,
            catid INT, created_by INT, publish_up TEXT, state INT);
        CREATE TABLE x7k_categories (id INTEGER PRIMARY KEY, title TEXT);
        CREATE TABLE x7k_users (id INTEGER PRIMARY KEY, name TEXT);
        INSERT INTO x7k_categories VALUES (2, 'Ekonomi');
        INSERT INTO x7k_users VALUES (7, 'Rina Wati');
        INSERT INTO x7k_content VALUES
            (1, 'Panen', '<p>Padi dipanen.</p>', '<p>Harga turun.</p>', 2, 7, '2019-09-10 14:30:00', 1),
            (2, 'Panen', '<p>Padi habis.</p>', '', 2, 7, '2019-09-10 14:30:00', 1),
            (3, 'Sampah', '<p>Dibuang.</p>', '', 2, 7, '2019-09-10 14:30:00', -2);"""
    )
    for source in sources:
        first, second = read_all(source).articles
        assert (first.category, first.authors) == ("Ekonomi", ("Rina Wati",))
        assert (first.paragraphs, second.paragraphs) == (("Padi dipanen.", "Harga turun."), ("Padi habis.",))


def test_tables_with_too_many_rows_are_named(made, monkeypatch):
    monkeypatch.setattr(links, "MAX_LINKS", 1)
    monkeypatch.setattr(lookups, "MAX_ROWS", 0)
    for source in made(LARAVEL):
        outcome = read_all(source)
        assert outcome.articles[0].tags == ()
        tables = [one.told.values["table"] for one in outcome.notices if one.told.code == "links_too_many"]
        assert sorted(tables) == ["article_tags", "categories", "users"]


def test_packed_texts_and_binary_values(tmp_path):
    path = tmp_path / "a.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE berita (id INTEGER, isi BLOB)")
    text = b"Padi dipanen.\nHarga turun."
    packed = (
        text,
        gzip.compress(text),
        zlib.compress(text),
        len(text).to_bytes(4, "little") + zlib.compress(text),
    )
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256))
    for number, value in enumerate((*packed, picture, zlib.compress(text)[:12])):
        database.execute("INSERT INTO berita VALUES (?, ?)", (number, value))
    database.commit()
    database.close()
    outcome = read_all(path)
    assert outcome.texts == [("Padi dipanen.", "Harga turun.")] * 4
    assert outcome.codes == ["missing-text"] * 2
