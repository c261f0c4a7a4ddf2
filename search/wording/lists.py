"""What is wrong with a line of a word list."""

from __future__ import annotations

from search.wording.message import Message

LISTS = {
    "no_function_word": Message(
        "{place}: seharusnya 'word<TAB>group<TAB>reason' dengan group salah satu dari {groups},"
        " bukan {found}",
        "{place}: expected 'word<TAB>group<TAB>reason' with group one of {groups}, found {found}",
    ),
    "no_unit_word": Message(
        "{place}: seharusnya 'word<TAB>kind<TAB>value' dengan kind salah satu dari {kinds}, bukan {found}",
        "{place}: expected 'word<TAB>kind<TAB>value' with kind one of {kinds}, found {found}",
    ),
    "no_small_word": Message(
        "{place}: seharusnya satu kata dengan huruf kecil ASCII, paling banyak {most}, bukan {found}",
        "{place}: expected a word of small ASCII letters, {most} at most, found {found}",
    ),
    "no_power_of_ten": Message(
        "{place}: nilai scale adalah pangkat sepuluh, bukan {found}",
        "{place}: the value of a scale is a power of ten, not {found}",
    ),
    "unit_word_was_there": Message(
        "{place}: {word} sudah ada sebagai {kind}; hapus salah satunya",
        "{place}: {word} is there already as {kind}; leave one of them",
    ),
    "wrong_columns": Message(
        "{place}: seharusnya {columns} kolom yang dipisahkan tab, bukan {found}",
        "{place}: expected {columns} columns between tabs, not {found}",
    ),
    "no_whole_number": Message(
        "{file}: seharusnya bilangan bulat, bukan {found}", "{file}: expected a whole number, not {found}"
    ),
    "list_cannot_be_read": Message(
        "{file}: tidak dapat dibaca ({reason}); berkas kosong boleh",
        "{file}: cannot be read ({reason}); an empty file is fine",
    ),
    "line_not_utf8": Message(
        "{place}: bukan UTF-8; simpan berkasnya sebagai UTF-8", "{place}: not UTF-8; save the file as UTF-8"
    ),
    "no_entry": Message(
        "{place}: seharusnya {columns}, bukan {found}", "{place}: expected {columns}, found {found}"
    ),
    "no_such_case": Message(
        "{place}: case adalah {case}, seharusnya salah satu dari {choices}",
        "{place}: case is {case}, expected one of {choices}",
    ),
    "no_such_kind": Message(
        "{place}: kind adalah {kind}, seharusnya salah satu dari {choices}",
        "{place}: kind is {kind}, expected one of {choices}",
    ),
    "form_without_letters": Message(
        "{place}: setiap bentuk perlu huruf atau angka, bukan {short}, {long}",
        "{place}: every form needs a letter or digit, found {short}, {long}",
    ),
    "form_without_capitals": Message(
        "{place}: case {case} memerlukan bentuk pendek dengan huruf besar, bukan {short}",
        "{place}: case {case} needs a short form in capitals, found {short}",
    ),
    "short_form_was_there": Message(
        "{place}: {short} sudah ada di baris {line}; taruh semua artinya di sana",
        "{place}: {short} is already in line {line}; put all its senses there",
    ),
    "too_few_forms": Message(
        "{place}: seharusnya dua bentuk atau lebih yang dipisahkan ' | ', bukan {found}",
        "{place}: expected two or more forms separated by ' | ', found {found}",
    ),
    "form_stands_twice": Message(
        "{place}: satu bentuk ada dua kali di {found}; hapus salah satunya",
        "{place}: a form stands twice in {found}; leave one of them",
    ),
    "form_was_there": Message(
        "{place}: {form} sudah ada di baris {line}; gabungkan kedua kelompok",
        "{place}: {form} is already in line {line}; join the two groups",
    ),
}
