package dev.weir.standalone.echo;

import java.util.List;
import java.util.Optional;

/** The models that the provider has, and how long each talks. */
enum EchoModel {
  /** Repeats what it was told. */
  SMALL("echo-small"),
  /** Repeats what it was told, and goes on about it for some 200 tokens. */
  LARGE("echo-large");

  private static final String MORE =
      """
       A weir is a low dam across a river. It raises the level a little, it measures what flows over its \
      crest, and it never stops the stream. What passes is known to the litre; what would be too much \
      runs over the side. Whoever owns the mill downstream can read the gauge and need not trust the \
      miller upstream. Nothing is stored that the river does not carry, and nothing is counted twice, \
      because water passes a crest once.\
      """;

  private final String id;

  EchoModel(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  String answerTo(String text) {
    String echo = text.isEmpty() ? "You said nothing." : "You said: " + text;
    return this == LARGE ? echo + MORE : echo;
  }

  /** A model and what the suffix of its name asks for. */
  record Chosen(EchoModel model, Directive directive) {}

  static Optional<Chosen> of(String name) {
    for (EchoModel model : values()) {
      if (name.equals(model.id)) {
        return Optional.of(new Chosen(model, Directive.Act.NONE));
      }
      if (name.startsWith(model.id + "-")) {
        return Directive.named(name.substring(model.id.length() + 1))
            .map(directive -> new Chosen(model, directive));
      }
    }
    return Optional.empty();
  }

  static List<String> ids() {
    return List.of(SMALL.id, LARGE.id);
  }
}
