// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static forge.http.Route.delete;
import static forge.http.Route.get;
import static forge.http.Route.page;
import static forge.http.Route.post;
import static forge.live.Role.ADMIN;
import static forge.live.Role.CALL;
import static forge.live.Role.FORGE;
import static forge.live.Role.READ;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The table of all that can be asked for. */
final class Routes {

  private static final int SWITCH = 64 * 1024; // some short texts, at most
  private static final int TEXT = 4 * 1024 * 1024; // a spec with source, or a call's arguments

  private final List<Route> rows;
  private final Map<String, Place> fixed = new HashMap<>();
  private final List<Place> templates = new ArrayList<>();

  Routes(List<Route> rows) {
    this.rows = List.copyOf(rows);
    Map<String, Place> places = new HashMap<>();
    for (Route row : rows) places.computeIfAbsent(row.path(), Place::new).add(row);
    for (Place place : places.values())
      if (place.template) templates.add(place);
      else fixed.put(place.prefix, place);
  }

  /** All routes of the gateway. */
  static Routes of(Core core, StatusApi status, Streams streams, String version) {
    var execute = new ExecuteApi(core);
    List<Route> rows = new ArrayList<>();
    rows.addAll(forge(core, streams));
    rows.addAll(governor(core));
    rows.addAll(skills(core, streams));
    rows.addAll(described(core, streams, version));
    rows.add(get("/v1/status", READ, status::status));
    rows.add(post("/v1/execute", CALL, TEXT, execute::execute));
    rows.add(get("/healthz", READ, status::alive));
    rows.add(get("/readyz", READ, status::ready));
    return new Routes(rows);
  }

  private static List<Route> described(Core core, Streams streams, String version) {
    var events = new EventsApi(core, streams);
    var metrics = new MetricsApi(core, streams, version);
    var openApi = new OpenApi(core, version);
    var docs = new DocsApi();
    return List.of(
        get("/api/v1/forge/events", READ, events::events),
        get("/metrics", READ, metrics::read),
        get("/openapi.json", READ, openApi::document),
        page("/docs", docs::page),
        page("/docs/{file}", docs::file));
  }

  private static List<Route> forge(Core core, Streams streams) {
    var hotReload = new HotReloadApi(core);
    var create = new CreateApi(core, streams);
    return List.of(
        get("/api/v1/forge/hot-reload/status", READ, hotReload::status),
        post("/api/v1/forge/hot-reload/enable", ADMIN, SWITCH, hotReload::enable),
        post("/api/v1/forge/hot-reload/disable", ADMIN, SWITCH, hotReload::disable),
        get("/api/v1/forge/hot-reload/list", READ, hotReload::list),
        post("/api/v1/forge/hot-reload/trigger", FORGE, SWITCH, hotReload::trigger),
        post("/api/v1/forge/create", FORGE, TEXT, create::create));
  }

  private static List<Route> governor(Core core) {
    var safety = new SafetyApi(core);
    var approvals = new ApprovalsApi(core);
    var halt = new HaltApi(core);
    var audit = new AuditApi(core);
    var tokens = new TokensApi(core);
    return List.of(
        get("/api/v1/forge/safety-status", READ, safety::status),
        post("/api/v1/forge/safety", ADMIN, SWITCH, safety::set),
        get("/api/v1/forge/approvals", READ, approvals::list),
        post("/api/v1/forge/approvals/{digest}", ADMIN, SWITCH, approvals::decide),
        post("/api/v1/forge/halt", ADMIN, SWITCH, halt::halt),
        post("/api/v1/forge/resume", ADMIN, SWITCH, halt::resume),
        get("/api/v1/forge/audit", READ, audit::events),
        get("/api/v1/forge/audit/verify", READ, audit::verify),
        get("/api/v1/forge/tokens", ADMIN, tokens::list),
        post("/api/v1/forge/tokens", ADMIN, SWITCH, tokens::create),
        delete("/api/v1/forge/tokens/{id}", ADMIN, tokens::revoke));
  }

  private static List<Route> skills(Core core, Streams streams) {
    var skills = new SkillsApi(core, streams);
    var versions = new VersionsApi(core);
    var quarantine = new QuarantineApi(core);
    var tiers = new TiersApi(core);
    return List.of(
        get("/api/v1/skills", READ, skills::list),
        get("/api/v1/skills/{name}", READ, skills::one),
        post("/api/v1/skills/{name}", CALL, TEXT, skills::call),
        delete("/api/v1/skills/{name}", FORGE, skills::retire),
        get("/api/v1/skills/{name}/source", READ, skills::source),
        get("/api/v1/skills/{name}/versions", READ, versions::list),
        post("/api/v1/skills/{name}/release", ADMIN, SWITCH, quarantine::release),
        post("/api/v1/skills/{name}/tier", ADMIN, SWITCH, tiers::assign),
        post("/api/v1/skills/{name}/rollback", ADMIN, SWITCH, versions::rollback),
        get("/api/v1/skills/{name}/diff", READ, versions::diff));
  }

  /** Every row. */
  List<Route> rows() {
    return rows;
  }

  /**
   * Finds who answers, asks the gate who wants to know, and lets them.
   *
   * @throws ErrorAnswer 401, 403, 404, 405, 429, or what the handler throws
   */
  Answer answer(HttpServletRequest request, Gate gate) {
    String path = Optional.ofNullable(request.getPathInfo()).orElse("");
    Optional<Place> found = place(path);
    boolean page = found.isPresent() && found.get().isPage();
    Caller caller = page ? Caller.ANYBODY : gate.admit(Visitor.of(request));
    Place place = found.orElseThrow(() -> nothingAt(path));
    String method = request.getMethod();
    if (method.equals("OPTIONS")) return Answer.allow(place.allowed);
    Route row = place.rows.get(method.equals("HEAD") ? "GET" : method);
    if (row == null) throw place.wrongMethod(method);
    row.role().ifPresent(caller::require);
    return row.handler()
        .handle(new Exchange(request, row.bodyLimit(), place.variable(path), caller));
  }

  private Optional<Place> place(String path) {
    Place place = fixed.get(path);
    if (place != null) return Optional.of(place);
    return templates.stream().filter(template -> template.matches(path)).findFirst();
  }

  private static ErrorAnswer nothingAt(String path) {
    return new ErrorAnswer(
        404,
        "unknown_route",
        "There is nothing at "
            + Text.clip(path)
            + "; skills are at /api/v1/skills, the forge is at /api/v1/forge/create");
  }

  /** A path and what may be done there. */
  private static final class Place {
    final String prefix;
    final String suffix;
    final boolean template;
    final Map<String, Route> rows = new HashMap<>();
    String allowed = "";

    Place(String path) {
      int from = path.indexOf('{');
      template = from >= 0;
      prefix = from < 0 ? path : path.substring(0, from);
      suffix = from < 0 ? "" : path.substring(path.indexOf('}') + 1);
    }

    void add(Route row) {
      if (rows.put(row.method(), row) != null) throw new IllegalArgumentException("twice: " + row);
      var methods = new TreeSet<>(rows.keySet());
      if (methods.contains("GET")) methods.add("HEAD");
      allowed = String.join(", ", methods);
    }

    boolean isPage() {
      return rows.values().stream().allMatch(row -> row.role().isEmpty());
    }

    boolean matches(String path) {
      int end = path.length() - suffix.length();
      return end > prefix.length()
          && path.startsWith(prefix)
          && path.endsWith(suffix)
          && path.indexOf('/', prefix.length()) == (suffix.isEmpty() ? -1 : end);
    }

    String variable(String path) {
      return template ? path.substring(prefix.length(), path.length() - suffix.length()) : "";
    }

    ErrorAnswer wrongMethod(String method) {
      return new ErrorAnswer(
          405,
          "method_not_allowed",
          Text.clip(method) + " is not for this path; use " + allowed,
          List.of(),
          Map.of("Allow", allowed));
    }
  }
}
