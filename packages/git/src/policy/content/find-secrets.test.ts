import { expect, test } from "vitest";
import { findSecrets } from "./find-secrets.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const key = (start: string, length: number, letters = "aB3_x-Z9") => start + letters.repeat(length).slice(0, length);
const JWT = [key("eyJ", 33), key("eyJ", 60), key("", 43)].join(".");

test.each([
  ["Google's", key("AIza", 35)],
  ["Google's of later", key("AQ.Ab", 48)],
  ["a project's at OpenAI", key("sk-proj-", 156)],
  ["a short one at OpenAI", key("sk-svcacct-", 48)],
  ["an old one at OpenAI", key("sk-", 48, "aB3xZ9")],
  ["OpenRouter's", key("sk-or-v1-", 64, "0a9f")],
  ["an administrator's at Anthropic", key("sk-ant-admin01-", 95)],
  ["a token of a login at Anthropic", key("sk-ant-oat01-", 95)],
  ["a token of three parts", JWT],
])("a key is found, and once: %s", async (_what, value) => {
  const found = await findSecrets(`const key = "${value}";\n`, "a.js");
  expect(found.map((hit) => hit.value)).toEqual([value]);
});

test.each([
  ["what is too short", "sk-proj-abc AIzaSy sk-or-v1-0a eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.x"],
  ["names with dashes", `sk-${"loading-spinner-".repeat(6)}`],
  ["a part of a longer run", `${"A".repeat(50)}eyJ${"b".repeat(50)}`],
])("what only begins like one isn't: %s", async (_what, text) => {
  expect(await findSecrets(text, "a.js")).toEqual([]);
});

test("many starts take little time", async () => {
  const before = process.threadCpuUsage();
  for (const start of [
    "AIza",
    "AQ.Ab",
    "sk-proj-",
    "sk-",
    "sk-or-v1-",
    "sk-ant-api03-",
    "eyJ",
    "eyJabcdefghijk.",
    "ya29.",
  ]) {
    await findSecrets(start.repeat(Math.floor(1_000_000 / start.length)), "a.js");
  }
  expect(process.threadCpuUsage(before).user / 1_000_000).toBeLessThan(20);
});
