import { join } from "node:path";
import type { Behaviour } from "@catalyst/core/testing";
import { environmentProviderContract, type ProviderPlace } from "@catalyst/core/testing/environment-provider.contract";
import { isAlive, waitUntil } from "@catalyst/machine";
import { execa } from "execa";
import { describe } from "vitest";
import { readState, writeState } from "./environment-state.ts";
import { openTrialGateway } from "./keepers/trial-gateway.ts";
import { makeTestHome } from "./testing/test-home.ts";

describe("environments on this machine", () => environmentProviderContract(openPlace, { canEvict: false }));

const SCRIPTS: Record<Exclude<Behaviour["kind"], "exit">, string> = {
  forever: "setInterval(() => {}, 1000);",
  fill_memory: "const held = []; for (;;) held.push(Buffer.alloc(2 ** 24, 1));",
  fill_disk: `const fs = await import("node:fs"); for (let i = 0; ; i += 1) fs.writeFileSync("/workspace/" + i, Buffer.alloc(2 ** 20, 1));`,
  kill_itself: `process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);`,
};

function scriptOf(behaviour: Behaviour): string {
  if (behaviour.kind !== "exit") {
    return SCRIPTS[behaviour.kind];
  }
  const { exitCode, output = "" } = behaviour;
  return `console.log(${JSON.stringify(output)}); process.exitCode = ${exitCode};`;
}

async function openPlace(): Promise<ProviderPlace> {
  const home = makeTestHome();
  const stateOf = (executionId: string) => {
    const folder = join(home.home, "environments", executionId);
    const state = readState(folder);
    if (state === null) {
      throw new Error("The environment has no state.");
    }
    return { folder, state };
  };
  return {
    provider: home.provider,
    another: home.another,
    promptOf: scriptOf,
    async ensureAndDie(request) {
      await openTrialGateway(home.gatewayFolder, request.executionId);
      const program = `
        import { localEnvironmentProvider } from ${JSON.stringify(join(import.meta.dirname, "local-environment-provider.ts"))};
        const options = ${JSON.stringify(home.options)};
        const provider = localEnvironmentProvider({ ...options, agentFolder: () => null, mirrorFolder: () => null });
        await provider.ensure(${JSON.stringify(request)});
        process.kill(process.pid, "SIGKILL");`;
      const args = ["--input-type=module", "-e", program];
      await execa(process.execPath, args, { env: {}, extendEnv: false, reject: false });
    },
    async killKeeper(executionId) {
      const { keeper } = stateOf(executionId).state;
      process.kill(keeper.pid, "SIGKILL");
      await waitUntil(() => !isAlive(keeper), 60_000);
    },
    async makeUnknown(executionId) {
      const { folder, state } = stateOf(executionId);
      writeState(folder, { ...state, phase: "hibernating" as never });
    },
    close: home.remove,
  };
}
