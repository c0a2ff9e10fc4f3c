import { expect, test } from "vitest";
import { apiAddressOf, readRepositoryName } from "./github-address.ts";

test.each([
  ["github.com", "https://api.github.com", true],
  ["acme.ghe.com", "https://api.acme.ghe.com", true],
  ["git.acme.example", "https://git.acme.example/api/v3", false],
  ["git.acme.example:8443", "https://git.acme.example:8443/api/v3", false],
  ["notghe.com", "https://notghe.com/api/v3", false],
])("the API of %s", (host, url, isVersionKnown) => {
  expect(apiAddressOf(host)).toEqual({ url, version: isVersionKnown ? expect.any(String) : null });
});

test.each([
  ["https://github.com/acme/shop", { host: "github.com", owner: "acme", name: "shop" }],
  ["https://git.acme.example:8443/acme/shop.git/", { host: "git.acme.example:8443", owner: "acme", name: "shop" }],
  ["https://github.com/acme", null],
  ["https://github.com/acme/shop/tree/main", null],
  ["/srv/shop", null],
])("the repository at %s", (url, place) => {
  expect(readRepositoryName(url)).toEqual(place);
});
