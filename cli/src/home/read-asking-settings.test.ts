import { expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { readAskingSettings } from "./read-asking-settings.ts";

test("where nothing can be wrong, what is read is what the whole settings say", () => {
  for (const env of [
    { HOME: "/h", PATH: "/bin", EDITOR: "vi" },
    { HOME: "/h", CATALYST_HOME: "/srv/catalyst", CATALYST_SERVER: "https://x", OPENAI_API_KEY: "k" },
    { HOME: "/h", ANTHROPIC_API_KEY: " k\n", GEMINI_API_KEY: "k", OPENROUTER_API_KEY: "k", DATABASE_URL: "" },
    { HOME: "/h", CATALYST_WEB: "off" },
    { HOME: "/h", CATALYST_WEB: "on" },
  ]) {
    const { home, providerVariables } = readConfig(env);
    expect(readAskingSettings(env)).toEqual({ home, providerVariables });
  }
});

test("what may be wrong is left to what checks it", () => {
  for (const env of [
    { CATALYST_HOME: "here" },
    { CATALYST_CPUS: "many" },
    { CATALYST_WEB: "maybe" },
    { CATALYST_KEEP_EVENTS_DAYS: "some" },
    { CATALYST_MASTER_KEY_FILE: "/key" },
    { CATALYST_SMTP_URL: "smtp://x" },
    { DATABASE_URL: "mysql://x" },
    { OPENAI_BASE_URL: "ftp://x" },
    { GOOGLE_GEMINI_BASE_URL: "ftp://x" },
    { CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-api03-canary" },
  ]) {
    expect(() => readConfig({ HOME: "/h", ...env }), JSON.stringify(env)).toThrow();
    expect(readAskingSettings({ HOME: "/h", ...env })).toBeNull();
  }
});
