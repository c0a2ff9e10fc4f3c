import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Actor } from "../../../account/actor.ts";
import { findSigner } from "./find-signer.ts";

const bot = { name: "catalyst[bot]", email: "9+catalyst[bot]@users.noreply.github.com" };
const ADA = randomUUID();
const signOff = { name: "Ada", email: "ada@example.com" };

function signerOf(dco: string, askedBy: Actor) {
  const accounts = {
    getSignOff: async (userId: string) => (userId === ADA ? { ...signOff, agreedAt: new Date() } : null),
  };
  const step = { execution: { askedBy, resolution: { settings: { github: { dco } } } }, deps: { accounts } };
  return findSigner(step as never, { bot });
}

test("commits are signed off as the project wants it, and by whoever asked as they agreed", async () => {
  const person = (userId: string): Actor => ({ kind: "person", userId });
  expect(await signerOf("none", person(ADA))).toBeNull();
  expect(await signerOf("bot", person(randomUUID()))).toEqual(bot);
  expect(await signerOf("requester", person(ADA))).toEqual(signOff);
  expect(await signerOf("requester", person(randomUUID()))).toBeNull();
  expect(await signerOf("requester", { kind: "system" })).toBeNull();
});
