import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Actor } from "../../account/actor.ts";
import { ownsFound } from "./owns-found.ts";

const ADA: Actor = {
  ...{ kind: "forge_account", userId: randomUUID(), forge: "github", accountId: "7", login: "Ada" },
  ...{ projectId: randomUUID(), permission: "write" },
};
const accept = ["protected_path"];
const found = (path: string, ...owners: string[]) => ({ rule: "protected_path", path, detail: "", owners });

test("the owner of all protected places that were changed may let them through", () => {
  const findings = [found("AGENTS.md", "@ada"), found(".npmrc", "@bob", "@ADA"), { ...found("x"), rule: "secret" }];
  expect(ownsFound(ADA, { accept, findings })).toBe(true);
});

test.each([
  ["one of them is another's", accept, [found("AGENTS.md", "@ada"), found(".npmrc", "@bob")]],
  ["one of them is nobody's", accept, [found("AGENTS.md", "@ada"), found(".npmrc")]],
  ["a team is named alike", accept, [found("AGENTS.md", "@acme/ada", "ada")]],
  ["there is nothing of the kind", accept, []],
  ["something else is to be let through, too", [...accept, "secret"], [found("AGENTS.md", "@ada")]],
])("nobody lets through what they don't own: %s", (_what, rules, findings) => {
  expect(ownsFound(ADA, { accept: rules, findings })).toBe(false);
});

test("whoever isn't known by the forge owns nothing there", () => {
  const findings = [found("AGENTS.md", "@ada")];
  expect(ownsFound({ kind: "person", userId: randomUUID() }, { accept, findings })).toBe(false);
});
