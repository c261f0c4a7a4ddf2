"""What is wrong with a command line, and the words around its help."""

from __future__ import annotations

from search.wording.message import Message

_WRONG = {
    "see_help": Message("Lihat '{command} --help'", "See '{command} --help'"),
    "no_such_command": Message("Tidak ada perintah {command}", "No such command {command}"),
    "no_such_command_near": Message(
        "Tidak ada perintah {command}. Maksudnya {nearest}?",
        "No such command {command}. Did you mean {nearest}?",
    ),
    "no_such_option": Message("Tidak ada opsi {option}", "No such option {option}"),
    "no_such_option_near": Message(
        "Tidak ada opsi {option}. Maksudnya {nearest}?", "No such option {option}. Did you mean {nearest}?"
    ),
    "option_needs_value": Message("Opsi {option} memerlukan nilai", "Option {option} requires an argument"),
    "option_takes_no_value": Message(
        "Opsi {option} tidak menerima nilai", "Option {option} does not take a value"
    ),
    "argument_missing": Message("Argumen {name} harus diberikan", "Missing argument {name}"),
    "option_missing": Message("Opsi {name} harus diberikan", "Missing option {name}"),
    "extra_argument": Message("Argumen berlebih ({argument})", "Got unexpected extra argument ({argument})"),
    "extra_arguments": Message(
        "Argumen berlebih ({arguments})", "Got unexpected extra arguments ({arguments})"
    ),
    "invalid_value": Message(
        "Nilai untuk {name} tidak dapat dipakai: {reason}", "Invalid value for {name}: {reason}"
    ),
    "names_and_conditions": Message(
        "Sebut artikelnya (id, --url) atau syaratnya (--source, --before, ...), jangan keduanya",
        "Name articles (ids, --url) or give conditions (--source, --before, ...), not both",
    ),
    "no_day_between": Message(
        "Tidak ada hari sesudah {after} (--after) dan sebelum {before} (--before)",
        "There is no day after {after} (--after) and before {before} (--before)",
    ),
    "nothing_to_delete": Message(
        "Sebut id, --url, atau syarat seperti --source dan --before",
        "Name an id, --url, or conditions like --source and --before",
    ),
    "blank_value": Message("tidak boleh kosong", "it must not be blank"),
    "outside_range": Message("{value} di luar rentang {range}", "{value} is not in the range {range}"),
    "no_integer": Message("{value} bukan bilangan bulat", "{value} is not a valid integer range"),
    "no_seconds": Message("{value} bukan bilangan detik", "{value} is no number of seconds"),
    "no_generation": Message(
        "{value} bukan nomor generasi seperti 000002", "{value} is no number of a generation like 000002"
    ),
    "no_choice": Message("{value} bukan salah satu dari {choices}", "{value} is not one of {choices}"),
    "is_a_folder": Message("{file} adalah folder", "File {file} is a directory"),
    "not_readable": Message("{file} tidak dapat dibaca", "File {file} is not readable"),
    "no_field_and_keys": Message(
        "{value} harus berbentuk BIDANG=KUNCI,... dengan salah satu bidang ini: {fields}",
        "{value} must be FIELD=KEY,... with one of these fields: {fields}",
    ),
    "is_there": Message(
        "{file} sudah ada; tidak ada yang ditimpa", "{file} exists already; nothing is overwritten"
    ),
    "no_duration": Message(
        "{value} bukan lama waktu seperti 90s, 15m, 2h, atau 1d, paling sedikit {least}",
        "{value} is not a length of time like 90s, 15m, 2h or 1d, at least {least}",
    ),
    "no_single_word": Message("harus satu kata, tanpa spasi", "must be one word, without blanks"),
    "terms_and_text": Message(
        "--terms membaca masukan standar; hapus TEXT", "--terms reads standard input; leave TEXT out"
    ),
    "json_without_names": Message("--json hanya berlaku dengan --names", "--json goes with --names only"),
    "names_and_terms": Message(
        "--names dan --terms tidak dapat dipakai bersama", "--names and --terms cannot be used together"
    ),
    "names_without_input": Message(
        "--names membaca masukan standar jika TEXT tidak diberikan, dan tidak ada masukan",
        "--names reads standard input without TEXT, and there is none",
    ),
    "terms_without_input": Message(
        "--terms membaca masukan standar, dan tidak ada masukan",
        "--terms reads standard input, and there is none",
    ),
    "text_or_terms": Message(
        "berikan TEXT untuk dianalisis, atau --terms untuk membaca masukan standar",
        "give a TEXT to analyze, or --terms to read standard input",
    ),
}

_AROUND = {
    "usage": Message("Pemakaian:", "Usage:"),
    "heading_options": Message("Opsi", "Options"),
    "heading_commands": Message("Perintah", "Commands"),
    "metavar_options": Message("[OPSI]", "[OPTIONS]"),
    "metavar_command": Message("[PERINTAH] [ARGUMEN]...", "[COMMAND] [ARGS]..."),
    "metavar_integer": Message("BILANGAN", "INTEGER RANGE"),
    "metavar_text": Message("TEKS", "TEXT"),
    "default": Message("bawaan: {value}", "default: {value}"),
    "required_option": Message("wajib", "required"),
}

USAGE = {
    "all_needs_format": Message(
        "--all hanya dengan --format csv, ndjson, atau xlsx",
        "--all goes only with --format csv, ndjson or xlsx",
    ),
    "xlsx_to_a_terminal": Message(
        "XLSX tidak untuk terminal: arahkan ke berkas dengan > hasil.xlsx",
        "XLSX is not for a terminal: send it to a file with > results.xlsx",
    ),
    **_WRONG,
    **_AROUND,
}
