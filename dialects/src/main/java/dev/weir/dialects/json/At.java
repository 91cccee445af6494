package dev.weir.dialects.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A value and where it stands. Asks for members by name and type; a member of another type is a
 * {@link WrongJsonException} that names its path. A member that is null counts as absent.
 */
public record At(JsonNode node, String path) {

  /** The member, if it is there and not null. */
  public Optional<At> member(String name) {
    JsonNode found = node.get(name);
    return found == null || found.isNull()
        ? Optional.empty()
        : Optional.of(new At(found, pathOf(name)));
  }

  /** The member, which must be there. */
  public At need(String name) throws WrongJsonException {
    return member(name)
        .orElseThrow(() ->
            new WrongJsonException(pathOf(name), "The field '" + pathOf(name) + "' is missing."));
  }

  public Optional<String> text(String name) throws WrongJsonException {
    Optional<At> found = member(name);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get().asText());
  }

  public Optional<Boolean> flag(String name) throws WrongJsonException {
    Optional<At> found = member(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (!found.get().node.isBoolean()) {
      throw found.get().wrong("a boolean");
    }
    return Optional.of(found.get().node.booleanValue());
  }

  /** A whole number from 0 to 2^31 - 1. */
  public OptionalLong count(String name) throws WrongJsonException {
    Optional<At> found = member(name);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode value = found.get().node;
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw found.get().wrong("a whole number from 0 to " + Integer.MAX_VALUE);
    }
    return OptionalLong.of(value.longValue());
  }

  /** A whole number of 64 bits. */
  public OptionalLong integer(String name) throws WrongJsonException {
    Optional<At> found = member(name);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode value = found.get().node;
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw found.get().wrong("a whole number");
    }
    return OptionalLong.of(value.longValue());
  }

  public Optional<BigDecimal> decimal(String name) throws WrongJsonException {
    Optional<At> found = member(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (!found.get().node.isNumber()) {
      throw found.get().wrong("a number");
    }
    return Optional.of(found.get().node.decimalValue());
  }

  public Optional<At> object(String name) throws WrongJsonException {
    Optional<At> found = member(name);
    if (found.isPresent()) {
      found.get().expectObject();
    }
    return found;
  }

  /** The elements of an array; none where it is absent. */
  public List<At> array(String name) throws WrongJsonException {
    Optional<At> found = member(name);
    return found.isEmpty() ? List.of() : found.get().elements();
  }

  /** The same, where a value that is no array stands for one of itself alone. */
  public List<At> list(String name) throws WrongJsonException {
    Optional<At> found = member(name);
    return found.isEmpty() ? List.of() : found.get().listed();
  }

  /** The elements of this array; a value that is none stands for one of itself alone. */
  public List<At> listed() throws WrongJsonException {
    return node.isArray() ? elements() : List.of(this);
  }

  /** The elements of this array. */
  public List<At> elements() throws WrongJsonException {
    if (!node.isArray()) {
      throw wrong("an array");
    }
    List<At> all = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      all.add(new At(node.get(i), path + "[" + i + "]"));
    }
    return all;
  }

  public String asText() throws WrongJsonException {
    if (!node.isTextual()) {
      throw wrong("a string");
    }
    return node.textValue();
  }

  public At expectObject() throws WrongJsonException {
    if (!node.isObject()) {
      throw wrong("an object");
    }
    return this;
  }

  /**
   * The members that are not among the known ones, nulls left out. A name that would read as a path
   * stands in brackets, as paths write it: {@code ['text.format']} is no member of {@code text}.
   */
  public Map<String, JsonNode> membersBeside(Set<String> known) {
    Map<String, JsonNode> rest = new LinkedHashMap<>();
    node.properties()
        .forEach(each -> {
          String name = each.getKey();
          if (!known.contains(name) && !each.getValue().isNull()) {
            rest.put(isPlain(name) ? name : "['" + name + "']", each.getValue());
          }
        });
    return rest;
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty() && name.indexOf('.') < 0 && name.indexOf('[') < 0;
  }

  /** This value is not what it must be. */
  public WrongJsonException wrong(String kind) {
    return new WrongJsonException(path, "The field '" + path + "' must be " + kind + ".");
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
