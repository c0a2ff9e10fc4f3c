import { expect, test } from "vitest";
import { nameElsewhere } from "./name-elsewhere.ts";

const URL = "https://catalyst.example.com";

test.each([
  ["https://github.com/acme/shop", { kind: "url", url: "https://github.com/acme/shop" }],
  ["acme/shop", { kind: "registered", name: "acme/shop" }],
  ["shop", { kind: "registered", name: "shop" }],
  ["/srv/shop", { kind: "registered", name: "/srv/shop" }],
])("a server elsewhere is told %s as it is called there", (said, named) => {
  expect(nameElsewhere(said, URL)).toEqual(named);
});

test.each([".", "..", "./shop", "../shop", "~/shop"])("the folder %s isn't sent to a server elsewhere", (said) => {
  expect(() => nameElsewhere(said, URL)).toThrow(
    expect.objectContaining({ code: "unsupported", way: { kind: "name_repository", how: "registered" } }),
  );
});
