import { expect, test } from "vitest";
import { TraceVariables, tracesOf } from "./trace-variables.ts";

const read = (variables: Record<string, string>) => tracesOf(TraceVariables.parse(variables)).settings;
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318/" };

test.each<Record<string, string>>([
  {},
  { OTEL_EXPORTER_OTLP_ENDPOINT: "" },
  { OTEL_SERVICE_NAME: "catalyst" },
  { ...ENDPOINT, OTEL_SDK_DISABLED: "True" },
  { ...ENDPOINT, OTEL_TRACES_EXPORTER: "none" },
  { ...ENDPOINT, OTEL_TRACES_SAMPLER: "always_off" },
  { ...ENDPOINT, OTEL_TRACES_SAMPLER: "parentbased_always_off" },
  { ...ENDPOINT, OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" },
])("%j traces nothing", (variables) => {
  expect(read(variables)).toBeNull();
});

test("an endpoint is all that it takes", () => {
  expect(read(ENDPOINT)).toEqual({
    url: "http://127.0.0.1:4318/v1/traces",
    headers: {},
    timeoutMilliseconds: 10_000,
    serviceName: null,
    resource: {},
    ratio: 1,
  });
  expect(read({ OTEL_TRACES_EXPORTER: "otlp" })?.url).toBe("http://localhost:4318/v1/traces");
});

test("what is said of traces alone comes before what is said of all", () => {
  const settings = read({
    ...ENDPOINT,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces.example.com/in",
    OTEL_EXPORTER_OTLP_HEADERS: "a=1, authorization=Bearer%20x%3D,",
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: "a=2",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "0.25",
  });
  expect(settings).toMatchObject({
    url: "https://traces.example.com/in",
    headers: { a: "2", authorization: "Bearer x=" },
    resource: { "deployment.environment.name": "test" },
    ratio: 0.25,
  });
});

test.each([
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "file:///etc/passwd"],
  ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
  ["OTEL_EXPORTER_OTLP_HEADERS", "authorization"],
  ["OTEL_EXPORTER_OTLP_HEADERS", "a=%zz"],
  ["OTEL_EXPORTER_OTLP_TIMEOUT", "soon"],
  ["OTEL_TRACES_EXPORTER", "zipkin"],
  ["OTEL_TRACES_SAMPLER", "some"],
  ["OTEL_TRACES_SAMPLER_ARG", "2"],
])("%s can't be %j: nothing is traced, and it is named without what it says", (name, value) => {
  const { settings, problem } = tracesOf(TraceVariables.parse({ ...ENDPOINT, [name]: value }));
  expect(settings).toBeNull();
  expect(problem).toMatch(new RegExp(`^${name} (must|can) `));
  expect(problem).not.toContain(value);
});
