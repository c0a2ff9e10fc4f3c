import { expect, test } from "vitest";
import { readToken } from "./read-token.ts";

const TOKEN = "t".repeat(43);
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });

test.each([
  ["Bearer", { authorization: `Bearer ${TOKEN}` }],
  ["bearer in lower case", { authorization: `bearer ${TOKEN}` }],
  ["x-api-key", { "x-api-key": TOKEN }],
  ["x-goog-api-key", { "x-goog-api-key": TOKEN }],
  ["the password of Basic", basic(`agent:${TOKEN}`)],
  ["two places that agree", { "x-api-key": TOKEN, authorization: `Bearer ${TOKEN}` }],
  [
    "x-api-key beside something that is no token",
    { "x-api-key": TOKEN, authorization: "Bearer sk-ant-of-the-agent's-own" },
  ],
])("a token is found in %s", (_place, headers) => {
  expect(readToken(headers)).toBe(TOKEN);
});

test.each([
  ["nothing", {}],
  ["too short a one", { "x-api-key": "t".repeat(42) }],
  ["other characters", { "x-api-key": `${"t".repeat(43)}'--` }],
  ["a third word", { authorization: `Bearer ${TOKEN} x` }],
  ["two different ones", { "x-api-key": TOKEN, authorization: `Bearer ${"u".repeat(43)}` }],
  ["a Basic user name", basic(`${TOKEN}:`)],
])("%s is no token", (_what, headers) => {
  expect(readToken(headers)).toBeNull();
});
