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
