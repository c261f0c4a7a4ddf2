"""Rows that are paragraphs become articles, in every format; rows of other tables stay articles."""

import json
import sqlite3

import pytest
from made_archives import excel
from reading_outcome import read_all


@pytest.fixture
def read(tmp_path):
    def read(name, content):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_all(tmp_path / name)

    return read


CSV = """id,article_id,paragraph_no,judul,tanggal,text
1,7,1,Panen,2019-09-10,Padi dipanen.
2,7,2,,,Hama menyerang.
3,8,1,Banjir,2019-09-11,Banjir surut.
4,7,10,,,Warga pulang.
5,7,3,,,Petani cemas.
"""


def test_rows_of_an_article_are_joined_in_their_order(read):
    outcome = read("a.csv", CSV)
    assert [(one.id, one.title, str(one.published)) for one in outcome.articles] == [
        ("7", "Panen", "2019-09-10"),
        ("8", "Banjir", "2019-09-11"),
    ]
    assert outcome.texts[0] == ("Padi dipanen.", "Hama menyerang.", "Petani cemas.", "Warga pulang.")
    (notice,) = [one for one in outcome.notices if one.told.code == "paragraphs_joined"]
    assert notice.said("en") == "5 rows are paragraphs of 2 articles: joined in the order of paragraph_no"


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        ("id_berita,paragraf_ke,isi", (1, 2)),
        ("doc_id,para_id,paragraph", ("7-1", "7-2")),
        ("url,no_alinea,alinea", (0, 1)),
        ("article_id,paragraph,text", (1, 2)),
        ("berita_id,urutan,isi", (1, 2)),
        ("id,paragraphIndex,content", (0, 1)),
    ],
)
def test_names_of_numbers(read, names, numbers):
    rows = "\n".join(f"7,{number},Padi {place}." for place, number in enumerate(numbers))
    outcome = read("a.csv", f"{names}\n{rows}\n")
    assert outcome.texts == [("Padi 0.", "Padi 1.")]


def test_sentences_of_a_paragraph_are_joined(read):
    rows = [
        {"doc_id": "a", "paragraph_no": 1, "sentence_no": 1, "text": "Padi dipanen."},
        {"doc_id": "a", "paragraph_no": 1, "sentence_no": 2, "text": "Hama menyerang."},
        {"doc_id": "a", "paragraph_no": 2, "sentence_no": 1, "text": "Warga cemas."},
    ]
    outcome = read("a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    assert outcome.texts == [("Padi dipanen. Hama menyerang.", "Warga cemas.")]


def test_a_sheet_of_paragraphs(read):
    rows = [{"artikel_id": 7, "paragraf_ke": number, "isi": f"Padi {number}."} for number in (2, 1)]
    assert read("a.xlsx", excel(rows)).texts == [("Padi 1.", "Padi 2.")]


@pytest.mark.parametrize(
    "content",
    [
        "berita_id,urutan,isi\n7,1,Padi dipanen.\n8,2,Banjir surut.\n",
        "berita_id,urutan,isi\n7,3,Padi dipanen.\n8,4,Banjir surut.\n7,5,Padi dipanen lagi.\n8,6,Surut.\n",
        "id,sentence,text\n7,Kalimat pertama.,Padi dipanen.\n8,Kalimat kedua.,Banjir surut.\n",
        "id,order,isi\n7,1,Padi dipanen.\n8,1,Banjir surut.\n",
    ],
)
def test_other_rows_are_articles(read, content):
    outcome = read("a.csv", content)
    assert len({one.id for one in outcome.articles}) == 2
    assert "paragraphs_joined" not in [one.told.code for one in outcome.notices]


@pytest.mark.parametrize("key", ["REFERENCES articles(id)", ""])
def test_a_table_of_paragraphs_beside_the_table_of_articles(tmp_path, key):
    database = sqlite3.connect(tmp_path / "a.db")
    database.executescript(f"""
        CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, published TEXT, author_id INTEGER,
            status TEXT);
        CREATE TABLE contents (id INTEGER PRIMARY KEY, article_id INTEGER {key}, "order" INTEGER, text TEXT);
        INSERT INTO authors VALUES (3, 'Nama Penulis');
        INSERT INTO articles VALUES
            (7, 'Panen', '2019-09-10', 3, 'published'), (8, 'Banjir', '2019-09-11', 3, 'draft'),
            (9, 'Tanpa teks', '2019-09-12', 3, 'published');
        INSERT INTO contents VALUES (1, 7, 2, 'Hama menyerang.'),
             (2, 8, 1, 'Banjir surut.'), (3, 7, 1, 'Padi dipanen.');
    """)
    database.commit()
    database.close()
    for source in (tmp_path / "a.db", f"sqlite:///{tmp_path}/a.db"):
        outcome = read_all(source)
        (article,) = outcome.articles
        assert (article.id, article.title, article.authors) == ("7", "Panen", ("Nama Penulis",))
        assert article.paragraphs == ("Padi dipanen.", "Hama menyerang.")
        assert outcome.codes == ["missing-text"]
        said = [one.said("en") for one in outcome.notices]
        assert "articles: its paragraphs are of the table contents, by article_id" in said


def test_a_database_of_paragraphs_alone(tmp_path):
    database = sqlite3.connect(tmp_path / "a.db")
    database.execute(
        "CREATE TABLE paragraf (id INTEGER PRIMARY KEY, berita_id TEXT, nomor_paragraf INT, isi TEXT)"
    )
    database.executemany(
        "INSERT INTO paragraf VALUES (?, ?, ?, ?)", [(1, "b", 2, "Dua."), (2, "b", 1, "Satu.")]
    )
    database.commit()
    database.close()
    (article,) = read_all(tmp_path / "a.db").articles
    assert (article.id, article.paragraphs) == ("b", ("Satu.", "Dua."))
