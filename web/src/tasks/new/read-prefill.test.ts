import { expect, it } from "vitest";
import { readPrefill } from "./read-prefill.ts";

const AGENTS = [{ id: "aider" }];

it("a link fills in what it says", () => {
  expect(readPrefill({ prompt: "Fix it", repo: "acme/shop", agent: "aider" }, AGENTS)).toEqual({
    prompt: "Fix it",
    repository: "acme/shop",
    agent: "aider",
  });
});

it("a link that says nothing fills in nothing", () => {
  expect(readPrefill({ project: "team/shop" }, AGENTS)).toBeNull();
  expect(readPrefill({ agent: "unknown" }, AGENTS)).toBeNull();
});

it("what nobody would see in a link's prompt is shown", () => {
  expect(readPrefill({ prompt: "Fix it\u202e" }, AGENTS)?.prompt).toBe("Fix it⟨U+202E⟩");
});

it("of a link of any length no more is taken than a prompt may have", () => {
  expect(readPrefill({ prompt: "a".repeat(100_000) }, AGENTS)?.prompt).toHaveLength(64 * 1024);
});
