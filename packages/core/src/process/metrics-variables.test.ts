import { expect, test } from "vitest";
import { MetricsVariables, metricsAddressOf, metricsListenOf } from "./metrics-variables.ts";

test.each([
  [{}, null],
  [{ CATALYST_METRICS_LISTEN: "off" }, null],
  [{ CATALYST_METRICS_LISTEN: "127.0.0.1:9464" }, { host: "127.0.0.1", port: 9464 }],
  [
    { CATALYST_METRICS_LISTEN: "0.0.0.0:9464", CATALYST_METRICS_TOKEN: "0123456789abcdef" },
    { host: "0.0.0.0", port: 9464, token: "0123456789abcdef" },
  ],
])("%j says where metrics are told", (variables, address) => {
  expect(metricsAddressOf(MetricsVariables.parse(variables))).toEqual(address);
});

test("of one address for all, each process has the next port", () => {
  const listens = (["server", "worker", "gateway"] as const).map((name) => metricsListenOf(name, "[::1]:9464"));
  expect(listens).toEqual(["[::1]:9464", "[::1]:9465", "[::1]:9466"]);
});

test.each(["127.0.0.1:0", "off", "nonsense"])("%s is the same for each process", (listen) => {
  expect(metricsListenOf("gateway", listen)).toBe(listen);
});
