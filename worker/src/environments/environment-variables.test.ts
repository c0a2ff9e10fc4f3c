import { expect, test } from "vitest";
import { EnvironmentVariables, environmentPlaceOf, namespaceOf, problemOf } from "./environment-variables.ts";

const read = (variables: object) => EnvironmentVariables.parse(variables);
const ON_CLUSTER = { CATALYST_ENVIRONMENTS: "kubernetes", CATALYST_ENVIRONMENT_NAMESPACE: "catalyst-system" };

test("environments are on this machine where nothing else is said, in a pod, too", () => {
  const place = environmentPlaceOf(read({ KUBERNETES_SERVICE_HOST: "10.96.0.1" }));
  expect([place, namespaceOf(place)]).toEqual([{ kind: "local" }, "local"]);
});

test("a cluster is asked as a pod is told, or as a kubeconfig says", () => {
  const inPod = environmentPlaceOf(read({ ...ON_CLUSTER, KUBERNETES_SERVICE_HOST: "10.96.0.1" }));
  expect(inPod).toEqual({
    ...{ kind: "kubernetes", namespace: "catalyst-system", className: "default", startTimeoutSeconds: 600 },
    cluster: { kind: "pod", host: "10.96.0.1", port: "443" },
  });
  expect(namespaceOf(inPod)).toBe("catalyst-system");
  expect(environmentPlaceOf(read({ ...ON_CLUSTER, CATALYST_KUBECONFIG: "/k" }))).toMatchObject({
    cluster: { kind: "kubeconfig", path: "/k" },
  });
});

test.each<[object, RegExp]>([
  [{ CATALYST_ENVIRONMENTS: "kubernetes", CATALYST_KUBECONFIG: "/k" }, /CATALYST_ENVIRONMENT_NAMESPACE must be said/],
  [ON_CLUSTER, /CATALYST_KUBECONFIG must be said/],
])("what is missing is named: %j", (variables, problem) => {
  expect(problemOf(read(variables))).toMatch(problem);
});
