// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the certificates of one file, and in no others. */
final class Trust {

  private Trust() {}

  /**
   * What connects to servers with such certificates.
   *
   * @param file certificates in PEM
   * @throws Ended when it holds none
   */
  static SSLSocketFactory of(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in))
        trusted.setCertificateEntry("forge-" + trusted.size(), each);
      if (trusted.size() == 0) throw Ended.wrong("FORGE_CA has no certificate in it: " + file);
      return trusting(trusted);
    } catch (IOException | GeneralSecurityException | InvalidPathException e) {
      throw Ended.wrong("FORGE_CA is no file of certificates in PEM: " + file);
    }
  }

  private static SSLSocketFactory trusting(KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context.getSocketFactory();
  }
}
