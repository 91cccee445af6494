package dev.weir.standalone.tail;

import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.SealedContent;
import dev.weir.governance.privacy.UnreadableContentException;
import dev.weir.schemas.event.EncryptedContent;
import java.nio.charset.StandardCharsets;

/** What is shown in the place of encrypted content. */
public sealed interface ContentView {

  /** Only how much there is. */
  record Hidden() implements ContentView {}

  /** The content itself, as far as these keys open it. */
  record Revealed(DataKeyRing keys) implements ContentView {}

  /** The text for the content of the event with this id, which belongs to this team. */
  default String show(EncryptedContent content, String team, String eventId) {
    return switch (this) {
      case Hidden() -> "<encrypted " + content.getLength() + " bytes>";
      case Revealed(DataKeyRing keys) ->
          keys.opener(team, content.getKeyId())
              .map(cipher -> {
                try {
                  return new String(
                      cipher.open(SealedContent.of(content), eventId), StandardCharsets.UTF_8);
                } catch (UnreadableContentException e) {
                  return "<unreadable " + content.getLength() + " bytes: " + e.getMessage() + ">";
                }
              })
              .orElse("<erased " + content.getLength() + " bytes>");
    };
  }
}
