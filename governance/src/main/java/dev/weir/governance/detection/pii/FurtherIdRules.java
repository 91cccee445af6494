package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.pii.IdRuleList.Strength;

/** Identity and tax numbers that words must explain, or that few people have. */
final class FurtherIdRules {

  private FurtherIdRules() {}

  static void addTo(IdRuleList rules) {
    eastAndSouthEast(rules);
    west(rules);
    southAndPacific(rules);
  }

  private static void eastAndSouthEast(IdRuleList rules) {
    rules.add(
        "ua-rnokpp",
        10,
        10,
        "\\d{10}",
        FurtherIds::ukraine,
        Strength.WEAK,
        "\u0440\u043d\u043e\u043a\u043f\u043f",
        "\u0456\u043f\u043d",
        "\u0456\u0434\u0435\u043d\u0442\u0438\u0444\u0456\u043a\u0430\u0446\u0456\u0439\u043d\u0438\u0439",
        "\u0438\u043f\u043d");
    rules.add(
        "hu-taj",
        9,
        9,
        "\\d{3}[ -]?\\d{3}[ -]?\\d{3}",
        FurtherIds::hungary,
        Strength.WEAK,
        "taj",
        "t\u00e1rsadalombiztos");
    rules.add(
        "hu-ado",
        10,
        10,
        "8\\d{9}",
        FurtherIds::hungaryTax,
        Strength.WEAK,
        "ad\u00f3azonos\u00edt\u00f3",
        "adoazonosito",
        "ad\u00f3sz\u00e1m");
    rules.add(
        "jmbg",
        13,
        13,
        "\\d{13}",
        FurtherIds::balkan,
        Strength.FAIR,
        "jmbg",
        "em\u0161o",
        "emso",
        "embg",
        "\u0458\u043c\u0431\u0433",
        "\u043c\u0430\u0442\u0438\u0447\u043d\u0438");
    rules.add(
        "lv-personas-kods",
        11,
        11,
        "\\d{6}-\\d{5}",
        FurtherIds::latvia,
        Strength.FAIR,
        "personas kods",
        "personas kodu",
        "latvia");
    rules.add(
        "ru-inn-person",
        12,
        12,
        "\\d{12}",
        FurtherIds::russiaPerson,
        Strength.WEAK,
        "\u0438\u043d\u043d");
    rules.addBeside("ru-inn-person-latin", 12, 12, "\\d{12}", FurtherIds::russiaPerson, "inn");
    rules.add(
        "ru-inn-company",
        10,
        10,
        "\\d{10}",
        FurtherIds::russiaCompany,
        Strength.WEAK,
        "\u0438\u043d\u043d");
    rules.addBeside("ru-inn-company-latin", 10, 10, "\\d{10}", FurtherIds::russiaCompany, "inn");
    rules.add(
        "kz-iin",
        12,
        12,
        "\\d{12}",
        FurtherIds::kazakhstan,
        Strength.WEAK,
        "\u0438\u0438\u043d",
        "\u0436\u0441\u043d",
        "iin");
  }

  private static void west(IdRuleList rules) {
    rules.add(
        "is-kennitala",
        10,
        10,
        "\\d{6}-?\\d{4}",
        FurtherIds::iceland,
        Strength.WEAK,
        "kennitala",
        "kennit\u00f6lu");
    rules.add(
        "lu-matricule",
        13,
        13,
        "(?:19|20)\\d{11}",
        FurtherIds::luxembourg,
        Strength.FAIR,
        "matricule",
        "luxembourg");
    rules.add(
        "de-personalausweis",
        4,
        10,
        "[CFGHJ-NPRTV-Z0-9]{9}\\d?",
        FurtherIds::germanCard,
        Strength.WEAK,
        "personalausweis",
        "ausweisnummer",
        "ausweis-nr",
        "ausweisnr",
        "ausweis nr");
    rules.add(
        "de-rentenversicherung",
        11,
        11,
        "\\d{2} ?\\d{6} ?[A-Z] ?\\d{3}",
        FurtherIds::germanPension,
        Strength.STRONG,
        "rentenversicherung",
        "sozialversicherung",
        "rvnr",
        "svnr");
    rules.add(
        "gb-utr",
        10,
        10,
        "\\d{5} ?\\d{5}",
        FurtherIds::britishTax,
        Strength.WEAK,
        "utr",
        "unique taxpayer",
        "self assessment");
    rules.add(
        "ec-cedula",
        10,
        10,
        "\\d{9}-?\\d",
        FurtherIds::ecuador,
        Strength.WEAK,
        "c\u00e9dula",
        "cedula",
        "ecuador");
    rules.add(
        "uy-ci",
        7,
        8,
        "\\d\\.\\d{3}\\.\\d{3}-\\d|\\d{7}-\\d",
        FurtherIds::uruguay,
        Strength.WEAK,
        "c\u00e9dula",
        "cedula",
        "c.i.");
    rules.addBeside(
        "co-cedula",
        6,
        10,
        "\\d{1,3}(?:\\.\\d{3}){2,3}|\\d{6,10}",
        _ -> true,
        "c\u00e9dula de ciudadan\u00eda",
        "cedula de ciudadania",
        "c\u00e9dula",
        "cedula");
    rules.addBeside(
        "ar-pe-dni",
        7,
        8,
        "\\d{1,2}\\.\\d{3}\\.\\d{3}|\\d{8}",
        FurtherIds::argentinaOrPeru,
        "dni",
        "d.n.i",
        "documento nacional de identidad");
    rules.addBeside(
        "br-pis",
        11,
        11,
        "\\d{3}\\.?\\d{5}\\.?\\d{2}-?\\d",
        FurtherIds::brazilWorker,
        "pis",
        "pasep",
        "pis/pasep",
        "pis-pasep");
    rules.add(
        "mx-rfc",
        6,
        9,
        "(?i:[A-Z\\x{d1}&]{4}\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[A-Z0-9]{2}[0-9A])",
        FurtherIds::mexico,
        Strength.FAIR,
        "rfc",
        "contribuyente");
  }

  private static void southAndPacific(IdRuleList rules) {
    rules.add(
        "ae-emirates-id",
        15,
        15,
        "784-?(?:19|20)\\d{2}-?\\d{7}-?\\d",
        Checksums::luhn,
        Strength.STRONG,
        "emirates id",
        "\u0627\u0644\u0647\u0648\u064a\u0629");
    rules.add(
        "sa-national-id",
        10,
        10,
        "[12]\\d{9}",
        Checksums::luhn,
        Strength.WEAK,
        "iqama",
        "\u0627\u0644\u0647\u0648\u064a\u0629",
        "\u0647\u0648\u064a\u0629",
        "\u0625\u0642\u0627\u0645\u0629",
        "saudi");
    rules.add(
        "eg-national-id",
        14,
        14,
        "[23]\\d{13}",
        FurtherIds::egypt,
        Strength.WEAK,
        "\u0627\u0644\u0631\u0642\u0645 \u0627\u0644\u0642\u0648\u0645\u064a",
        "\u0631\u0642\u0645 \u0642\u0648\u0645\u064a",
        "egypt");
    rules.add(
        "ir-national-code",
        10,
        10,
        "\\d{3}-?\\d{6}-?\\d",
        FurtherIds::iran,
        Strength.WEAK,
        "\u06a9\u062f \u0645\u0644\u06cc",
        "\u06a9\u062f\u0645\u0644\u06cc",
        "national code",
        "melli");
    rules.addBeside(
        "pk-cnic",
        13,
        13,
        "[1-7]\\d{4}-\\d{7}-\\d",
        _ -> true,
        "cnic",
        "nadra",
        "\u0634\u0646\u0627\u062e\u062a\u06cc");
    rules.addBeside(
        "in-voter-id",
        7,
        7,
        "[A-Z]{3}\\d{7}",
        _ -> true,
        "voter id",
        "voter id card",
        "voter card",
        "voterid",
        "voter_id",
        "epic",
        "\u092e\u0924\u0926\u093e\u0924\u093e \u092a\u0939\u091a\u093e\u0928 \u092a\u0924\u094d\u0930");
    rules.add(
        "my-nric",
        12,
        12,
        "\\d{6}-?\\d{2}-?\\d{4}",
        FurtherIds::malaysia,
        Strength.WEAK,
        "mykad",
        "kad pengenalan",
        "nric",
        "no. kp",
        "no kp");
    rules.add("id-nik", 16, 16, "\\d{16}", FurtherIds::indonesia, Strength.WEAK, "nik", "ktp");
    rules.addBeside("vn-cccd", 12, 12, "0\\d{11}", _ -> true, "cccd", "c\u0103n c\u01b0\u1edbc");
    rules.add(
        "nz-ird",
        8,
        9,
        "\\d{2,3}-?\\d{3}-?\\d{3}",
        FurtherIds::newZealand,
        Strength.WEAK,
        "ird",
        "inland revenue");
    rules.addBeside(
        "ng-nin", 11, 11, "\\d{11}", FurtherIds::nigeria, "nin", "national identification number");
  }
}
