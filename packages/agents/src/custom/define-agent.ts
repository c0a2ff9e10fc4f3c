import {
  type AgentFile,
  AgentId,
  CatalystError,
  type CredentialProvider,
  checkDocument,
  type InstallRecipe,
  type SettingsFormats,
} from "@catalyst/core";
import type { AgentDefinition } from "../agent-definition.ts";
import { buildInvocation } from "./build-invocation.ts";
import { CustomAgent } from "./custom-agent.ts";
import { placeholdersIn } from "./placeholders.ts";
import { createOutputReader } from "./read-output.ts";

/** For a CLI that goes on in the only session that its home has. */
const ONLY_SESSION = "only-session";

const PROVIDERS: Record<CustomAgent["dialect"], readonly CredentialProvider[]> = {
  anthropic: ["anthropic"],
  "openai-responses": ["openai", "openai-compatible", "openrouter", "ollama"],
  "openai-chat": ["openai", "openai-compatible", "openrouter", "ollama"],
  gemini: ["gemini"],
  ollama: ["ollama"],
};

/** Reads a definition. Throws `invalid_configuration` that names every problem with file, line and column. */
export function readAgentFile(
  { id, text, path, where }: AgentFile,
  { parseYaml }: Pick<SettingsFormats, "parseYaml">,
): CustomAgent {
  if (!AgentId.safeParse(id).success) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading ${path} ${where} failed: the agent is named after its file, and an agent's name is lower-case letters, digits and dashes. Rename the file.`,
    );
  }
  return checkDocument({
    document: parseYaml(text),
    schema: CustomAgent,
    file: path,
    where,
    way: { kind: "mend", what: "agent" },
  });
}

/** A definition's agent, as the registry has its own. */
export function defineAgent({ id, owner }: Pick<AgentFile, "id" | "owner">, custom: CustomAgent): AgentDefinition {
  const providers = PROVIDERS[custom.dialect];
  const { resumeArgs } = custom;
  const isOnlySession = resumeArgs !== undefined && !resumeArgs.flatMap(placeholdersIn).includes("sessionId");
  return {
    id,
    name: custom.name,
    provider: providers[0] ?? null,
    providers,
    command: custom.command,
    args: custom.args,
    envVars: Object.keys(custom.env),
    features: [
      ...(custom.planArgs === undefined ? [] : ["plans" as const]),
      ...(resumeArgs === undefined ? [] : ["sessions" as const]),
    ],
    sessionPaths: custom.sessionPaths,
    instructionPaths: custom.instructionPaths,
    canPlan: custom.planArgs !== undefined,
    canResume: resumeArgs !== undefined,
    canSteer: false,
    install: recipeOf(custom),
    adapter: {
      buildInvocation: (input) => buildInvocation(custom, input),
      createOutputReader: () => createOutputReader(custom.output, isOnlySession ? ONLY_SESSION : null),
    },
    custom: { definition: custom, owner },
  };
}

function recipeOf(custom: CustomAgent): InstallRecipe {
  const { install, command, versionArgs } = custom;
  if (install === null) {
    return { kind: "none" };
  }
  const { npm, pypi = "", version, pythonVersions } = install;
  const recipe = { version, executable: command, versionArgs };
  if (npm !== undefined) {
    return { kind: "npm", package: npm, ...recipe, folder: folderOf(custom) };
  }
  const python = pythonVersions === undefined ? {} : { pythonVersions };
  return { kind: "pypi", package: pypi, ...recipe, ...python, folder: folderOf(custom) };
}

/** Whatever else is installed, or made ready for another command, is another installation. */
function folderOf({ install, command }: CustomAgent): string {
  // Only who installs asks for it, and the runner loads this file at each start.
  const hash = process
    .getBuiltinModule("node:crypto")
    .createHash("sha256")
    .update(JSON.stringify([install, command]))
    .digest("hex")
    .slice(0, 12);
  return `${install?.version}-${hash}`;
}
