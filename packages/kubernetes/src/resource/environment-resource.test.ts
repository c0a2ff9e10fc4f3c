import { expect, test } from "vitest";
import { parse } from "yaml";
import { ACCEPTED, LEAST, REFUSED, SPECIFIED } from "../testing/environment-examples.ts";
import { durationSeconds } from "./duration.ts";
import { EnvironmentResource } from "./environment-resource.ts";
import { EnvironmentSpec } from "./environment-spec.ts";
import { quantityUnits } from "./quantity.ts";

test("the specification's own example is one, and what it doesn't say is filled in", () => {
  const { spec } = EnvironmentResource.parse(parse(SPECIFIED));
  expect(spec).toMatchObject({ project: "my-project", source: { ref: "main" }, resources: { limits: { cpu: "2" } } });
  expect(spec).toMatchObject({
    stages: [{ name: "agent" }],
    className: "default",
    pool: "Prefer",
    startTimeout: "10m",
  });
});

test.each(ACCEPTED)("accepted: %s", (_what, changes) => {
  expect(EnvironmentSpec.safeParse({ ...LEAST, ...changes }).error).toBeUndefined();
});

test.each(REFUSED)("refused: %s", (_what, changes, ...[field, sentence]) => {
  const issues = EnvironmentSpec.safeParse({ ...LEAST, ...changes }).error?.issues ?? [];
  const told = issues.map(({ path, message }) => [path.join(".").replaceAll(/\.(\d+)/g, "[$1]"), message]);
  expect(told.map(([place]) => place)).toContain(field);
  if (sentence !== null) {
    expect(told).toEqual([[field, sentence]]);
  }
});

test("amounts are compared whatever their units are", () => {
  const ascending = [
    "1n",
    "1u",
    "1m",
    "500m",
    1,
    "1.5",
    "2",
    "1k",
    "1Ki",
    "1M",
    "1Mi",
    "1Gi",
    "1.5Gi",
    "1Ti",
    "1E",
    "1Ei",
  ];
  expect(ascending.toSorted((a, b) => Number(quantityUnits(a) - quantityUnits(b)))).toEqual(ascending);
  expect([quantityUnits("1000m"), quantityUnits("1024Ki"), quantityUnits("0.5")]).toEqual([
    quantityUnits(1),
    quantityUnits("1Mi"),
    quantityUnits("500m"),
  ]);
});

test("times are read as Go reads them", () => {
  expect(["30m", "1h30m", "1.5h", "90s", "500ms", "0s"].map(durationSeconds)).toEqual([1800, 5400, 5400, 90, 0.5, 0]);
});
