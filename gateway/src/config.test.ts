import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("the socket lies in the home's gateway folder, and the database is the embedded one unless told otherwise", () => {
  expect(readConfig({ CATALYST_HOME: "/srv/catalyst" })).toEqual({
    home: "/srv/catalyst",
    databaseUrl: null,
    keyFile: null,
    metrics: null,
    traces: { settings: null, problem: null },
    folder: "/srv/catalyst/gateway",
    privateHosts: [],
  });
});

test("hosts of private networks are those that are listed", () => {
  const read = (list: string) => readConfig({ CATALYST_HOME: "/srv/catalyst", CATALYST_PRIVATE_HOSTS: list });
  expect(read("llm.lan,10.0.0.5").privateHosts).toEqual(["llm.lan", "10.0.0.5"]);
  expect(() => read("http://llm.lan")).toThrow("CATALYST_PRIVATE_HOSTS must be hosts' names");
});

test("every wrong setting is named at once", () => {
  const read = () =>
    readConfig({ CATALYST_HOME: "catalyst", DATABASE_URL: "mysql://x", CATALYST_GATEWAY_KEY_FILE: "key" });
  expect(read).toThrow(
    /CATALYST_HOME must be an absolute path; DATABASE_URL must be a postgres:\/\/ URL; CATALYST_GATEWAY_KEY_FILE must be an absolute path/,
  );
});
