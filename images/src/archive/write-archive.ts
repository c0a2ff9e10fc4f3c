import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";
import { digestFile } from "./digest-file.ts";

const EPOCH = new Date(0);
const HEADER = { mtime: EPOCH, uid: 0, gid: 0, mode: 0o644 };
const MEDIA = "application/vnd.oci.image";

export interface ImageDescription {
  /** With its tag, as a node knows it once the archive is imported. */
  name: string;
  layers: readonly string[];
  user: string;
  command: readonly string[];
}

/** Writes an image of these layers as an OCI archive, and returns the digest that names it. */
export async function writeArchive(out: string, { name, layers, user, command }: ImageDescription): Promise<string> {
  const archive = pack();
  const written = pipeline(archive, createWriteStream(out));
  const described = [];
  for (const path of layers) {
    const digest = await digestFile(path, "sha256");
    const { size } = await stat(path);
    described.push({ mediaType: `${MEDIA}.layer.v1.tar`, digest: `sha256:${digest}`, size });
    await pipeline(createReadStream(path), archive.entry({ ...HEADER, name: blob(digest), size }));
  }
  const config = addJson(archive, {
    ...{ architecture: "amd64", os: "linux" },
    config: { Env: ["PATH=/usr/local/bin:/usr/bin:/bin"], User: user, ...(command.length > 0 ? { Cmd: command } : {}) },
    rootfs: { type: "layers", diff_ids: described.map(({ digest }) => digest) },
  });
  const manifest = addJson(archive, {
    ...{ schemaVersion: 2, mediaType: `${MEDIA}.manifest.v1+json` },
    config: { mediaType: `${MEDIA}.config.v1+json`, ...config },
    layers: described,
  });
  const annotations = { "io.containerd.image.name": name, "org.opencontainers.image.ref.name": tagOf(name) };
  addText(archive, "oci-layout", JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  const manifests = [{ mediaType: `${MEDIA}.manifest.v1+json`, ...manifest, annotations }];
  addText(archive, "index.json", JSON.stringify({ schemaVersion: 2, manifests }));
  archive.finalize();
  await written;
  return manifest.digest;
}

function addJson(archive: Pack, value: object): { digest: string; size: number } {
  const text = JSON.stringify(value);
  const digest = createHash("sha256").update(text).digest("hex");
  addText(archive, blob(digest), text);
  return { digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
}

function addText(archive: Pack, name: string, text: string): void {
  archive.entry({ ...HEADER, name }, text);
}

function blob(digest: string): string {
  return `blobs/sha256/${digest}`;
}

function tagOf(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1);
}
