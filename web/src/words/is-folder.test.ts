import { expect, test } from "vitest";
import { isFolder } from "./is-folder.ts";

test.each(["/home/me/shop", "~/shop", "~", ".", "../shop", "./shop", "C:\\shop", "file:///home/me/shop"])(
  "%s is a folder",
  (said) => expect(isFolder(said)).toBe(true),
);

test.each(["https://github.com/acme/shop", "acme/shop", "shop", ".github", ""])("%s is none", (said) =>
  expect(isFolder(said)).toBe(false),
);
