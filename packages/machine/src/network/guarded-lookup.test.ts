import dns, { type lookup } from "node:dns";
import { isIP } from "node:net";
import { expect, test, vi } from "vitest";
import type { AddressKind } from "./address-kind.ts";
import { lookUpOurs } from "./bounded-lookup.ts";
import { checkAddress, guardedLookup } from "./guarded-lookup.ts";

function ask(addresses: string[], kinds: AddressKind[] = ["public"]) {
  const resolve = (_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: isIP(address) })),
    );
  const lookUp = guardedLookup(kinds, resolve as unknown as typeof lookup);
  return new Promise((settle) => lookUp("api.example", { all: true }, (error, found) => settle(error ?? found)));
}

test("a name with one private address among public ones is not dialled", async () => {
  expect(await ask(["1.1.1.1", "10.0.0.1"])).toMatchObject({
    name: "ForbiddenAddressError",
    message: "api.example resolves to 10.0.0.1, which is not a public address",
  });
});

test("a name without an address is not dialled", async () => {
  expect(await ask([])).toMatchObject({ name: "ForbiddenAddressError" });
});

test("the addresses that were checked are those that are dialled", async () => {
  expect(await ask(["1.1.1.1"])).toEqual([{ address: "1.1.1.1", family: 4 }]);
});

test("where private networks are allowed, metadata services are not", async () => {
  expect(await ask(["192.168.1.4"], ["public", "private"])).toEqual([{ address: "192.168.1.4", family: 4 }]);
  expect(await ask(["169.254.169.254"], ["public", "private"])).toMatchObject({ name: "ForbiddenAddressError" });
});

test("an address in place of a name is checked as it stands in a URL", () => {
  for (const url of [
    "http://169.254.169.254/",
    "http://[fd00:ec2::254]/",
    "http://168.63.129.16/",
    "http://0xa9fea9fe/",
  ]) {
    expect(() => checkAddress(new URL(url).hostname, ["public", "private"]), url).toThrow("neither a public nor");
  }
  for (const url of ["http://127.0.0.1:11434/", "http://[::1]/", "https://api.example/"]) {
    expect(() => checkAddress(new URL(url).hostname, ["public", "private"]), url).not.toThrow();
  }
});

test("of names that somebody chose two at most are looked up at once, whoever asks, and ours don't wait for them", async () => {
  const asked: string[] = [];
  const silent = vi.spyOn(dns, "lookup").mockImplementation(((name: string) => void asked.push(name)) as never);
  const chosen = ["a.example", "b.example", "c.example"].map((name) => {
    return new Promise((settle) => guardedLookup(["public"])(name, { all: true }, settle));
  });
  guardedLookup(["public"], lookUpOurs)("api.example", { all: true }, () => undefined);
  expect(asked).toEqual(["a.example", "b.example", "api.example"]);
  expect(await chosen[2]).toMatchObject({ code: "ETIMEOUT" });
  silent.mockRestore();
});
