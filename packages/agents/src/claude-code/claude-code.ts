import { type AgentAdapter, DEFAULT_MAX_RETRIES, type InvocationInput } from "../agent-adapter.ts";
import type { AgentDefinition } from "../agent-definition.ts";
import { forThisMachine } from "../for-this-machine.ts";
import { createOutputReader } from "./read-output.ts";
import { steering } from "./steering.ts";

const VERSION = "2.1.330";
const ARGS = [
  "-p",
  "--input-format",
  "stream-json",
  "--output-format",
  "stream-json",
  "--verbose",
  "--setting-sources",
  "user",
  "--strict-mcp-config",
];
/**
 * Skipping permissions would win over the mode. The tool that hands the plan over is there only for a CLI that can ask
 * its host, which steering answers. Commands may run: they read, and the workspace can't be written.
 */
const PLAN_ARGS = ["--permission-mode", "plan", "--permission-prompt-tool", "stdio", "--allowed-tools", "Bash"];
const WORK_ARGS = ["--dangerously-skip-permissions"];

const adapter: AgentAdapter = {
  buildInvocation: (input: InvocationInput) => ({
    command: `${input.agentFolder}/${EXECUTABLE}`,
    args: [
      ...ARGS,
      ...(input.purpose === "plan" ? PLAN_ARGS : WORK_ARGS),
      "--settings",
      settings(input),
      ...(input.model === null ? [] : ["--model", input.model]),
      ...(input.resumeSessionId === null ? [] : ["--resume", input.resumeSessionId]),
    ],
    env: env(input),
    stdin: steering.encode(input.prompt),
    files: [],
  }),
  createOutputReader,
  steering,
};

/** The environment, given a second time as settings: these win over whatever the CLI finds elsewhere. */
function settings(input: InvocationInput): string {
  const { ANTHROPIC_AUTH_TOKEN: _token, ...rest } = env(input);
  return JSON.stringify({ env: rest, disableAllHooks: true, includeCoAuthoredBy: false, ...NO_AUTO_MODE });
}

/** Else plan mode has commands checked by a service of the provider's that no gateway passes on, and refuses them all. */
const NO_AUTO_MODE = { disableAutoMode: "disable", useAutoModeDuringPlan: false };

function env({ gatewayUrl, token, home, maxRetries = DEFAULT_MAX_RETRIES }: InvocationInput): Record<string, string> {
  return {
    ANTHROPIC_BASE_URL: `${gatewayUrl}/llm/anthropic`,
    // An ANTHROPIC_API_KEY would win over this one: there must be none.
    ANTHROPIC_AUTH_TOKEN: token,
    CLAUDE_CONFIG_DIR: `${home}/.claude`,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_AUTOUPDATER: "1",
    DISABLE_TELEMETRY: "1",
    DISABLE_ERROR_REPORTING: "1",
    DISABLE_UPDATES: "1",
    CLAUDE_CODE_DISABLE_FEEDBACK_SURVEY: "1",
    CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: "1",
    // Else it asks again without streaming when a stream breaks off, which may run tools twice.
    CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: "1",
    CLAUDE_CODE_MAX_RETRIES: String(maxRetries),
    // Longer than the gateway waits for a provider: its word on what went wrong comes first.
    API_TIMEOUT_MS: "660000",
    IS_SANDBOX: "1",
  };
}

const EXECUTABLE = forThisMachine({
  x64: "node_modules/@anthropic-ai/claude-code-linux-x64/claude",
  arm64: "node_modules/@anthropic-ai/claude-code-linux-arm64/claude",
});

export const claudeCode: AgentDefinition = {
  id: "claude-code",
  name: "Claude Code",
  provider: "anthropic",
  providers: ["anthropic"],
  subscription: "anthropic",
  command: "claude",
  args: [...ARGS, ...WORK_ARGS],
  envVars: ["ANTHROPIC_API_KEY"],
  features: ["plans", "sessions", "steering"],
  sessionPaths: [".claude/projects"],
  instructionPaths: ["CLAUDE.md", "CLAUDE.*.md", ".claude", ".claude.json", ".mcp.json"],
  canPlan: true,
  canResume: true,
  canSteer: true,
  install: { kind: "npm", package: "@anthropic-ai/claude-code", version: VERSION, executable: EXECUTABLE },
  adapter,
};
