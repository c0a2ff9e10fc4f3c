import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { sealWatchToken } from "../forge/watch/seal-watch-token.ts";
import { createTestKeys } from "../testing/test-keys.ts";
import { openWatchToken } from "./open-watch-token.ts";

const { sealing, opening } = createTestKeys();
const PLACE = { userId: randomUUID(), host: "github.com", owner: "acme", name: "shop" };
const TOKEN = "github_pat_of_ada";
const sealed = sealWatchToken(PLACE, TOKEN, sealing);

test("a token is opened for who gave it and where, and says nothing on its way", () => {
  expect(openWatchToken(PLACE, sealed, opening)).toBe(TOKEN);
  expect(JSON.stringify(sealed)).not.toContain(TOKEN);
});

test.each([
  ["another person", { ...PLACE, userId: randomUUID() }],
  ["another repository", { ...PLACE, name: "site" }],
  ["another GitHub", { ...PLACE, host: "ghe.example" }],
])("it isn't opened for %s", (_what, place) => {
  expect(() => openWatchToken(place, sealed, opening)).toThrow(expect.objectContaining({ code: "invalid_input" }));
});
