import { copyFile, cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { CHECKOUT, PLACE, PROCESSES } from "./checkout.ts";

const LEFT_OUT = ["node_modules", "dist", "testing", "fixtures"];
const IS_TEST = /\.(test|contract)\.ts$/;
const PROGRAM_MODE = 0o755;
/** Whom containers are, for what asks by number who that is. */
const PEOPLE = {
  "etc/passwd":
    "root:x:0:0:root:/root:/usr/sbin/nologin\ncatalyst:x:1000:1000:Catalyst:/var/lib/catalyst:/usr/sbin/nologin\n",
  "etc/group": "root:x:0:\ncatalyst:x:1000:\n",
};
const COMMAND = `#!/bin/sh\nexec node /${PLACE}/cli/src/main.ts "$@"\n`;

/** The sources as Node runs them, without tests, and the command `catalyst`. */
export async function placeSources(root: string): Promise<void> {
  const packages = (await readdir(join(CHECKOUT, "packages"))).map((name) => join("packages", name));
  for (const path of [...PROCESSES, ...packages]) {
    await cp(join(CHECKOUT, path), join(root, PLACE, path), { recursive: true, filter: isWanted });
  }
  await mkdir(join(root, PLACE, "web"));
  await copyFile(join(CHECKOUT, "web", "main.ts"), join(root, PLACE, "web", "main.ts"));
  await copyFile(join(CHECKOUT, "package.json"), join(root, PLACE, "package.json"));
  for (const folder of ["etc", "usr/local/bin", "var/lib/catalyst"]) {
    await mkdir(join(root, folder), { recursive: true });
  }
  for (const [path, text] of Object.entries(PEOPLE)) {
    await writeFile(join(root, path), text);
  }
  await writeFile(join(root, "usr/local/bin/catalyst"), COMMAND, { mode: PROGRAM_MODE });
}

function isWanted(path: string): boolean {
  return !LEFT_OUT.includes(basename(path)) && !IS_TEST.test(path);
}
