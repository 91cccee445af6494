package dev.weir.governance.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the model that comes with Weir is worth, on requests of which it has learned none. */
class TaskModelTest {

  private static final double SURE = 0.8;

  private final TaskClassifier shipped = TaskClassifier.standard();

  @Test
  void isWhatItsTrainingGives() throws IOException {
    TaskCorpus corpus = TaskCorpus.load();
    var trained = new ByteArrayOutputStream();
    TaskModelTraining.train(corpus.training()).write(new DataOutputStream(trained));
    Path fresh = Files.write(Path.of("target", "weights.bin"), trained.toByteArray());

    try (InputStream in = TaskClassifier.class.getResourceAsStream("weights.bin")) {
      assertThat(trained.toByteArray())
          .as("after a change of the training: copy %s to the resources", fresh)
          .isEqualTo(in.readAllBytes());
    }
  }

  @Test
  void tellsTheKindOfRequestsFromTheCollectionsThatItLearnedFrom() {
    var confusion = Confusion.of(shipped, TaskCorpus.load().heldOut());

    assertThat(confusion.accuracy()).as(confusion.toString()).isGreaterThan(0.97);
  }

  @Test
  void tellsTheKindOfRequestsFromCollectionsThatItNeverSaw() {
    List<Labelled> foreign = TaskCorpus.load().foreign();
    var confusion = Confusion.of(shipped, foreign);

    assertThat(confusion.accuracy()).as(confusion.toString()).isGreaterThan(0.75);
  }

  @Test
  void takesFewForSimpleWhereItIsSure() {
    List<Labelled> foreign = TaskCorpus.load().foreign();

    assertThat(foreign)
        .filteredOn(example -> shipped.classify(example.text()).confidence() >= SURE)
        .filteredOn(example -> shipped.classify(example.text()).kind() == TaskKind.SIMPLE)
        .hasSizeLessThan(foreign.size() / 25);
  }
}
