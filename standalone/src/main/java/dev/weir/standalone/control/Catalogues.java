package dev.weir.standalone.control;

import dev.weir.governance.policy.Catalogue;
import dev.weir.governance.policy.CatalogueParser;
import dev.weir.governance.policy.CatalogueReading;
import dev.weir.schemas.event.CatalogueDocument;
import dev.weir.schemas.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The catalogue of models: that of this release, or a newer one that was published to the log. */
public final class Catalogues {

  /** The one key of its topic: only the newest is of use. */
  static final String KEY = "current";

  private Catalogues() {}

  /** The catalogue that came with this release. */
  public static Catalogue ofThisRelease() {
    try (InputStream file =
        Objects.requireNonNull(Catalogues.class.getResourceAsStream("models.yaml"))) {
      return valid(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The published one, where it is not older than the one of this release. */
  static Catalogue inForce(ControlLog log) {
    Catalogue own = ofThisRelease();
    CatalogueDocument published = log.read(Topic.CATALOGUE, CatalogueDocument.class).get(KEY);
    if (published != null
        && CatalogueParser.parse(published.getText())
            instanceof CatalogueReading.Valid(Catalogue catalogue)
        && !catalogue.dated().isBefore(own.dated())) {
      return catalogue;
    }
    return own;
  }

  private static Catalogue valid(String text) {
    return switch (CatalogueParser.parse(text)) {
      case CatalogueReading.Valid(Catalogue catalogue) -> catalogue;
      case CatalogueReading.Invalid(var problems) ->
          throw new IllegalStateException("the catalogue of this release is wrong: " + problems);
    };
  }
}
