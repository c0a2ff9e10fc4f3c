import { expect, test } from "vitest";
import { findUnreachable, withPatience } from "./registry-patience.ts";

const number = (env: Record<string, string>, name: string) => Number(env[name]);

test("a registry that doesn't answer is given up after about a minute, by npm and by pip", () => {
  const env = withPatience({});
  const npmTries = number(env, "npm_config_fetch_retries") + 1;
  const npmPause = number(env, "npm_config_fetch_retry_maxtimeout");
  expect(npmTries * number(env, "npm_config_fetch_timeout") + (npmTries - 1) * npmPause).toBeLessThanOrEqual(75_000);
  const pipTries = number(env, "PIP_RETRIES") + 1;
  expect(pipTries * number(env, "PIP_TIMEOUT")).toBeLessThanOrEqual(60);
});

test("what a person set stays, under whichever name", () => {
  const given = { npm_config_fetch_timeout: "1", NPM_CONFIG_FETCH_RETRIES: "9", PIP_DEFAULT_TIMEOUT: "180", A: "b" };
  const env = withPatience(given);
  expect(env).toMatchObject(given);
  expect(env).not.toHaveProperty("npm_config_fetch_retries");
  expect(env).not.toHaveProperty("PIP_TIMEOUT");
});

test("a failure of another kind is not taken for a registry that can't be reached", () => {
  expect(findUnreachable("npm error 404 Not Found\nnpm error code E404")).toBeNull();
  expect(findUnreachable("npm error code X\nnpm error network timeout at: http://r/a")).toContain("http://r/a");
});
