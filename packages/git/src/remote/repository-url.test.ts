import { CatalystError } from "@catalyst/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRepositoryUrl } from "./repository-url.ts";

test.each([
  ["https://github.com/acme/shop", "github"],
  ["https://github.com/acme/shop.git/", "github"],
  ["https://GitHub.com/acme/shop", "github"],
  ["https://github.com/acme", "https"],
  ["https://github.com/acme/shop/tree/main", "https"],
  ["https://github.com:8443/acme/shop", "https"],
  ["https://github.com.example.org/acme/shop", "https"],
  ["https://gitlab.com/acme/shop", "https"],
  ["https://git.example.com/shop.git", "https"],
  ["/srv/github.com/acme/shop", "local"],
])("%s is a repository of the kind %s", (text, vcs) => {
  expect(parseRepositoryUrl(text, "/").vcs).toBe(vcs);
});

test.each([
  "ssh://git@github.com/a/b",
  "git@github.com:a/b",
  "https://me:secret@github.com/a/b",
  "ext::sh -c id",
  "https://git.example.com//",
  "-x",
  "",
])("%j is refused", (text) => {
  expect(() => parseRepositoryUrl(text, "/")).toThrow(/^Using the repository .* failed: /);
});

test("an address of another protocol is named whole but for its password, with the one that would do", () => {
  expect(() => parseRepositoryUrl("http://me:secret@example.com:80/x.git", "/")).toThrow(
    'Using the repository "http://example.com/x.git" failed: the protocol http is not supported. Give a path on this machine or an address like https://example.com/x.git.',
  );
});

test("a password in an address is not repeated", () => {
  expect(() => parseRepositoryUrl("https://me:secret@github.com/a/b", "/")).toThrow(/^(?!.*secret)/);
});

test("whatever is given as a repository, it is a folder's whole path, an https address without a name or password, or refused", () => {
  const part = fc.constantFrom(
    "https:",
    "HTTPS:",
    "//",
    "/",
    "@",
    ":",
    "u:p",
    "github.com",
    "a",
    "..",
    ".git",
    "?",
    "#",
    "%2f",
    "\\",
    "-",
    "\n",
    "ext::",
    "file:",
    " ",
  );
  const given = fc.oneof(fc.string({ unit: part }), fc.string({ unit: "binary" }), fc.webUrl());
  fc.assert(
    fc.property(given, (text) => {
      try {
        const { vcs, url, name } = parseRepositoryUrl(text, "/srv");
        expect(name).not.toMatch(/\//);
        expect(url).toMatch(vcs === "local" ? /^\/[^\0]*$/ : /^https:\/\/[^@?#\s/]+\/[^?#\s]+$/);
        expect(vcs === "local" || parseRepositoryUrl(url, "/srv").url === url).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(CatalystError);
      }
    }),
    { numRuns: 1000 },
  );
});
