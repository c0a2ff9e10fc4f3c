import { expect, test } from "vitest";
import { readConfig } from "../../config.ts";
import { checkInstalling } from "./check-installing.ts";

test("registry, proxy and certificates are named, and no password or token among them", () => {
  const { detail } = checkInstalling(
    readConfig({
      HOME: "/h",
      npm_config_registry: "https://npm.example/",
      HTTPS_PROXY: "http://ann:hunter2@proxy.example:3128",
      NODE_EXTRA_CA_CERTS: "/etc/corp.pem",
      "npm_config_//npm.example/:_authToken": "npm_sekret",
    }),
  );
  expect(detail).toContain("npm_config_registry=https://npm.example/");
  expect(detail).toContain("HTTPS_PROXY=http://…@proxy.example:3128");
  expect(detail).toContain("NODE_EXTRA_CA_CERTS=/etc/corp.pem");
  expect(detail).not.toMatch(/hunter2|sekret/);
});

test("without any it says where agents come from", () => {
  expect(checkInstalling(readConfig({ HOME: "/h" })).detail).toContain("usual registries");
});
