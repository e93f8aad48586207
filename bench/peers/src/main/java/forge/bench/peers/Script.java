// SPDX-License-Identifier: Apache-2.0
package forge.bench.peers;

/** Code that can be called. */
public interface Script {

  /** Calls it. */
  Object call(String text, int most);

  /** Something that makes code of text. */
  interface Engine {

    /** Compiles it, ready to be called. */
    Script compile(String source) throws Exception;
  }
}
