import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeeperOrder, StageOrder } from "../keeper-order.ts";

const ETC_FILES = {
  passwd:
    "root:x:0:0:root:/nonexistent:/usr/sbin/nologin\nagent:x:1000:1000:agent:/home/agent:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
  group: "root:x:0:\nagent:x:1000:\nnogroup:x:65534:\n",
  hosts: "127.0.0.1 localhost catalyst\n::1 localhost\n",
  "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
  "resolv.conf": "",
  hostname: "catalyst\n",
};

/** What a stage writes: the agent its home and workspace, the runner alone what is its own. */
export const WRITTEN_FOLDERS = ["home", "workspace", "own"] as const;

/**
 * Where the files of one environment are on the trusted side. `written` holds home and workspace of the stages that prepare
 * and work, `setup` what the first one left, and `verified` home and workspace of the stage that verifies.
 */
export function pathsIn(folder: string) {
  return {
    given: join(folder, "given"),
    written: join(folder, "written"),
    setup: join(folder, "setup"),
    verified: join(folder, "verified"),
    gathered: join(folder, "gathered"),
    mounts: join(folder, "mounts.fstab"),
    bubblewrapArguments: join(folder, "bubblewrap.args"),
    runnerFilter: join(folder, "seccomp.bpf"),
  };
}

/** Where empty disks are kept for all environments. */
export function imageFolderIn(cacheFolder: string): string {
  return join(cacheFolder, "images");
}

/** Writes what the environment is given in all its stages. */
export function prepareFolder({ folder, runnerFilter, box }: KeeperOrder): void {
  const paths = pathsIn(folder);
  const given = {
    etc: ETC_FILES,
    box: { arguments: joinArguments(box.bubblewrapArguments), filter: Buffer.from(box.filter, "base64") },
  };
  for (const [name, files] of Object.entries(given)) {
    mkdirSync(join(paths.given, name), { recursive: true });
    for (const [file, content] of Object.entries(files)) {
      writeReadable(join(paths.given, name, file), content);
    }
    chmodSync(join(paths.given, name), 0o755);
  }
  chmodSync(paths.given, 0o755);
  writeFileSync(paths.runnerFilter, Buffer.from(runnerFilter, "base64"));
}

/** Writes how this stage is launched, in the place of the former stage's. */
export function prepareStage({ folder }: KeeperOrder, { bubblewrapArguments }: StageOrder): void {
  writeFileSync(pathsIn(folder).bubblewrapArguments, joinArguments(bubblewrapArguments));
}

/** Makes home, workspace and the runner's own folder in what is by now a place for their files. */
export function makeWrittenFolders({ account }: KeeperOrder, place: string): void {
  chmodSync(place, 0o755);
  for (const path of WRITTEN_FOLDERS.map((name) => join(place, name))) {
    mkdirSync(path, { mode: 0o755 });
    chmodSync(path, 0o755);
    if (account.kind === "separate") {
      chownSync(path, account.uid, account.uid);
    }
  }
}

function joinArguments(args: string[]): string {
  return args.map((it) => `${it}\0`).join("");
}

function writeReadable(file: string, content: string | Buffer): void {
  writeFileSync(file, content);
  chmodSync(file, 0o444);
}
