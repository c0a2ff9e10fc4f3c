import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const WEB = fileURLToPath(new URL("../../web", import.meta.url));
const INSTALL_MILLISECONDS = 600_000;

/** The packages of the web app as its lock file has them, installed once for each; or why they can't be had. */
export function installWeb(env: Record<string, string>): string | null {
  const [lockFile, installed] = [join(WEB, "package-lock.json"), join(WEB, "node_modules", ".catalyst-installed")];
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lockFile))) {
    return null;
  }
  // As it was before: one that changes meanwhile is installed the next time.
  const taken = join(WEB, ".installing");
  copyFileSync(lockFile, taken);
  const { status, stderr, error } = spawnSync("npm", ["ci", "--include=dev", "--ignore-scripts"], {
    cwd: WEB,
    env,
    encoding: "utf8",
    timeout: INSTALL_MILLISECONDS,
  });
  if (status !== 0) {
    const said = (stderr ?? "").trim().split("\n", 3).join(" ") || error?.message || "no reason given";
    return `installing the web app's packages failed: ${said.slice(0, 300)}`;
  }
  renameSync(taken, installed);
  return null;
}
