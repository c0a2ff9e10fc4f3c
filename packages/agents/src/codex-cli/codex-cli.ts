import { type AgentAdapter, DEFAULT_MAX_RETRIES, type InvocationInput } from "../agent-adapter.ts";
import type { AgentDefinition } from "../agent-definition.ts";
import { forThisMachine } from "../for-this-machine.ts";
import { createOutputReader } from "./read-output.ts";

const VERSION = "0.169.0";
const ARGS = ["exec", "--json", "--dangerously-bypass-approvals-and-sandbox", "--color", "never"];
const EXECUTABLE = forThisMachine({
  x64: "node_modules/@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex",
  arm64: "node_modules/@openai/codex-linux-arm64/vendor/aarch64-unknown-linux-musl/bin/codex",
});

const adapter: AgentAdapter = {
  buildInvocation: (input: InvocationInput) => ({
    command: `${input.agentFolder}/${EXECUTABLE}`,
    args: [
      ...ARGS,
      ...settings(input).flatMap((setting) => ["-c", setting]),
      ...(input.model === null ? [] : ["-m", input.model]),
      ...(input.resumeSessionId === null ? [] : ["resume", input.resumeSessionId]),
      "-",
    ],
    env: { CODEX_HOME: `${input.home}/.codex`, CATALYST_TOKEN: input.token },
    stdin: input.prompt,
    files: [{ path: `${input.home}/.codex/config.toml`, content: "" }],
  }),
  createOutputReader,
};

/**
 * Given with -c, which wins over every file. The built-in provider `openai` can't be overridden, so there is one of ours.
 * Retries are counted once, at the stream: those of a single request would multiply with them. The gateway gives up on a
 * silent provider first, and must: Codex itself waits without end for the beginning of an answer.
 */
function settings({ gatewayUrl, provider, maxRetries = DEFAULT_MAX_RETRIES }: InvocationInput): string[] {
  const base = provider === null || provider === "openai" ? "openai/v1" : `${provider}/v1`;
  const ours = `{name="Catalyst",base_url="${gatewayUrl}/llm/${base}",env_key="CATALYST_TOKEN",wire_api="responses",request_max_retries=0,stream_max_retries=${maxRetries},stream_idle_timeout_ms=360000}`;
  return [
    "model_provider=catalyst",
    `model_providers.catalyst=${ours}`,
    // OpenAI's search is held to its index by the gateway; elsewhere it would be a way to any address, and is refused.
    ...(base === "openai/v1" ? [] : ['web_search="disabled"']),
    "check_for_update_on_startup=false",
    "analytics.enabled=false",
  ];
}

export const codexCli: AgentDefinition = {
  id: "codex-cli",
  name: "Codex CLI",
  provider: "openai",
  providers: ["openai", "openai-compatible", "openrouter", "ollama"],
  subscription: "openai",
  command: "codex",
  args: ARGS,
  envVars: ["OPENAI_API_KEY"],
  features: ["sessions"],
  sessionPaths: [".codex/sessions"],
  instructionPaths: ["AGENTS.md", "AGENTS.*.md", ".codex"],
  canPlan: false,
  canResume: true,
  canSteer: false,
  install: { kind: "npm", package: "@openai/codex", version: VERSION, executable: EXECUTABLE },
  adapter,
};
