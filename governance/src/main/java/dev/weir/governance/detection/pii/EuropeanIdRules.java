package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.pii.IdRuleList.Strength;

/** Identity and tax numbers of Europe and Turkey. */
final class EuropeanIdRules {

  private EuropeanIdRules() {}

  static void addTo(IdRuleList rules) {
    centralEurope(rules);
    northAndEast(rules);
    southAndWest(rules);
  }

  private static void centralEurope(IdRuleList rules) {
    rules.add(
        "de-steuer-id",
        11,
        11,
        "\\d{2} ?\\d{3} ?\\d{3} ?\\d{3}",
        NationalIds::germany,
        Strength.FAIR,
        "steuer",
        "idnr",
        "tin");
    rules.add(
        "ch-ahv",
        13,
        13,
        "756[. ]?\\d{4}[. ]?\\d{4}[. ]?\\d{2}",
        NationalIds::switzerland,
        Strength.STRONG,
        "ahv",
        "avs",
        "sozialversicherung");
    rules.add(
        "at-svnr",
        10,
        10,
        "\\d{4}[ -]?\\d{6}",
        NationalIds::austria,
        Strength.WEAK,
        "svnr",
        "sozialversicherung",
        "versicherungsnummer");
    rules.add(
        "cz-rodne-cislo",
        10,
        10,
        "\\d{6}/\\d{4}",
        NationalIds::czechia,
        Strength.STRONG,
        "rodn\u00e9",
        "rodne",
        "birth number");
    rules.add(
        "cz-rodne-cislo-plain",
        10,
        10,
        "\\d{10}",
        NationalIds::czechia,
        Strength.WEAK,
        "rodn\u00e9",
        "rodne",
        "birth number");
    rules.add("pl-pesel", 11, 11, "\\d{11}", NationalIds::poland, Strength.FAIR, "pesel");
    rules.add("hr-oib", 11, 11, "\\d{11}", Checksums::mod11And10, Strength.WEAK, "oib");
    rules.add(
        "ro-cnp",
        13,
        13,
        "[1-9]\\d{12}",
        NationalIds::romania,
        Strength.FAIR,
        "cnp",
        "cod numeric",
        "codul numeric",
        "numeric personal");
    rules.add(
        "bg-egn",
        10,
        10,
        "\\d{10}",
        NationalIds::bulgaria,
        Strength.WEAK,
        "egn",
        "\u0435\u0433\u043d");
  }

  private static void northAndEast(IdRuleList rules) {
    rules.add(
        "se-personnummer",
        10,
        12,
        "(?:\\d{2})?\\d{6}[-+]\\d{4}",
        NationalIds::sweden,
        Strength.STRONG,
        "personnummer",
        "samordningsnummer");
    rules.add(
        "se-personnummer-plain",
        10,
        12,
        "(?:19|20)?\\d{10}",
        NationalIds::sweden,
        Strength.WEAK,
        "personnummer",
        "samordningsnummer");
    rules.add(
        "no-foedselsnummer",
        11,
        11,
        "\\d{6} ?\\d{5}",
        NationalIds::norway,
        Strength.FAIR,
        "f\u00f8dselsnummer",
        "fodselsnummer",
        "personnummer",
        "fnr");
    rules.add(
        "dk-cpr",
        10,
        10,
        "\\d{6}-\\d{4}",
        NationalIds::denmark,
        Strength.FAIR,
        "cpr",
        "personnummer");
    rules.add(
        "dk-cpr-plain",
        10,
        10,
        "\\d{10}",
        NationalIds::denmark,
        Strength.WEAK,
        "cpr",
        "cpr-nummer");
    rules.add(
        "fi-hetu",
        9,
        10,
        "(?i:\\d{6}[-+A-FU-Y]\\d{3}[0-9A-FHJ-NPR-Y])",
        LetteredIds::finland,
        Strength.STRONG,
        "hetu",
        "henkil",
        "personal identity code");
    rules.add(
        "baltic-personal-code",
        11,
        11,
        "[1-8]\\d{10}",
        NationalIds::baltic,
        Strength.FAIR,
        "isikukood",
        "asmens kodas",
        "personal code");
    rules.add(
        "ru-snils",
        11,
        11,
        "\\d{3}-\\d{3}-\\d{3}[ -]\\d{2}",
        NationalIds::russia,
        Strength.STRONG,
        "snils",
        "\u0441\u043d\u0438\u043b\u0441");
    rules.add(
        "tr-kimlik",
        11,
        11,
        "[1-9]\\d{10}",
        NationalIds::turkey,
        Strength.FAIR,
        "kimlik",
        "tckn",
        "t.c.");
    rules.add(
        "gr-amka",
        11,
        11,
        "\\d{11}",
        NationalIds::greece,
        Strength.FAIR,
        "amka",
        "\u03b1\u03bc\u03ba\u03b1");
  }

  private static void southAndWest(IdRuleList rules) {
    rules.add(
        "fr-nir",
        13,
        15,
        "[12] ?\\d{2} ?\\d{2} ?(?:\\d{2}|2[ABab]) ?\\d{3} ?\\d{3} ?\\d{2}",
        NationalIds::france,
        Strength.STRONG,
        "s\u00e9curit\u00e9 sociale",
        "nir",
        "insee");
    rules.add(
        "es-dni",
        8,
        8,
        "(?i:(?:\\d{8}|\\d{2}\\.\\d{3}\\.\\d{3})[ -]?[A-HJ-NP-TV-Z])",
        LetteredIds::spain,
        Strength.STRONG,
        "dni",
        "nif",
        "documento");
    rules.add(
        "es-nie",
        7,
        7,
        "(?i:[XYZ]-?\\d{7}-?[A-HJ-NP-TV-Z])",
        LetteredIds::spain,
        Strength.STRONG,
        "nie",
        "extranjero");
    rules.add(
        "it-codice-fiscale",
        7,
        7,
        "(?i:[A-Z]{6}\\d{2}[A-EHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z])",
        LetteredIds::italy,
        Strength.STRONG,
        "codice fiscale",
        "fiscal");
    rules.add(
        "pt-nif",
        9,
        9,
        "\\d{3} ?\\d{3} ?\\d{3}",
        NationalIds::portugal,
        Strength.WEAK,
        "nif",
        "contribuinte");
    rules.add(
        "nl-bsn",
        9,
        9,
        "\\d{9}|\\d{4}\\.\\d{2}\\.\\d{3}",
        NationalIds::netherlands,
        Strength.WEAK,
        "bsn",
        "burgerservicenummer",
        "sofi");
    rules.add(
        "be-rijksregister",
        11,
        11,
        "\\d{2}\\.?\\d{2}\\.?\\d{2}[- ]?\\d{3}[. ]?\\d{2}",
        NationalIds::belgium,
        Strength.FAIR,
        "rijksregister",
        "registre national",
        "num\u00e9ro national",
        "nationaal nummer",
        "insz",
        "niss",
        "nrn");
    rules.add(
        "gb-nino",
        6,
        6,
        "(?i:[A-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D])",
        LetteredIds::britain,
        Strength.STRONG,
        "nino",
        "national insurance");
    rules.add(
        "ie-pps",
        7,
        7,
        "(?i:\\d{7} ?[A-W][A-IW]?)",
        LetteredIds::ireland,
        Strength.FAIR,
        "pps",
        "ppsn",
        "personal public service");
  }
}
