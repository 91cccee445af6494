package dev.weir.dialects.canonical;

import java.util.List;

/**
 * One turn of a conversation. A reader keeps the caller's turns as they are, several instructions
 * in the middle among them; a writer merges, reorders or moves them as its dialect demands.
 *
 * @param parts maybe none: some dialects have empty turns
 */
public record Turn(Role role, List<Part> parts) {

  /** What the user says where a model does not go on from its own words. */
  public static final String GO_ON = "(Go on.)";

  /** Who speaks. */
  public enum Role {
    /** Instructions of the operator: {@code system}. */
    SYSTEM,
    /** Instructions of the application: {@code developer}; where a dialect has one kind, system. */
    DEVELOPER,
    /** The user; results of tools stand here as {@link Part.ToolResult}. */
    USER,
    /** The model. */
    ASSISTANT
  }

  public Turn {
    parts = List.copyOf(parts);
  }
}
