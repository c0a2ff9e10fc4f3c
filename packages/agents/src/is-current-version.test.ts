import type { AgentFile } from "@catalyst/core";
import { parseJson } from "@catalyst/core/testing";
import { expect, test } from "vitest";
import { isCurrentVersion } from "./is-current-version.ts";
import { findAgent } from "./registry.ts";

const file = (id: string, text: string): AgentFile => ({ id, text, path: `${id}.yaml`, where: "here", owner: "user" });
const sourcesWith = (...files: AgentFile[]) => ({
  formats: { parseYaml: parseJson },
  readFile: async (id: string) => files.find((one) => one.id === id) ?? null,
  listIds: async () => files.map(({ id }) => id),
});

test("the registry's pinned version is current, another one isn't", async () => {
  const { install } = findAgent("claude-code");
  const version = install.kind === "none" ? "" : (install.folder ?? install.version);
  expect(await isCurrentVersion(`claude-code/${version}`, sourcesWith())).toBe(true);
  expect(await isCurrentVersion("claude-code/0.0.1", sourcesWith())).toBe(false);
});

test("an agent that nobody defines here has no current version; one whose definition is broken keeps all", async () => {
  expect(await isCurrentVersion("gone/1.0.0", sourcesWith())).toBe(false);
  expect(await isCurrentVersion("mine/1.0.0", sourcesWith(file("mine", "{}")))).toBe(true);
});
