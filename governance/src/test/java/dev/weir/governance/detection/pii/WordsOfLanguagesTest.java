package dev.weir.governance.detection.pii;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.TextScan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and dates that say nothing by themselves, behind words of several languages. */
final class WordsOfLanguagesTest {

  private static final TextScan SCAN = TextScan.of(PiiRules.all());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ruf mich an: 0171 0113912 | phone-number | 0171 0113912",
        "Llámame al 612 755 024 | phone-number | 612 755 024",
        "meine Nummer ist 0176 4455667 | phone-number | 0176 4455667",
        "Tlf. 98 76 54 32 | phone-number | 98 76 54 32",
        "Мой номер: 8 (921) 555-12-34 | phone-number | 8 (921) 555-12-34",
        "Nasceu em 14 de julho de 1992 | date-of-birth | 14 de julho de 1992",
        "ur. 17 kwietnia 1988 r. w Gdyni | date-of-birth | 17 kwietnia 1988",
        "fecha nac. 07-03-1981 | date-of-birth | 07-03-1981",
        "生年月日：昭和55年3月21日 | date-of-birth | 昭和55年3月21日",
        "令和元年5月1日生まれ | date-of-birth | 令和元年5月1日",
        "Bel me op 06-20519011 | phone-number | 06-20519011",
        "nata il 12/03/1984 a Roma | date-of-birth | 12/03/1984",
        "Ich bin am 11.12.1991 in Bremen geboren | date-of-birth | 11.12.1991",
        "urodzona 17 stycznia 1980 | date-of-birth | 17 stycznia 1980",
        "родился 5 апреля 1942 | date-of-birth | 5 апреля 1942",
        "Дата народження: 15.09.1948 | date-of-birth | 15.09.1948",
        "född 4 januari 2006 | date-of-birth | 4 januari 2006",
        "Syntymäaika: 20.11.1992 | date-of-birth | 20.11.1992",
        "narozena 23. června 1985 | date-of-birth | 23. června 1985",
        "Születési idő: 1954.05.21 | date-of-birth | 1954.05.21",
        "Ημερομηνία γέννησης: 06/11/1945 | date-of-birth | 06/11/1945",
        "doğum tarihim 3 Eylül 1995 | date-of-birth | 3 Eylül 1995",
        "생년월일은 1978년 1월 7일 | date-of-birth | 1978년 1월 7일",
        "1978年1月7日生まれ | date-of-birth | 1978年1月7日",
        "تاريخ الميلاد: 22/12/2006 | date-of-birth | 22/12/2006",
        "תאריך לידה: 14/01/1968 | date-of-birth | 14/01/1968",
        "जन्म तिथि: 22/04/1957 | date-of-birth | 22/04/1957",
        "dateOfBirth=1961-10-14 | date-of-birth | 1961-10-14",
        "dateofbirth=1961-10-14 | date-of-birth | 1961-10-14",
        "She was born 7/8/1998 and left | date-of-birth | 7/8/1998",
        "Роден на 12.05.1984 | date-of-birth | 12.05.1984",
        "她生于1984年5月12日 | date-of-birth | 1984年5月12日",
        "nato a Roma il 12/05/1984 | date-of-birth | 12/05/1984",
        "Паспорт серия 45 12 226080 | passport | 45 12 226080",
        "护照号码：E19542345 | passport | E19542345",
        "パスポート番号はTK1404532 | passport | TK1404532",
        "رقم جواز السفر A64401912 | passport | A64401912",
        "{\"passport_no\": \"552557337\"} | passport | 552557337",
        "{\"driversLicenseNumber\":\"B4417702\"} | driver-licence | B4417702",
        "Водительское удостоверение 92 82 640534 | driver-licence | 92 82 640534",
        "运转: 驾驶证号 110105198811 | driver-licence | 110105198811",
        "Mi teléfono es el 612 34 48 08. | phone-number | 612 34 48 08",
        "我的手机号是131 2345 5098。 | phone-number | 131 2345 5098",
        "Мой телефон 8 (301) 123-06-65 | phone-number | 8 (301) 123-06-65",
        "Puhelinnumeroni on 041 2340840 | phone-number | 041 2340840",
        "رقم هاتفي 02 34568383 | phone-number | 02 34568383",
        "Mi celular es (601) 2342919 | phone-number | (601) 2342919",
        "Codul numeric personal: 1450607406228 | national-id | 1450607406228",
        "RUT: 10374182-3 | national-id | 10374182-3",
        "บัตรประชาชน 1-3517-90691-74-1 | national-id | 1-3517-90691-74-1",
        "ИНН 544017093151 | national-id | 544017093151",
        "geboortedatum: 12-03-1984 | date-of-birth | 12-03-1984",
        "nascido em 12/03/1984 | date-of-birth | 12/03/1984",
        "data urodzenia: 12.03.1984 | date-of-birth | 12.03.1984",
        "дата рождения: 12.03.1984 | date-of-birth | 12.03.1984",
        "出生日期：1984年3月12日 | date-of-birth | 1984年3月12日",
        "生年月日：1984/03/12 | date-of-birth | 1984/03/12",
        "passeport n° 12AB28414 | passport | 12AB28414",
        "pasaporte AAA243070 | passport | AAA243070",
        "numero di passaporto: YA5550077 | passport | YA5550077",
        "número do passaporte: FX320309 | passport | FX320309",
        "paspoort: NX21547B3 | passport | NX21547B3",
        "patente n. U1A407076B | driver-licence | U1A407076B",
        "rijbewijsnummer 5200889511 | driver-licence | 5200889511"
      })
  void saysWhatItIsByTheWordBefore(String text, String type, String value) {
    assertThat(SCAN.scan(text))
        .filteredOn(it -> it.score() >= 0.5)
        .singleElement()
        .satisfies(it -> {
          assertThat(it.type().text()).isEqualTo(type);
          assertThat(it.in(text)).hasToString(value);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The war ended on 8 May 1945 and 12.03.1984 was a Monday",
        "Die Patente von 2024 stehen in Band 12",
        "NATO adopted the new resolution on 12/05/2024",
        "NATO announced on 2024-05-12",
        "Mozart, geboren am 27. Januar 1756 in Salzburg",
        "昭和55年3月21日に開業した店",
        "Serial number SN-0098-1123-4456",
        "Il Senato approverà il 12/05/2024",
        "coordinato a Roma il 12/05/2024",
        "nominato a presidente, 12/05/2024",
        "2024-05-01 학생 등록",
        "2024-05-01 생성됨",
        "발생일: 2024-05-01",
        "2024년 5월 1일 발생한 오류",
        "发生于2024年5月1日的事故",
        "产生于2024年5月1日",
        "诞生于2024年5月1日",
        "природен газ 12.05.2024",
        "породила спор 12.05.2024",
        "học sinh ngày 12/05/2024",
        "call stack depth 12345678 in the office",
        "ИНН 544017093152",
        "RUT: 10374182-4",
        "nata il giorno dopo, nel 1984",
        "El pasaporte cuesta 30 euros desde 2024"
      })
  void findsNothingWhereTheWordIsOfAnotherThing(String text) {
    assertThat(SCAN.scan(text)).noneMatch(it -> it.score() >= 0.5);
  }
}
