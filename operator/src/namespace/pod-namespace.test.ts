import { LABELS } from "@catalyst/kubernetes";
import { expect, test } from "vitest";
import { environmentOf } from "../testing/worlds.ts";
import { buildNamespace } from "./build-namespace.ts";
import { foundNamespace, podNamespaceOf, type TenancyMode } from "./pod-namespace.ts";

const environment = environmentOf({ spec: { project: "shop" }, metadata: { name: "x-1" } });

test.each<[TenancyMode, string, boolean]>([
  [{ kind: "project" }, "catalyst-env-shop", true],
  [{ kind: "fixed", namespace: "agents" }, "agents", false],
  [{ kind: "environment" }, "catalyst-env-x-1", true],
])("pods are where %o says", (mode, name, mayMake) => {
  expect(podNamespaceOf(environment, mode)).toMatchObject({ name, mayMake });
});

test("one that is found is what it was made as", () => {
  for (const kind of ["project", "environment"] as const) {
    const made = podNamespaceOf(environment, { kind });
    const { metadata } = buildNamespace(made);
    const labels = { ...metadata.labels, "kubernetes.io/metadata.name": "x" };
    expect(foundNamespace({ ...metadata, labels }, { kind })).toEqual(made);
  }
  const fixed = { kind: "fixed", namespace: "agents" } as const;
  expect(foundNamespace({ name: "agents", labels: { [LABELS.project]: "x" } }, fixed)).toEqual(
    podNamespaceOf(environment, fixed),
  );
});

test("whatever an Environment is called, its namespace and its label have names that they may have, and are its own", () => {
  const names = ["a".repeat(253), `${"a".repeat(252)}b`, "my.environment", "my-environment"];
  const found = names.map((name) => podNamespaceOf(environmentOf({ metadata: { name } }), { kind: "environment" }));
  for (const { name, labels, owner } of found) {
    expect(names).toContain(owner);
    expect(name).toMatch(/^catalyst-env-[a-z0-9-]{1,50}$/);
    expect(labels[LABELS.environment]).toMatch(/^[a-z0-9-]{1,63}$/);
  }
  expect(new Set(found.map(({ name }) => name)).size).toBe(names.length);
  expect(new Set(found.map(({ labels }) => labels[LABELS.environment])).size).toBe(names.length);
});
