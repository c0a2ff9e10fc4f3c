/**
 * `node e2e/install-agents.ts`: installs every agent that the journeys start, once for all of them. A registry may be slow and a machine
 * busy: this has no time limit of its own, and tries each agent again. Exit code 1 names those that could not be installed.
 */
import { AGENTS_WITH_MODEL, type AgentDefinition } from "@catalyst/agents";
import { installForPlay } from "./agent-contract/play-scenario.ts";
import { defineGuideAgent } from "./custom-agents/guide-agent.ts";
import { createTestHome, type TestHome } from "./start-catalyst.ts";

const ATTEMPTS = 3;

const home = await createTestHome();
try {
  // The worker installs: it is to end with the home.
  await home.up();
  for (const agent of [...AGENTS_WITH_MODEL, await defineGuideAgent(home)]) {
    const startedAt = Date.now();
    const problem = await install(home, agent);
    process.stdout.write(
      `${problem === null ? "✓" : "✗"} ${agent.id} (${Math.round((Date.now() - startedAt) / 1000)} s)\n`,
    );
    if (problem !== null) {
      process.stdout.write(`${problem}\n`);
      process.exitCode = 1;
    }
  }
} finally {
  await home.remove();
}

async function install(into: TestHome, agent: AgentDefinition): Promise<string | null> {
  let problem = "";
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      await installForPlay(into, agent);
      return null;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
  }
  return problem;
}
