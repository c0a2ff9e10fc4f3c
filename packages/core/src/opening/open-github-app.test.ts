import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { sealAppPart } from "../forge/app/seal-app.ts";
import { createTestKeys } from "../testing/test-keys.ts";
import { openAppKey, openWebhookSecret } from "./open-github-app.ts";

const { sealing, opening } = createTestKeys();
const app = { id: randomUUID(), host: "github.com", appId: 7 };
const privateKey = sealAppPart(app, { part: "privateKey", text: "-----BEGIN" }, sealing);
const secret = sealAppPart(app, { part: "webhookSecret", text: "a secret" }, sealing);

test("what was sealed of an App opens to the same", () => {
  expect(openAppKey({ ...app, privateKey }, opening)).toBe("-----BEGIN");
  expect(openWebhookSecret(app, secret, opening).toString()).toBe("a secret");
});

test.each([
  ["another row's", { id: randomUUID() }],
  ["another GitHub's", { host: "ghe.example" }],
  ["another App's", { appId: 8 }],
])("%s doesn't open, and neither does one part as the other", (_what, change) => {
  const altered = "the stored row was altered";
  expect(() => openAppKey({ ...app, privateKey, ...change }, opening)).toThrow(altered);
  expect(() => openWebhookSecret({ ...app, ...change }, secret, opening)).toThrow(altered);
  expect(() => openWebhookSecret(app, privateKey, opening)).toThrow(altered);
});

test("who lacks the key is told whose it is", () => {
  const others = createTestKeys().opening;
  expect(() => openWebhookSecret(app, secret, others)).toThrow("the server's key file");
  expect(() => openAppKey({ ...app, privateKey }, others)).toThrow("the worker's key file");
});
