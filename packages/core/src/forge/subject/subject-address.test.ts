import { expect, test } from "vitest";
import { readSubjectAddress } from "./subject-address.ts";

const SHOP = "https://github.com/acme/shop";

test.each([
  [`${SHOP}/issues/12`, "issue", `${SHOP}/issues/12`],
  [`${SHOP}/issues/12#issuecomment-99`, "issue", `${SHOP}/issues/12`],
  [`${SHOP}/pull/7/files?w=1#diff-3`, "pull_request", `${SHOP}/pull/7`],
  ["HTTPS://GitHub.com/acme/shop/pull/7/", "pull_request", `${SHOP}/pull/7`],
])("%s is read", (text, kind, url) => {
  expect(readSubjectAddress(text)).toMatchObject({ kind, url, repositoryUrl: SHOP });
});

test("a host of one's own has its own", () => {
  const { repositoryUrl } = readSubjectAddress("https://git.example:8443/acme/shop.js/issues/1");
  expect(repositoryUrl).toBe("https://git.example:8443/acme/shop.js");
});

test.each([
  ["", "nothing"],
  ["#12", "a number"],
  ["http://github.com/acme/shop/issues/12", "one without TLS"],
  ["https://ada:pass@github.com/acme/shop/issues/12", "one with a password"],
  [`${SHOP}/issues`, "a list"],
  [`${SHOP}/issues/0`, "a number that there is none of"],
  [`${SHOP}/issues/99999999999`, "one that is too large"],
  [`${SHOP}/issues/9999999999`, "one that is a little too large"],
  [`${SHOP}/issues/1e3`, "no number"],
  [`${SHOP}/discussions/3`, "a discussion"],
  ["https://github.com/acme/../issues/12", "one that leaves its place"],
  ["https://github.com/acme/sh%2e%2e/issues/12", "a name that is written oddly"],
  [`${SHOP}/issues/12`.padEnd(5000, "x"), "one without end"],
])("%s is refused: %s", (text) => {
  expect(() => readSubjectAddress(text)).toThrow(/isn't the address of an issue or a pull request/);
});
