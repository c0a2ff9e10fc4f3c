import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

const VERSION = "4.32.5";
const PYTHON = "/usr/bin/python3";
const INSTALL_MILLISECONDS = 300_000;

export type Schemathesis = { kind: "installed"; program: string } | { kind: "absent"; reason: string };

/** What tries the contract, kept in this folder once it is there; or why it can't be had. */
export function installSchemathesis(folder: string, env: Record<string, string>): Schemathesis {
  const place = join(folder, `schemathesis-${VERSION}`);
  const program = join(place, "bin", "schemathesis");
  if (existsSync(program)) {
    return { kind: "installed", program };
  }
  rmSync(place, { recursive: true, force: true });
  const steps = [
    [PYTHON, "-m", "venv", place],
    [join(place, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check", `schemathesis==${VERSION}`],
  ];
  for (const [command = "", ...args] of steps) {
    const { status, stderr, error } = spawnSync(command, args, {
      env,
      encoding: "utf8",
      timeout: INSTALL_MILLISECONDS,
    });
    if (status !== 0) {
      // Half an installation would count as one the next time.
      rmSync(place, { recursive: true, force: true });
      const said = (stderr ?? "").trim().split("\n").at(-1) || error?.message || "no reason given";
      return { kind: "absent", reason: `installing schemathesis from PyPI failed: ${said.slice(0, 300)}` };
    }
  }
  return { kind: "installed", program };
}
