import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { sealLink } from "../forge/app/link.ts";
import { createTestKeys } from "../testing/test-keys.ts";
import { openLink } from "./open-link.ts";

const { sealing, opening } = createTestKeys();
const userId = randomUUID();
const CODE = { host: "github.com", clientId: "Iv1", deviceCode: "its-device-code" };
const pending = sealLink(userId, CODE, sealing);
const refusal = expect.objectContaining({ code: "invalid_input" });

test("what somebody began is opened for them, and says nothing to who carries it", () => {
  expect(openLink(userId, pending, opening)).toEqual(CODE);
  expect(Buffer.from(pending, "base64url").toString()).not.toContain("its-device-code");
});

test("nobody goes on with what another began", () => {
  expect(() => openLink(randomUUID(), pending, opening)).toThrow(refusal);
});

test.each([
  ["no text of ours", "none"],
  ["something else", Buffer.from("[]").toString("base64url")],
  ["a key that nobody has", sealLink(userId, CODE, createTestKeys().sealing)],
])("%s is refused as what the asker sent", (_what, text) => {
  expect(() => openLink(userId, text, opening)).toThrow(refusal);
});
