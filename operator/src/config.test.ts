import { expect, test } from "vitest";
import { readConfig, readSettings } from "./config.ts";

const POD = {
  CATALYST_OPERATOR_SETTINGS: "/etc/catalyst/operator.json",
  CATALYST_HOME_NAMESPACE: "catalyst-system",
  CATALYST_OPERATOR_NAME: "catalyst-operator-0",
  KUBERNETES_SERVICE_HOST: "10.96.0.1",
};
const SETTINGS = {
  gateway: { authorityFile: "/etc/catalyst/tls/ca.crt" },
  images: { runner: "registry.example/runner", agents: { script: null } },
  classes: { default: { image: "registry.example/tools" } },
};

test("in a pod the cluster is known by what the kubelet says, elsewhere by a kubeconfig", () => {
  expect(readConfig(POD)).toMatchObject({
    ...{ home: "catalyst-system", identity: "catalyst-operator-0", metrics: null },
    cluster: { kind: "pod", host: "10.96.0.1", port: "443" },
  });
  expect(readConfig({ ...POD, CATALYST_KUBECONFIG: "/k" }).cluster).toEqual({ kind: "kubeconfig", path: "/k" });
});

test("every wrong variable is named at once", () => {
  expect(() => readConfig({ CATALYST_HOME_NAMESPACE: "A B", CATALYST_OPERATOR_SETTINGS: "x" })).toThrow(
    /CATALYST_OPERATOR_SETTINGS must be an absolute path; CATALYST_HOME_NAMESPACE must be a namespace's name; CATALYST_OPERATOR_NAME/,
  );
  expect(() => readConfig({ ...POD, KUBERNETES_SERVICE_HOST: undefined })).toThrow(/CATALYST_KUBECONFIG must be said/);
});

test("settings have defaults for what isn't said", () => {
  expect(readSettings(JSON.stringify(SETTINGS), "/s")).toMatchObject({
    gateway: { service: "catalyst-gateway", port: 8443, canaryPort: 8444 },
    classes: { default: { maximum: { cpu: "4" }, isProofRequired: true } },
  });
});

test.each<[string, object, RegExp]>([
  ["that nobody knows", { ponds: [] }, /Unrecognized key: "ponds"/],
  ["without the usual class", { classes: {} }, /classes has no class default/],
  ["of a port that is none", { gateway: { ...SETTINGS.gateway, port: 70_000 } }, /gateway\.port/],
])("settings %s are refused by name", (_what, changes, problem) => {
  expect(() => readSettings(JSON.stringify({ ...SETTINGS, ...changes }), "/s")).toThrow(problem);
});

test("a file that is no JSON is named", () => {
  expect(() => readSettings("{", "/etc/catalyst/operator.json")).toThrow(
    /Reading \/etc\/catalyst\/operator\.json failed/,
  );
});
