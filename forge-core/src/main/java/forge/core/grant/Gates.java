// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.api.SkillFiles;
import forge.api.SkillHttp;
import forge.api.SkillKnowledge;
import forge.api.SkillName;
import forge.live.LiveSkill.Reach;
import forge.live.Metrics;
import forge.make.Grant.Kind;
import forge.make.Grants;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * What skills reach the world through, each call by its own grants.
 *
 * <p>The framework property {@code forge.http.private} names hosts, {@code host} or {@code
 * host:port}, that may be of this machine or of its network.
 */
@Component(service = {Gates.class, Metrics.class})
public final class Gates implements Metrics {

  private static final int MAX_REQUESTS = 32;

  private final GrantPolicy policy;
  private final Web web;
  private final Secrets secrets;
  private final FileRoots files;
  private final Slots slots;
  private final Errands errands = new Errands("forge-web", MAX_REQUESTS);
  private final Map<SkillName, Access.Count> counts = new ConcurrentHashMap<>();

  /** Closed to all who have no grant. */
  @Activate
  public Gates(BundleContext context, @Reference GrantPolicy policy) throws IOException {
    this(
        Path.of(context.getProperty("forge.data")),
        policy,
        new Web(
            InetAddress::getAllByName,
            Web::systemTls,
            hosts(context.getProperty("forge.http.private")),
            port(context.getProperty("forge.port"))));
  }

  Gates(Path data, GrantPolicy policy, Web web) throws IOException {
    this.policy = policy;
    this.web = web;
    this.secrets = new Secrets(data);
    this.files = new FileRoots(data);
    this.slots = new Slots(data);
  }

  private static Set<String> hosts(String list) {
    return Arrays.stream(Optional.ofNullable(list).orElse("").split(","))
        .map(String::strip)
        .filter(host -> !host.isEmpty())
        .collect(Collectors.toSet());
  }

  private static int port(String text) {
    return text == null ? 0 : Integer.parseInt(text);
  }

  @Deactivate
  void close() {
    errands.close();
  }

  /** What one call may reach until the deadline. */
  public Access access(SkillName skill, Grants grants, long deadline) {
    Access.Count count = counts.get(skill);
    if (count == null) count = counts.computeIfAbsent(skill, any -> new Access.Count());
    return new Access(skill, grants, policy, count, deadline);
  }

  /** The web for that call. */
  public SkillHttp http(Access access) {
    return new HttpDoor(access, web, secrets, errands);
  }

  /** Files for that call. */
  public SkillFiles files(Access access) {
    return new FileDoor(access, files);
  }

  /** Kept values for that call. */
  public SkillKnowledge knowledge(Access access) {
    return new KnowledgeDoor(access, slots);
  }

  /** A variable of the environment for that call; empty when it is not set. */
  public static String env(Access access, String name) {
    access.require(Kind.ENV, String.valueOf(name), "");
    return Optional.ofNullable(System.getenv(name)).orElse("");
  }

  @Override
  public List<Family> read() {
    return List.of(
        total("forge_http_requests_total", "Requests that skills sent.", Reach::requests),
        total("forge_http_sent_bytes_total", "What these requests sent.", Reach::bytesOut),
        total("forge_http_received_bytes_total", "What they got.", Reach::bytesIn),
        total("forge_denied_total", "What skills tried without a grant.", Reach::denied));
  }

  private Family total(String name, String help, ToLongFunction<Reach> part) {
    long sum = counts.values().stream().map(Access.Count::reach).mapToLong(part).sum();
    return Family.of(name, Type.COUNTER, help, sum);
  }

  /** How a skill has reached out since the gateway started. */
  public Reach reach(SkillName skill) {
    Access.Count count = counts.get(skill);
    return count == null ? Reach.NONE : count.reach();
  }
}
