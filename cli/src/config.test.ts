import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("the home is ~/.catalyst unless it is set", () => {
  expect(readConfig({ HOME: "/home/ann" }).home).toBe("/home/ann/.catalyst");
  expect(readConfig({ HOME: "/home/ann", CATALYST_HOME: "/srv/catalyst" }).home).toBe("/srv/catalyst");
});

test("every wrong setting is named at once", () => {
  const wrong = { CATALYST_HOME: "here", DATABASE_URL: "mysql://x", CATALYST_CPUS: "many", OPENAI_BASE_URL: "ftp://x" };
  expect(() => readConfig(wrong)).toThrow(
    /CATALYST_HOME must be an absolute path; DATABASE_URL .*; CATALYST_CPUS .*; OPENAI_BASE_URL/,
  );
});

test("what is no subscription's token isn't taken for one, and isn't repeated", () => {
  const read = () => readConfig({ HOME: "/h", CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-api03-canary" });
  expect(read).toThrow("CLAUDE_CODE_OAUTH_TOKEN must be what `claude setup-token` prints");
  expect(read).not.toThrow("canary");
});

test("an empty variable counts as unset", () => {
  expect(readConfig({ HOME: "/h", DATABASE_URL: "", CATALYST_HOME: "" })).toMatchObject({
    home: "/h/.catalyst",
    databaseUrl: null,
  });
});

test("processes get no key, no proxy and nothing unknown", () => {
  const env = {
    HOME: "/h",
    PATH: "/bin",
    ANTHROPIC_API_KEY: "k",
    CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-0123456789\n",
    HTTPS_PROXY: "http://p",
    IS_SANDBOX: "1",
    CATALYST_CPUS: "4",
    LANG: "C.UTF-8",
    NODE_COMPILE_CACHE: "/checkout/.runtime/compiled",
    NODE_OPTIONS: "--inspect",
  };
  const { processEnv, serverEnv, installEnv, providerVariables } = readConfig(env);
  expect(JSON.stringify([serverEnv, installEnv])).not.toContain("sk-ant");
  expect(processEnv).toEqual({
    HOME: "/h",
    PATH: "/bin",
    LANG: "C.UTF-8",
    CATALYST_CPUS: "4",
    CATALYST_HOME: "/h/.catalyst",
    NODE_COMPILE_CACHE: "/checkout/.runtime/compiled",
  });
  const token = "sk-ant-oat01-0123456789";
  expect(providerVariables).toEqual({ ANTHROPIC_API_KEY: "k", CLAUDE_CODE_OAUTH_TOKEN: token });
});

test("where traces go is told to the processes of up, by the names that are taken, and to no installation", () => {
  const env = {
    HOME: "/h",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318",
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=x",
    OTEL_SERVICE_NAME: "",
    OTEL_NODE_RESOURCE_DETECTORS: "all",
  };
  const { processEnv, installEnv } = readConfig(env);
  expect(processEnv).toEqual({
    HOME: "/h",
    CATALYST_HOME: "/h/.catalyst",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318",
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=x",
  });
  expect(installEnv).toEqual({ HOME: "/h" });
});

test("an installation gets the settings of npm and pip for their registries and the proxy, and no key", () => {
  const env = {
    HOME: "/h",
    PATH: "/bin",
    npm_config_registry: "https://r.example",
    PIP_INDEX_URL: "https://p.example",
    PIP_CERT: "/c.pem",
    PIP_CONFIG_FILE: "/h/pip.conf",
    PIP_TARGET: "/elsewhere",
    PIP_USER: "1",
    HTTPS_PROXY: "http://p",
    OPENAI_API_KEY: "k",
  };
  expect(readConfig(env).installEnv).toEqual({
    HOME: "/h",
    PATH: "/bin",
    npm_config_registry: "https://r.example",
    PIP_INDEX_URL: "https://p.example",
    PIP_CERT: "/c.pem",
    PIP_CONFIG_FILE: "/h/pip.conf",
    HTTPS_PROXY: "http://p",
  });
});
