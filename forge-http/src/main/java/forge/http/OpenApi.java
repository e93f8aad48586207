// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.LiveSkill;
import forge.live.SkillState;
import forge.live.Skills;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The OpenAPI document: what stands in {@code openapi.json} for the gateway itself, and a path for
 * each skill in service. It is written while it is made, page by page, so that many skills take no
 * memory; and a client that has it already is told so by its tag, without a look at any skill.
 */
final class OpenApi {

  private static final Set<SkillState> IN_SERVICE =
      EnumSet.of(SkillState.LIVE, SkillState.BROKEN, SkillState.QUARANTINED);

  private static final int PAGE = 200;
  private static final String TYPE = "application/json;charset=utf-8";

  private final Core core;
  private final String life = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  private final String version;
  private Own own;

  /** What the document says of the gateway itself: all but the paths, and the paths. */
  private record Own(Map<String, Object> head, Map<String, Object> paths) {

    static Own read(String version) {
      try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
        Map<String, Object> document = Fields.plain((Map<?, ?>) Json.read(in.readAllBytes()));
        Map<String, Object> paths = Fields.plain((Map<?, ?>) document.remove("paths"));
        Fields.plain((Map<?, ?>) document.get("info")).put("version", version);
        return new Own(document, paths);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  OpenApi(Core core, String version) {
    this.core = core;
    this.version = version;
  }

  /** Read when it is first asked for; a start does not wait for it. */
  private synchronized Own own() {
    if (own == null) own = Own.read(version);
    return own;
  }

  /** All of it; or with {@code limit} and {@code q}, only so many skills, and such. */
  Answer document(Exchange exchange) {
    Skills skills = core.skills();
    String query = exchange.parameter("q").orElse("");
    int limit = exchange.parameter("limit").map(OpenApi::limit).orElse(Integer.MAX_VALUE);
    String tag = tag(skills.revision(), query, limit);
    Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "no-cache");
    if (exchange.header("If-None-Match").filter(tags -> isAmong(tag, tags)).isPresent())
      return new Answer(304, "", new byte[0], headers);
    return new Answer(
        200, TYPE, (request, response) -> send(response.getOutputStream(), query, limit), headers);
  }

  private static int limit(String text) {
    if (text.matches("[0-9]{1,9}")) return Integer.parseInt(text);
    throw ErrorAnswer.badRequest("limit", "must be a whole number, 0 for no skills at all");
  }

  private String tag(long revision, String query, int limit) {
    String part = limit == Integer.MAX_VALUE ? "" : "-" + limit;
    String which = query.isEmpty() ? "" : "-" + Integer.toHexString(query.hashCode());
    return "\"" + life + "-" + revision + part + which + "\"";
  }

  private static boolean isAmong(String tag, String tags) {
    for (String each : tags.split(",")) {
      String one = each.strip();
      if (one.equals("*") || one.equals(tag) || one.equals("W/" + tag)) return true;
    }
    return false;
  }

  /** The container leaves the body of a HEAD out. */
  private void send(OutputStream out, String query, int limit) throws IOException {
    byte[] start = Json.write(own().head());
    out.write(start, 0, start.length - 1);
    out.write(",\"paths\":".getBytes());
    byte[] own = Json.write(own().paths());
    out.write(own, 0, own.length - 1);
    sendSkills(out, query, limit);
    out.write('}');
    out.write('}');
  }

  private void sendSkills(OutputStream out, String query, int limit) throws IOException {
    String after = "";
    int left = limit;
    while (left > 0) {
      List<LiveSkill> page = core.skills().list(query, after, PAGE);
      for (LiveSkill skill : page) {
        if (!isInService(skill) || left == 0) continue;
        left--;
        out.write(',');
        byte[] path = Json.write(Map.of("/api/v1/skills/" + skill.name(), SkillPath.of(skill)));
        out.write(path, 1, path.length - 2);
      }
      if (page.size() < PAGE) return;
      after = page.get(page.size() - 1).name().value();
    }
  }

  private static boolean isInService(LiveSkill skill) {
    return IN_SERVICE.contains(skill.state());
  }

  /** What is written of the gateway itself, by path. */
  Map<String, Object> paths() {
    return new LinkedHashMap<>(own().paths());
  }
}
