import { expect, test } from "vitest";
import { CatalystError } from "../../catalyst-error.ts";
import { createTurns, type Turns } from "../../testing/play-turns.ts";

type EnsureInstalled = Turns["deps"]["agents"]["ensureInstalled"];

/** A task whose agent is installed so, up to where its environment is made, or its end. */
async function provision(ensureInstalled: EnsureInstalled) {
  const turns = createTurns();
  turns.deps.agents.ensureInstalled = ensureInstalled;
  const task = await turns.submit({});
  await turns.runAlone(task).catch(() => undefined);
  const told = turns.memory.events.flatMap(({ body }) => (body.type === "log" ? [body.text] : []));
  return { task: turns.now(task), told, made: turns.environments.requests };
}

test("the transcript tells how the agent is installed, before its environment is made with that version", async () => {
  const { told, made } = await provision(async (_agent, { onProgress }) => {
    onProgress("waiting for another process that installs it");
    return "2.0.0";
  });
  expect(told).toContain("claude-code: waiting for another process that installs it");
  expect(made).toMatchObject([{ agentVersion: "2.0.0" }]);
});

test.each(["prerequisite_missing", "forbidden"] as const)(
  "an installation that ends with %s ends the task with its words",
  async (code) => {
    const words = "Installing Claude Code failed: no way. Mend that and try again";
    const { task, made } = await provision(async () => {
      throw new CatalystError(code, words);
    });
    expect(task).toMatchObject({ status: "failed", failureReason: "installation_failed", errorMessage: words });
    expect(made).toEqual([]);
  },
);

test("an installer that says without end what it does fills no transcript", async () => {
  const { told } = await provision(async (_agent, { onProgress }) => {
    for (let count = 0; count < 1000; count++) {
      onProgress(`line ${count}`);
    }
    return "2.0.0";
  });
  expect(told.filter((text) => text.startsWith("claude-code: line"))).toHaveLength(50);
});
