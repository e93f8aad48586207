// SPDX-License-Identifier: Apache-2.0
/** Each step of a create and of a call by itself, measured by JMH. */
package forge.bench.steps;
