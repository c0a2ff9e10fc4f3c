import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("the socket lies in the home's gateway folder, and the database is the embedded one unless told otherwise", () => {
  expect(readConfig({ CATALYST_HOME: "/srv/catalyst" })).toEqual({
    home: "/srv/catalyst",
    databaseUrl: null,
    keyFile: null,
    metrics: null,
    folder: "/srv/catalyst/gateway",
  });
});

test("every wrong setting is named at once", () => {
  const read = () =>
    readConfig({ CATALYST_HOME: "catalyst", DATABASE_URL: "mysql://x", CATALYST_GATEWAY_KEY_FILE: "key" });
  expect(read).toThrow(
    /CATALYST_HOME must be an absolute path; DATABASE_URL must be a postgres:\/\/ URL; CATALYST_GATEWAY_KEY_FILE must be an absolute path/,
  );
});
