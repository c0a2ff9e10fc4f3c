import { constants } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What stages run of ours, in the image that this is run of. */
const FILES = ["node/bin/node", "bin/tini", "runner.mjs"];
const FROM = "/opt/catalyst";

/** Copies it into the folder that is told, if one is: where nodes mount no images. */
export async function copyRunner(into: string | undefined, from = FROM): Promise<void> {
  if (into === undefined || into === "") {
    return;
  }
  const copy = async (file: string) => {
    await mkdir(dirname(join(into, file)), { recursive: true });
    // Without a byte written, where both are on a disk that can.
    await copyFile(join(from, file), join(into, file), constants.COPYFILE_FICLONE);
  };
  await Promise.all(FILES.map(copy));
}
