import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENVIRONMENT_PATHS } from "@catalyst/core";

/** Mounted over the stages' own: no image knows the user that a cluster gives it, and programs fail for want of a name. */
const FOLDER = "/out";

export function writeAccounts({ uid, gid }: { uid: number; gid: number }, folder = FOLDER): void {
  if (!existsSync(folder)) {
    return;
  }
  const { home } = ENVIRONMENT_PATHS;
  const users = ["root:x:0:0:root:/root:/usr/sbin/nologin", `agent:x:${uid}:${gid}:Agent:${home}:/bin/sh`];
  const groups = ["root:x:0:", ...(gid === 0 ? [] : [`agent:x:${gid}:`])];
  writeFileSync(join(folder, "passwd"), `${users.join("\n")}\n`, { mode: 0o644 });
  writeFileSync(join(folder, "group"), `${groups.join("\n")}\n`, { mode: 0o644 });
}
