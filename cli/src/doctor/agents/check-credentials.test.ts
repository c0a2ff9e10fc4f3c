import type { ApiClient } from "@catalyst/api/own";
import { expect, test } from "vitest";
import { checkCredentials } from "./check-credentials.ts";

const STORED = { name: "chatgpt", provider: "openai", kind: "subscription", hint: "1234", signInNeeded: null };

const found = (stored: object[]) =>
  checkCredentials({ call: async () => ({ data: stored }) } as unknown as ApiClient, { providerVariables: {} });

test("a subscription is named as it is everywhere, and one that must be signed in anew with the way", async () => {
  expect(await found([STORED])).toMatchObject({ state: "ok", detail: "chatgpt …1234" });
  expect(await found([{ ...STORED, signInNeeded: "the login is over." }])).toMatchObject({
    state: "limited",
    detail: "chatgpt …1234; chatgpt must be signed in anew.",
    remedy: "Sign in: catalyst credentials add openai --chatgpt --replace",
  });
});
