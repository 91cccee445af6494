package dev.weir.proxy.guard;

import dev.weir.governance.identity.TeamId;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes that answers may hold together while their end is waited for, of one team a quarter.
 * There is one for those in one piece that guards hold: an answer for which there is no room no
 * guard reads, and whether it passes is for the policy to say ({@code on-failure}). Another one is
 * for all that is held back for other reasons: an event that is not whole, what a translation
 * gathers. An answer for which there is no room there is broken off.
 */
public final class HeldRoom {

  /** Half of what bodies of requests may hold. */
  public static final long DEFAULT_BYTES = 128L * 1024 * 1024;

  /** One team must leave room to the others: its answers may all be large and slow. */
  private static final int TEAMS_MIN = 4;

  private final long bytesMax;
  private final long teamBytesMax;

  /** Of teams that hold something. */
  private final Map<TeamId, Long> claimedByTeam = new HashMap<>();

  private long claimed;
  private long turnedAway;
  private long turnedAwayOfTeam;

  /** {@code bytesMax}: of all teams together. */
  public HeldRoom(long bytesMax) {
    this.bytesMax = bytesMax;
    this.teamBytesMax = bytesMax / TEAMS_MIN;
  }

  /** For what no guard holds, twice what guards may hold: it is not copied to be looked at. */
  public static HeldRoom ofUnguarded(long guardedBytesMax) {
    return new HeldRoom(2 * guardedBytesMax);
  }

  /** The part of one exchange of a team. */
  public Part part(TeamId team) {
    return new Part(team);
  }

  /** A part that holds nothing, for answers that are not held. */
  static Part none() {
    return new HeldRoom(0).part(new TeamId("none"));
  }

  /** How many bytes are held now. */
  public synchronized long claimedBytes() {
    return claimed;
  }

  public long bytesMax() {
    return bytesMax;
  }

  /** How many answers found no room, since all teams together held what they may. */
  public synchronized long turnedAway() {
    return turnedAway;
  }

  /** How many answers found no room, since their team held its quarter. */
  public synchronized long turnedAwayOfTeam() {
    return turnedAwayOfTeam;
  }

  private synchronized void countTurnedAway(TeamId team, long bytes) {
    if (bytes > teamBytesMax - claimedByTeam.getOrDefault(team, 0L)) {
      turnedAwayOfTeam++;
    } else {
      turnedAway++;
    }
  }

  private synchronized boolean claim(TeamId team, long bytes) {
    long teams = claimedByTeam.getOrDefault(team, 0L);
    if (bytes > bytesMax - claimed || bytes > teamBytesMax - teams) {
      return false;
    }
    if (bytes > 0) {
      claimedByTeam.put(team, teams + bytes);
      claimed += bytes;
    }
    return true;
  }

  private synchronized void release(TeamId team, long bytes) {
    claimed -= bytes;
    claimedByTeam.computeIfPresent(team, (_, own) -> own > bytes ? own - bytes : null);
  }

  /** What one exchange holds: all of it is free when the exchange has ended, however it did. */
  public final class Part {

    private final TeamId team;
    private long own;
    private boolean ended;

    private Part(TeamId team) {
      this.team = team;
    }

    synchronized boolean claim(long bytes) {
      if (ended) {
        return false;
      }
      if (!HeldRoom.this.claim(team, bytes)) {
        HeldRoom.this.countTurnedAway(team, bytes);
        return false;
      }
      own += bytes;
      return true;
    }

    /** Holds so much from now on, and no more; false where there is no room for it. */
    public synchronized boolean hold(long bytes) {
      if (bytes > own) {
        return claim(bytes - own);
      }
      if (bytes < own) {
        release(own - bytes);
      }
      return true;
    }

    synchronized void release(long bytes) {
      long free = Math.min(bytes, own);
      own -= free;
      HeldRoom.this.release(team, free);
    }

    /** All of it is free, and no more is held. */
    public synchronized void end() {
      release(own);
      ended = true;
    }
  }
}
