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
        "Bel me op 06-20519011 | phone-number | 06-20519011",
        "nata il 12/03/1984 a Roma | date-of-birth | 12/03/1984",
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
        "nata il giorno dopo, nel 1984",
        "El pasaporte cuesta 30 euros desde 2024"
      })
  void findsNothingWhereTheWordIsOfAnotherThing(String text) {
    assertThat(SCAN.scan(text)).noneMatch(it -> it.score() >= 0.5);
  }
}
