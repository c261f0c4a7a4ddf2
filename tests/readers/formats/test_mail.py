"""Newsletters in mailboxes, single messages, and pages that a browser saved as one."""

import pytest
from reading_outcome import read_all

BOX = """From a@contoh.example Tue Sep 10 14:30:00 2019
From: Harian Contoh <a@contoh.example>
Subject: Panen
Date: Tue, 10 Sep 2019 14:30:00 +0700
Message-ID: <1@contoh.example>

Padi dipanen.

>From Subang padi dibawa ke Jakarta.

From a@contoh.example Wed Sep 11 14:30:00 2019
From: berita@contoh.example
Subject: =?utf-8?q?Banjir_=E2=80=93_surut?=
Date: Wed, 11 Sep 2019 14:30:00 +0700
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary="c"

--c
Content-Type: text/plain; charset=utf-8

Lihat di peramban.

--c
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<html><body><p>Banjir surut=3A warga pulang.</p><p>Lumpur mengendap.</p></body></html>
--c--
--b
Content-Type: application/pdf; name="a.pdf"
Content-Disposition: attachment; filename="a.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--b--
"""
PAGE = """From: <Saved by Blink>
Snapshot-Content-Location: https://contoh.example/panen
Subject: Panen
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit
Content-Location: https://contoh.example/panen

<html><head><title>Panen Raya</title></head><body><article><h1>Panen Raya</h1>{}</article></body></html>
--b
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://contoh.example/a.png

aaaa
--b--
"""
SENTENCE = (
    "<p>Petani di Subang memanen padi lebih awal karena hama menyerang sebagian sawah, kata ketua {}.</p>"
)


@pytest.mark.parametrize("name", ["a.mbox", "tanpa-akhiran"])
def test_a_mailbox_of_newsletters(tmp_path, name):
    (tmp_path / name).write_text(BOX)
    outcome = read_all(tmp_path / name)
    first, second = outcome.articles
    assert (first.id, first.title, first.source) == ("1@contoh.example", "Panen", "Harian Contoh")
    assert first.published.isoformat() == "2019-09-10T14:30:00+07:00"
    assert first.paragraphs == ("Padi dipanen.", "From Subang padi dibawa ke Jakarta.")
    assert (second.title, second.source) == ("Banjir – surut", "contoh.example")
    assert second.paragraphs == ("Banjir surut: warga pulang.", "Lumpur mengendap.")
    assert [one.said("en") for one in outcome.notices] == ["passed over 1: application/pdf 1"]


def test_one_message(tmp_path):
    (tmp_path / "a.eml").write_text(BOX.split("\n", 1)[1].partition("\nFrom a@")[0].replace(">From", "From"))
    (article,) = read_all(tmp_path / "a.eml").articles
    assert (article.title, article.paragraphs[0]) == ("Panen", "Padi dipanen.")


def test_a_page_that_a_browser_saved(tmp_path):
    (tmp_path / "a.mht").write_text(PAGE.format("".join(SENTENCE.format(name) for name in ("A", "B", "C"))))
    (article,) = read_all(tmp_path / "a.mht").articles
    assert (article.title, article.url) == ("Panen Raya", "https://contoh.example/panen")
    assert len(article.paragraphs) == 3


def test_a_message_without_a_text_is_named(tmp_path):
    (tmp_path / "a.eml").write_text("Subject: Panen\n\n")
    assert read_all(tmp_path / "a.eml").codes == ["missing-text"]
