// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;

/** Something that answers over HTTP with the number of its {@link Variant}, and can be changed. */
interface Changeable extends AutoCloseable {

  /** Its base URL. */
  String address();

  /** The path to post to. */
  String path();

  /** Makes what is needed before the clock starts. */
  default void prepare(Variant variant) throws IOException {}

  /** Orders that it answers as that variant from now on; that may take effect later. */
  void change(Variant variant) throws IOException;

  @Override
  default void close() {}

  /** A skill of the gateway at that address. */
  static Changeable skill(String address) {
    Client client = new Client(address);
    return new Changeable() {
      @Override
      public String address() {
        return address;
      }

      @Override
      public String path() {
        return "/api/v1/skills/swapped";
      }

      @Override
      public void change(Variant variant) {
        Reply reply = client.create(variant.spec("swapped"));
        if (!reply.isLive()) throw new IllegalStateException(reply.told());
      }
    };
  }
}
