// SPDX-License-Identifier: Apache-2.0
package forge.core.wall;

import java.util.Collection;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Decides who may be wired to whom: a skill to the Skill API, to what its woven code calls, to the
 * component runtime and to nothing else; nobody to a skill.
 */
final class WiringWall implements ResolverHookFactory, ResolverHook {

  private static final Set<String> PACKAGES = Set.of("forge.api", "forge.guard");
  private static final String EXTENDER = "osgi.extender";

  private final Bundle api;

  WiringWall(Bundle api) {
    this.api = api;
  }

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    return this;
  }

  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    if (SkillBundles.isSkill(requirement.getRevision().getBundle()))
      candidates.removeIf(candidate -> !isOpen(candidate));
    else
      candidates.removeIf(candidate -> SkillBundles.isSkill(candidate.getRevision().getBundle()));
  }

  private boolean isOpen(BundleCapability candidate) {
    Bundle provider = candidate.getRevision().getBundle();
    return switch (candidate.getNamespace()) {
      case PackageNamespace.PACKAGE_NAMESPACE ->
          provider.equals(api)
              && PACKAGES.contains(
                  candidate.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE));
      case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE ->
          provider.getBundleId() == 0;
      case EXTENDER ->
          !SkillBundles.isSkill(provider)
              && "osgi.component".equals(candidate.getAttributes().get(EXTENDER));
      default -> false;
    };
  }

  @Override
  public void filterResolvable(Collection<BundleRevision> candidates) {
    // What may be resolved follows from what may be matched.
  }

  @Override
  public void filterSingletonCollisions(
      BundleCapability singleton, Collection<BundleCapability> collisions) {
    // Skills are no singletons.
  }

  @Override
  public void end() {
    // Holds nothing.
  }
}
