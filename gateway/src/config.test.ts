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
    pods: null,
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

const POD_DOOR = {
  CATALYST_HOME: "/srv/catalyst",
  CATALYST_GATEWAY_TLS_PORT: "8443",
  CATALYST_GATEWAY_CANARY_PORT: "8444",
  CATALYST_GATEWAY_TLS_CERT_FILE: "/tls/tls.crt",
  CATALYST_GATEWAY_TLS_KEY_FILE: "/tls/tls.key",
  CATALYST_IDENTITY_KEYS_FILE: "/identity/keys.json",
  CATALYST_IDENTITY_ISSUER: "https://kubernetes.default.svc",
};

test("pods reach it where that is said, with all that it takes", () => {
  expect(readConfig(POD_DOOR).pods).toEqual({
    ...{ port: 8443, canaryPort: 8444, certFile: "/tls/tls.crt", keyFile: "/tls/tls.key" },
    ...{ identityKeysFile: "/identity/keys.json", identityIssuer: "https://kubernetes.default.svc" },
    operator: null,
  });
  const { CATALYST_GATEWAY_CANARY_PORT: _port, CATALYST_IDENTITY_ISSUER: _issuer, ...half } = POD_DOOR;
  expect(() => readConfig(half)).toThrow(/needs CATALYST_GATEWAY_CANARY_PORT, CATALYST_IDENTITY_ISSUER, too/);
});

test("the operator is told of pods where both its port and its account are said", () => {
  const asked = {
    CATALYST_GATEWAY_OPERATOR_PORT: "8445",
    CATALYST_OPERATOR_ACCOUNT: "catalyst-system/catalyst-operator",
  };
  expect(readConfig({ ...POD_DOOR, ...asked }).pods?.operator).toEqual({
    ...{ port: 8445, account: "catalyst-system/catalyst-operator" },
  });
  expect(() => readConfig({ ...POD_DOOR, CATALYST_GATEWAY_OPERATOR_PORT: "8445" })).toThrow(
    /CATALYST_OPERATOR_ACCOUNT/,
  );
  expect(() => readConfig({ ...POD_DOOR, ...asked, CATALYST_OPERATOR_ACCOUNT: "operator" })).toThrow(
    /CATALYST_OPERATOR_ACCOUNT must be a namespace and an account in it/,
  );
});
