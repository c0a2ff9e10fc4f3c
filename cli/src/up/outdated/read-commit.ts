import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** The folder of the checkout that this program is from. */
export const CHECKOUT = join(import.meta.dirname, "..", "..", "..", "..");

/** The commit that a checkout is at: files are read, as starting a git would cost each command some milliseconds. Empty: not known. */
export async function readCommit(checkout = CHECKOUT): Promise<string> {
  try {
    const folder = await findGitFolder(checkout);
    const head = await readLine(join(folder, "HEAD"));
    return head.startsWith("ref: ") ? await readRef(folder, head.slice("ref: ".length)) : head;
  } catch {
    return "";
  }
}

/** A linked working tree has a file there, which names the folder. */
async function findGitFolder(checkout: string): Promise<string> {
  const path = join(checkout, ".git");
  const line = await readLine(path).catch(() => "");
  return line.startsWith("gitdir: ") ? resolve(checkout, line.slice("gitdir: ".length)) : path;
}

async function readRef(folder: string, ref: string): Promise<string> {
  const shared = await readLine(join(folder, "commondir")).catch(() => ".");
  const common = resolve(folder, shared);
  return readLine(join(common, ref)).catch(async () => {
    const packed = (await readFile(join(common, "packed-refs"), "utf8")).split("\n");
    return packed.find((line) => line.endsWith(` ${ref}`))?.split(" ", 1)[0] ?? "";
  });
}

async function readLine(path: string): Promise<string> {
  return (await readFile(path, "utf8")).split("\n", 1)[0] ?? "";
}
