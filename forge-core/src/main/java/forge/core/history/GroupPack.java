// SPDX-License-Identifier: Apache-2.0
package forge.core.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * The objects of a group of commits, kept as one pack.
 *
 * <p>Each commit brings a list of all folders, which with 100,000 of them has 4 MB. The last one is
 * written whole; each of the others as what makes it from the next, some hundred bytes. So the
 * newest is read at once, as in packs that git itself makes. Format: {@code gitformat-pack},
 * version 2.
 */
final class GroupPack implements GitFolder.Objects {

  private static final int VERSION = 2;
  private static final int HEAD = 12;
  private static final int MOST_COPIED = 0xffff;
  private static final int MOST_INSERTED = 0x7f;

  private final ObjectReader in;
  private final ObjectInserter out;
  private final ObjectInserter.Formatter ids = new ObjectInserter.Formatter();
  private final Map<ObjectId, Whole> whole = new LinkedHashMap<>();
  private final List<Earlier> lists = new ArrayList<>();
  private byte[] last;
  private ObjectId lastId;

  private record Whole(int type, byte[] bytes) {}

  /** A list that is not the last: its digest, and what makes it from the next. */
  private record Earlier(ObjectId id, byte[] delta) {}

  /** With what is there already, and what takes the pack. */
  GroupPack(ObjectReader in, ObjectInserter out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public ObjectId add(int type, byte[] bytes) {
    ObjectId id = ids.idFor(type, bytes);
    whole.putIfAbsent(id, new Whole(type, bytes));
    return id;
  }

  @Override
  public ObjectId addList(FolderList before, FolderList.Next next) {
    byte[] list = next.list().bytes();
    if (lastId != null)
      lists.add(new Earlier(lastId, delta(list, before.bytes(), next.begin(), next.same())));
    last = list;
    // Git takes what differs by nothing at all for damaged.
    lastId = list.length == 0 ? add(Constants.OBJ_TREE, list) : ids.idFor(Constants.OBJ_TREE, list);
    return lastId;
  }

  @Override
  public byte[] tree(ObjectId id) throws IOException {
    Whole ours = whole.get(id);
    return ours != null ? ours.bytes() : in.open(id, Constants.OBJ_TREE).getCachedBytes();
  }

  /** The repository reads it as if it came from elsewhere, so it would refuse what does not fit. */
  @Override
  public void flush() throws IOException {
    try (ByteArrayInputStream pack = new ByteArrayInputStream(written())) {
      out.newPackParser(pack).parse(NullProgressMonitor.INSTANCE);
    }
    out.flush();
  }

  private byte[] written() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Map<ObjectId, Integer> at = new HashMap<>();
    body.writeBytes(new byte[HEAD]);
    for (Map.Entry<ObjectId, Whole> object : whole.entrySet()) {
      at.put(object.getKey(), body.size());
      write(body, object.getValue().type(), object.getValue().bytes());
    }
    if (at.putIfAbsent(lastId, body.size()) == null) write(body, Constants.OBJ_TREE, last);
    ObjectId next = lastId;
    for (int i = lists.size() - 1; i >= 0; i--) {
      Earlier list = lists.get(i);
      int begin = body.size();
      if (at.putIfAbsent(list.id(), begin) == null) {
        head(body, Constants.OBJ_OFS_DELTA, list.delta().length);
        offset(body, begin - at.get(next));
        deflate(body, list.delta());
      }
      next = list.id();
    }
    return closed(body.toByteArray(), at.size());
  }

  private static byte[] closed(byte[] body, int objects) {
    ByteBuffer.wrap(body).put(Constants.PACK_SIGNATURE).putInt(VERSION).putInt(objects);
    byte[] digest = Constants.newMessageDigest().digest(body);
    byte[] pack = Arrays.copyOf(body, body.length + digest.length);
    System.arraycopy(digest, 0, pack, body.length, digest.length);
    return pack;
  }

  private static void write(ByteArrayOutputStream pack, int type, byte[] bytes) throws IOException {
    head(pack, type, bytes.length);
    deflate(pack, bytes);
  }

  /** Type and size: four bits of it beside the type, seven in each byte that follows. */
  private static void head(ByteArrayOutputStream pack, int type, int size) {
    int rest = size >>> 4;
    pack.write(type << 4 | size & 0x0f | (rest > 0 ? 0x80 : 0));
    if (rest > 0) number(pack, rest);
  }

  /** Seven bits a byte, the lowest first. */
  private static void number(ByteArrayOutputStream pack, int number) {
    int rest = number;
    for (; rest > 0x7f; rest >>>= 7) pack.write(rest & 0x7f | 0x80);
    pack.write(rest);
  }

  /**
   * How far back the other is: seven bits a byte, the highest first, one less in all but the last.
   */
  private static void offset(ByteArrayOutputStream pack, int offset) {
    byte[] bytes = new byte[5];
    int from = bytes.length - 1;
    bytes[from] = (byte) (offset & 0x7f);
    for (int rest = offset >>> 7; rest > 0; rest >>>= 7)
      bytes[--from] = (byte) (--rest & 0x7f | 0x80);
    pack.write(bytes, from, bytes.length - from);
  }

  private static void deflate(ByteArrayOutputStream pack, byte[] bytes) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    DeflaterOutputStream deflated = new DeflaterOutputStream(pack, deflater);
    try {
      deflated.write(bytes);
      deflated.finish();
    } finally {
      deflater.end();
    }
  }

  /** What makes one from another, when so many bytes at the begin and at the end are the same. */
  static byte[] delta(byte[] from, byte[] to, int begin, int end) {
    ByteArrayOutputStream delta = new ByteArrayOutputStream();
    number(delta, from.length);
    number(delta, to.length);
    copy(delta, 0, begin);
    for (int at = begin; at < to.length - end; at += MOST_INSERTED) {
      int length = Math.min(MOST_INSERTED, to.length - end - at);
      delta.write(length);
      delta.write(to, at, length);
    }
    copy(delta, from.length - end, end);
    return delta.toByteArray();
  }

  private static void copy(ByteArrayOutputStream delta, int begin, int length) {
    for (int done = 0; done < length; done += MOST_COPIED) {
      int at = begin + done;
      int size = Math.min(MOST_COPIED, length - done);
      delta.write(0xbf); // all four bytes of the place, two of the size
      for (int shift = 0; shift < 32; shift += 8) delta.write(at >>> shift);
      delta.write(size);
      delta.write(size >>> 8);
    }
  }
}
