import { expect, test } from "vitest";
import { factWords } from "./audit-words.ts";

test("a change of a setting is told by the project's name", () => {
  const facts = { change: "said", project: "c1f7", setting: "enabledAgents" };
  expect(factWords(facts, { c1f7: "acme/default" })).toBe("project acme/default · enabledAgents was said");
  expect(factWords({ ...facts, change: "taken_back" })).toBe("project c1f7 · enabledAgents was taken back");
  expect(factWords({ name: "CI", scopes: "tasks:read" })).toBe("name CI · scopes tasks:read");
});
