// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import forge.api.SkillFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files, read and written by the gateway. */
final class PipeFiles implements SkillFiles {

  private final Questions questions;

  PipeFiles(Questions questions) {
    this.questions = questions;
  }

  @Override
  public String read(String path) {
    return new String(readBytes(path), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] readBytes(String path) {
    return (byte[]) questions.ask("files.read", path);
  }

  @Override
  public boolean exists(String path) {
    return (Boolean) questions.ask("files.exists", path);
  }

  @Override
  @SuppressWarnings("unchecked") // names are texts
  public List<String> list(String path) {
    return (List<String>) questions.ask("files.list", path);
  }

  @Override
  public void write(String path, String text) {
    writeBytes(path, String.valueOf(text).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void writeBytes(String path, byte[] bytes) {
    questions.ask("files.write", path, bytes);
  }

  @Override
  public boolean delete(String path) {
    return (Boolean) questions.ask("files.delete", path);
  }
}
