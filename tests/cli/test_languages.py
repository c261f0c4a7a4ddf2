"""The command line in Indonesian, which it speaks by default, and in English: every command, and its help."""

import re
import shutil

import pytest

from cli.warta_process import ASCII, as_jsonl, fail, run, succeed
from search.cli.main import warta

BAD = b'{"id": "b1", "title": "tanpa isi"}\n{"id": "b2", "text": \n'
GOOD = as_jsonl([{"id": "baru", "text": "Panen raya dimulai."}]).encode()


def test_building_and_what_was_rejected(tmp_path):
    done = run("reindex", "-", "--index", "i", stdin=GOOD + BAD, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "1 artikel, 1 paragraf di i, generasi 000001\n")
    first, second, summary = done.stderr.splitlines()
    assert first.startswith("ditolak: <stdin>:2: tidak ada teks: berikan text atau paragraphs, ")
    assert second.startswith("ditolak: <stdin>:3: bukan JSON (")
    (rejects,) = (tmp_path / "i").glob("rejects-*")
    assert summary == f"2 ditolak (missing-text 1, not-json 1): lihat i/{rejects.name}"
    assert rejects.read_text().startswith("# <stdin>:2: missing text: give text or paragraphs, ")


def test_adding_and_deleting(folder, run_here, succeed_here):
    counts = "1 artikel ditambahkan, 0 diganti: 5 artikel, 9 paragraf"
    assert succeed_here("add", "-", "--index", folder, stdin=GOOD) == (
        f"{counts} di {folder}, generasi 000002\n"
    )
    code, said, named = run_here("delete", "baru", "tiada", "--index", folder)
    assert (code, named) == (1, "tidak ada di indeks: tiada\n")
    assert said == f"1 artikel dihapus: 4 artikel, 8 paragraf di {folder}, generasi 000003\n"


def test_what_is_in_the_index(index_folder, succeed_here):
    rows = succeed_here("stats", "--index", index_folder).splitlines()
    assert re.fullmatch(r"generasi     000001, dibuat \d{4}-\d\d-\d\d \d\d:\d\d UTC", rows[0])
    assert rows[1:3] == ["artikel      4", "paragraf     8"]
    assert "bertanggal   2022-03-01 sampai 2024-03-14; 1 tanpa tanggal" in rows
    assert "ditolak      0 rekaman pada pembuatan terakhir" in rows
    assert re.search(r"^ukuran       \d+,\d MB$", "\n".join(rows), re.MULTILINE)


def test_checking_and_rolling_back(two_generations, run_here, succeed_here):
    sound = "generasi 000002 (sekarang): utuh\ngenerasi 000001 (sebelumnya): utuh\n"
    assert succeed_here("check", "--index", two_generations) == sound
    clusters = two_generations / "generation-000001" / "clusters"
    whole = clusters.read_bytes()
    clusters.write_bytes(whole[:-1])
    code, said, line = run_here("check", "--index", two_generations)
    assert (code, said.splitlines()[1]) == (2, "generasi 000001 (sebelumnya): rusak")
    assert line.endswith("(yang sekarang utuh; tidak perlu berbuat apa-apa)\n")
    assert run_here("rollback", "--index", two_generations)[2].startswith(
        "warta: tidak ada yang diubah: generasi 000001 rusak: "
    )
    clusters.write_bytes(whole)
    said = succeed_here("rollback", "--index", two_generations)
    assert said == "generasi 000001 dicari lagi; 000002 disimpan\n"


def test_analysing(succeed_here):
    heading, *rows = succeed_here("analyze", "Anak-anak di kota mengemas").splitlines()
    assert re.split("  +", heading.strip()) == [
        "kata", "dari-sampai", "posisi", "disamakan", "bentuk", "istilah persis", "kata dasar", "caranya",
        "dalam kueri",
    ]  # fmt: skip
    assert "kata ulang" in rows[0]
    assert rows[1].rstrip().endswith("tidak dicari")
    assert rows[3].rstrip().endswith("meN-, k dipulihkan  dicari")


def test_measuring(index_folder, tmp_path, run_here, fail_here):
    queries, written = tmp_path / "q.tsv", tmp_path / "run"
    queries.write_text("q1\tbanjir\nq2 gempa\n")
    code, _, said = run_here("batch", queries, "--output", written, "--index", index_folder)
    assert code == 1
    assert said.splitlines() == [
        f"ditolak: {queries}:2: seharusnya 'QUERY<TAB>TEXT', bukan 'q2 gempa'",
        f"1 kueri, 3 hasil di {written}",
    ]
    (tmp_path / "qrels").write_text("\n")
    assert fail_here("evaluate", written, tmp_path / "qrels").startswith("warta: tidak ada penilaian di ")
    assert fail("evaluate", "tiada", "x", cwd=tmp_path) == (
        "warta: tiada: tidak dapat dibaca (tidak ada berkas atau folder itu)"
    )


def test_serving_where_nothing_can_listen(index_folder, fail_here):
    line = fail_here("serve", "--index", index_folder, "--host", "tiada.invalid")
    assert line.startswith("warta: tidak dapat menerima sambungan di tiada.invalid port 8000: ")


def test_an_index_that_cannot_be_used(folder, tmp_path, fail_here):
    line = fail_here("stats", "--index", tmp_path / "tiada")
    assert line == (
        f"warta: tidak ada indeks di {tmp_path}/tiada: buat dengan"
        f" 'warta reindex SOURCE --index {tmp_path}/tiada'"
    )
    assert fail_here("rollback", "--index", folder) == (
        f"warta: {folder} tidak menyimpan generasi sebelumnya untuk dikembalikan"
    )
    assert fail_here("similar", "tiada", "--index", folder) == "warta: tidak ada artikel dengan id 'tiada'"
    assert fail_here("add", "-", "--index", folder) == (
        "warta: tidak ada artikel yang dapat dipakai, jadi indeks tidak diubah"
    )
    (folder / "CURRENT").write_text("{}")
    assert fail_here("search", "banjir", "--index", folder).startswith(
        f"warta: {folder}/CURRENT tidak menyebut generasi; "
    )


def test_sources_that_cannot_be_read(tmp_path, fail_here):
    line = fail_here("reindex", tmp_path / "tiada", "--index", tmp_path / "i")
    assert line == f"warta: {tmp_path}/tiada: tidak ada berkas atau folder itu"
    for name in ("foto.png", "data.xyz"):
        (tmp_path / name).write_bytes(b"\0x")
    sources = [tmp_path / name for name in ("foto.png", "data.xyz", "tiada")]
    line = fail_here("reindex", *sources, "--index", tmp_path / "i")
    assert line.count("; ") == 3
    assert "foto.png: gambar tidak mempunyai teks: kenali hurufnya (OCR)" in line
    assert "data.xyz: bukan format arsip; yang dikenal .jsonl" in line


@pytest.mark.parametrize(
    ("arguments", "indonesian", "english"),
    [
        (
            ["serch"],
            "Tidak ada perintah 'serch'. Maksudnya 'search'",
            "No such command 'serch'. Did you mean",
        ),
        (["xyzzy"], "Tidak ada perintah 'xyzzy'.", "No such command 'xyzzy'."),
        (["search", "x", "--jason"], "Tidak ada opsi '--jason'.", "No such option '--jason'."),
        (["search", "x", "--qqq"], "Tidak ada opsi '--qqq'. Lihat", "No such option '--qqq'. See"),
        (["search"], "Argumen 'QUERY' harus diberikan.", "Missing argument 'QUERY'."),
        (["batch", "q"], "Opsi '--output' harus diberikan.", "Missing option '--output'."),
        (
            ["search", "x", "--page"],
            "Opsi '--page' memerlukan nilai.",
            "Option '--page' requires an argument.",
        ),
        (["search", "x", "--exact=1"], "Opsi '--exact' tidak", "Option '--exact' does not take a value."),
        (["analyze", "x", "y", "z"], "Argumen berlebih (y z).", "Got unexpected extra arguments (y z)."),
        (
            ["search", "x", "--page", "0"],
            "Nilai untuk '--page' tidak dapat dipakai: 0 di luar rentang x>=1.",
            "Invalid value for '--page': 0 is not in the range x>=1.",
        ),
        (
            ["search", "x", "--page", "satu"],
            "Nilai untuk '--page' tidak dapat dipakai: 'satu' bukan bilangan bulat.",
            "Invalid value for '--page': 'satu' is not a valid integer range.",
        ),
        (
            ["search", "x", "--sort", "best"],
            "Nilai untuk '--sort' tidak dapat dipakai: 'best' bukan salah satu dari 'relevance', 'newest',",
            "Invalid value for '--sort': 'best' is not one of 'relevance', 'newest', 'oldest', 'arrived'.",
        ),
        (
            ["search", "x", "--from", "besok-lusa"],
            "Nilai untuk '--from' tidak dapat dipakai: 'besok-lusa' bukan tanggal; tulis 2019,",
            "Invalid value for '--from': 'besok-lusa' is no date; write 2019,",
        ),
        (
            ["reindex", "-", "--rejects", "."],
            "Nilai untuk '--rejects' tidak dapat dipakai: '.' adalah folder.",
            "Invalid value for '--rejects': File '.' is a directory.",
        ),
        (
            ["batch", "q", "--output", "r", "--tag", "a b"],
            "Nilai untuk '--tag' tidak dapat dipakai: harus satu kata, tanpa spasi.",
            "Invalid value for '--tag': must be one word, without blanks.",
        ),
        (["analyze", "x", "--terms"], "--terms membaca masukan standar;", "--terms reads standard input;"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use(arguments, indonesian, english, fail_here, monkeypatch):
    command = f"warta {arguments[0]}" if len(arguments) > 1 or arguments == ["search"] else "warta"
    line = fail_here(*arguments)
    assert line.startswith(f"{command}: {indonesian}")
    assert line.endswith(f" Lihat '{command} --help'")
    line = fail_here("--lang=en", *arguments)
    assert line.startswith(f"{command}: {english}")
    assert line.endswith(f" See '{command} --help'")
    monkeypatch.setenv("WARTA_LANG", "en")
    assert fail_here(*arguments) == line


@pytest.mark.parametrize("name", [None, *warta.list_commands(None)])
def test_help(name, succeed_here):
    asked = [name] if name else []
    indonesian = succeed_here(*asked, "--help")
    english = succeed_here(*asked, "--help", "--lang", "en")
    assert succeed_here("--lang", "en", *asked, "-h") == english
    for said, words in (
        (indonesian, ("Pemakaian:", "[OPSI]", "Opsi:", "Tampilkan bantuan ini.")),
        (english, ("Usage:", "[OPTIONS]", "Options:", "Show this message and exit.")),
    ):
        assert all(word in said for word in words)
        assert not re.search(r"\b(?:help|brief|option|heading|metavar)_", said)
    assert not re.search(r"\b(?:the|and|default|required|INTEGER|TEXT ) ?\b", re.sub("TEXT", "", indonesian))
    assert re.findall(r"^  (?:-\w, )?--[\w-]+", indonesian, re.MULTILINE) == re.findall(
        r"^  (?:-\w, )?--[\w-]+", english, re.MULTILINE
    )


def test_the_last_language_counts_and_none_after_two_hyphens(index_folder, succeed_here, fail_here):
    def first_words(*arguments):
        return succeed_here(*arguments).split(" ")[1]

    asked = ["search", "banjir", "--index", index_folder]
    assert first_words(*asked) == "paragraf"
    assert first_words("--lang", "en", *asked) == "paragraphs"
    assert first_words("--lang", "en", *asked, "--lang", "id") == "paragraf"
    assert first_words("search", "--index", index_folder, "--", "--lang", "en") == "paragraf"
    assert fail_here(*asked, "--lang", "xx").startswith(
        "warta search: Nilai untuk '--lang' tidak dapat dipakai: 'xx' bukan salah satu dari 'id', 'en'."
    )


def test_what_programs_read_is_the_same_in_both(index_folder, tmp_path, succeed_here, run_here):
    for arguments in (["stats", "--json"], ["paragraphs", "banjir", "--json"]):
        asked = [*arguments, "--index", index_folder]
        assert succeed_here(*asked) == succeed_here(*asked, "--lang", "en")
    assert succeed_here("analyze", "--terms", stdin=b"Anak-anak") == succeed_here(
        "analyze", "--terms", "--lang", "en", stdin=b"Anak-anak"
    )
    (tmp_path / "q").write_text("q1\tbanjir\n")
    for language in ("id", "en"):
        asked = ["--output", tmp_path / language, "--index", index_folder, "--lang", language]
        assert run_here("batch", tmp_path / "q", *asked)[0] == 0
    assert (tmp_path / "id").read_bytes() == (tmp_path / "en").read_bytes()


def test_in_an_ascii_terminal(index_folder):
    said = succeed("search", "banjir", "--index", str(index_folder), locale=ASCII)
    assert said.startswith("3 paragraf di 2 artikel ")
    assert "Lihat" in fail("search", locale=ASCII)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_file_that_is_there_is_not_overwritten(language, tmp_path, fail_here):
    shutil.copy(__file__, tmp_path / "r")
    line = fail_here("reindex", "-", "--rejects", tmp_path / "r", "--lang", language)
    assert ("sudah ada; tidak ada yang ditimpa" in line) == (language == "id")
    assert ("exists already; nothing is overwritten" in line) == (language == "en")
