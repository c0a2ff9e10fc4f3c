import { execFile } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** As many names as any system takes at once. */
const AT_ONCE = 200;
const AS_IT_IS = ["--recursive", "--preserve=mode,timestamps,links", "--no-dereference", "--reflink=auto"];

/** Copies what is in a folder into another one, which is made where it isn't there. That folder itself stays as it is: a kubelet's are root's. */
export async function copyContents(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const names = await readdir(source);
  for (let done = 0; done < names.length; done += AT_ONCE) {
    const paths = names.slice(done, done + AT_ONCE).map((name) => join(source, name));
    await promisify(execFile)("cp", [...AS_IT_IS, "--target-directory", target, "--", ...paths]);
  }
}
