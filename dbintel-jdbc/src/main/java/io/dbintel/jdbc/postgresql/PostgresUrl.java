package io.dbintel.jdbc.postgresql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of a URL of the form {@code jdbc:postgresql://hosts/database?parameters}. Prints
 * nothing of them.
 *
 * @param hosts {@code host:port}, several with commas
 * @param database as it stands in the URL; may be empty
 * @param parameters as they stand in the URL, without the question mark; may be empty
 * @see <a href="https://jdbc.postgresql.org/documentation/use/">the driver's manual</a>
 */
record PostgresUrl(String hosts, String database, String parameters) {
  static final String PREFIX = "jdbc:postgresql:";
  static final int DEFAULT_PORT = 5432;
  private static final Set<String> LOOPBACK =
      Set.of("localhost", "127.0.0.1", "::1", "[::1]", "[0:0:0:0:0:0:0:1]");
  private static final String PLACE = "postgresql:";

  /** Takes a URL apart; one that is of another form has a host named {@code localhost}. */
  static PostgresUrl parse(String url) {
    int start = url.indexOf(PLACE);
    String rest = start < 0 ? "" : url.substring(start + PLACE.length());
    int question = rest.indexOf('?');
    String parameters = question < 0 ? "" : rest.substring(question + 1);
    String path = question < 0 ? rest : rest.substring(0, question);
    String hosts = "";
    if (path.startsWith("//")) {
      int slash = path.indexOf('/', 2);
      hosts = slash < 0 ? path.substring(2) : path.substring(2, slash);
      path = slash < 0 ? "" : path.substring(slash + 1);
    } else if (path.startsWith("/")) {
      path = path.substring(1);
    }
    return new PostgresUrl(hosts.isEmpty() ? "localhost" : hosts, path, parameters);
  }

  /** The URL for another database of the same server. */
  String forDatabase(String name) {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return PREFIX + "//" + hosts + '/' + encoded + (parameters.isEmpty() ? "" : '?' + parameters);
  }

  /** The names of the parameters, in lower case. */
  Set<String> parameterNames() {
    Set<String> names = new TreeSet<>();
    for (String parameter : parameters.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (!name.isEmpty()) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /** The host, without port; all hosts if there are several. */
  String host() {
    String known = hosts.substring(hosts.lastIndexOf('@') + 1);
    int colon = portColon(known);
    return colon < 0 ? known : known.substring(0, colon);
  }

  /**
   * The host as servers are told apart by it: lower case, and one name for what is this machine.
   * Other addresses of the loopback network are left alone, since tunnels listen there side by
   * side.
   */
  String canonicalHost() {
    String host = host().toLowerCase(Locale.ROOT);
    return LOOPBACK.contains(host) ? "127.0.0.1" : host;
  }

  /** The port; the default one if none or several are given. */
  int port() {
    int colon = portColon(hosts);
    if (colon < 0) {
      return DEFAULT_PORT;
    }
    try {
      return Integer.parseInt(hosts.substring(colon + 1));
    } catch (NumberFormatException notANumber) {
      return DEFAULT_PORT;
    }
  }

  private static int portColon(String hosts) {
    if (hosts.indexOf(',') >= 0) {
      return -1;
    }
    int colon = hosts.lastIndexOf(':');
    return colon > hosts.lastIndexOf(']') ? colon : -1;
  }

  @Override
  public String toString() {
    return "PostgresUrl[***]";
  }
}
