// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import java.util.Map;

/**
 * What a bundle is without its code: enough for the framework to resolve it and for the component
 * runtime to register its service.
 *
 * @param headers those of its manifest
 * @param entries what the component runtime reads, by path: the component's XML and the texts that
 *     it names
 */
public record Frame(Map<String, String> headers, Map<String, byte[]> entries) {}
