import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findAgent } from "@catalyst/agents";
import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit/exit-codes.ts";
import { makeHome } from "../home/make-home.ts";

/** A program of the tests' GitHub, which nothing else of the product loads (ADR 0345). */
const MAIN = fileURLToPath(new URL("../../../e2e/github-demo/main.ts", import.meta.url));
/** Those with which it was tried. */
const AGENTS = ["claude-code", "codex-cli"];

/** From an issue to the commit that answers a review, at a GitHub on this machine. Everything of it is gone when it ends but the agent. */
export async function playAtGitHub(agentId: string, context: CliContext): Promise<void> {
  const agent = findAgent(agentId);
  if (!AGENTS.includes(agent.id)) {
    throw new CatalystError(
      "invalid_input",
      `Starting the demo at GitHub with "${agentId}" failed: it can show ${AGENTS.join(", ")}.`,
    );
  }
  const { output, interrupted, readConfig, setExitCode } = context;
  const { home, processEnv, installEnv } = await readConfig();
  await makeHome(home);
  output.data(output.colors.bold(`Demo: from an issue at GitHub to a pull request and its review, by ${agent.name}.`));
  output.data("GitHub and the MODEL ARE PLAYED: both run on this machine, and no account and no key is needed.");
  output.data(
    `Everything else is real: ${agent.name} itself, the sandbox, the gateway, git, what is told and what is posted.`,
  );
  const child = spawn(process.execPath, [MAIN, agent.id, join(home, "agents")], {
    env: {
      ...processEnv,
      ...installEnv,
      ...(output.colors.isColorSupported ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }),
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const stop = () => void child.kill("SIGTERM");
  interrupted.addEventListener("abort", stop, { once: true });
  try {
    const [exitCode] = (await once(child, "close")) as [number | null];
    const failed = interrupted.aborted ? EXIT_CODES.cancelled : EXIT_CODES.failed;
    setExitCode(exitCode === 0 ? EXIT_CODES.ok : failed);
  } finally {
    interrupted.removeEventListener("abort", stop);
  }
}
