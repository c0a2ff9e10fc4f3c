import type { AgentAdapter, AgentExit } from "../agent-adapter.ts";
import type { AgentDefinition } from "../agent-definition.ts";
import { stdoutLog } from "../text-event.ts";

const adapter: AgentAdapter = {
  buildInvocation: ({ prompt, home, gatewayUrl }) => ({
    command: "/bin/sh",
    args: [`${home}/.catalyst-script/script.sh`],
    env: { CATALYST_GATEWAY_URL: gatewayUrl },
    stdin: null,
    files: [{ path: `${home}/.catalyst-script/script.sh`, content: `${prompt}\n` }],
  }),
  createOutputReader: () => ({
    read: stdoutLog,
    end: ({ exitCode, timedOut }: AgentExit) => ({
      outcome: timedOut ? "timed_out" : exitCode === 0 ? "completed" : "failed",
      summary: `The script ended with ${exitCode === null ? "a signal" : `exit code ${exitCode}`}.`,
      events: [],
    }),
  }),
};

/** Runs its prompt as a shell script in the repository: deterministic, without model and key. */
export const script: AgentDefinition = {
  id: "script",
  name: "Script",
  provider: null,
  providers: [],
  command: "/bin/sh",
  args: [],
  envVars: [],
  features: ["deterministic"],
  install: { kind: "none" },
  adapter,
};
