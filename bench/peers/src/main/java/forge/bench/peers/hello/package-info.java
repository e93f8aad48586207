/** A bundle with one servlet. */
package forge.bench.peers.hello;
