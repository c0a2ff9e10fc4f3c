import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeeperOrder, StageOrder } from "./keeper-order.ts";

const ETC_FILES = {
  passwd:
    "root:x:0:0:root:/nonexistent:/usr/sbin/nologin\nagent:x:1000:1000:agent:/home/agent:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
  group: "root:x:0:\nagent:x:1000:\nnogroup:x:65534:\n",
  hosts: "127.0.0.1 localhost catalyst\n::1 localhost\n",
  "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
  "resolv.conf": "",
  hostname: "catalyst\n",
};

/** What a stage writes. */
export const WRITTEN_FOLDERS = ["home", "workspace"] as const;

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
    seccompFilter: join(folder, "seccomp.bpf"),
  };
}

/** Writes what the environment is given in all its stages. */
export function prepareFolder({ folder, seccompFilter }: KeeperOrder): void {
  const paths = pathsIn(folder);
  mkdirSync(join(paths.given, "etc"), { recursive: true });
  for (const [name, content] of Object.entries(ETC_FILES)) {
    writeReadable(join(paths.given, "etc", name), content);
  }
  chmodSync(paths.given, 0o755);
  chmodSync(join(paths.given, "etc"), 0o755);
  writeFileSync(paths.seccompFilter, Buffer.from(seccompFilter, "base64"));
}

/** Writes what this stage alone is given, in the place of the former stage's. Its job is readable by its own account alone. */
export function prepareStage({ folder, account }: KeeperOrder, { job, bubblewrapArguments }: StageOrder): void {
  const paths = pathsIn(folder);
  const jobFile = join(paths.given, "job.json");
  rmSync(jobFile, { force: true });
  writeFileSync(jobFile, JSON.stringify(job), { mode: 0o400 });
  if (account.kind === "separate") {
    chownSync(jobFile, account.uid, account.uid);
  }
  writeFileSync(paths.bubblewrapArguments, bubblewrapArguments.map((it) => `${it}\0`).join(""));
}

/** Makes home and workspace in what is by now a place for their files. */
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

function writeReadable(file: string, content: string): void {
  writeFileSync(file, content);
  chmodSync(file, 0o444);
}
