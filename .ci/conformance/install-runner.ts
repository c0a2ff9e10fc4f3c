import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const NAME = "@modelcontextprotocol/conformance";
/** What it is made of, to the last package: its own, as it would grow the product's by a hundred. */
const MADE_OF = fileURLToPath(new URL("runner", import.meta.url));
const INSTALL_MILLISECONDS = 300_000;

export type Runner = { kind: "installed"; program: string } | { kind: "absent"; reason: string };

/** The conformance suite of the Model Context Protocol, kept in this folder once it is there; or why it can't be had. */
export function installRunner(folder: string, env: Record<string, string>): Runner {
  const place = join(folder, `mcp-conformance-${pinnedVersion()}`);
  const program = join(place, "node_modules", NAME, "dist", "index.js");
  if (existsSync(program)) {
    return { kind: "installed", program };
  }
  // Put in place as a whole: half an installation would count as one the next time.
  const made = `${place}.part`;
  rmSync(made, { recursive: true, force: true });
  cpSync(MADE_OF, made, { recursive: true });
  const { status, stderr, error } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: made,
    env,
    encoding: "utf8",
    timeout: INSTALL_MILLISECONDS,
  });
  if (status !== 0) {
    rmSync(made, { recursive: true, force: true });
    // npm says first what is wrong, and last where its log is.
    const said = (stderr ?? "").trim().split("\n", 3).join(" ") || error?.message || "no reason given";
    return { kind: "absent", reason: `installing ${NAME} from npm failed: ${said.slice(0, 300)}` };
  }
  renameSync(made, place);
  return { kind: "installed", program };
}

function pinnedVersion(): string {
  return JSON.parse(readFileSync(join(MADE_OF, "package.json"), "utf8")).dependencies[NAME];
}
