import { ENVIRONMENT_PATHS } from "@catalyst/core";
import type { AgentAdapter, InvocationInput } from "../agent-adapter.ts";
import type { AgentDefinition } from "../agent-definition.ts";
import { createOutputReader } from "./read-output.ts";
import { policy, settings } from "./settings.ts";

const VERSION = "0.61.0";
const ARGS = ["--output-format", "stream-json", "--approval-mode", "default"];
/** A program of several files: it needs those beside it and Node. */
const EXECUTABLE = "node_modules/@google/gemini-cli/bundle/gemini.js";
/** The CLI's own name for its strongest model. Its default asks a small model before each prompt which one to take. */
const DEFAULT_MODEL = "pro";
/**
 * The CLI waits a minute for the beginning of an answer unless this switch of its makers says otherwise, in seconds. Longer
 * than the gateway waits for a provider: its word on what went wrong comes first.
 */
const EXPERIMENTS = ".gemini/experiments.json";
const EXPERIMENTS_CONTENT = JSON.stringify({ flags: [{ flagId: 45773134, intValue: "660" }] });

const adapter: AgentAdapter = {
  buildInvocation: (input: InvocationInput) => ({
    command: ENVIRONMENT_PATHS.node,
    args: [
      `${input.agentFolder}/${EXECUTABLE}`,
      ...ARGS,
      ...["--model", input.model ?? DEFAULT_MODEL],
      ...(input.resumeSessionId === null ? [] : ["--resume", input.resumeSessionId]),
    ],
    env: {
      GOOGLE_GEMINI_BASE_URL: `${input.gatewayUrl}/llm/gemini`,
      GEMINI_API_KEY: input.token,
      // Whatever else says so: the repository's settings, variables, servers and hooks are not even read.
      GEMINI_CLI_TRUST_WORKSPACE: "false",
      GEMINI_CLI_NO_RELAUNCH: "1",
      GEMINI_EXP: `${input.home}/${EXPERIMENTS}`,
      // It warns of every terminal that is less, at each start.
      TERM: "xterm-256color",
      COLORTERM: "truecolor",
      NO_COLOR: "1",
    },
    stdin: toMessage(input.prompt),
    files: [
      { path: `${input.home}/.gemini/settings.json`, content: settings(input) },
      { path: `${input.home}/${EXPERIMENTS}`, content: EXPERIMENTS_CONTENT },
      { path: `${input.home}/.gemini/policies/catalyst.toml`, content: policy(input.purpose) },
    ],
  }),
  createOutputReader,
};

/** A message that begins with a slash would be one of the CLI's commands. */
function toMessage(prompt: string): string {
  return prompt.startsWith("/") ? `\n${prompt}` : prompt;
}

export const geminiCli: AgentDefinition = {
  id: "gemini-cli",
  name: "Gemini CLI",
  provider: "gemini",
  providers: ["gemini"],
  command: "gemini",
  args: ARGS,
  envVars: ["GEMINI_API_KEY"],
  features: ["sessions"],
  // Its folder for a repository is named after the repository's own, which is the same in every environment.
  sessionPaths: [".gemini/tmp/repository/chats"],
  instructionPaths: ["GEMINI.md", ".gemini", ".geminiignore"],
  canPlan: false,
  canResume: true,
  canSteer: false,
  install: { kind: "npm", package: "@google/gemini-cli", version: VERSION, executable: EXECUTABLE },
  adapter,
};
