package io.dbintel.jdbc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A key and a certificate that signs itself, made by the JDK's own tool. */
public final class ServerCertificate {
  private static final String ALIAS = "server";
  private static final char[] PASSWORD = "only-for-a-test".toCharArray();
  private static final long PATIENCE_SECONDS = 60;

  private ServerCertificate() {}

  /**
   * Writes {@code server.crt} and {@code server.key}, as a server wants them.
   *
   * @return the certificate's file
   */
  public static Path create(Path folder, String host) throws Exception {
    Path store = folder.resolve("server.p12");
    String name = Character.isDigit(host.charAt(0)) ? "ip:" + host : "dns:" + host;
    run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        ALIAS,
        "-keyalg",
        "RSA",
        "-dname",
        "CN=" + host,
        "-ext",
        "SAN=" + name,
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        new String(PASSWORD));
    return write(folder, store);
  }

  private static Path write(Path folder, Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    Path key = folder.resolve("server.key");
    Files.writeString(key, pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD).getEncoded()));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return Files.writeString(
        folder.resolve("server.crt"), pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
  }

  private static String pem(String what, byte[] content) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(command[0] + " made no certificate");
    }
  }
}
