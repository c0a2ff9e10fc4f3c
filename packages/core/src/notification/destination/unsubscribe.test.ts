import { randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { isUnsubscribing, unsubscribeUrl } from "./unsubscribe.ts";

const key = randomBytes(32);
const destinationId = randomUUID();

function linkOf(url: string) {
  const { searchParams } = new URL(url);
  return { destinationId: searchParams.get("of") as string, token: searchParams.get("token") as string };
}

test("a link is taken for the destination that it was made for, under the key that made it", () => {
  const url = unsubscribeUrl("https://catalyst.example.com", destinationId, key);
  expect(url).toMatch(/^https:\/\/catalyst\.example\.com\/unsubscribe\?of=[0-9a-f-]{36}&token=[\w-]{43}$/);
  const link = linkOf(url);
  expect(isUnsubscribing(link, key)).toBe(true);
  expect(isUnsubscribing({ ...link, destinationId: randomUUID() }, key)).toBe(false);
  expect(isUnsubscribing(link, randomBytes(32))).toBe(false);
  for (const token of ["", "x", link.token.slice(1), `${link.token}AAAA`, "A".repeat(43)]) {
    expect(isUnsubscribing({ ...link, token }, key)).toBe(false);
  }
});
