import { relative } from "node:path/posix";
import { DEFAULT_MAX_RETRIES, type InvocationInput } from "../agent-adapter.ts";

/** The CLI takes no more, however many are asked for. */
const MAX_ATTEMPTS = 10;

/**
 * The user's settings of Gemini CLI (0.61). Those of a system would win over them, but must belong to root, whom an
 * environment doesn't have; those of a repository are not read where its folder isn't trusted.
 */
export function settings({ home, repositoryPath, maxRetries = DEFAULT_MAX_RETRIES }: InvocationInput): string {
  return JSON.stringify({
    security: {
      auth: { selectedType: "gemini-api-key" },
      // Enabled, it would refuse to start in a folder that isn't trusted. The folder stays untrusted without it.
      folderTrust: { enabled: false },
    },
    general: {
      enableAutoUpdate: false,
      enableAutoUpdateNotification: false,
      maxAttempts: Math.min(maxRetries + 1, MAX_ATTEMPTS),
      // Without a person its plan mode approves its own plans and goes on to carry them out.
      plan: { enabled: false },
      sessionRetention: { enabled: false },
    },
    advanced: { ignoreLocalEnv: true, autoConfigureMemory: false },
    hooksConfig: { enabled: false },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
    tools: { sandbox: false, useRipgrep: false },
    // Words alone are taken from the repository: names count from the user's folder, which is read in any case.
    context: { fileName: ["GEMINI.md", `${relative(`${home}/.gemini`, repositoryPath)}/GEMINI.md`] },
  });
}

/**
 * What needs no approval: everything, as in the mode that a folder must be trusted for. With a pattern of its own, a rule
 * for commands covers git's, too, which need a person in an untrusted folder otherwise. For a plan the tools that edit are
 * refused, and so not offered to the model.
 */
export function policy(purpose: InvocationInput["purpose"]): string {
  const rules = [
    'toolName = "*"\ndecision = "allow"\npriority = 998\nallowRedirection = true\n',
    'toolName = "run_shell_command"\nargsPattern = "."\ndecision = "allow"\npriority = 999\nallowRedirection = true\n',
    ...(purpose === "plan" ? ['toolName = ["write_file", "replace"]\ndecision = "deny"\npriority = 999\n'] : []),
  ];
  return rules.map((rule) => `[[rule]]\n${rule}`).join("\n");
}
