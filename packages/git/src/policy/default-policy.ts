import type { ResultPolicy } from "@catalyst/core";

const MIB = 1024 * 1024;

/** What a result may not touch by default: what runs by itself, decides who may merge, or instructs agents. */
const PROTECTED_PATHS = [
  ".github/**",
  ".gitlab-ci.yml",
  ".gitlab/**",
  ".circleci/**",
  ".buildkite/**",
  "Jenkinsfile",
  "azure-pipelines.yml",
  "CODEOWNERS",
  "**/CODEOWNERS",
  ".gitmodules",
  "**/.gitattributes",
  ".husky/**",
  ".pre-commit-config.yaml",
  ".catalyst/**",
  ".devcontainer/**",
  ".devcontainer.json",
  ".vscode/**",
  ".idea/**",
  "**/.npmrc",
  "**/.yarnrc*",
  "**/.env",
  "**/.env.*",
  "**/.envrc",
  "**/AGENTS.md",
  "**/CLAUDE.md",
  "**/GEMINI.md",
  ".claude/**",
  ".codex/**",
  ".cursor/**",
  ".cursorrules",
  ".windsurfrules",
  ".aider*",
  ".gemini/**",
  "opencode.json*",
  ".opencode/**",
  "**/.mcp.json",
];

export const DEFAULT_RESULT_POLICY: Omit<ResultPolicy, "knownSecrets"> = {
  protectedPaths: PROTECTED_PATHS,
  maxFileBytes: 5 * MIB,
  maxPatchBytes: 20 * MIB,
  maxFiles: 2000,
};
