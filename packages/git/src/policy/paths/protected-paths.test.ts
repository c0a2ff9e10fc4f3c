import { expect, test } from "vitest";
import { PROTECTED_PLACES } from "../protected-places.ts";
import { protectedPaths } from "./protected-paths.ts";

const places = protectedPaths(PROTECTED_PLACES);

test.each([
  ".github/workflows/x.yml",
  ".github/workflows/.evil.yml",
  ".GitHub/workflows/x.yml",
  ".github./workflows/x.yml",
  ".github /x.yml",
  ".github::$INDEX_ALLOCATION/x.yml",
  ".git\u200chub/x.yml",
  ".\uff47ithub/x.yml",
  ".githu\u0042/x.yml",
  ".github\\workflows\\x.yml",
  "GITHUB~1/workflows/x.yml",
  "sub/.gitattributes",
  "sub/.gitattribute\u017f",
  "GITATT~1",
  "sub/gitmod~1",
  "a/.a/AGENTS.md",
  "a/agents.MD",
  "sub/.vscode/tasks.json",
  "sub/.idea/workspace.xml",
  "x.code-workspace",
  ".githooks/pre-commit",
  "sub/.husky/pre-push",
  "lefthook.yml",
  ".config/lefthook.yml",
  ".pre-commit-config.yaml",
  "sub/.npmrc",
  ".yarnrc.yml",
  ".cargo/config.toml",
  "NuGet.Config",
  "pip.conf",
  ".lfsconfig",
  ".env.production",
  ".catalyst/config.yaml",
  "docs/CODEOWNERS",
  "Jenkinsfile.deploy",
])("%s is protected", (path) => {
  expect(places.find(path, false)).not.toBeNull();
});

test.each([
  "package.json",
  "package-lock.json",
  "Dockerfile",
  "Makefile",
  ".gitignore",
  "src/github.ts",
  "docs/.github/x.yml",
  "githubs/x",
  "src/agents.ts",
  "locales/auth.json",
  "src/environment.ts",
  ".eslintrc.json",
  "cargo/config.toml",
  "tests/fixtures/.catalyst/x",
])("%s is not", (path) => {
  expect(places.find(path, false)).toBeNull();
});

test("a folder's name counts when something else bears it, a link above all", () => {
  const links = protectedPaths([{ role: "packages", path: ".cargo/config.toml" }]);
  expect(links.find(".cargo", false)).not.toBeNull();
  expect(links.find("a/.cargo", false)).not.toBeNull();
  expect(links.find(".cargo", true)).toBeNull();
  expect(links.find(".cargo/other", false)).toBeNull();
});
