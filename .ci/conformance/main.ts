/**
 * `node .ci/conformance/main.ts <runner>`: has the protocol's own conformance suite ask the server, by each revision that is spoken.
 * Exit code 0: all that a revision requires passed, but for what is left out by name.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LEFT_OUT, REVISIONS, type Revision } from "./left-out.ts";
import { serveAnswers } from "./serve-answers.ts";

const SCENARIO_MILLISECONDS = "120000";

const [runner = ""] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "catalyst-conformance-"));
const served = await serveAnswers();
try {
  for (const revision of REVISIONS) {
    tellLeftOut(revision);
    const code = await tryRevision(revision);
    console.log(`\nThe revision ${revision}: ${code === 0 ? "passed" : "failed"}`);
    if (code !== 0) {
      process.exitCode = 1;
    }
  }
} finally {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
}

function tellLeftOut(revision: Revision): void {
  console.log(`\nLeft out of the revision ${revision}:`);
  const lines = Object.entries(LEFT_OUT[revision]).map(([scenario, reason]) => `  ${scenario}: ${reason}`);
  console.log(lines.join("\n") || "  nothing");
  console.log("Extensions, and what the suite itself holds for pending, it runs too: they decide nothing.\n");
}

function tryRevision(revision: Revision): Promise<number | null> {
  const known = join(folder, `${revision}.yaml`);
  // Whoever reads YAML reads JSON.
  writeFileSync(known, JSON.stringify({ server: Object.keys(LEFT_OUT[revision]) }));
  const options = ["--requirements", revision, "--expected-failures", known, "--timeout", SCENARIO_MILLISECONDS];
  const child = spawn(process.execPath, [runner, "server", "--url", served.url, ...options], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LANG: "C.UTF-8", NO_COLOR: "1" },
  });
  return new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
}
