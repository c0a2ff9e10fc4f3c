import { type AgentAdapter, DEFAULT_MAX_RETRIES, type Invocation, type InvocationInput } from "../agent-adapter.ts";
import type { AgentDefinition } from "../agent-definition.ts";
import { forThisMachine } from "../for-this-machine.ts";
import { guardPlugin } from "./guard-plugin.ts";
import { providerSettings } from "./provider-settings.ts";
import { createOutputReader } from "./read-output.ts";

const VERSION = "1.18.33";
/** For x64 the build without AVX2, which runs everywhere. */
const EXECUTABLE = forThisMachine({
  x64: "node_modules/opencode-linux-x64-baseline/bin/opencode",
  arm64: "node_modules/opencode-linux-arm64/bin/opencode",
});
/** A title of ours, because it would ask its model for one. */
const ARGS = ["run", "--format", "json", "--auto", "--thinking", "--title", "Catalyst"];
const DATABASE = ".local/share/opencode/opencode.db";

const adapter: AgentAdapter = { buildInvocation, createOutputReader };

function buildInvocation(input: InvocationInput): Invocation {
  const plugin = `${input.home}/.catalyst-opencode/guard.js`;
  const { model, settings } = providerSettings(input);
  return {
    command: `${input.agentFolder}/${EXECUTABLE}`,
    args: [
      ...ARGS,
      ...["--model", model, "--agent", input.purpose === "plan" ? "plan" : "build"],
      ...(input.resumeSessionId === null ? [] : ["--session", input.resumeSessionId]),
    ],
    env: {
      ...SWITCHES,
      OPENCODE_CONFIG_CONTENT: JSON.stringify({
        ...settings,
        ...SETTINGS,
        instructions: [`${input.repositoryPath}/AGENTS.md`],
        plugin: [`file://${plugin}`],
      }),
    },
    stdin: input.prompt,
    files: [
      { path: plugin, content: guardPlugin(input.maxRetries ?? DEFAULT_MAX_RETRIES) },
      ...asInstalled(`${input.home}/.config/opencode`),
    ],
  };
}

/** Language servers and formatters could be the repository's own programs. */
const SETTINGS = {
  share: "disabled",
  autoupdate: false,
  snapshot: false,
  lsp: false,
  formatter: false,
};

/** Without the project's settings its AGENTS.md isn't read either: that one comes back by `instructions`. */
const SWITCHES = {
  OPENCODE_DISABLE_PROJECT_CONFIG: "1",
  OPENCODE_DISABLE_EXTERNAL_SKILLS: "1",
  OPENCODE_DISABLE_CLAUDE_CODE: "1",
  OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
  OPENCODE_DISABLE_MODELS_FETCH: "1",
  OPENCODE_DISABLE_AUTOUPDATE: "1",
  OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
  OPENCODE_EXPERIMENTAL_DISABLE_FILEWATCHER: "1",
};

/**
 * Before it loads a plugin it installs a package of types from npm into its settings' folder, and without a network waits
 * for that for minutes. It goes by these files to see whether the package is there; nothing of ours imports it.
 */
function asInstalled(folder: string): Invocation["files"] {
  const lock = { packages: { "": { dependencies: { "@opencode-ai/plugin": "*" } } } };
  return [
    { path: `${folder}/package-lock.json`, content: JSON.stringify(lock) },
    { path: `${folder}/node_modules/.package-lock.json`, content: "{}" },
  ];
}

export const opencode: AgentDefinition = {
  id: "opencode",
  name: "opencode",
  provider: "anthropic",
  providers: ["anthropic", "openai", "gemini", "openrouter", "openai-compatible", "ollama"],
  command: "opencode",
  args: ARGS,
  envVars: ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "OPENROUTER_API_KEY"],
  features: ["plans", "sessions"],
  // What is newest is in the log beside the database, and gets into it when the next one opens it.
  sessionPaths: [DATABASE, `${DATABASE}-wal`],
  instructionPaths: ["AGENTS.md", "opencode.json*", ".opencode"],
  canPlan: true,
  canResume: true,
  canSteer: false,
  install: { kind: "npm", package: "opencode-ai", version: VERSION, executable: EXECUTABLE },
  adapter,
};
