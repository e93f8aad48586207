// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.Comparator;
import java.util.Objects;

/**
 * One thing that a skill may reach.
 *
 * @param kind what kind of thing
 * @param name the host, root, slot, variable, skill or secret
 * @param detail the method of a host, or the host that a secret goes to; else empty
 */
public record Grant(Kind kind, String name, String detail) implements Comparable<Grant> {

  /** In an operator's list: any name, any detail. */
  public static final String ANY = "*";

  private static final Comparator<Grant> ORDER =
      Comparator.comparing(Grant::kind).thenComparing(Grant::name).thenComparing(Grant::detail);

  /** What can be granted. */
  public enum Kind {
    /** Requests of one method to one host. */
    HTTP("http"),
    /** A secret in requests to one host. */
    SECRET("secrets"),
    /** Reading below a root. */
    FILES_READ("files.read"),
    /** Writing below a root. */
    FILES_WRITE("files.write"),
    /** Reading a slot. */
    KNOWLEDGE_READ("knowledge.read"),
    /** Writing a slot. */
    KNOWLEDGE_WRITE("knowledge.write"),
    /** Reading a variable of the environment. */
    ENV("env"),
    /** Calling a skill. */
    SKILLS("skills");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Its name in a spec. */
    public String word() {
      return word;
    }
  }

  /** Refuses null. */
  public Grant {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(detail, "detail");
  }

  /** A grant without a detail. */
  public static Grant of(Kind kind, String name) {
    return new Grant(kind, name, "");
  }

  /** Whether this one, which may name any, gives that one. */
  public boolean covers(Grant other) {
    return kind == other.kind
        && (name.equals(ANY) || name.equals(other.name) || isSuffixOf(other.name))
        && (detail.equals(ANY) || detail.equals(other.detail));
  }

  /** Of hosts: {@code *.example.com}. */
  private boolean isSuffixOf(String other) {
    return kind == Kind.HTTP && name.startsWith("*.") && other.endsWith(name.substring(1));
  }

  /** What a spec's {@code grants} must hold for it. */
  public String asked() {
    return switch (kind) {
      case HTTP ->
          "\"http\":[{\"host\":\""
              + name
              + "\""
              + (detail.equals("GET") ? "" : ",\"methods\":[\"" + detail + "\"]")
              + "}]";
      case SECRET -> "\"http\":[{\"host\":\"" + detail + "\",\"secrets\":[\"" + name + "\"]}]";
      case KNOWLEDGE_READ -> "\"knowledge\":{\"read\":[\"" + name + "\"]}";
      case KNOWLEDGE_WRITE -> "\"knowledge\":{\"write\":[\"" + name + "\"]}";
      default -> "\"" + kind.word() + "\":[\"" + name + "\"]";
    };
  }

  /** In words: {@code http GET api.example.com}. */
  @Override
  public String toString() {
    return switch (kind) {
      case HTTP -> kind.word() + " " + detail + " " + name;
      case SECRET -> kind.word() + " " + name + " to " + detail;
      default -> kind.word() + " " + name;
    };
  }

  @Override
  public int compareTo(Grant other) {
    return ORDER.compare(this, other);
  }
}
