import type { AgentAdapter, AgentExit, OutputReader } from "../agent-adapter.ts";
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
  createOutputReader: (purpose) => (purpose === "plan" ? readPlan() : { read: stdoutLog, end: conclude }),
};

const MAX_PLAN_CHARACTERS = 64 * 1024;

/** Of a script that makes a plan, the plan is what it prints. */
function readPlan(): OutputReader {
  let said = "";
  return {
    read(line) {
      said = `${said}${line}\n`.slice(0, MAX_PLAN_CHARACTERS);
      return stdoutLog(line);
    },
    end(exit) {
      const end = conclude(exit);
      return end.outcome === "completed" && said.trim() !== "" ? { ...end, summary: said.trim() } : end;
    },
  };
}

/** Of one that fails the exit code is told beside the summary, and why stands in its output. */
function conclude({ exitCode, timedOut }: AgentExit): ReturnType<OutputReader["end"]> {
  if (!timedOut && exitCode === 0) {
    return { outcome: "completed", summary: "The script ended with exit code 0.", events: [] };
  }
  return { outcome: timedOut ? "timed_out" : "failed", summary: null, events: [] };
}

/** Runs its prompt as a shell script in the repository: deterministic, without model and key. */
export const script: AgentDefinition = {
  id: "script",
  name: "Script",
  provider: null,
  providers: [],
  command: "/bin/sh",
  args: [],
  envVars: [],
  features: [],
  sessionPaths: [],
  instructionPaths: [],
  canPlan: false,
  canResume: false,
  canSteer: false,
  install: { kind: "none" },
  adapter,
};
