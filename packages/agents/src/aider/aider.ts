import { type AgentAdapter, DEFAULT_MAX_RETRIES, type Invocation, type InvocationInput } from "../agent-adapter.ts";
import type { AgentDefinition } from "../agent-definition.ts";
import { chooseModel } from "./choose-model.ts";
import { createOutputReader } from "./read-output.ts";
import { startScript } from "./start-script.ts";

const VERSION = "0.86.2";
/** Below HOME: everything that is ours or that aider keeps. */
const FOLDER = ".catalyst-aider";
const CHAT_HISTORY = `${FOLDER}/chat-history.md`;
/** Longer than the gateway waits for a provider: its word on what went wrong comes first. */
const TIMEOUT_SECONDS = 660;

const ARGS = [
  ...[
    "--yes-always",
    "--no-check-update",
    "--analytics-disable",
    "--no-show-release-notes",
    "--no-show-model-warnings",
  ],
  ...["--no-pretty", "--no-fancy-input", "--disable-playwright", "--no-detect-urls"],
  ...["--git", "--auto-commits", "--no-dirty-commits", "--no-gitignore", "--no-suggest-shell-commands"],
  ...["--no-attribute-author", "--no-attribute-committer", "--no-attribute-co-authored-by"],
];

const adapter: AgentAdapter = { buildInvocation, createOutputReader };

function buildInvocation(input: InvocationInput): Invocation {
  const folder = `${input.home}/${FOLDER}`;
  const { model, env } = chooseModel(input);
  return {
    command: `${input.agentFolder}/bin/python`,
    args: [
      ...["-I", `${folder}/start.py`, ...ARGS],
      // A model for each role: aider's own choice could be one that this provider doesn't have.
      ...["--model", model, "--weak-model", model, "--editor-model", model, "--timeout", String(TIMEOUT_SECONDS)],
      ...["--model-settings-file", `${folder}/model-settings.yml`],
      ...["--chat-history-file", `${input.home}/${CHAT_HISTORY}`, "--input-history-file", `${folder}/input-history`],
      ...["--aiderignore", `${input.repositoryPath}/.aiderignore`],
      ...(input.purpose === "work" ? [] : ["--chat-mode", "ask"]),
      ...(input.resumeSessionId === null ? [] : ["--restore-chat-history"]),
      ...["--message-file", `${folder}/message.md`, input.repositoryPath],
    ],
    env: { ...env, LITELLM_LOCAL_MODEL_COST_MAP: "True", COLUMNS: "4096" },
    stdin: null,
    files: [
      { path: `${folder}/start.py`, content: startScript(input.maxRetries ?? DEFAULT_MAX_RETRIES) },
      { path: `${folder}/message.md`, content: toMessage(input.prompt) },
      { path: `${folder}/model-settings.yml`, content: MODEL_SETTINGS },
    ],
  };
}

/** For every model. Retries are counted once, by aider: those of the library beneath would multiply with them. */
const MODEL_SETTINGS = JSON.stringify([{ name: "aider/extra_params", extra_params: { max_retries: 0 } }]);

/** A message that begins with a slash or an exclamation mark would be one of aider's commands. */
function toMessage(prompt: string): string {
  return /^[/!]/.test(prompt) ? `\n${prompt}` : prompt;
}

export const aider: AgentDefinition = {
  id: "aider",
  name: "Aider",
  provider: "anthropic",
  providers: ["anthropic", "openai", "gemini", "openrouter", "openai-compatible", "ollama"],
  command: "aider",
  args: ARGS,
  envVars: ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "OPENROUTER_API_KEY", "OLLAMA_API_BASE"],
  features: ["plans", "sessions", "auto-commit"],
  install: {
    kind: "pypi",
    package: "aider-chat",
    version: VERSION,
    executable: "bin/aider",
    pythonVersions: ["3.12", "3.11", "3.10"],
  },
  sessionPaths: [CHAT_HISTORY],
  instructionPaths: [".aider*"],
  canPlan: true,
  canResume: true,
  canSteer: false,
  adapter,
};
