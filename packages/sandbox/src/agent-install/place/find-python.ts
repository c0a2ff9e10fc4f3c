import { realpath } from "node:fs/promises";
import { CatalystError } from "@catalyst/core";

/** Environments see the machine's /usr and nothing else of its programs: a Python elsewhere would be missing inside. */
const FOLDERS = ["/usr/bin", "/usr/local/bin"];
const VISIBLE_ROOT = "/usr/";
const PROBE_MILLISECONDS = 20_000;
/** Debian has what makes pip in a new environment in a package of its own. */
const PROBE = `import sys
try:
    import ensurepip, venv
    parts = "whole"
except ImportError:
    parts = "without venv"
print("%d.%d" % sys.version_info[:2], parts)`;

interface Python {
  path: string;
  version: string;
  hasVenv: boolean;
}

/**
 * The machine's Python for an agent that runs on these minor versions; any where none are named. Throws
 * `prerequisite_missing` with the way to one.
 */
export async function findPython(
  { name, versions }: { name: string; versions: readonly string[] | undefined },
  folders = FOLDERS,
): Promise<string> {
  const found = await findAll([...(versions ?? []).map((version) => `python${version}`), "python3"], folders);
  const fitting = found.filter(({ version }) => versions === undefined || versions.includes(version));
  const usable = fitting.find(({ hasVenv }) => hasVenv);
  if (usable === undefined) {
    throw new CatalystError(
      "prerequisite_missing",
      `Installing ${name} failed: ${explain({ versions, found, fitting })}`,
    );
  }
  return usable.path;
}

async function findAll(names: string[], folders: string[]): Promise<Python[]> {
  const found: Python[] = [];
  for (const name of names) {
    for (const folder of folders) {
      const python = await probe(`${folder}/${name}`);
      if (python !== null) {
        found.push(python);
      }
    }
  }
  return found;
}

async function probe(path: string): Promise<Python | null> {
  const real = await realpath(path).catch(() => null);
  if (real === null || !real.startsWith(VISIBLE_ROOT)) {
    return null;
  }
  const { execa } = await import("execa");
  const { stdout, failed } = await execa(path, ["-I", "-c", PROBE], {
    env: { PATH: "/usr/bin:/bin", HOME: "/nonexistent", LANG: "C.UTF-8" },
    extendEnv: false,
    cwd: "/",
    timeout: PROBE_MILLISECONDS,
    reject: false,
  });
  const [, version, parts] = /^(\d+\.\d+) (whole|without venv)$/.exec(stdout) ?? [];
  return failed || version === undefined ? null : { path, version, hasVenv: parts === "whole" };
}

function explain({
  versions,
  found,
  fitting,
}: {
  versions: readonly string[] | undefined;
  found: Python[];
  fitting: Python[];
}): string {
  const needed = versions === undefined ? "Python 3" : `Python ${versions.toReversed().join(" or ")}`;
  const [incomplete] = fitting;
  if (incomplete !== undefined) {
    return `${incomplete.path} (Python ${incomplete.version}) lacks its venv module. Install it: apt-get install python3-venv (or python${incomplete.version}-venv)`;
  }
  const [other] = found;
  if (other === undefined) {
    return `it needs ${needed} in /usr/bin or /usr/local/bin, and there is none (environments see no other folder). Install it: apt-get install python3 python3-venv`;
  }
  return `it needs ${needed}, and ${other.path} is Python ${other.version}. Install one of these beside it, in /usr/bin or /usr/local/bin, with its venv module: for example apt-get install python${versions?.[0] ?? "3"} python${versions?.[0] ?? "3"}-venv where your system has them`;
}
