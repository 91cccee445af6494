package dev.weir.dialects.canonical;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.CallArguments;
import dev.weir.dialects.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The blocks of a stream on their way out, in dialects where one ends before the next begins. The
 * first is open and passes what it gets with the next {@link #flush}; those behind it wait. A block
 * of text or thinking ends when something else begins. A call ends when its arguments are whole or,
 * where they never are, with the answer or when too much waits behind it ({@link WaitingLimit}):
 * other dialects send the pieces of several calls in any order and between words, and no piece may
 * come after the end of its block. Used by one thread at a time.
 */
public final class BlockQueue {

  /** What a block holds. */
  public enum Kind {
    TEXT,
    THINKING,
    CALL,

    /** What is known at its begin. */
    WHOLE
  }

  /** How a dialect writes blocks, which count from 0. */
  public interface Wire {

    void start(int index, ObjectNode start);

    void delta(int index, ObjectNode delta);

    void stop(int index);
  }

  private final Function<String, ObjectNode> input;
  private final Deque<Block> blocks = new ArrayDeque<>();

  /** Those among them whose arguments are not whole. */
  private final Map<Integer, Block> openCalls = new HashMap<>();

  /** Characters of JSON that wait behind the first. */
  private int waiting;

  private int index;

  /** A block that has not ended on the wire. */
  private static final class Block {

    private final Kind kind;
    private final Optional<ObjectNode> start;
    private final List<ObjectNode> held = new ArrayList<>();
    private final CallArguments arguments = new CallArguments();
    private int characters;
    private boolean started;
    private boolean ended;

    Block(Kind kind, Optional<ObjectNode> start) {
      this.kind = kind;
      this.start = start;
    }
  }

  /** Begins empty; {@code input} is the dialect's delta with a piece of a call's arguments. */
  public BlockQueue(Function<String, ObjectNode> input) {
    this.input = input;
  }

  /** A new block; without a start it begins on the wire with its first delta. */
  public void begin(Kind kind, Optional<ObjectNode> start) {
    Block last = blocks.peekLast();
    if (last != null) {
      last.ended |= last.kind != Kind.CALL;
    }
    Block block = new Block(kind, start);
    start.ifPresent(it -> waits(block, it));
    blocks.addLast(block);
  }

  /** A new block with the call's arguments; another call of the same number gets no more. */
  public void beginCall(int call, ObjectNode start) {
    begin(Kind.CALL, Optional.of(start));
    Block before = openCalls.put(call, blocks.getLast());
    if (before != null) {
      endAsItCame(before);
    }
  }

  /** Whether the last block is of this kind and takes more. */
  public boolean isOpen(Kind kind) {
    Block last = blocks.peekLast();
    return last != null && last.kind == kind && !last.ended;
  }

  /** More of the last block, which is open. */
  public void add(ObjectNode delta) {
    hold(blocks.getLast(), delta);
  }

  /** Ends the last block, if there is one that waits or is open. */
  public void endLast() {
    Block last = blocks.peekLast();
    if (last != null) {
      last.ended = true;
    }
  }

  /** More of a call's arguments; what comes after they were whole is nothing. */
  public void arguments(int call, String json) {
    Block block = openCalls.get(call);
    if (block == null) {
      return;
    }
    input(block, block.arguments.read(json));
    block.ended |= block.arguments.isWhole();
    if (block != blocks.peekLast() && block.arguments.isWithoutMembers()) {
      // It would have come first if it stood for others.
      endAsItCame(block);
    }
    if (block.ended) {
      openCalls.remove(call);
    }
  }

  /** Ends them all. */
  public void end() {
    blocks.forEach(this::endAsItCame);
    openCalls.clear();
  }

  private void endAsItCame(Block block) {
    if (!block.ended) {
      input(block, block.arguments.rest());
      block.ended = true;
    }
  }

  private void input(Block block, String json) {
    if (!block.ended && !json.isEmpty()) {
      hold(block, input.apply(json));
    }
  }

  private void hold(Block block, ObjectNode delta) {
    block.held.add(delta);
    waits(block, delta);
  }

  /** Counts what does not go out at once. */
  private void waits(Block block, ObjectNode json) {
    if (!blocks.isEmpty() && block != blocks.getFirst()) {
      int characters = Json.text(json).length();
      block.characters += characters;
      waiting += characters;
    }
  }

  /** Writes what need not wait. */
  public void flush(Wire wire) {
    write(wire);
    while (!blocks.isEmpty() && WaitingLimit.isPast(waiting, blocks.getFirst().arguments)) {
      Block first = blocks.getFirst();
      input(first, WaitingLimit.inputAtTheEnd(first.arguments));
      first.ended = true;
      write(wire);
    }
  }

  private void write(Wire wire) {
    for (Block block = blocks.peekFirst(); block != null; block = blocks.peekFirst()) {
      if (!block.started) {
        block.started = true;
        block.start.ifPresent(it -> wire.start(index, it));
      }
      block.held.forEach(it -> wire.delta(index, it));
      block.held.clear();
      waiting -= block.characters;
      block.characters = 0;
      if (!block.ended) {
        return;
      }
      wire.stop(index++);
      blocks.removeFirst();
    }
  }
}
