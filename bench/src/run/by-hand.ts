import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { PLAIN_ENV, runGit } from "../repository/run-git.ts";
import { AGENT_WORK, measureAround, readSpan } from "./agent-work.ts";

let count = 0;

/** What a careful person would type: clone, bubblewrap around the agent, and its commit as a branch of the repository. */
export async function doByHand(repository: string, parent: string): Promise<Record<string, number>> {
  const clone = await mkdtemp(join(parent, "clone-"));
  const from = Date.now();
  await runGit(["clone", "--quiet", `file://${repository}`, clone]);
  const { stdout } = await execa("bwrap", [...isolation(clone), "sh", "-ec", AGENT_WORK], {
    env: PLAIN_ENV,
    extendEnv: false,
  });
  await runGit(["-C", clone, "push", "--quiet", "origin", `HEAD:refs/heads/by-hand-${count++}`]);
  return measureAround(readSpan(stdout), { from, readyFrom: from, to: Date.now() });
}

function isolation(clone: string): string[] {
  const system = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"];
  return ["--unshare-all", "--die-with-parent", "--new-session", ...system, "--bind", clone, clone, "--chdir", clone];
}
