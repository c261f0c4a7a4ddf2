"""Names in running text: what they are, where they stand, and which of them are one."""

import pytest
from kinds_of_names import names

from search.names import read_names
from search.names.lists import lists
from search.names.shapes import KNOWN_BITS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Presiden Joko Widodo tiba.", [("person", "Joko Widodo")]),
        ("Rapat dipimpin Menteri Keuangan Sri Mulyani Indrawati.", [("person", "Sri Mulyani Indrawati")]),
        ("Warga melapor ke KPK dan Polri.", [("organisation", "KPK"), ("organisation", "Polri")]),
        ("Gempa terasa di Kabupaten Garut.", [("place", "Kabupaten Garut")]),
        ("Ia kuliah di Universitas Gadjah Mada.", [("organisation", "Universitas Gadjah Mada")]),
        ("Rapat di Kementerian Kelautan dan Perikanan usai.",
         [("organisation", "Kementerian Kelautan dan Perikanan")]),
        ("Aturan itu ada dalam UU Nomor 7 Tahun 2017.", [("law", "UU Nomor 7 Tahun 2017")]),
        ("Jepang tampil di Piala Dunia 2022.", [("place", "Jepang"), ("event", "Piala Dunia 2022")]),
        ("Tim bertolak dari Jawa Timur ke Nusa Tenggara Barat.",
         [("place", "Jawa Timur"), ("place", "Nusa Tenggara Barat")]),
        ("Ia tinggal di desa Kramas, lalu di Kalijambe, Sragen.",
         [("place", "Kramas"), ("place", "Kalijambe"), ("place", "Sragen")]),
        ("Lagu itu dibawakan grup Seringai.", [("organisation", "Seringai")]),
        ("Persiba Balikpapan menang.", [("organisation", "Persiba Balikpapan")]),
        ("Ia dirawat di RSU dr Soetomo.", [("organisation", "RSU dr Soetomo")]),
        ("Bayi itu dirawat di RSUD Pasar Minggu.", [("organisation", "RSUD Pasar Minggu")]),
        # One organisation with a list of matters in its name, and several organisations.
        ("Peringatan itu dari Badan Meteorologi, Klimatologi, dan Geofisika.",
         [("organisation", "Badan Meteorologi, Klimatologi, dan Geofisika")]),
        ("Dana dibagi Kementerian Desa, Pembangunan Daerah Tertinggal, dan Transmigrasi.",
         [("organisation", "Kementerian Desa, Pembangunan Daerah Tertinggal, dan Transmigrasi")]),
        ("Hadir Dinas Kesehatan, Dinas Sosial, dan Polri.",
         [("organisation", "Dinas Kesehatan"), ("organisation", "Dinas Sosial"), ("organisation", "Polri")]),
        # What stands in front of a name tells its kind.
        ("Warga Wanasari dan kader Pelita Raya berunding.",
         [("place", "Wanasari"), ("organisation", "Pelita Raya")]),
        ("Ia bermain di klub sepak bola Vendara.", [("organisation", "Vendara")]),
        ("Air merendam desa lain seperti Wanasari, Trimukti, dan Kaliampo.",
         [("place", "Wanasari"), ("place", "Trimukti"), ("place", "Kaliampo")]),
        ("Laporan itu diterima Kapolsek Wanasari Kompol Budi Santoso.",
         [("place", "Wanasari"), ("person", "Budi Santoso")]),
        ("Ia dirawat di Rumah Sakit Harapan Vendara.", [("organisation", "Rumah Sakit Harapan Vendara")]),
        ("Ada lukisan di Bandar Udara Trimukti.", [("place", "Bandar Udara Trimukti")]),
        # What stands behind it.
        ("Jadi, Vendara adalah sebuah desa di lereng.", [("place", "Vendara")]),
        ("Jadi, Vendara terletak di lereng.", [("place", "Vendara")]),
        ("Hujan lebat turun, dan Trimukti, Wanasari dan sekitarnya banjir.",
         [("place", "Trimukti"), ("place", "Wanasari")]),
        ("Pasukan itu dari Komando Gerak Cepat (Kogepat).",
         [("organisation", "Komando Gerak Cepat"), ("organisation", "Kogepat")]),
        # The words of a name.
        ("Mereka menang di Vendara Film Awards 2021.", [("event", "Vendara Film Awards 2021")]),
        ("Kabar itu dimuat The Vendara Post.", [("organisation", "The Vendara Post")]),
        ("Ada banjir dari Wanasari Timur sampai San Trimuko.",
         [("place", "Wanasari Timur"), ("place", "San Trimuko")]),
        ("Kapal itu menyeberangi Selat Sunda.", [("place", "Selat Sunda")]),
        ("Pabrik itu milik PT Angkasa Pura II.", [("organisation", "PT Angkasa Pura II")]),
        ("Kereta Jakarta-Bandung terlambat.", [("place", "Jakarta"), ("place", "Bandung")]),
        ("Mobil itu buatan Vendara Indonesia.", [("organisation", "Vendara Indonesia")]),
        ("Kini Gubernur I Wayan Koster tiba.", [("person", "I Wayan Koster")]),
        ("Bersama Akbar Tanjung ia pulang.", [("person", "Akbar Tanjung")]),
        ("Penyair W.S. Trimuk dan Erik ten Hag hadir.",
         [("person", "W.S. Trimuk"), ("person", "Erik ten Hag")]),
        ("Pahlawan Jerman Otto von Trimuk gugur.", [("place", "Jerman"), ("person", "Otto von Trimuk")]),
        # What looks like an office in the name of an organisation, numbers, beliefs, ordinary words.
        ("Ia melapor ke Komisi Perlindungan Anak Indonesia.",
         [("organisation", "Komisi Perlindungan Anak Indonesia")]),
        ("Ia lulus SMAN 6 lalu Universitas Kristen Vendara.",
         [("organisation", "SMAN 6"), ("organisation", "Universitas Kristen Vendara")]),
        ("Pada 1960 lahirlah Akademi Kapal Rakyat (AKR) itu.",
         [("organisation", "Akademi Kapal Rakyat"), ("organisation", "AKR")]),
        ("Lalu dibuka Sekolah Menengah Atas (SMA) di Solo.", [("place", "Solo")]),
        ("Pada 1960 lahirlah Sekolah Tinggi Ilmu Ekonomi (STIE) Serang.",
         [("organisation", "Sekolah Tinggi Ilmu Ekonomi"), ("organisation", "STIE"), ("place", "Serang")]),
        ("Ia bertemu Rosa br Bangun di Kopertis Wilayah III.", [("person", "Rosa br Bangun")]),
        ("Ia memimpin Himpunan Mahasiswa Islam.", [("organisation", "Himpunan Mahasiswa Islam")]),
        ("Mereka terbang dengan Pelita Air Service.", [("organisation", "Pelita Air Service")]),
        ("Mereka juara Piala Presiden 2019 dan Liga 1.",
         [("event", "Piala Presiden 2019"), ("event", "Liga 1")]),
        # One known organisation among others says nothing of them.
        ("Bersama Persib, Mika Trimuk, dan Xola Trimuk ia pulang.",
         [("organisation", "Persib"), ("person", "Mika Trimuk"), ("person", "Xola Trimuk")]),
        ("Di Solo, Mika Trimuk, dan seterusnya.", [("place", "Solo"), ("person", "Mika Trimuk")]),
        ("Angin kencang terjadi di Sudirman.", [("place", "Sudirman")]),
        ("Konser grup Morning Thunder batal.", [("organisation", "Morning Thunder")]),
        # Two people with a slash between them; degrees behind a name; a name with a nickname in it.
        ("Ganda putra Fajar/Rian menang atas Aaron Chia/Soh Wooi Yik.",
         [("person", "Fajar"), ("person", "Rian"), ("person", "Aaron Chia"), ("person", "Soh Wooi Yik")]),
        ("Ia dari Kementerian ATR/BPN dan Yonif 750/Mayapada.", [("organisation", "Kementerian ATR")]),
        ("Hadir Mika Trimuk, S.P., M.Si., Ph.D. dan Xola Trimuk, MBA, serta Sri Trimuk, Sp.P(K).",
         [("person", "Mika Trimuk"), ("person", "Xola Trimuk"), ("person", "Sri Trimuk")]),
        ('Hadir Moh. Ramdhan "Danny" Pomanto.', [("person", 'Moh. Ramdhan "Danny" Pomanto')]),
        ("Ia bertemu Trimuk (50) di pasar.", [("person", "Trimuk")]),
        # A name ends where that of a person begins, and the country of a ministry ends it.
        ("Hadir Kepala Desa Kemiren Muhamad Arifin.",
         [("place", "Desa Kemiren"), ("person", "Muhamad Arifin")]),
        ("Hadir juru bicara Kementerian Luar Negeri China Mao Ning.",
         [("organisation", "Kementerian Luar Negeri China"), ("person", "Mao Ning")]),
        ("Hadir Ketua DPW PKS Jawa Barat Haru Suandharu.",
         [("organisation", "DPW PKS Jawa Barat"), ("person", "Haru Suandharu")]),
        ("Hadir Hotman Paris Hutapea dan Retno LP Marsudi.",
         [("person", "Hotman Paris Hutapea"), ("person", "Retno LP Marsudi")]),
        ("Ia bekerja di Pemprov DKI Jakarta dan Kepolisian Resor Garut.",
         [("organisation", "Pemprov DKI Jakarta"), ("organisation", "Kepolisian Resor Garut")]),
        ("Kini Anwar Usman dan Trimukto berbeda pendapat.",
         [("person", "Anwar Usman"), ("person", "Trimukto")]),
        # Laws side by side, and laws of an office.
        ("Ada Perppu Nomor 2 Tahun 2022 dan Peraturan Menteri Keuangan Nomor 5 Tahun 2020.",
         [("law", "Perppu Nomor 2 Tahun 2022"), ("law", "Peraturan Menteri Keuangan Nomor 5 Tahun 2020")]),
    ],
)  # fmt: skip
def test_kinds(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Words that are an office or a rank only together.
        ("Hadir Kombes Pol Mika Trimuk.", {"Mika Trimuk": "Kombes Pol"}),
        ("Hadir Kasat Reskrim Polres Metro Jakarta Selatan AKBP Trimuko.",
         {"Polres Metro Jakarta Selatan": "", "Trimuko": "Kasat Reskrim Polres Metro Jakarta Selatan AKBP"}),
        ("Hadir Jaksa Agung Mika Trimuk.", {"Mika Trimuk": "Jaksa Agung"}),
        ("Hadir Pangdam Jaya Kolonel Inf Mika Trimuk dan Serka Trimuk.",
         {"Mika Trimuk": "Pangdam Jaya Kolonel", "Trimuk": "Serka"}),
        ("Hadir Ketua Badan Pengawas Pemilu (Bawaslu) RI Mika Trimuk.",
         {"Badan Pengawas Pemilu": "", "Bawaslu": "",
          "Mika Trimuk": "Ketua Badan Pengawas Pemilu (Bawaslu) RI"}),
        ("Hadir Kepala Dinas Kesehatan (Dinkes) Kota Bandung Mika Trimuk.",
         {"Dinas Kesehatan": "", "Dinkes": "", "Kota Bandung": "",
          "Mika Trimuk": "Kepala Dinas Kesehatan (Dinkes) Kota Bandung"}),
        ("Hadir Brigjen TNI J.O. Trimuk.", {"TNI": "", "J.O. Trimuk": "Brigjen TNI"}),
        ("Hadir Kapolda Metro Jaya Irjen Trimuk.", {"Trimuk": "Kapolda Metro Jaya Irjen"}),
        ("Hadir Ketua Tim Penggerak PKK Kota Medan Kahiyang Trimuk.",
         {"Tim Penggerak PKK Kota Medan": "", "Kahiyang Trimuk": "Ketua Tim Penggerak PKK Kota Medan"}),
        ("Hadir Menko PMK Mika Trimuk.", {"Mika Trimuk": "Menko PMK"}),
        ("Hadir ibu Brigadir J, Mika Trimuk.", {"Mika Trimuk": ""}),
        ("Hadir Menteri Hukum dan HAM Mika Trimuk.", {"Mika Trimuk": "Menteri Hukum dan HAM"}),
        ("Hadir Direktur Sinar Mas Mika Trimuk.", {"Sinar Mas": "", "Mika Trimuk": "Direktur Sinar Mas"}),
        ("Hadir Direktur PT Satu (Persero) Tbk Trimuk.",
         {"PT Satu": "", "Trimuk": "Direktur PT Satu (Persero) Tbk"}),
        ("Hadir Direktur Reserse Kriminal Polda Metro Jaya Kombes Pol Mika Trimuk.",
         {"Polda Metro Jaya": "", "Mika Trimuk": "Direktur Reserse Kriminal Polda Metro Jaya Kombes Pol"}),
        ("Hadir Uskup Ruteng Mgr. Mika Trimuk.", {"Ruteng": "", "Mika Trimuk": "Uskup Ruteng Mgr."}),
        ("Hadir Marsekal Madya Mika Trimuk.", {"Mika Trimuk": "Marsekal Madya"}),
        ("Hadir Ketua Majelis Hakim Wahyu Trimuk.", {"Wahyu Trimuk": "Ketua Majelis Hakim"}),
        ("Hakim menolak eksepsi itu.", {}),
        # An organisation that has its name is followed by the person.
        ("Kata Wakil Ketua Umum Partai Gerindra Trimuko.",
         {"Partai Gerindra": "", "Trimuko": "Wakil Ketua Umum Partai Gerindra"}),
        ("Ada anggota dari Fraksi PKS Budi Trimuk.", {"Fraksi PKS": "", "Budi Trimuk": ""}),
        ("Hadir Guru Besar Fakultas Hukum Universitas Indonesia Mika Santoso.",
         {"Fakultas Hukum Universitas Indonesia": "",
          "Mika Santoso": "Guru Besar Fakultas Hukum Universitas Indonesia"}),
        ("Hadir Presiden Direktur PT Bank Vendara Tbk Mika Trimuk.",
         {"PT Bank Vendara Tbk": "", "Mika Trimuk": "Presiden Direktur PT Bank Vendara Tbk"}),
        ("Hadir Analis Vendara Sekuritas Indonesia Mika Trimuk.",
         {"Vendara Sekuritas Indonesia": "", "Mika Trimuk": "Analis Vendara Sekuritas Indonesia"}),
        ("Hadir Direktur Center of Reform on Economics Budi Trimuk.",
         {"Center of Reform on Economics": "", "Budi Trimuk": "Direktur Center of Reform on Economics"}),
        ("Hadir Manajer Humas Daop 4 Semarang, Mika Trimuk.",
         {"Daop 4 Semarang": "", "Mika Trimuk": "Manajer Humas Daop 4 Semarang"}),
        ("Hadir Ketua DPRD DKI Budi Trimuk.", {"DPRD": "", "Budi Trimuk": "Ketua DPRD DKI"}),
        # A word of English is part of an office, and no person.
        ("Hadir Chief Digital Transformation Mika Trimuk.", {"Mika Trimuk": "Chief Digital Transformation"}),
        # What looks like a town, a number, a law or a common word within a name.
        ("Hadir Wali Kota Bogor Bima Trimuk.", {"Kota Bogor": "", "Bima Trimuk": "Wali Kota Bogor"}),
        ("Hadir Presiden China Xi Jinping.", {"China": "", "Xi Jinping": "Presiden China"}),
        ("Hadir Bupati Uu Trimuk.", {"Uu Trimuk": "Bupati"}),
        ("Hadir terdakwa Rafael Alun Trimuk.", {"Rafael Alun Trimuk": ""}),
        ("Hadir Menko Mahfud MD.", {"Mahfud MD": "Menko"}),
        ("Hadir Head of Research Mika Trimuk.", {"Mika Trimuk": "Head of Research"}),
        ("Buku itu karya Mika Trimuk.", {"Mika Trimuk": ""}),
        ("Banyak orang hilang pada masa Orde Baru.", {}),
        ("Menteri Sekretaris Negara menyebut Keppres itu.", {}),
        ("Ia bersaksi di Kongres AS.", {"Kongres AS": ""}),
    ],
)  # fmt: skip
def test_names_and_roles(text, expected):
    [found] = read_names([text]).paragraphs
    assert {
        text[one.start : one.end]: text[slice(*one.role)] if one.role else "" for one in found.names
    } == expected


@pytest.mark.parametrize(
    "text",
    [
        "Menurut warga, harga naik sejak Senin.",
        "Pemerintah menaikkan harga pada Januari 2020.",
        "HARGA BERAS NAIK LAGI MENJELANG LEBARAN",
        "PRESIDEN JOKO WIDODO MERESMIKAN JALAN TOL",
        "Anda boleh bertanya kepada kami di situs contoh.com.",
        "Kericuhan terjadi. Sebelumnya ada demo.",
        "",
        "Lihat grafik A dan B.",
        "Ia belajar di Fakultas Kedokteran dan Fakultas Teknik.",
        "Warga pergi ke pos layanan terpadu (Poslandu) itu.",
        "Ia menyanyikan lagu berjudul Vendara Trimuk.",
        "Timnya memuji mesin F1-nya.",
        "Ia menjadi ketua dewan Pada awal 2009.",
        "Ia menonton Siaran TV itu.",
        # Words that explain or go on, and common words of English, are no names by their capitals only.
        "Petani menanam ubi (Trimuka) di kebun.",
        'Ia memakai Trimuk 7 dan Xola "Baru".',
        "Kini ada layanan Quick Booking untuk tamu.",
        "2019 - 2020 (%) ... !!!",
    ],
)
def test_what_is_no_name(text):
    assert names(text) == []


def test_names_of_the_lists_fit_into_shapes():
    assert all(len(parts) <= KNOWN_BITS for some in lists().known.values() for parts, _ in some)


def test_roles_are_given_as_they_stand_there():
    text = "Hadir pula Gubernur Jawa Barat Ridwan Kamil dan Direktur Utama PLN, Darmawan Prasodjo."
    roles = [
        (text[slice(*name.role)], text[name.start : name.end])
        for name in read_names([text]).paragraphs[0].names
        if name.role
    ]
    assert roles == [("Gubernur Jawa Barat", "Ridwan Kamil"), ("Direktur Utama PLN", "Darmawan Prasodjo")]


def full(*paragraphs):
    return [name.full for here in read_names(paragraphs).paragraphs for name in here.names]


def test_short_forms_of_one_person_are_one():
    assert (
        full("Anies Rasyid Baswedan tiba di sini.", "Anies Baswedan tersenyum.", "Kepada Anies ia pamit.")
        == ["Anies Rasyid Baswedan"] * 3
    )
    assert full("Presiden Joko Widodo tiba.", "Presiden Jokowi pulang.") == ["Joko Widodo"] * 2


def test_a_name_that_is_known_for_one_person_is_that_of_another_one_if_it_goes_on():
    assert full("Analis Sukarno Alatas optimistis.", "Menurut Sukarno, saham naik.") == ["Sukarno Alatas"] * 2
    assert full("Presiden Sukarno berpidato.") == ["Soekarno"]


def test_a_place_without_its_kind_is_one_beside_it():
    assert names("Warga Pulau Trimuk menolak.", "Mereka datang ke sini, ke luar Trimuk.") == [
        ("place", "Pulau Trimuk"),
        ("place", "Trimuk"),
    ]


def test_a_surname_that_is_a_word_of_the_language_is_one_behind_a_verb_of_saying():
    assert full("Pelatih Arne Slot puas.", '"Kami menang," kata Slot.') == ["Arne Slot"] * 2
    assert full('"Kami menang," kata Slot.') == []


def test_what_may_be_two_people_is_not_joined():
    found = full("Hadir Agus Salim dan Agus Hidayat.", "Pidato dibuka Agus.")
    assert found == ["Agus Salim", "Agus Hidayat", "Agus"]


def test_offsets_are_those_of_the_text():
    text = "Kata “pulang” dipakai Bupati Garut, Rudy Gunawan, di Bandung."
    for name in read_names([text]).paragraphs[0].names:
        assert text[name.start : name.end].strip() == text[name.start : name.end] != ""
