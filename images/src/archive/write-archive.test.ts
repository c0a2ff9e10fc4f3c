import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { extract, type Headers } from "tar-stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeArchive } from "./write-archive.ts";
import { writeLayer } from "./write-layer.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-archive-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The same files, made in this order. */
async function makeFiles(name: string, names: string[], mode: number): Promise<string> {
  const root = join(folder, name);
  await mkdir(join(root, "bin"), { recursive: true });
  for (const file of names) {
    await writeFile(join(root, file), file);
    await chmod(join(root, file), file.startsWith("bin/") ? mode | 0o111 : mode);
    await utimes(join(root, file), Math.random() * 1e9, Math.random() * 1e9);
  }
  await symlink("bin/tool", join(root, "link"));
  return root;
}

async function readArchive(path: string): Promise<Map<string, { header: Headers; content: Buffer }>> {
  const found = new Map<string, { header: Headers; content: Buffer }>();
  const entries = createReadStream(path).pipe(extract());
  for await (const entry of entries) {
    found.set(entry.header.name, { header: entry.header, content: await buffer(entry) });
  }
  return found;
}

const sha256 = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

test("a layer is the same whenever, in whichever order and under whichever mask its files were made", async () => {
  const [one, other] = [join(folder, "one.tar"), join(folder, "other.tar")];
  await writeLayer(await makeFiles("a", ["b", "a", "bin/tool"], 0o600), one);
  await writeLayer(await makeFiles("b", ["bin/tool", "a", "b"], 0o664), other);
  expect(await readFile(one)).toEqual(await readFile(other));
  const entries = await readArchive(one);
  expect([...entries.keys()]).toEqual(["a", "b", "bin", "bin/tool", "link"]);
  expect(entries.get("bin/tool")?.header).toMatchObject({ mode: 0o755, uid: 0, gid: 0, mtime: new Date(0) });
  expect(entries.get("a")?.header).toMatchObject({ mode: 0o644 });
  expect(entries.get("link")?.header).toMatchObject({ type: "symlink", linkname: "bin/tool" });
});

test("an archive names all that is in it by its digest, from its index on", async () => {
  const layer = join(folder, "layer.tar");
  await writeLayer(await makeFiles("a", ["a"], 0o644), layer);
  const out = join(folder, "image.tar");
  const description = { name: "registry.example/tool:1", layers: [layer], user: "1000:1000", command: ["/bin/tool"] };
  const digest = await writeArchive(out, description);
  const entries = await readArchive(out);
  const blob = (named: string) => {
    const content = entries.get(`blobs/${named.replace(":", "/")}`)?.content ?? Buffer.alloc(0);
    expect(sha256(content)).toBe(named);
    return content;
  };
  const [described] = JSON.parse(String(entries.get("index.json")?.content)).manifests;
  expect(described).toMatchObject({ digest, annotations: { "io.containerd.image.name": "registry.example/tool:1" } });
  const manifest = JSON.parse(String(blob(digest)));
  expect(blob(manifest.layers[0].digest)).toEqual(await readFile(layer));
  const config = JSON.parse(String(blob(manifest.config.digest)));
  expect(config.config).toMatchObject({ User: "1000:1000", Cmd: ["/bin/tool"] });
  expect(config.rootfs.diff_ids).toEqual([manifest.layers[0].digest]);
});
