import { z } from "zod";

const MAX_LENGTH = 4096;
const DEFAULT_TIMEOUT_MILLISECONDS = 10_000;
const PROTOCOL = "http/protobuf";
const SAMPLERS = ["always_on", "always_off", "traceidratio"] as const;

/** As OpenTelemetry has it, a variable that is empty counts as unset. */
const said = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const Url = z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).max(MAX_LENGTH);
const Protocol = z.literal(PROTOCOL, { error: `can only be ${PROTOCOL} here` });
/** `key=value,key=value`, each value percent-encoded. What is wrong is never told with its words: headers hold keys. */
const Pairs = z
  .string()
  .max(MAX_LENGTH)
  .transform((text, context) => {
    const pairs = readPairs(text);
    if (pairs === null) {
      context.addIssue("must be key=value, more of them with commas between, and percent-encoded");
    }
    return pairs ?? {};
  });
/** Every trace begins here, so that what a parent decided is what the root decides. */
const Sampler = z
  .string()
  .transform((name) => name.replace(/^parentbased_/, ""))
  .pipe(z.enum(SAMPLERS, { error: `must be one of ${SAMPLERS.join(", ")}` }));

const Checked = z.object({
  OTEL_SDK_DISABLED: said(z.string()),
  OTEL_TRACES_EXPORTER: said(z.enum(["otlp", "none"], { error: "must be otlp or none" })),
  OTEL_EXPORTER_OTLP_ENDPOINT: said(Url),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: said(Url),
  OTEL_EXPORTER_OTLP_PROTOCOL: said(Protocol),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: said(Protocol),
  OTEL_EXPORTER_OTLP_HEADERS: said(Pairs),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: said(Pairs),
  OTEL_EXPORTER_OTLP_TIMEOUT: said(z.coerce.number({ error: "must be milliseconds" }).int().min(1).max(60_000)),
  OTEL_SERVICE_NAME: said(z.string().max(255)),
  OTEL_RESOURCE_ATTRIBUTES: said(Pairs),
  OTEL_TRACES_SAMPLER: said(Sampler),
  OTEL_TRACES_SAMPLER_ARG: said(z.coerce.number({ error: "must be a number from 0 to 1" }).min(0).max(1)),
});
type Checked = z.infer<typeof Checked>;

/** What may be said of where traces go, by the names that OpenTelemetry has for it. They may be meant for other programs, too. */
export const TraceVariables = z.object(
  Object.fromEntries(Object.keys(Checked.shape).map((name) => [name, z.string().optional()])) as {
    [Name in keyof typeof Checked.shape]: z.ZodOptional<z.ZodString>;
  },
);
export type TraceVariables = z.infer<typeof TraceVariables>;

export interface TraceSettings {
  /** Where spans are posted to. */
  url: string;
  /** What is sent with them, which may hold a key. */
  headers: Record<string, string>;
  timeoutMilliseconds: number;
  /** null: each process has a name of its own. */
  serviceName: string | null;
  /** What is said of this installation with each span. */
  resource: Record<string, string>;
  /** How many of all traces are kept, from 0 to 1. */
  ratio: number;
}

/** `settings` null: nothing is traced, as nobody said where to, or what is said can't be done. `problem`: why it can't. */
export interface TraceWish {
  settings: TraceSettings | null;
  problem: string | null;
}

/** What can't be done keeps nothing from working: as OpenTelemetry has it, it is told and left. */
export function tracesOf(variables: TraceVariables): TraceWish {
  const { data, error } = Checked.safeParse(variables);
  return data === undefined
    ? { settings: null, problem: error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ") }
    : { settings: settingsOf(data), problem: null };
}

function settingsOf(variables: Checked): TraceSettings | null {
  const {
    OTEL_EXPORTER_OTLP_ENDPOINT: base,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own,
    OTEL_TRACES_EXPORTER: exporter,
  } = variables;
  const isOff = variables.OTEL_SDK_DISABLED?.toLowerCase() === "true" || exporter === "none";
  const ratio = ratioOf(variables);
  if (isOff || ratio === 0 || (base ?? own ?? exporter) === undefined) {
    return null;
  }
  return {
    url: own ?? `${(base ?? "http://localhost:4318").replace(/\/+$/, "")}/v1/traces`,
    headers: { ...variables.OTEL_EXPORTER_OTLP_HEADERS, ...variables.OTEL_EXPORTER_OTLP_TRACES_HEADERS },
    timeoutMilliseconds: variables.OTEL_EXPORTER_OTLP_TIMEOUT ?? DEFAULT_TIMEOUT_MILLISECONDS,
    serviceName: variables.OTEL_SERVICE_NAME ?? null,
    resource: variables.OTEL_RESOURCE_ATTRIBUTES ?? {},
    ratio,
  };
}

function ratioOf({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: ratio }: Checked): number {
  switch (sampler) {
    case "always_off":
      return 0;
    case "traceidratio":
      return ratio ?? 1;
    default:
      return 1;
  }
}

function readPairs(text: string): Record<string, string> | null {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  try {
    const entries = pairs.map((pair) => /^\s*([\w.!#$%&'*+^`|~-]+)\s*=(.*)$/s.exec(pair));
    return entries.includes(null)
      ? null
      : Object.fromEntries(entries.map((entry) => [entry?.[1] ?? "", decodeURIComponent(entry?.[2]?.trim() ?? "")]));
  } catch {
    return null;
  }
}
