import { expect, test } from "vitest";
import { boundedLookup, type ResolveName } from "./bounded-lookup.ts";

const ADDRESSES = [{ address: "192.0.2.1", family: 4 }];

/** A resolver that answers when it is told to. */
function playResolver() {
  const asked = new Map<string, () => void>();
  const resolve: ResolveName = (hostname, _options, callback) => {
    asked.set(hostname, () => callback(null, ADDRESSES));
  };
  return { asked, resolve };
}

function lookUp(look: ResolveName, hostname: string): Promise<unknown> {
  return new Promise((settle) => look(hostname, { all: true }, (error, found) => settle(error ?? found)));
}

test("names whose servers keep silent are asked for a few at a time, and another has its turn when one is answered", async () => {
  const { asked, resolve } = playResolver();
  const look = boundedLookup({ maxAtOnce: 2, waitMilliseconds: 600_000 }, resolve);
  const found = ["a.example", "b.example", "c.example"].map((name) => lookUp(look, name));
  expect([...asked.keys()]).toEqual(["a.example", "b.example"]);
  asked.get("b.example")?.();
  expect(await found[1]).toEqual(ADDRESSES);
  expect([...asked.keys()]).toEqual(["a.example", "b.example", "c.example"]);
  asked.get("c.example")?.();
  expect(await found[2]).toEqual(ADDRESSES);
});

test("one that has no turn in time fails, and isn't asked for later", async () => {
  const { asked, resolve } = playResolver();
  const look = boundedLookup({ maxAtOnce: 1, waitMilliseconds: 1 }, resolve);
  const first = lookUp(look, "a.example");
  expect(await lookUp(look, "b.example")).toMatchObject({ code: "ETIMEOUT" });
  asked.get("a.example")?.();
  expect(await first).toEqual(ADDRESSES);
  expect([...asked.keys()]).toEqual(["a.example"]);
});
