import { createReadStream, createWriteStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";

const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;
const PROGRAM_MODE = 0o755;
const ANY_EXECUTE = 0o111;
const OPEN_TO_ALL = 0o1777;
const EPOCH = new Date(0);

/** Writes all that is in a folder as one layer of an image: the same bytes for the same names and contents, whenever and by whomever. */
export async function writeLayer(folder: string, out: string): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createWriteStream(out));
  for (const path of await listSorted(folder)) {
    await add(archive, folder, path);
  }
  archive.finalize();
  await written;
}

async function add(archive: Pack, folder: string, path: string): Promise<void> {
  const found = await lstat(path);
  const name = relative(folder, path);
  const header = { name, mtime: EPOCH, uid: 0, gid: 0, uname: "", gname: "" };
  if (found.isDirectory()) {
    archive.entry({ ...header, type: "directory", mode: name === "tmp" ? OPEN_TO_ALL : FOLDER_MODE });
  } else if (found.isSymbolicLink()) {
    archive.entry({ ...header, type: "symlink", linkname: await readlink(path) });
  } else if (found.isFile()) {
    // No program of an image is anybody else's than whoever runs it.
    const mode = (found.mode & ANY_EXECUTE) === 0 ? FILE_MODE : PROGRAM_MODE;
    await pipeline(createReadStream(path), archive.entry({ ...header, mode, size: found.size }));
  }
}

/** Folders before what is in them, and by no machine's own order. */
async function listSorted(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const paths: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    paths.push(path);
    if ((await lstat(path)).isDirectory()) {
      paths.push(...(await listSorted(path)));
    }
  }
  return paths;
}
