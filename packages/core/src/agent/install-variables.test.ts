import { expect, test } from "vitest";
import { pickInstallVariables } from "./install-variables.ts";

test("registry, proxy and certificates are passed on in whatever case, and nothing else", () => {
  const given = {
    npm_config_registry: "https://npm.example",
    HTTPS_PROXY: "http://proxy",
    https_proxy: "http://proxy",
    NODE_EXTRA_CA_CERTS: "/ca.pem",
    PIP_INDEX_URL: "https://pypi.example/simple",
  };
  const others = { ANTHROPIC_API_KEY: "k", PATH: "/bin", NODE_OPTIONS: "--inspect", PIP_TARGET: "/", NO_PROXY: "" };
  expect(pickInstallVariables({ ...given, ...others })).toEqual(given);
});
