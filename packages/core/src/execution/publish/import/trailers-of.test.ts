import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Actor } from "../../../account/actor.ts";
import { trailersOf } from "./trailers-of.ts";

const ADA: Actor = {
  ...{ kind: "forge_account", userId: randomUUID(), forge: "github", accountId: "583231", login: "ada" },
  ...{ projectId: randomUUID(), permission: "write" },
};
const task = { id: randomUUID() };

function of(askedBy: Actor, url = "https://github.com/acme/shop", isShown = true) {
  return trailersOf({ execution: { askedBy }, task, repo: { url }, isShown });
}

test("whoever asked from the forge is named by their account's number, at the forge's own host", () => {
  const mine = `Catalyst-Task: ${task.id}`;
  expect(of(ADA)).toEqual(["Co-authored-by: ada <583231+ada@users.noreply.github.com>", mine]);
  expect(of(ADA, "https://ghe.example/acme/shop")?.[0]).toBe(
    "Co-authored-by: ada <583231+ada@users.noreply.ghe.example>",
  );
});

test("nobody is named by a guess: neither who has no account there, nor by a name that is none", () => {
  const mine = [`Catalyst-Task: ${task.id}`];
  expect(of({ kind: "person", userId: randomUUID() })).toEqual(mine);
  expect(of({ kind: "system" })).toEqual(mine);
  expect(of({ ...ADA, login: "ada\nSigned-off-by: x" })).toEqual(mine);
});

test("in a folder of a person's own nothing is added", () => {
  expect(of(ADA, "/srv/shop", false)).toBeNull();
});

test("nothing is signed off but by who is said to sign", () => {
  const bot = { name: "catalyst[bot]", email: "9+catalyst[bot]@users.noreply.github.com" };
  const work = { execution: { askedBy: ADA }, task, repo: { url: "https://github.com/acme/shop" }, isShown: true };
  expect(trailersOf({ ...work, signer: bot })?.[1]).toBe(
    "Signed-off-by: catalyst[bot] <9+catalyst[bot]@users.noreply.github.com>",
  );
  expect(trailersOf(work)?.join()).not.toContain("Signed-off-by");
});
