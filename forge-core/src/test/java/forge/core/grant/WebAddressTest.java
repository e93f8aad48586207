// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://api.example.com,false,api.example.com,80,/,api.example.com",
    "https://API.Example.com/a/b?c=d%20e,true,api.example.com,443,/a/b?c=d%20e,api.example.com",
    "https://a-b.example.com:8443/,true,a-b.example.com,8443,/,a-b.example.com:8443",
    "http://localhost:80?q,false,localhost,80,/?q,localhost",
    "https://xn--bcher-kva.example/x,true,xn--bcher-kva.example,443,/x,xn--bcher-kva.example",
    "http://h:443/a/../b,false,h,443,/a/../b,h:443"
  })
  void readsWhatCanBeReadInOneWayOnly(
      String url, boolean tls, String host, int port, String target, String authority) {
    WebAddress address = WebAddress.read(url).orElseThrow();
    assertThat(address).isEqualTo(new WebAddress(tls, host, port, path(target)));
    assertThat(address.authority()).isEqualTo(authority);
  }

  private static String path(String target) {
    return target.startsWith("/?") ? "/" + target.substring(1) : target;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "api.example.com",
        "//api.example.com/",
        "ftp://api.example.com/",
        "file:///etc/passwd",
        "jar:http://api.example.com/x!/",
        "http:api.example.com",
        "http:/api.example.com",
        "http:///api.example.com",
        "http://",
        "http:///",
        "http://user@api.example.com/",
        "http://api.example.com@evil.example/",
        "http://api.example.com:80@evil.example/",
        "http://api.example.com%40evil.example/",
        "http://api.example.com\\@evil.example/",
        "http://api.example.com\\.evil.example/",
        "http://evil.example#@api.example.com/",
        "http://api.example.com/#frag",
        "http://api.example.com./",
        "http://api..example.com/",
        "http://.api.example.com/",
        "http://-a.example.com/",
        "http://a_b.example.com/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://1.2.3.4.5/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://api.example.com:0/",
        "http://api.example.com:65536/",
        "http://api.example.com:-1/",
        "http://api.example.com:/",
        "http://api.example.com:80:80/",
        "http://api.example.com: 80/",
        "http://api.example.com/a b",
        "http://api.example.com/a\tb",
        "http://api.example.com/a\r\nHost: evil.example",
        "http://api.example.com\r\n/",
        "http://api.example.com/\u0000",
        "http://api.example.com/%zz",
        "http://api.example.com/%",
        "http://api.example.com/{x}",
        "http://api.example.com/<x>",
        "http://api.example.com/\u00e9",
        "http://api\u3002example\u3002com/",
        "http://\u24d0pi.example.com/",
        "http://\u0430pi.example.com/",
        "http://api.example.com\u2044evil/",
        "http://api.example.com\u200b/",
        "http\u017f://api.example.com/",
        " http://api.example.com/",
        "http://api.example.com/ "
      })
  void refusesWhatAnotherReaderMightReadOtherwise(String url) {
    assertThat(WebAddress.read(url)).as(url).isEmpty();
  }

  @Test
  void refusesWhatHasNoEnd() {
    assertThat(WebAddress.read("http://h/" + "a".repeat(WebAddress.MAX))).isEmpty();
    assertThat(WebAddress.read("http://" + "a.".repeat(200) + "com/")).isEmpty();
    assertThat(WebAddress.read("http://" + "a".repeat(64) + ".com/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "4000::1"
      })
  void tellsWhatIsOfThisMachineOrItsNetwork(String address) throws UnknownHostException {
    assertThat(PublicAddress.is(InetAddress.getByName(address))).as(address).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.1.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "2001:4860::8888"
      })
  void tellsWhatIsOfTheOpenInternet(String address) throws UnknownHostException {
    assertThat(PublicAddress.is(InetAddress.getByName(address))).as(address).isTrue();
  }
}
